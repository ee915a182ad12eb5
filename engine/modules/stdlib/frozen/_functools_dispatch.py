"""singledispatch, singledispatchmethod and partialmethod. CPython: Lib/functools.py."""
from functools import partial as _partial, update_wrapper as _update_wrapper
from types import MappingProxyType as _MappingProxyType, UnionType as _UnionType
from typing import Union as _Union, get_args as _get_args, get_origin as _get_origin, get_type_hints as _get_type_hints


def _classes_of(cls):
    """The classes that an annotation of a registered function stands for; empty where it stands for none."""
    if isinstance(cls, type) and _get_origin(cls) is None:
        return [cls]
    if _get_origin(cls) in (_Union, _UnionType) or isinstance(cls, _UnionType):
        args = _get_args(cls)
        if all(isinstance(arg, type) for arg in args):
            return list(args)
    return []


def _nearest(cls, registry):
    for base in cls.__mro__:
        if base in registry and base is not object:
            return registry[base]
    found = None
    for known in registry:  # abstract classes that `cls` is registered with, or has the methods of
        if known is not object and known not in cls.__mro__ and issubclass(cls, known):
            if found is None or issubclass(known, found):
                found = known
            elif not issubclass(found, known):
                raise RuntimeError("Ambiguous dispatch: {} or {}".format(found, known))
    return registry[found if found is not None else object]


def singledispatch(func):
    registry = {}
    funcname = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        return _nearest(cls, registry)

    def register(cls, func=None):
        if _classes_of(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            ann = getattr(cls, "__annotations__", {})
            if not ann:
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. "
                                f"Use either `@register(some_class)` or plain `@register` on an annotated function.")
            func = cls
            argname, cls = next(iter(_get_type_hints(func).items()))
            if not _classes_of(cls):
                raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
        for one in _classes_of(cls):
            registry[one] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = _MappingProxyType(registry)
    wrapper._clear_cache = lambda: None
    _update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        _update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError("{!r} is not callable or a descriptor".format(func))
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        bound = self.func.__get__(obj, cls) if hasattr(self.func, "__get__") else self.func
        return _partial(bound, *self.args, **self.keywords)
