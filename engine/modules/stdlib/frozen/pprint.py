"""Pretty printing. CPython: Lib/pprint.py."""
import sys as _sys

__all__ = ["pprint", "pformat", "pp", "PrettyPrinter", "isreadable", "isrecursive", "saferepr"]


def _ordered(items):
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=lambda v: (str(type(v)), str(v)))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if width == 0:
            raise ValueError("width must be != 0")
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort = sort_dicts

    def pprint(self, object):
        (self._stream or _sys.stdout).write(self.pformat(object) + "\n")

    def pformat(self, object):
        return self._format(object, 0, 0, ())

    def _flat(self, object, level, open):
        cls = type(object)
        if id(object) in open:
            return f"<Recursion on {cls.__name__} with id={id(object)}>"
        if isinstance(object, (dict, list, tuple)) and cls.__repr__ in (dict.__repr__, list.__repr__, tuple.__repr__):
            if self._depth and level >= self._depth and object:
                return "{...}" if isinstance(object, dict) else "[...]" if isinstance(object, list) else "(...)"
            inner = open + (id(object),)
            if isinstance(object, dict):
                items = self._items(object)
                return "{" + ", ".join(f"{self._flat(k, level + 1, inner)}: {self._flat(v, level + 1, inner)}"
                                       for k, v in items) + "}"
            parts = [self._flat(v, level + 1, inner) for v in object]
            if isinstance(object, list):
                return "[" + ", ".join(parts) + "]"
            return "(" + ", ".join(parts) + (",)" if len(parts) == 1 else ")")
        if isinstance(object, (set, frozenset)) and object and cls in (set, frozenset):
            text = "{" + ", ".join(repr(v) for v in _ordered(object)) + "}"
            return text if cls is set else f"frozenset({text})"
        return repr(object)

    def _items(self, object):
        if not self._sort:
            return list(object.items())
        return [(k, object[k]) for k in _ordered(object)]

    def _format(self, object, indent, allowance, open, level=0):
        text = self._flat(object, level, open)
        cls = type(object)
        if len(text) <= self._width - indent - allowance or id(object) in open:
            return text
        if self._depth and level >= self._depth:
            return text
        inner = open + (id(object),)
        pad = indent + self._indent
        lead = " " * (self._indent - 1)
        if isinstance(object, dict) and cls.__repr__ is dict.__repr__ and object:
            pieces = []
            items = self._items(object)
            for i, (k, v) in enumerate(items):
                key = self._flat(k, level + 1, inner)
                after = 1 if i < len(items) - 1 else allowance + 1
                pieces.append(f"{key}: {self._format(v, pad + len(key) + 2, after, inner, level + 1)}")
            return "{" + lead + (",\n" + " " * pad).join(pieces) + "}"
        if isinstance(object, (list, tuple)) and cls.__repr__ in (list.__repr__, tuple.__repr__) and object:
            begin, end = ("[", "]") if isinstance(object, list) else ("(", ",)" if len(object) == 1 else ")")
            return begin + lead + self._many(object, pad, allowance + len(end), inner, level) + end
        if cls in (set, frozenset) and object:
            begin, end, extra = ("{", "}", 0) if cls is set else ("frozenset({", "})", len("frozenset("))
            return begin + lead + self._many(_ordered(object), pad + extra, allowance + len(end), inner, level) + end
        if hasattr(cls, "__dataclass_fields__") and cls.__dataclass_params__.repr:
            pad = indent + len(cls.__name__) + 1
            shown = [f for f in cls.__dataclass_fields__.values() if f.repr]
            pieces = []
            for i, f in enumerate(shown):
                after = 1 if i < len(shown) - 1 else allowance + 1
                pieces.append(f"{f.name}=" + self._format(getattr(object, f.name), pad + len(f.name) + 1, after, inner, level + 1))
            return cls.__name__ + "(" + (",\n" + " " * pad).join(pieces) + ")"
        if cls is str and text:
            return self._string(object, indent, allowance, level)
        return text

    def _many(self, items, indent, allowance, open, level):
        items = list(items)
        if self._compact:
            lines, line, room = [], [], self._width - indent
            for i, item in enumerate(items):
                text = self._flat(item, level + 1, open)
                need = len(text) + (allowance if i == len(items) - 1 else 2)
                used = sum(len(t) + 2 for t in line)
                if line and used + need > room + (2 if i < len(items) - 1 else 0):
                    lines.append(", ".join(line))
                    line = []
                line.append(text if len(text) <= room else self._format(item, indent, 1, open, level + 1))
            lines.append(", ".join(line))
            return (",\n" + " " * indent).join(lines)
        return (",\n" + " " * indent).join(
            self._format(item, indent, 1 if i < len(items) - 1 else allowance, open, level + 1)
            for i, item in enumerate(items))

    def _string(self, text, indent, allowance, level):
        if not text:
            return repr(text)
        if level == 0:
            indent += 1
            allowance += 1
        width = self._width - indent
        lines = text.splitlines(True)
        chunks = []
        for i, line in enumerate(lines):
            last = i == len(lines) - 1
            if len(repr(line)) <= width - (allowance if last else 0):
                chunks.append(repr(line))
                continue
            parts, word = [], ""
            for c in line:
                if word and word[-1].isspace() and not c.isspace():
                    parts.append(word)
                    word = ""
                word += c
            parts.append(word)
            current = ""
            for j, part in enumerate(parts):
                room = width - (allowance if last and j == len(parts) - 1 else 0)
                if current and len(repr(current + part)) > room:
                    chunks.append(repr(current))
                    current = part
                else:
                    current += part
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            return chunks[0]
        joined = ("\n" + " " * indent).join(chunks)
        return "(" + joined + ")" if level == 0 else joined


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._flat(object, 0, ())


def isrecursive(object):
    return "<Recursion on " in saferepr(object)


def isreadable(object):
    return not isrecursive(object)
