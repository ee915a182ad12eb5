"""Constants, Template and capwords. CPython: Lib/string.py."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _fill(self, mapping, safe):
        text, pieces, at = self.template, [], 0
        while True:
            dollar = text.find(self.delimiter, at)
            if dollar < 0:
                pieces.append(text[at:])
                return "".join(pieces)
            pieces.append(text[at:dollar])
            rest = text[dollar + 1:]
            if rest.startswith(self.delimiter):
                pieces.append(self.delimiter)
                at = dollar + 2
                continue
            braced = rest.startswith("{")
            start = 1 if braced else 0
            end = start
            while end < len(rest) and (rest[end] == "_" or (rest[end].isascii() and rest[end].isalnum())) \
                    and not (end == start and rest[end].isdigit()):
                end += 1
            name = rest[start:end]
            if not name or (braced and rest[end:end + 1] != "}"):
                if not safe:
                    before = text[:dollar].splitlines(keepends=True)
                    line = max(len(before), 1)
                    column = dollar - len("".join(before[:-1])) + 1 if before else 1
                    raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))
                pieces.append(self.delimiter)
                at = dollar + 1
                continue
            whole = self.delimiter + rest[:end + (1 if braced else 0)]
            if safe and name not in mapping:
                pieces.append(whole)
            else:
                pieces.append(str(mapping[name]))
            at = dollar + len(whole)

    def substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, True)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
