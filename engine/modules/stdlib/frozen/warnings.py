"""Filters and catch_warnings. CPython: Lib/warnings.py."""


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._action = (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        return "catch_warnings(record=True)" if self._record else "catch_warnings()"

    def __enter__(self):
        if self._entered:
            raise RuntimeError("Cannot enter %r twice" % self)
        self._entered = True
        self._saved = _save()
        log = None
        if self._record:
            log = []
            _record(lambda category, message, filename, lineno:
                    log.append(WarningMessage(message, category, filename, lineno)))
        if self._action[0] is not None:
            simplefilter(*self._action)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        _restore(self._saved)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    _filter(action, category, message, append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    _filter(action, category, "", append)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    warn(message, category)


def formatwarning(message, category, filename, lineno, line=None):
    return "%s:%s: %s: %s\n" % (filename, lineno, category.__name__, message)


def showwarning(message, category, filename, lineno, file=None, line=None):
    import sys
    (file or sys.stderr).write(formatwarning(message, category, filename, lineno, line))
