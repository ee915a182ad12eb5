# natives: _execute _caller_module
"""namedtuple, Counter, OrderedDict, ChainMap and the User classes. CPython: Lib/collections/__init__.py."""
from operator import eq as _eq, ge as _ge, itemgetter as _itemgetter, le as _le

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque",
           "namedtuple"]

_keywords = frozenset("""False None True and as assert async await break class continue def del elif else except
finally for from global if import in is lambda nonlocal not or pass raise return try while with yield""".split())


def _usable(name):
    return name.isidentifier() and name not in _keywords


def _check_name(name, what="Type names and field names"):
    if not name.isidentifier():
        raise ValueError(f"{what} must be valid identifiers: {name!r}")
    if name in _keywords:
        raise ValueError(f"{what} cannot be a keyword: {name!r}")


def _check_fields(typename, names, renamed):
    for name in (typename, *names):
        _check_name(name)
    for place, name in enumerate(names):
        if name[0] == "_" and not renamed:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in names[:place]:
            raise ValueError(f"Encountered duplicate field name: {name!r}")


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    typename = str(typename)
    names = field_names.replace(",", " ").split() if isinstance(field_names, str) else [str(n) for n in field_names]
    if rename:
        good = [_usable(name) and name[0] != "_" and name not in names[:place] for place, name in enumerate(names)]
        names = [name if ok else f"_{place}" for place, (name, ok) in enumerate(zip(names, good))]
    _check_fields(typename, names, rename)
    field_names, defaults = tuple(names), None if defaults is None else tuple(defaults)
    without = len(names) - len(defaults or ())
    if without < 0:
        raise TypeError("Got more default values than field names")
    field_defaults = dict(zip(names[without:], defaults or ()))
    count = len(field_names)
    arguments = ", ".join(field_names)
    pattern = "(" + ", ".join(f"{name}=%r" for name in field_names) + ")"
    module = module or _caller_module()
    space = {"_tuple_new": tuple.__new__, "__name__": f"namedtuple_{typename}"}
    _execute(f"def __new__(_cls, {arguments}):\n    return _tuple_new(_cls, ({arguments}{',' if count == 1 else ''}))\n",
             space)
    new = space["__new__"]
    new.__qualname__ = f"{typename}.__new__"
    new.__doc__ = f"Create new instance of {typename}({arguments})"
    if defaults is not None:
        new.__defaults__ = defaults

    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != count:
            raise TypeError(f"Expected {count} arguments, got {len(result)}")
        return result

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, field_names, self))
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    def __repr__(self):
        return self.__class__.__name__ + pattern % self[:]

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    body = {"__doc__": f"{typename}({arguments})", "__slots__": (), "_fields": field_names,
            "_field_defaults": field_defaults, "__new__": new, "_make": classmethod(_make), "_replace": _replace,
            "__repr__": __repr__, "_asdict": _asdict, "__getnewargs__": __getnewargs__, "__match_args__": field_names,
            "__module__": module}
    getters = (_tuplegetter(place, f"Alias for field number {place}") for place in range(count))
    return type(typename, (tuple,), body | dict(zip(field_names, getters)))


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        moved = {key: dict.pop(self, key)}
        if not last:
            moved |= dict(dict.items(self))
            dict.clear(self)
        dict.update(self, moved)

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self)) if last else next(iter(self))
        return key, self.pop(key)

    def copy(self):
        return self.__class__(self)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __eq__(self, other):
        equal = super().__eq__(other)
        return equal and [*self] == [*other] if isinstance(other, OrderedDict) else equal

    def __repr__(self):
        if not self:
            return "%s()" % self.__class__.__name__
        return "%s(%r)" % (self.__class__.__name__, list(self.items()))

    def __or__(self, other):
        joined = self.copy() if isinstance(other, dict) else NotImplemented
        if joined is not NotImplemented:
            joined.update(other)
        return joined

    def __reduce__(self):
        return (self.__class__, (list(self.items()),))


class Counter(dict):
    def __init__(self, iterable=None, /, **kwds):
        dict.__init__(self)
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def total(self):
        return sum(self.values())

    def most_common(self, n=None):
        ordered = sorted(self.items(), key=_itemgetter(1), reverse=True)
        return ordered if n is None else ordered[:max(n, 0)]

    def elements(self):
        from itertools import chain, repeat, starmap
        return chain.from_iterable(starmap(repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        if iterable is not None:
            if hasattr(iterable, "items"):
                if self:
                    for key, count in iterable.items():
                        self[key] = count + self.get(key, 0)
                else:
                    super().update(iterable)
            else:
                _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        if iterable is not None:
            if hasattr(iterable, "items"):
                for key, count in iterable.items():
                    self[key] = self[key] - count
            else:
                for key in iterable:
                    self[key] = self[key] - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return (self.__class__, (dict(self),))

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        try:
            items = dict(self.most_common())
        except TypeError:
            items = dict(self)
        return f"{self.__class__.__name__}({items!r})"

    def _each(self, other, holds):
        """Whether a comparison holds for the two counts of every element of either."""
        if isinstance(other, Counter):
            return all(holds(self[element], other[element]) for element in {**self, **other})
        return NotImplemented

    def __eq__(self, other):
        return self._each(other, _eq)

    def __le__(self, other):
        return self._each(other, _le)

    def __ge__(self, other):
        return self._each(other, _ge)

    def _unlike(self, other, answer):
        return answer if answer is NotImplemented else answer and not self._each(other, _eq)

    def __ne__(self, other):
        return self._unlike(other, NotImplemented if self._each(other, _eq) is NotImplemented else True)

    def __lt__(self, other):
        return self._unlike(other, self <= other if isinstance(other, Counter) else NotImplemented)

    def __gt__(self, other):
        return self._unlike(other, self >= other if isinstance(other, Counter) else NotImplemented)

    def _combine(self, other, count_of):
        """The positive counts of what `count_of` makes of those of both."""
        if not isinstance(other, Counter):
            return NotImplemented
        made = {key: count_of(self[key], other[key]) for key in {**self, **other}}
        return Counter({key: count for key, count in made.items() if count > 0})

    def __add__(self, other):
        return self._combine(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combine(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._combine(other, lambda a, b: b if a < b else a)

    def __and__(self, other):
        return self._combine(other, lambda a, b: a if a < b else b)

    def __pos__(self):
        return self._combine(Counter(), lambda a, b: a)

    def __neg__(self):
        return self._combine(Counter(), lambda a, b: -a)

    def _become(self, other):
        if other is not NotImplemented:
            self.clear()
            dict.update(self, other)
            return self
        return other

    def __iadd__(self, other):
        return self._become(self + other)

    def __isub__(self, other):
        return self._become(self - other)

    def __ior__(self, other):
        return self._become(self | other)

    def __iand__(self, other):
        return self._become(self & other)


def __getattr__(name):
    # ChainMap and the User classes need the abstract classes, which few programs do.
    if name in ("ChainMap", "UserDict", "UserList", "UserString"):
        import _collections_user
        globals()[name] = getattr(_collections_user, name)
        return globals()[name]
    import collections
    raise AttributeError(f"module 'collections' has no attribute {name!r}", name=name, obj=collections)
