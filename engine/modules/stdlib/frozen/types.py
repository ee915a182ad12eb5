"""Names of built-in types. CPython: Lib/types.py."""

WrapperDescriptorType = type(object.__init__)
MethodDescriptorType = type(str.join)
MethodWrapperType = type(object().__str__)


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        return "%s(%s)" % (name, ", ".join("%s=%r" % item for item in self.__dict__.items()))

    def __eq__(self, other):
        if isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented


class DynamicClassAttribute(property):
    """A property that the class itself does not show."""

    def __get__(self, instance, owner=None):
        if instance is None:
            raise AttributeError()
        return super().__get__(instance, owner)


def new_class(name, bases=(), kwds=None, exec_body=None):
    resolved = resolve_bases(bases)
    kwds = dict(kwds or {})
    meta = kwds.pop("metaclass", type(resolved[0]) if resolved else type)
    names = meta.__prepare__(name, resolved, **kwds)
    if exec_body is not None:
        exec_body(names)
    return meta(name, resolved, names, **kwds)


def resolve_bases(bases):
    resolved = []
    for base in bases:
        entries = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        resolved.extend((base,) if entries is None else entries(bases))
    return tuple(resolved)


def get_original_bases(cls):
    return cls.__dict__.get("__orig_bases__", cls.__bases__)


def coroutine(func):
    return func
