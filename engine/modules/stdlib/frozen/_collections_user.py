"""ChainMap, UserDict, UserList and UserString. CPython: Lib/collections/__init__.py."""
from collections.abc import MutableMapping, MutableSequence, Sequence


class ChainMap(MutableMapping):
    """Several mappings as one: reading tries them in turn, writing goes to the first."""

    def __init__(self, *maps):
        self.maps = [*maps] or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def _holding(self, key):
        return (mapping for mapping in self.maps if key in mapping)

    def __contains__(self, key):
        return next(self._holding(key), None) is not None

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                continue
        return self.__missing__(key)

    def get(self, key, default=None):
        for _ in self._holding(key):
            return self[key]
        return default

    def __iter__(self):
        names = {}
        for mapping in self.maps[::-1]:
            names |= dict.fromkeys(mapping)
        return iter(names)

    def __len__(self):
        return sum(1 for _ in self)

    def __bool__(self):
        return any(map(len, self.maps))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"

    def copy(self):
        first, *others = self.maps
        return type(self)(first.copy(), *others)

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        child = {} if m is None else m
        child.update(kwargs)
        return type(self)(child, *self.maps)

    @property
    def parents(self):
        _, *others = self.maps
        return type(self)(*others)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def _of_first(self, operation, message):
        try:
            return operation(self.maps[0])
        except KeyError:
            raise KeyError(message)

    def __delitem__(self, key):
        self._of_first(lambda first: first.__delitem__(key), f"Key not found in the first mapping: {key!r}")

    def pop(self, key, *args):
        return self._of_first(lambda first: first.pop(key, *args), f"Key not found in the first mapping: {key!r}")

    def popitem(self):
        return self._of_first(lambda first: first.popitem(), "No keys found in the first mapping.")

    def clear(self):
        self.maps[0].clear()


class UserDict(MutableMapping):
    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        missing = getattr(type(self), "__missing__", None)
        if missing is None or key in self.data:
            return self.data[key]
        return missing(self, key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        return self.__class__(self.data | (other.data if isinstance(other, UserDict) else other))

    def copy(self):
        made = self.__class__()
        made.update(self)
        return made


class UserList(MutableSequence):
    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(getattr(initlist, "data", initlist))

    def __repr__(self):
        return repr(self.data)

    def __eq__(self, other):
        return self.data == getattr(other, "data", other)

    def __lt__(self, other):
        return self.data < getattr(other, "data", other)

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.__class__(self.data[i]) if isinstance(i, slice) else self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return type(self)([*self.data, *other])

    def __mul__(self, n):
        return type(self)(n * self.data)

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def copy(self):
        return self.__class__(self)

    def sort(self, /, *args, **kwds):
        list.sort(self.data, *args, **kwds)


class UserString(Sequence):
    def __init__(self, seq):
        self.data = str(seq)

    def __str__(self):
        return self.data

    def __repr__(self):
        return repr(self.data)

    def __hash__(self):
        return hash(self.data)

    def __eq__(self, other):
        return self.data == str(other)

    def __lt__(self, other):
        return self.data < str(other)

    def __contains__(self, item):
        return str(item) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return type(self)(str(self)[index])

    def __add__(self, other):
        return type(self)(f"{self}{other}")

    def __getattr__(self, name):
        method = getattr(self.data, name)

        def call(*args, **kwds):
            result = method(*args, **kwds)
            return self.__class__(result) if type(result) is str else result
        return call
