"""TypedDict and NewType. CPython: Lib/typing.py, _TypedDictMeta."""
from typing import Generic as _Generic, NotRequired as _NotRequired, Required as _Required, Union as _Union
from typing import Annotated as _Annotated, ForwardRef as _ForwardRef, get_args as _get_args, get_origin as _get_origin


def _as_type(annotation):
    if annotation is None:
        return type(None)
    return _ForwardRef(annotation) if isinstance(annotation, str) else annotation


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        if not all(type(base) is _TypedDictMeta or base is _Generic for base in bases):
            raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (_Generic,) if any(_Generic in base.__mro__ for base in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        annotations, required, optional = {}, set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", set())
            optional |= base.__dict__.get("__optional_keys__", set())
        for key, annotation in ns.get("__annotations__", {}).items():
            annotation = annotations[key] = _as_type(annotation)
            origin = _get_origin(annotation)
            if origin is _Annotated:
                origin = _get_origin(_get_args(annotation)[0])
            needed = origin is _Required or (total and origin is not _NotRequired)
            (required if needed else optional).add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if not hasattr(made, "__total__"):
            made.__total__ = total
        return made

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {"__module__": "typing"})


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    if fields is None:
        fields = kwargs
    elif kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    return _TypedDictMeta(typename, (), {"__annotations__": dict(fields), "__module__": "__main__"}, total=total)


TypedDict.__module__ = "typing"
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


class NewType:
    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        self.__module__ = "__main__"

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__
        raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"`Subclass = NewType('Subclass', {name})`")

    def __or__(self, other):
        return _Union[self, other]

    def __ror__(self, other):
        return _Union[other, self]


NewType.__module__ = "typing"
