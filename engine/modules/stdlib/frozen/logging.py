# natives: _write_stderr _caller
"""Loggers, handlers and formatters. CPython: Lib/logging/__init__.py."""
import sys as _sys
import time as _time

CRITICAL = FATAL = 50
ERROR, WARNING, INFO, DEBUG, NOTSET = 40, 30, 20, 10, 0
WARN = WARNING
_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
raiseExceptions = True


def getLevelName(level):
    found = _names.get(level)
    if found is not None:
        return found
    for number, name in _names.items():
        if name == level:
            return number
    return "Level %s" % level


def addLevelName(level, levelName):
    _names[level] = levelName


def getLevelNamesMapping():
    return {name: number for number, name in _names.items()}


def _level(level):
    if isinstance(level, int):
        return level
    if isinstance(level, str):
        for number, name in _names.items():
            if name == level or (level == "WARN" and number == 30) or (level == "FATAL" and number == 50):
                return number
        raise ValueError("Unknown level: %r" % (level,))
    raise TypeError("Level not an integer or a valid string: %r" % (level,))


class LogRecord:
    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None):
        self.name = name
        self.levelno = level
        self.levelname = getLevelName(level)
        self.msg = msg
        self.args = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
        self.exc_info = exc_info
        self.exc_text = None
        self.pathname = pathname
        self.filename = pathname.split("/")[-1]
        self.module = self.filename.split(".")[0]
        self.lineno = lineno
        self.funcName = func
        self.stack_info = sinfo
        self.created = _time.time()
        self.msecs = self.created % 1 * 1000
        self.relativeCreated = _time.monotonic() * 1000
        self.process = 1
        self.processName = "MainProcess"
        self.thread = 1
        self.threadName = "MainThread"
        self.taskName = None

    def getMessage(self):
        message = str(self.msg)
        return message % self.args if self.args else message

    def __repr__(self):
        return '<LogRecord: %s, %s, %s, %s, "%s">' % (self.name, self.levelno, self.pathname, self.lineno, self.msg)


_default_formats = {"%": "%(message)s", "{": "{message}", "$": "${message}"}


def _validate_format(fmt, style):
    if style == "%":
        import re
        if not re.search(r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", fmt, re.IGNORECASE):
            raise ValueError("Invalid format '%s' for '%s' style" % (fmt, "%"))
    elif style == "$":
        if "$" not in fmt:
            raise ValueError("invalid format: no fields")
    else:
        import re
        if not re.search(r"\{[A-Za-z_]\w*", fmt.replace("{{", "")):
            raise ValueError("invalid format: no fields")


class Formatter:
    default_time_format = "%Y-%m-%d %H:%M:%S"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        if style not in _default_formats:
            raise ValueError("Style must be one of: %s" % ",".join(_default_formats))
        self._fmt = fmt or _default_formats[style]
        if validate:
            _validate_format(self._fmt, style)
        self.datefmt = datefmt
        self._style = style

    def usesTime(self):
        return "asctime" in self._fmt

    def formatTime(self, record, datefmt=None):
        text = _time.strftime(datefmt or self.default_time_format, _time.localtime(record.created))
        return text if datefmt else "%s,%03d" % (text, record.msecs)

    def formatException(self, ei):
        import traceback
        return "".join(traceback.format_exception(*ei)).rstrip("\n")

    def formatMessage(self, record):
        if self._style == "{":
            return self._fmt.format(**record.__dict__)
        if self._style == "$":
            from string import Template
            return Template(self._fmt).substitute(record.__dict__)
        return self._fmt % record.__dict__

    def format(self, record):
        made = {"message": record.getMessage()}
        if self.usesTime():
            made["asctime"] = self.formatTime(record, self.datefmt)
        for name, value in made.items():
            setattr(record, name, value)
        text = self.formatMessage(record)
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text


class Filter:
    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        return all((f.filter if hasattr(f, "filter") else f)(record) for f in self.filters)


class Handler(Filterer):
    def __init__(self, level=NOTSET):
        super().__init__()
        self.level = _level(level)
        self.formatter = None

    def setLevel(self, level):
        self.level = _level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        if self.filter(record):
            self.emit(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def flush(self):
        pass

    def close(self):
        pass


class StreamHandler(Handler):
    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = _sys.stderr if stream is None else stream

    def emit(self, record):
        self.stream.write(self.format(record) + self.terminator)


class FileHandler(StreamHandler):
    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        import io
        super().__init__(io.open(filename, mode, encoding=encoding))

    def emit(self, record):
        super().emit(record)
        self.stream.flush()


class NullHandler(Handler):
    def handle(self, record):
        pass

    emit = handle


class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name = name
        self.level = _level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def __repr__(self):
        return "<%s %s (%s)>" % (self.__class__.__name__, self.name, getLevelName(self.getEffectiveLevel()))

    def setLevel(self, level):
        self.level = _level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level > _disabled[0] and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self is root else self.name + "." + suffix)

    def addHandler(self, hdlr):
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def hasHandlers(self):
        logger = self
        while logger:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if exc_info and not isinstance(exc_info, tuple):
            caught = exc_info if isinstance(exc_info, BaseException) else _sys.exc_info()[1]
            exc_info = (None, None, None) if caught is None else (type(caught), caught, caught.__traceback__)
        path, line, function = _caller()
        record = LogRecord(self.name, level, path, line, msg, args, exc_info or None, function)
        for name, value in (extra or {}).items():
            record.__dict__[name] = value
            setattr(record, name, value)
        self.handle(record)

    def handle(self, record):
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def callHandlers(self, record):
        logger, found = self, 0
        while logger:
            for handler in logger.handlers:
                found += 1
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and record.levelno >= WARNING:
            _write_stderr(record.getMessage() + "\n")

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def _send(self, level, msg, args, options):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **options)

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        self._send(level, msg, args, kwargs)


def _methods_at(cls, **levels):
    """A method for each level; on the way to the record no frame but these, so that the caller is found."""

    def at(name, level):
        def method(self, msg, *args, **kwargs):
            self._send(level, msg, args, kwargs)

        method.__name__ = name
        method.__qualname__ = f"{cls.__name__}.{name}"
        return method

    for name, level in levels.items():
        setattr(cls, name, at(name, level))


_methods_at(Logger, debug=DEBUG, info=INFO, warning=WARNING, warn=WARNING, error=ERROR, critical=CRITICAL, fatal=CRITICAL)


class RootLogger(Logger):
    pass


class LoggerAdapter:
    def __init__(self, logger, extra=None):
        self.logger = logger
        self.extra = extra

    def process(self, msg, kwargs):
        kwargs["extra"] = self.extra
        return msg, kwargs

    def _send(self, level, msg, args, options):
        self.log(level, msg, *args, **options)

    def log(self, level, msg, *args, **kwargs):
        text, options = self.process(msg, kwargs)
        return self.logger.log(level, text, *args, **options)


_methods_at(LoggerAdapter, debug=DEBUG, info=INFO, warning=WARNING, error=ERROR, critical=CRITICAL)


root = RootLogger("root", WARNING)
Logger.root = root
_loggers = {}
_disabled = [NOTSET]


def getLogger(name=None):
    if not name or name == "root":
        return root
    found = _loggers.get(name)
    if found is None:
        found = _loggers[name] = Logger(name)
        head = name.rpartition(".")[0]
        while head and head not in _loggers:
            head = head.rpartition(".")[0]
        found.parent = _loggers.get(head, root)
        for other_name, other in _loggers.items():
            if other_name.startswith(name + ".") and len(other.parent.name if other.parent is not root else "") < len(name):
                other.parent = found
    return found


def basicConfig(*, filename=None, filemode="a", format=BASIC_FORMAT, datefmt=None, style="%", level=None, stream=None,
                handlers=None, force=False, encoding=None, errors=None):
    if force:
        root.handlers.clear()
    if root.handlers:
        return
    if handlers is None:
        handlers = [FileHandler(filename, filemode) if filename else StreamHandler(stream)]
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(Formatter(format, datefmt, style))
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def disable(level=CRITICAL):
    _disabled[0] = level


def shutdown():
    pass


def _on_root(name):
    def function(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)
    function.__name__ = function.__qualname__ = name
    return function


debug, info, warning, error, exception, critical = map(_on_root, ("debug", "info", "warning", "error", "exception", "critical"))
warn, fatal = warning, critical


def log(level, msg, *args, **kwargs):
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)
