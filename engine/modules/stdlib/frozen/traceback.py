# natives: _format_exception _write_stderr
"""Tracebacks as text. CPython: Lib/traceback.py."""
import sys as _sys


def format_exception(exc, value=None, tb=None, limit=None, chain=True):
    found = []
    for line in _format_exception(exc if isinstance(exc, BaseException) else value).splitlines(keepends=True):
        # A frame's entry holds its line and its carets.
        if line.startswith("    ") and found and found[-1].startswith("  File "):
            found[-1] += line
        else:
            found.append(line)
    return found


def format_exception_only(exc, value=None):
    error = exc if isinstance(exc, BaseException) else value
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
    text = str(error)
    return [name + (": " + text if text else "") + "\n"]


def format_exc(limit=None, chain=True):
    error = _sys.exc_info()[1]
    return "NoneType: None\n" if error is None else _format_exception(error)


def print_exc(limit=None, file=None, chain=True):
    (file.write if file else _write_stderr)(format_exc())


def print_exception(exc, value=None, tb=None, limit=None, file=None, chain=True):
    (file.write if file else _write_stderr)("".join(format_exception(exc, value)))


def extract_tb(tb, limit=None):
    found = []
    while tb is not None:
        found.append(tb)
        tb = tb.tb_next
    return found


def format_tb(tb, limit=None):
    return ["  line %d\n" % entry.tb_lineno for entry in extract_tb(tb)]
