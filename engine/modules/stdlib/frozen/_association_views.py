"""What an association proxy shows of a collection: a list, dict or set of one attribute of the members. Reading works on a
plain copy of the values; each change is one change of the collection behind."""

_UNSET = object()


def view_of(collection):
    """The view that fits a collection, and the plain kind behind it."""
    for view in (_AssociationList, _AssociationDict, _AssociationSet):
        if isinstance(collection, view.plain):
            return view, view.plain
    return None, None


class _AssociationCollection:
    def __init__(self, obj, proxy):
        self._obj, self.parent = obj, proxy

    @property
    def col(self):
        return self.parent._member(self._obj)

    def getter(self, member):
        return self.parent._show(member)

    def setter(self, member, value):
        setattr(member, self.parent.value_attr, value)

    def _values(self):
        """The plain collection with the same values."""
        return self.plain(self)

    copy = _values

    def clear(self):
        self.col.clear()

    def __len__(self):
        return len(self.col)

    def __bool__(self):
        return len(self.col) > 0

    def __repr__(self):
        return repr(self._values())

    def __hash__(self):
        raise TypeError(f"{type(self).__name__} objects are unhashable")


class _AssociationList(_AssociationCollection):
    plain = list

    def __iter__(self):
        return map(self.getter, self.col)

    def __reversed__(self):
        return map(self.getter, reversed(self.col))

    def __contains__(self, value):
        return value in self._values()

    def __getitem__(self, index):
        found = self.col[index]
        return list(map(self.getter, found)) if isinstance(index, slice) else self.getter(found)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            self._set_slice(range(len(self))[index], list(value))
        else:
            self.setter(self.col[index], value)

    def _set_slice(self, places, values):
        """Values at places one after the other replace the members, others only what they show."""
        if places.step == 1:
            for _ in places:
                del self[places.start]
            for at in range(len(values)):
                self.insert(places.start + at, values[at])
        elif len(values) == len(places):
            for at, value in zip(places, values):
                self[at] = value
        else:
            raise ValueError(
                f"attempt to assign sequence of size {len(values)} to extended slice of size {len(places)}"
            )

    def __delitem__(self, index):
        del self.col[index]

    def append(self, value):
        members = self.col  # the collection is read before the member is made
        members.append(self.parent._make(value))

    def insert(self, index, value):
        members = self.col
        members[index:index] = (self.parent._make(value),)

    def extend(self, values):
        for value in values:
            self.append(value)

    def pop(self, index=-1):
        removed = self.col.pop(index)
        return self.getter(removed)

    def remove(self, value):
        values = self._values()
        if value not in values:
            raise ValueError("value not in list")
        del self[values.index(value)]

    def clear(self):
        del self.col[:]

    def _bulk_replace(self, values):
        self.clear()
        self.extend(values)

    def _unordered(self):
        raise NotImplementedError()

    reverse = sort = _unordered

    def __iadd__(self, values):
        self.extend(values)
        return self

    def __imul__(self, times):
        once = self._values()
        if times == 0:
            self.clear()
        for _ in range(times - 1):
            self.extend(once)
        return self

    def __add__(self, other):
        return [*self, *other]

    def __radd__(self, other):
        return [*other, *self]


class _AssociationDict(_AssociationCollection):
    plain = dict

    def _values(self):
        return dict(self.items())

    copy = _values

    def keys(self):
        return self.col.keys()

    def items(self):
        return [(key, self[key]) for key in self]

    def values(self):
        return [self[key] for key in self]

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, key):
        return key in self.keys()

    def __getitem__(self, key):
        return self.getter(self.col[key])

    def get(self, key, default=None):
        return default if key not in self else self[key]

    def __setitem__(self, key, value):
        members = self.col
        if key not in members:
            members[key] = self.parent._make(key, value)
        else:
            self.setter(members[key], value)

    def setdefault(self, key, default=None):
        if key in self:
            return self[key]
        self[key] = default
        return default

    def update(self, *others, **more):
        for pair in dict(*others, **more).items():
            self.__setitem__(*pair)

    def __delitem__(self, key):
        del self.col[key]

    def pop(self, key, default=_UNSET):
        if default is not _UNSET and key not in self:
            return default
        return self.getter(self.col.pop(key))

    def popitem(self):
        key, removed = self.col.popitem()
        return key, self.getter(removed)

    def _bulk_replace(self, values):
        wanted = values or {}
        leaving = set(self) - set(wanted)
        self.update(wanted)
        for key in leaving:
            del self[key]


class _AssociationSet(_AssociationCollection):
    plain = set

    def __iter__(self):
        return map(self.getter, self.col)

    def _find(self, value):
        """The first member that shows the value, in a list of at most one."""
        for member in self.col:
            if self.getter(member) == value:
                return [member]
        return []

    def __contains__(self, value):
        return bool(self._find(value))

    def add(self, value):
        if value not in self:
            self.col.add(self.parent._make(value))

    def discard(self, value):
        for member in self._find(value):
            self.col.discard(member)

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        if self:
            return self.getter(self.col.pop())
        raise KeyError("pop from an empty set")

    def _change(self, added=(), removed=()):
        for value in removed:
            self.discard(value)
        for value in added:
            self.add(value)
        return self

    def update(self, *others):
        for other in others:
            self._change(added=other)

    def difference_update(self, *others):
        for other in others:
            self._change(removed=other)

    def _keep(self, wanted):
        have = self._values()
        return self._change(added=wanted - have, removed=have - wanted)

    def intersection_update(self, *others):
        self._keep(self._values().intersection(*others))

    def symmetric_difference_update(self, other):
        self._keep(self._values().symmetric_difference(other))

    def _bulk_replace(self, values):
        leaving = self._values().difference(values or ())
        self._change(added=values or ())
        self._change(removed=leaving)

    def __ior__(self, other):
        return self._change(added=other)

    def __isub__(self, other):
        return self._change(removed=other)

    def __iand__(self, other):
        return self._keep(self._values() & other)

    def __ixor__(self, other):
        return self._keep(self._values() ^ other)


def _define_plain(cls, names):
    """Methods that only read: those of the plain collection with the same values."""

    def plain(name):
        return lambda self, *arguments: getattr(self._values(), name)(*arguments)

    for name in names.split():
        setattr(cls, name, plain(name))


_define_plain(_AssociationList, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __mul__ __rmul__ count index")
_define_plain(_AssociationDict, "__eq__ __ne__")
_define_plain(_AssociationSet, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __or__ __sub__ __and__ __xor__ union difference "
              "intersection symmetric_difference issubset issuperset")
