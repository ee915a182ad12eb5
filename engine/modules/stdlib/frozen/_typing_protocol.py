"""Protocol, runtime_checkable and the protocols of numbers. CPython: Lib/typing.py, _ProtocolMeta."""
from abc import ABCMeta as _ABCMeta, abstractmethod as _abstractmethod
from typing import Generic as _Generic

_not_attributes = {"__module__", "__dict__", "__weakref__", "__doc__", "__abstractmethods__", "__annotations__", "__orig_bases__",
                   "__parameters__", "__slots__", "__init__", "__new__", "__subclasshook__", "__class_getitem__", "__qualname__",
                   "__init_subclass__", "_is_protocol", "_is_runtime_protocol", "_abc_registry"}


def _attributes(cls):
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ("Protocol", "Generic"):
            names.update(base.__dict__)
            names.update(base.__dict__.get("__annotations__", {}))
    return names - _not_attributes


class _ProtocolMeta(_ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls._is_protocol = not bases or any(base.__name__ == "Protocol" for base in bases)
        return cls

    def __call__(cls, *args, **kwargs):
        if cls._is_protocol and not cls.__abstractmethods__:
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        if not cls._is_protocol:
            return super().__instancecheck__(instance)
        if not cls._is_runtime_protocol:
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        names = _attributes(cls)
        if all(hasattr(instance, name) and (getattr(instance, name) is not None or not callable(getattr(cls, name, None)))
               for name in names):
            return True
        return _ABCMeta.__subclasscheck__(cls, type(instance))


    def __subclasscheck__(cls, other):
        if not cls.__dict__.get("_is_protocol", False):
            return super().__subclasscheck__(other)
        if not cls._is_runtime_protocol:
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        names = _attributes(cls)
        if not all(callable(getattr(cls, name, None)) for name in names):
            raise TypeError("Protocols with non-method members don't support issubclass()")
        if not isinstance(other, type):
            raise TypeError("issubclass() arg 1 must be a class")
        if all(_provides(other, name) for name in names):
            return True
        return super().__subclasscheck__(other)


def _provides(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
        if getattr(cls, "_is_protocol", False) and name in base.__dict__.get("__annotations__", {}):
            return True
    return False


class Protocol(_Generic, metaclass=_ProtocolMeta):
    __module__ = "typing"
    _is_runtime_protocol = False


def runtime_checkable(cls):
    if not getattr(cls, "_is_protocol", False):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % cls)
    cls._is_runtime_protocol = True
    return cls


def _with(name, method):
    body = {"__module__": "typing", "__slots__": (), method: _abstractmethod(lambda self: None)}
    return runtime_checkable(_ProtocolMeta(name, (Protocol,), body))


SupportsInt = _with("SupportsInt", "__int__")
SupportsFloat = _with("SupportsFloat", "__float__")
SupportsComplex = _with("SupportsComplex", "__complex__")
SupportsBytes = _with("SupportsBytes", "__bytes__")
SupportsIndex = _with("SupportsIndex", "__index__")
SupportsAbs = _with("SupportsAbs", "__abs__")
SupportsRound = _with("SupportsRound", "__round__")
