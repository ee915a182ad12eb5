"""Abstract base classes. CPython: Lib/abc.py, Modules/_abc.c."""


def abstractmethod(funcobj):
    setattr(funcobj, "__isabstractmethod__", True)
    return funcobj


def _is_abstract(value):
    return getattr(value, "__isabstractmethod__", False)


def _abstract_kind(name, kind):
    """A deprecated descriptor: `kind` whose function is abstract."""

    def __init__(self, callable):
        kind.__init__(self, abstractmethod(callable))

    return type(name, (kind,), {"__init__": __init__, "__isabstractmethod__": True})


abstractclassmethod = _abstract_kind("abstractclassmethod", classmethod)
abstractstaticmethod = _abstract_kind("abstractstaticmethod", staticmethod)


class abstractproperty(property):
    __isabstractmethod__ = True


def _find_abstract(cls):
    """Its own abstract names, and those of its bases that it still answers with something abstract."""
    inherited = set().union(*(getattr(base, "__abstractmethods__", ()) for base in cls.__bases__))
    still = {name for name in inherited if _is_abstract(getattr(cls, name, None))}
    cls.__abstractmethods__ = frozenset(still.union(name for name, value in vars(cls).items() if _is_abstract(value)))
    return cls


def update_abstractmethods(cls):
    return _find_abstract(cls) if hasattr(cls, "__abstractmethods__") else cls


class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        made = _find_abstract(type.__new__(mcls, name, bases, namespace, **kwargs))
        made._abc_registry = []
        return made

    def register(cls, subclass):
        """Counts another class among the subclasses."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            if issubclass(cls, subclass):
                raise RuntimeError("Refusing to create an inheritance cycle")
            cls._abc_registry.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return any(map(cls.__subclasscheck__, (type(instance), instance.__class__)))

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        if type.__subclasscheck__(cls, subclass):
            return True
        hook = cls.__subclasshook__(subclass)
        if hook is NotImplemented:
            return any(issubclass(subclass, other) for other in cls._abc_registry + type.__subclasses__(cls))
        return hook


class ABC(metaclass=ABCMeta):
    __slots__ = ()


def get_cache_token():
    return 0
