# natives: _id _state_of
"""Shallow and deep copies. CPython: Lib/copy.py."""


class Error(Exception):
    pass


error = Error

_atomic = {type(None), int, float, bool, complex, str, bytes, type, range, slice, property, type(Ellipsis),
           type(NotImplemented), type(len), type(lambda: 0)}


_immutable_modules = {"datetime", "decimal", "fractions", "uuid", "re", "_struct"}


def copy(x):
    cls = type(x)
    if cls in _atomic or cls.__module__ in _immutable_modules or issubclass(cls, type) or cls is tuple or cls is frozenset:
        return x
    if cls in (list, dict, set):
        return x.copy()
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _reconstruct(x, None)


def deepcopy(x, memo=None, _nil=[]):
    if memo is None:
        memo = {}
    key = _id(x)
    found = memo.get(key, _nil)
    if found is not _nil:
        return found
    cls = type(x)
    if cls in _atomic or cls.__module__ in _immutable_modules or issubclass(cls, type):
        return x
    if cls is list:
        made = memo[key] = []
        for item in x:
            made.append(deepcopy(item, memo))
    elif cls is dict:
        made = memo[key] = {}
        for name, value in x.items():
            made[deepcopy(name, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        items = [deepcopy(item, memo) for item in x]
        if key in memo:
            return memo[key]
        if all(old is new for old, new in zip(x, items)):
            return x
        made = tuple(items)
    elif cls in (set, frozenset):
        made = cls(deepcopy(item, memo) for item in x)
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            made = copier(memo)
        else:
            made = _reconstruct(x, memo)
    if made is not x:
        memo[key] = made
        memo.setdefault(_id(memo), []).append(x)  # keep the original alive, and its id its own
    return made


def _reconstruct(x, memo):
    cls = type(x)
    deep = memo is not None
    own_reduce = getattr(cls, "__reduce_ex__", None) or getattr(cls, "__reduce__", None)
    if "__reduce__" in dir(cls) and getattr(cls, "__reduce__", None) is not getattr(object, "__reduce__", None):
        reduced = x.__reduce__()
        args = reduced[1]
        made = reduced[0](*([deepcopy(a, memo) for a in args] if deep else args))
        state = reduced[2] if len(reduced) > 2 else None
    else:
        if cls.__module__ == "builtins" and not isinstance(x, (Exception, object.__class__)) and _state_of(x) is None:
            if own_reduce is None:
                if cls.__name__ in ("generator", "coroutine", "module"):
                    raise TypeError("cannot pickle '%s' object" % cls.__name__)
                return x
        args = getattr(x, "__getnewargs__", tuple)()
        if isinstance(x, BaseException):
            args = x.args
            made = cls(*([deepcopy(a, memo) for a in args] if deep else args))
        elif isinstance(x, (str, bytes, int, float, tuple, frozenset)) and not args:
            base = next(b for b in (str, bytes, int, float, tuple, frozenset) if isinstance(x, b))
            items = base(x)
            made = cls.__new__(cls, deepcopy(items, memo) if deep else items)
        else:
            made = cls.__new__(cls, *([deepcopy(a, memo) for a in args] if deep else args))
        getstate = getattr(x, "__getstate__", None)
        state = getstate() if getstate is not None else _state_of(x)
    if deep:
        memo[_id(x)] = made
    if state:
        if hasattr(made, "__setstate__"):
            made.__setstate__(deepcopy(state, memo) if deep else state)
        elif isinstance(state, dict):
            for name, value in state.items():
                object.__setattr__(made, name, deepcopy(value, memo) if deep else value)
    for slots_of in cls.__mro__:
        names = slots_of.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name not in ("__dict__", "__weakref__") and hasattr(x, name):
                value = getattr(x, name)
                object.__setattr__(made, name, deepcopy(value, memo) if deep else value)
    if isinstance(x, list):
        made.extend(deepcopy(item, memo) if deep else item for item in x)
    elif isinstance(x, dict):
        for name, value in x.items():
            dict.__setitem__(made, deepcopy(name, memo) if deep else name, deepcopy(value, memo) if deep else value)
    elif isinstance(x, set):
        made.update(deepcopy(item, memo) if deep else item for item in x)
    return made
