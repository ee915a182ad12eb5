"""Abstract base classes of containers. CPython: Lib/_collections_abc.py."""
from abc import ABCMeta, abstractmethod
from types import GenericAlias as _GenericAlias

__all__ = ["Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "Hashable", "Iterable",
           "Iterator", "Generator", "Reversible", "Sized", "Container", "Callable", "Collection", "Set", "MutableSet",
           "Mapping", "MutableMapping", "MappingView", "KeysView", "ItemsView", "ValuesView", "Sequence",
           "MutableSequence", "ByteString", "Buffer"]


def _check_methods(cls, *names):
    """True if the class has all; None in the place of a method says that it has not."""
    found = (next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None) for name in names)
    return all(method is not None for method in found) or NotImplemented


def _close(suspended, what):
    ended = False
    try:
        suspended.throw(GeneratorExit)
    except (StopIteration, GeneratorExit):
        ended = True
    if not ended:
        raise RuntimeError(f"{what} ignored GeneratorExit")


class _Checked(metaclass=ABCMeta):
    """A class that others belong to once they have the methods named in `_needs`."""
    __slots__ = ()
    _needs = ()

    def __init_subclass__(cls, **kwds):
        pass

    @classmethod
    def __subclasshook__(cls, other):
        if "_needs" in cls.__dict__ and cls._needs:
            return _check_methods(other, *cls._needs)
        return NotImplemented

    __class_getitem__ = classmethod(_GenericAlias)


class Hashable(_Checked):
    __slots__ = ()
    _needs = ("__hash__",)

    @abstractmethod
    def __hash__(self):
        return 0


class Awaitable(_Checked):
    __slots__ = ()
    _needs = ("__await__",)

    @abstractmethod
    def __await__(self):
        yield


class Coroutine(Awaitable):
    __slots__ = ()
    _needs = ("__await__", "send", "throw", "close")

    @abstractmethod
    def send(self, value):
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        raise typ

    def close(self):
        _close(self, "coroutine")


class AsyncIterable(_Checked):
    __slots__ = ()
    _needs = ("__aiter__",)

    @abstractmethod
    def __aiter__(self):
        return AsyncIterator()


class AsyncIterator(AsyncIterable):
    __slots__ = ()
    _needs = ("__anext__", "__aiter__")

    @abstractmethod
    async def __anext__(self):
        raise StopAsyncIteration

    def __aiter__(self):
        return self


class AsyncGenerator(AsyncIterator):
    __slots__ = ()
    _needs = ("__aiter__", "__anext__", "asend", "athrow", "aclose")

    async def __anext__(self):
        sent = self.asend(None)
        return await sent

    @abstractmethod
    async def asend(self, value):
        raise StopAsyncIteration

    @abstractmethod
    async def athrow(self, typ, val=None, tb=None):
        raise typ


class Iterable(_Checked):
    __slots__ = ()
    _needs = ("__iter__",)

    @abstractmethod
    def __iter__(self):
        while False:
            yield None


class Iterator(Iterable):
    __slots__ = ()
    _needs = ("__iter__", "__next__")

    @abstractmethod
    def __next__(self):
        raise StopIteration

    def __iter__(self):
        return self


class Reversible(Iterable):
    __slots__ = ()
    _needs = ("__reversed__", "__iter__")

    @abstractmethod
    def __reversed__(self):
        while False:
            yield None


class Generator(Iterator):
    __slots__ = ()
    _needs = ("__iter__", "__next__", "send", "throw", "close")

    def __next__(self):
        return self.send(None)

    @abstractmethod
    def send(self, value):
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        raise typ

    def close(self):
        _close(self, "generator")


class Sized(_Checked):
    __slots__ = ()
    _needs = ("__len__",)

    @abstractmethod
    def __len__(self):
        return 0


class Container(_Checked):
    __slots__ = ()
    _needs = ("__contains__",)

    @abstractmethod
    def __contains__(self, x):
        return False


class Collection(Sized, Iterable, Container):
    __slots__ = ()
    _needs = ("__len__", "__iter__", "__contains__")


class Callable(_Checked):
    __slots__ = ()
    _needs = ("__call__",)

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False

    @classmethod
    def __class_getitem__(cls, params):
        arguments, result = params
        return _GenericAlias(cls, (*arguments, result) if isinstance(arguments, list) else (arguments, result))


def _with(kind):
    """Decorates an operator: NotImplemented unless the other one is of the kind, named since that may come later."""

    def decorate(operator):
        def checked(self, other):
            return operator(self, other) if isinstance(other, globals()[kind]) else NotImplemented

        checked.__name__ = operator.__name__
        return checked

    return decorate


class Set(Collection):
    """Sets of anything that can be counted, walked and asked for members."""
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    @_with("Set")
    def __le__(self, other):
        return len(self) <= len(other) and all(map(other.__contains__, self))

    @_with("Set")
    def __ge__(self, other):
        return len(other) <= len(self) and all(map(self.__contains__, other))

    @_with("Set")
    def __eq__(self, other):
        return len(self) == len(other) and self.__le__(other)

    @_with("Set")
    def __lt__(self, other):
        return len(self) < len(other) and self.__le__(other)

    @_with("Set")
    def __gt__(self, other):
        return len(other) < len(self) and self.__ge__(other)

    def isdisjoint(self, other):
        return not any(map(self.__contains__, other))

    @_with("Iterable")
    def __and__(self, other):
        return self._from_iterable(filter(self.__contains__, other))

    @_with("Iterable")
    def __or__(self, other):
        return self._from_iterable([*self, *other])

    @_with("Iterable")
    def __sub__(self, other):
        leaving = other if isinstance(other, Set) else self._from_iterable(other)
        return self._from_iterable([value for value in self if value not in leaving])

    @_with("Iterable")
    def __rsub__(self, other):
        return self._from_iterable([value for value in other if value not in self])

    @_with("Iterable")
    def __xor__(self, other):
        others = other if isinstance(other, Set) else self._from_iterable(other)
        return (self - others) | (others - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__


class MutableSet(Set):
    __slots__ = ()

    @abstractmethod
    def add(self, value):
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        raise NotImplementedError

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            break
        else:
            raise KeyError
        self.discard(value)
        return value

    def clear(self):
        for value in list(self):
            self.discard(value)

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __ixor__(self, it):
        for value in list(it):
            if value in self:
                self.discard(value)
            else:
                self.add(value)
        return self

    def __isub__(self, it):
        for value in list(it):
            self.discard(value)
        return self


class Mapping(Collection):
    __slots__ = ()

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return KeysView(self)

    def items(self):
        return ItemsView(self)

    def values(self):
        return ValuesView(self)

    @_with("Mapping")
    def __eq__(self, other):
        mine, its = map(dict, (self.items(), other.items()))
        return mine == its

    __reversed__ = None


class MutableMapping(Mapping):
    __slots__ = ()
    __marker = object()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=__marker):
        try:
            value = self[key]
        except KeyError:
            if default is self.__marker:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        for key in self:
            break
        else:
            raise KeyError
        value = self[key]
        del self[key]
        return key, value

    def clear(self):
        for key in list(self):
            del self[key]

    def update(self, other=(), /, **kwds):
        pairs_of_other = other
        if isinstance(other, Mapping) or hasattr(other, "keys"):
            names = other if isinstance(other, Mapping) else other.keys()
            pairs_of_other = ((key, other[key]) for key in names)
        for pairs in (pairs_of_other, kwds.items()):
            for key, value in pairs:
                self[key] = value

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default


class MappingView(Sized):
    __slots__ = ("_mapping",)

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f"{type(self).__name__}({self._mapping!r})"


class KeysView(MappingView, Set):
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        yield from self._mapping


class ItemsView(MappingView, Set):
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, item):
        key, value = item
        try:
            return _same(self._mapping[key], value)
        except KeyError:
            return False

    def __iter__(self):
        yield from ((key, self._mapping[key]) for key in self._mapping)


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __contains__(self, value):
        return any(_same(mine, value) for mine in self)

    def __iter__(self):
        yield from map(self._mapping.__getitem__, self._mapping)


def _same(one, other):
    return one is other or one == other


class Sequence(Reversible, Collection):
    __slots__ = ()

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError:
            return

    def __contains__(self, value):
        return any(_same(mine, value) for mine in self)

    def __reversed__(self):
        at = len(self)
        while at > 0:
            at -= 1
            yield self[at]

    def index(self, value, start=0, stop=None):
        length = len(self)
        start = max(length + start, 0) if start < 0 else start
        stop = length if stop is None else stop + length if stop < 0 else min(stop, length)
        for i in range(start, stop):
            if _same(self[i], value):
                return i
        raise ValueError

    def count(self, value):
        return [_same(mine, value) for mine in self].count(True)


class ByteString(Sequence):
    __slots__ = ()


class MutableSequence(Sequence):
    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        raise IndexError

    def append(self, value):
        end = len(self)
        self.insert(end, value)

    def clear(self):
        try:
            while True:
                self.pop()
        except IndexError:
            pass

    def reverse(self):
        n = len(self)
        for i in range(n // 2):
            self[i], self[n - i - 1] = self[n - i - 1], self[i]

    def extend(self, values):
        for v in list(values) if values is self else values:
            self.append(v)

    def pop(self, index=-1):
        v = self[index]
        del self[index]
        return v

    def remove(self, value):
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self


class Buffer(_Checked):
    __slots__ = ()
    _needs = ("__buffer__",)


for _abstract, _kinds in {Sequence: (tuple, str, range), ByteString: (bytes,), MutableSequence: (list,), Set: (frozenset,),
                          MutableSet: (set,), Mapping: (type(type.__dict__),), MutableMapping: (dict,),
                          KeysView: (type({}.keys()),), ItemsView: (type({}.items()),),
                          ValuesView: (type({}.values()),)}.items():
    for _kind in _kinds:
        _abstract.register(_kind)
for _name in __all__:
    globals()[_name].__module__ = "collections.abc"
