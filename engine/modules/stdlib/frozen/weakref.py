"""Weak collections. CPython: Lib/weakref.py, Lib/_weakrefset.py."""
from collections.abc import MutableMapping, MutableSet


class WeakValueDictionary(MutableMapping):
    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def _live(self):
        for key, reference in list(self.data.items()):
            value = reference()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        data = self.data

        def remove(reference):
            if data.get(key) is reference:
                del data[key]
        data[key] = ref(value, remove)

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data and self.data[key]() is not None

    def __iter__(self):
        return (key for key, _ in self._live())

    def __len__(self):
        return len(self.data)

    def items(self):
        return self._live()

    def values(self):
        return (value for _, value in self._live())

    def keys(self):
        return iter(self)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))


class WeakKeyDictionary(MutableMapping):
    def __init__(self, dict=None):
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _remove(self, reference):
        self.data.pop(reference, None)

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        data = self.data
        data[ref(key, lambda reference: data.pop(reference, None))] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self.data
        except TypeError:
            return False

    def __iter__(self):
        for reference in list(self.data):
            key = reference()
            if key is not None:
                yield key

    def __len__(self):
        return len(self.data)


class WeakSet(MutableSet):
    def __init__(self, data=None):
        self.data = set()
        if data is not None:
            for item in data:
                self.add(item)

    def add(self, item):
        data = self.data
        data.add(ref(item, data.discard))

    def discard(self, item):
        self.data.discard(ref(item))

    def __contains__(self, item):
        try:
            return ref(item) in self.data
        except TypeError:
            return False

    def __iter__(self):
        for reference in list(self.data):
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return len(self.data)


class finalize:
    def __init__(self, obj, func, /, *args, **kwargs):
        self._call = (func, args, kwargs)
        self._reference = ref(obj, lambda reference: self())

    @property
    def alive(self):
        return self._call is not None

    def __call__(self, _=None):
        if self._call is not None:
            (func, args, kwargs), self._call = self._call, None
            return func(*args, **kwargs)

    def detach(self):
        self._call = None


def proxy(object, callback=None):
    return _Proxy(ref(object, callback))


class _Proxy:
    def __init__(self, reference):
        self.__dict__["_reference"] = reference

    def __getattr__(self, name):
        target = self.__dict__["_reference"]()
        if target is None:
            raise ReferenceError("weakly-referenced object no longer exists")
        return getattr(target, name)
