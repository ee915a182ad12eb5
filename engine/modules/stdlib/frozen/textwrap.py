"""Wrapping and dedenting text. CPython: Lib/textwrap.py."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_DEFAULTS = {"width": 70, "initial_indent": "", "subsequent_indent": "", "expand_tabs": True, "replace_whitespace": True,
             "fix_sentence_endings": False, "break_long_words": True, "drop_whitespace": True, "break_on_hyphens": True,
             "tabsize": 8, "max_lines": None, "placeholder": " [...]"}
_POSITIONAL = list(_DEFAULTS)[:-2]


_BLANKS = "\t\n\x0b\x0c\r "


def _end_of_dash(text, at):
    """Where the dash of two hyphens or more ends that stands at a place between words; None without one."""
    end = at
    while text[end:end + 1] == "-":
        end += 1
    between = end - at >= 2 and _is_word(text[at - 1:at], "!\"'&.,?") and _is_word(text[end:end + 1])
    return end if between else None


def _hyphenated(text, at):
    """Whether the hyphen just before a place may end a line: letters on both sides, at most one more hyphen among them."""
    if text[at - 1] != "-":
        return False
    before, after = text[max(at - 4, 0):at - 1], text[at:at + 3]
    left = _letters(before[-2:]) or before[-1:] != "-" and before[-2:-1] == "-" and _letters(before[-3:-2] + before[-1:])
    return left and (_letters(after[:2]) or after[1:2] == "-" and _letters(after[:1] + after[2:]))


def _is_word(c, others="_"):
    return c != "" and (c.isalnum() or c == "_" or c in others)


def _letters(two):
    return len(two) == 2 and all(_is_word(c) and not c.isdecimal() for c in two)


def _ends_sentence(word):
    end = word[:-1] if word[-1:] in ("'", '"') else word
    return end[-1:] in tuple(".!?") and "a" <= end[-2:-1] <= "z"


class TextWrapper:
    """How to wrap; each option is an attribute."""

    def __init__(self, *args, **kwargs):
        if len(args) > len(_POSITIONAL):
            raise TypeError(f"TextWrapper.__init__() takes from 1 to {len(_POSITIONAL) + 1} positional arguments but "
                            f"{len(args) + 1} were given")
        given = dict(zip(_POSITIONAL, args))
        for name in kwargs:
            if name in given:
                raise TypeError(f"TextWrapper.__init__() got multiple values for argument {name!r}")
            if name not in _DEFAULTS:
                raise TypeError(f"TextWrapper.__init__() got an unexpected keyword argument {name!r}")
        for name, default in _DEFAULTS.items():
            setattr(self, name, kwargs.get(name, given.get(name, default)))

    def wrap(self, text):
        self._check()
        lines = []
        pieces = self._pieces(text)
        while pieces:
            line = self._take_line(pieces, first=not lines)
            if line and self._is_full(lines) and (pieces and not self._only_blank(pieces) or line.over):
                self._end_with_placeholder(lines, line)
                break
            if line:
                lines.append(line.text())
        return lines

    def fill(self, text):
        return str.join("\n", self.wrap(text))

    def _check(self):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        least = len(self._indent(self.max_lines == 1)) + len(self.placeholder.lstrip())
        if self.max_lines is not None and least > self.width:
            raise ValueError("placeholder too large for max width")

    def _indent(self, first):
        return self.initial_indent if first else self.subsequent_indent

    def _is_full(self, lines):
        return self.max_lines is not None and len(lines) + 1 >= self.max_lines

    def _only_blank(self, pieces):
        return self.drop_whitespace and len(pieces) == 1 and not pieces[0].strip()

    def _pieces(self, text):
        """Words, the parts of hyphenated words, and the blanks between, the next one last."""
        text = text.expandtabs(self.tabsize) if self.expand_tabs else text
        if self.replace_whitespace:
            text = text.translate(dict.fromkeys(map(ord, _BLANKS), " "))
        pieces, at = [], 0
        while at < len(text):
            end = self._end_of_piece(text, at)
            pieces.append(text[at:end])
            at = end
        if self.fix_sentence_endings:
            for at, (word, blank) in enumerate(zip(pieces, pieces[1:]), 1):
                if blank == " " and _ends_sentence(word):
                    pieces[at] = "  "
        return pieces[::-1]

    def _end_of_piece(self, text, at):
        blank, hyphens = text[at] in _BLANKS, self.break_on_hyphens
        dash = _end_of_dash(text, at) if hyphens else None
        if dash is not None:
            return dash
        for end in range(at + 1, len(text)):
            if (text[end] in _BLANKS) != blank:
                return end
            if hyphens and not blank and (_end_of_dash(text, end) or end > at + 1 and _hyphenated(text, end)):
                return end
        return len(text)

    def _take_line(self, pieces, first):
        line = _Line(self._indent(first), self.width)
        if not first and self.drop_whitespace and not pieces[-1].strip():
            pieces.pop()
        while pieces and len(pieces[-1]) <= line.room():
            line.pieces.append(pieces.pop())
        if pieces and len(pieces[-1]) > line.width:
            self._take_part(pieces, line)
        if self.drop_whitespace and line.pieces and not line.pieces[-1].strip():
            line.pieces.pop()
        line.over = line.room() < 0
        return line

    def _take_part(self, pieces, line):
        """A word that no line can hold: cut, after a hyphen if there is one, or alone on its line."""
        room = 1 if line.width < 1 else line.width - line.length()
        if self.break_long_words:
            word = pieces.pop()
            hyphen = word.rfind("-", 0, room) if self.break_on_hyphens and len(word) > room else 0
            cut = hyphen + 1 if hyphen > 0 and word[:hyphen].strip("-") else room
            line.pieces.append(word[:cut])
            pieces.append(word[cut:])
        elif not line.pieces:
            line.pieces.append(pieces.pop())

    def _end_with_placeholder(self, lines, line):
        """The placeholder after the last word that leaves it room, on this line or the one before."""
        while line.pieces and not (line.pieces[-1].strip() and len(self.placeholder) <= line.room()):
            line.pieces.pop()
        if line.pieces:
            lines.append(line.text() + self.placeholder)
            return
        before = lines[-1].rstrip() + self.placeholder if lines else None
        if before is not None and len(before) <= self.width:
            lines[-1] = before
        else:
            lines.append(line.indent + self.placeholder.lstrip())


class _Line:
    """A line that is being filled."""

    def __init__(self, indent, width):
        self.indent, self.width, self.pieces, self.over = indent, width - len(indent), [], False

    def __bool__(self):
        return bool(self.pieces)

    def length(self):
        return sum(len(piece) for piece in self.pieces)

    def room(self):
        return self.width - self.length()

    def text(self):
        return "".join([self.indent, *self.pieces])


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    one_line = TextWrapper(width=width, max_lines=1, **kwargs)
    return one_line.fill(" ".join(text.split()))


def dedent(text):
    """Without the blanks that all lines begin with; blank lines count as empty."""
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margins = [line[:-len(line.lstrip(" \t"))] for line in lines if line]
    least, most = min(margins, default=""), max(margins, default="")
    common = next((at for at in range(len(least)) if least[at] != most[at]), len(least))
    return "\n".join(line[common:] for line in lines)


def indent(text, prefix, predicate=None):
    wanted = predicate or str.strip
    return "".join([prefix * bool(wanted(line)) + line for line in text.splitlines(keepends=True)])
