"""Asking objects what they are. CPython: Lib/inspect.py."""
import types as _types


class _empty:
    pass


class _void:
    pass


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, _types.FunctionType)


def ismethod(object):
    return isinstance(object, _types.MethodType)


def isbuiltin(object):
    return isinstance(object, _types.BuiltinFunctionType)


def isroutine(object):
    return isfunction(object) or ismethod(object) or isbuiltin(object)


def ismodule(object):
    return isinstance(object, _types.ModuleType)


def isgenerator(object):
    return isinstance(object, _types.GeneratorType)


def iscoroutine(object):
    return isinstance(object, _types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, _types.AsyncGeneratorType)


def _flags(object, flag):
    while ismethod(object):
        object = object.__func__
    return isfunction(object) and bool(object.__code__.co_flags & flag)


def isgeneratorfunction(object):
    return _flags(object, 0x20)


def iscoroutinefunction(object):
    return _flags(object, 0x80)


def isasyncgenfunction(object):
    return _flags(object, 0x200)


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), "__await__")


def isabstract(object):
    return isclass(object) and bool(getattr(object, "__abstractmethods__", ()))


def getmro(cls):
    return cls.__mro__


def getmembers(object, predicate=None):
    found = [(name, getattr(object, name)) for name in dir(object) if hasattr(object, name)]
    return sorted((pair for pair in found if predicate is None or predicate(pair[1])), key=lambda pair: pair[0])


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


class _Kind(int):
    def __new__(cls, number, name):
        made = super().__new__(cls, number)
        made.name = name
        return made

    def __repr__(self):
        return "<_ParameterKind.%s: %d>" % (self.name, int(self))

    def __str__(self):
        return self.name

    description = property(lambda self: self.name.lower().replace("_", "-"))


def formatannotation(annotation):
    if isinstance(annotation, type):
        return annotation.__qualname__ if annotation.__module__ in ("builtins", "__main__") \
            else annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class Parameter:
    POSITIONAL_ONLY = _Kind(0, "POSITIONAL_ONLY")
    POSITIONAL_OR_KEYWORD = _Kind(1, "POSITIONAL_OR_KEYWORD")
    VAR_POSITIONAL = _Kind(2, "VAR_POSITIONAL")
    KEYWORD_ONLY = _Kind(3, "KEYWORD_ONLY")
    VAR_KEYWORD = _Kind(4, "VAR_KEYWORD")
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def __str__(self):
        text = {2: "*", 4: "**"}.get(int(self.kind), "") + self.name
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (" = " if self.annotation is not _empty else "=") + repr(self.default)
        return text

    def __repr__(self):
        return '<Parameter "%s">' % self

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self.name, self.kind, self.default, self.annotation) == \
            (other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, int(self.kind), self.default, self.annotation))

    def replace(self, *, name=_void, kind=_void, default=_void, annotation=_void):
        return Parameter(self.name if name is _void else name, self.kind if kind is _void else kind,
                         default=self.default if default is _void else default,
                         annotation=self.annotation if annotation is _void else annotation)


class Signature:
    empty = _empty

    def __init__(self, parameters=(), *, return_annotation=_empty):
        self.parameters = _types.MappingProxyType({p.name: p for p in parameters})
        self.return_annotation = return_annotation

    def __str__(self):
        parts, star, previous = [], False, None
        for p in self.parameters.values():
            if previous == 0 and p.kind != 0:
                parts.append("/")
            if p.kind == 2:
                star = True
            elif p.kind == 3 and not star:
                parts.append("*")
                star = True
            parts.append(str(p))
            previous = int(p.kind)
        if previous == 0:
            parts.append("/")
        text = "(" + ", ".join(parts) + ")"
        if self.return_annotation is not _empty:
            text += " -> " + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return "<Signature %s>" % self

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self.parameters.values()) == list(other.parameters.values()) and \
            self.return_annotation == other.return_annotation

    __hash__ = None

    def replace(self, *, parameters=_void, return_annotation=_void):
        return Signature(self.parameters.values() if parameters is _void else parameters,
                         return_annotation=self.return_annotation if return_annotation is _void else return_annotation)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        remaining = list(args)
        kwargs = dict(kwargs)
        rest = None
        parameters = list(self.parameters.values())
        at = 0
        while at < len(parameters):
            p = parameters[at]
            if p.kind in (3, 4):
                break
            at += 1
            if p.kind == 2:
                if remaining:
                    arguments[p.name] = tuple(remaining)
                    remaining = []
                continue
            if remaining:
                if p.name in kwargs and p.kind != 0:
                    raise TypeError("multiple values for argument %r" % p.name) from None
                arguments[p.name] = remaining.pop(0)
                continue
            if p.name in kwargs:
                if p.kind == 0:
                    raise TypeError("%r parameter is positional only, but was passed as a keyword" % p.name) from None
                at -= 1
                break
            if p.default is _empty and not partial:
                raise TypeError("missing a required argument: %r" % p.name) from None
        if remaining:
            raise TypeError("too many positional arguments") from None
        for p in parameters[at:]:
            if p.kind == 4:
                rest = p
            elif p.kind == 2:
                continue
            elif p.name in kwargs:
                if p.kind == 0:
                    raise TypeError("%r parameter is positional only, but was passed as a keyword" % p.name)
                arguments[p.name] = kwargs.pop(p.name)
            elif not partial and p.default is _empty:
                raise TypeError("missing a required argument: %r" % p.name) from None
        if kwargs:
            if rest is None:
                raise TypeError("got an unexpected keyword argument %r" % next(iter(kwargs)))
            arguments[rest.name] = kwargs
        return BoundArguments(self, arguments)


class BoundArguments:
    """What the parameters of a signature get in one call."""

    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        found = []
        for name, p in self.signature.parameters.items():
            if p.kind in (3, 4) or name not in self.arguments:
                break
            if p.kind == 2:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        found = {}
        started = False
        for name, p in self.signature.parameters.items():
            if not started:
                if p.kind in (3, 4):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started or name not in self.arguments:
                continue
            if p.kind == 4:
                found.update(self.arguments[name])
            else:
                found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        arguments = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif p.default is not _empty:
                arguments[name] = p.default
            elif p.kind == 2:
                arguments[name] = ()
            elif p.kind == 4:
                arguments[name] = {}
        self.arguments = arguments

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __repr__(self):
        return "<BoundArguments (%s)>" % ", ".join("%s=%r" % pair for pair in self.arguments.items())


def signature(obj, **kwargs):
    skip = 0
    if isclass(obj):
        obj, skip = obj.__init__, 1
    elif ismethod(obj):
        obj, skip = obj.__func__, 1
    elif not isfunction(obj) and hasattr(type(obj), "__call__") and isfunction(type(obj).__call__):
        obj, skip = type(obj).__call__, 1
    while hasattr(obj, "__wrapped__"):
        obj = obj.__wrapped__
    if not isfunction(obj):
        raise ValueError("no signature found for builtin %r" % (obj,))
    code = obj.__code__
    names = code.co_varnames
    count, keyword_only = code.co_argcount, code.co_kwonlyargcount
    defaults = obj.__defaults__ or ()
    annotations = obj.__annotations__
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))

    for i in range(count):
        at = i - (count - len(defaults))
        kind = Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        add(names[i], kind, defaults[at] if at >= 0 else _empty)
    rest = count + keyword_only
    if code.co_flags & 4:
        add(names[rest], Parameter.VAR_POSITIONAL)
        rest += 1
    for name in names[count:count + keyword_only]:
        add(name, Parameter.KEYWORD_ONLY, (obj.__kwdefaults__ or {}).get(name, _empty))
    if code.co_flags & 8:
        add(names[rest], Parameter.VAR_KEYWORD)
    return Signature(parameters[skip:], return_annotation=annotations.get("return", _empty))
