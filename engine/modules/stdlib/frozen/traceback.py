# natives: _format_exception _format_exception_only _format_entry _write_stderr
"""Tracebacks as text. CPython: Lib/traceback.py."""
import sys as _sys


class FrameSummary:
    """Where a frame stood, and its line."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, _text=None):
        self.filename, self.lineno, self.name, self.locals = filename, lineno, name, locals
        self.line = line
        self._text = _text

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other)
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return "<FrameSummary file {}, line {} in {}>".format(self.filename, self.lineno, self.name)


class StackSummary(list):
    @classmethod
    def from_list(cls, a_list):
        return cls(frame if isinstance(frame, FrameSummary) else FrameSummary(*frame[:3], line=frame[3]) for frame in a_list)

    def format_frame_summary(self, frame):
        if frame._text is not None:
            return frame._text
        text = '  File "{}", line {}, in {}\n'.format(frame.filename, frame.lineno, frame.name)
        return text + ("    {}\n".format(frame.line.strip()) if frame.line else "")

    def format(self):
        result, last, count = [], None, 0

        def fold():
            if count > 3:
                more = count - 3
                result.append("  [Previous line repeated %d more time%s]\n" % (more, "s" if more > 1 else ""))
        for frame in self:
            place = (frame.filename, frame.lineno, frame.name)
            if place != last:
                fold()
                last, count = place, 0
            count += 1
            if count <= 3:
                result.append(self.format_frame_summary(frame))
        fold()
        return result


def _limited(frames, limit):
    if limit is None:
        limit = getattr(_sys, "tracebacklimit", None)
    if limit is None:
        return frames
    return frames[:limit] if limit >= 0 else frames[limit:]


def extract_tb(tb, limit=None):
    frames = []
    while tb is not None:
        text = _format_entry(tb)
        if text:
            code = tb.tb_frame.f_code
            lines = text.split("\n")
            frames.append(FrameSummary(code.co_filename, tb.tb_lineno, code.co_name, _text=text,
                                       line=lines[1].strip() if len(lines) > 2 else ""))
        tb = tb.tb_next
    return StackSummary(_limited(frames, limit))


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    (file.write if file else _write_stderr)("".join(format_list(extracted_list)))


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    (file.write if file else _write_stderr)("".join(format_tb(tb, limit)))


_absent = object()


def _value_of(exc, value):
    if value is not _absent:
        return value
    if exc is None or isinstance(exc, BaseException):
        return exc
    raise TypeError("Exception expected for value, {} found".format(type(exc).__name__))


class TracebackException:
    """An exception as it was, ready to be written."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, compact=False, _seen=None):
        self.exc_type, self._value, self._limit = exc_type, exc_value, limit
        self._traceback = exc_traceback
        self.stack = extract_tb(exc_traceback, limit)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.exceptions = None
        cause, context = getattr(exc_value, "__cause__", None), getattr(exc_value, "__context__", None)
        seen = _seen if _seen is not None else set()
        seen.add(id(exc_value))

        def made(error):
            if error is None or id(error) in seen:
                return None
            return type(self).from_exception(error, limit=limit, _seen=seen)
        self.__cause__ = made(cause)
        self.__context__ = made(context) if cause is None else None

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return str(self._value)

    def __eq__(self, other):
        return list(self.format()) == list(other.format()) if isinstance(other, TracebackException) else NotImplemented

    def format_exception_only(self):
        if self._value is None:
            yield "NoneType: None\n"
            return
        yield from _only(self._value)

    def _is_plain(self):
        return self._limit is None and getattr(self._value, "__traceback__", None) is self._traceback

    def format(self, *, chain=True):
        if chain and self._is_plain() and self._value is not None:
            text, last = _format_exception(self._value), _only(self._value)
            end = "".join(last)
            if not text.endswith(end):  # a group's lines stand behind a margin
                end, last = "", []
            yield from _entries(text[:len(text) - len(end)])
            yield from last
            return
        if chain:
            if self.__cause__ is not None:
                yield from self.__cause__.format()
                yield "\nThe above exception was the direct cause of the following exception:\n\n"
            elif self.__context__ is not None and not self.__suppress_context__:
                yield from self.__context__.format()
                yield "\nDuring handling of the above exception, another exception occurred:\n\n"
        if self._traceback is not None:
            yield "Traceback (most recent call last):\n"
            yield from self.stack.format()
        yield from self.format_exception_only()

    def print(self, *, file=None, chain=True):
        write = file.write if file else _write_stderr
        for line in self.format(chain=chain):
            write(line)


def _only(value):
    lines = _format_exception_only(value).splitlines(keepends=True)
    if isinstance(value, SyntaxError):
        return lines
    notes = getattr(value, "__notes__", None)
    count = sum(len(str(note).split("\n")) for note in notes) if isinstance(notes, list) else 0
    return ["".join(lines[:len(lines) - count])] + lines[len(lines) - count:]


def _entries(text):
    """A frame's entry holds its line and its carets, the sentence between two exceptions the empty lines around it."""
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith("    ") and found and found[-1].startswith("  File "):
            found[-1] += line
        elif found and found[-1].startswith("\n") and not found[-1].endswith("\n\n"):
            found[-1] += line
        else:
            found.append(line)
    return found


def format_exception(exc, /, value=_absent, tb=_absent, limit=None, chain=True):
    value = _value_of(exc, value)
    if value is None:
        return ["NoneType: None\n"]
    tb = value.__traceback__ if tb is _absent else tb
    return list(TracebackException(type(value), value, tb, limit=limit).format(chain=chain))


def format_exception_only(exc, /, value=_absent):
    value = _value_of(exc, value)
    return ["NoneType: None\n"] if value is None else list(_only(value))


def print_exception(exc, /, value=_absent, tb=_absent, limit=None, file=None, chain=True):
    (file.write if file else _write_stderr)("".join(format_exception(exc, value, tb, limit, chain)))


def format_exc(limit=None, chain=True):
    return "".join(format_exception(_sys.exc_info()[1], limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    print_exception(_sys.exc_info()[1], limit=limit, file=file, chain=chain)
