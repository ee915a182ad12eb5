"""typing.NamedTuple. CPython: Lib/typing.py."""
from collections import namedtuple as _namedtuple

_special = {"__module__", "__name__", "__annotations__", "__qualname__", "__doc__", "__slots__", "__orig_bases__"}
_prohibited = {"__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_make", "_replace",
               "_asdict", "_source"}


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        types = ns.get("__annotations__", {})
        defaults = []
        for name in types:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        made = _namedtuple(typename, types, defaults=[ns[name] for name in defaults], module=ns["__module__"])
        made.__annotations__ = made.__new__.__annotations__ = types
        if ns.get("__doc__"):
            made.__doc__ = ns["__doc__"]
        made.__qualname__ = ns.get("__qualname__", typename)
        for key, value in ns.items():
            if key in _prohibited:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in _special and key not in made._fields:
                setattr(made, key, value)
        return made

    def __call__(cls, typename, fields=None, /, **kwargs):
        fields = kwargs.items() if fields is None else fields
        annotations = dict(fields)
        made = _namedtuple(typename, annotations)
        made.__annotations__ = made.__new__.__annotations__ = annotations
        return made


NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {"__module__": "typing"})
