"""Attributes that reach through a relationship: `post.tag_names` for the names of `post.tags`. SQLAlchemy:
ext/associationproxy.py."""
import operator

from sqlalchemy import exc, inspect, or_


def association_proxy(target_collection, attr, **kw):
    return AssociationProxy(target_collection, attr, **kw)


class AssociationProxy:
    """The descriptor; what it means for one class is an AssociationProxyInstance."""

    is_attribute = True

    def __init__(self, target_collection, attr, *, creator=None, getset_factory=None, proxy_factory=None,
                 proxy_bulk_set=None, info=None, cascade_scalar_deletes=False, create_on_none_assignment=False, init=None,
                 repr=None, default=None, default_factory=None, compare=None, kw_only=None, hash=None,
                 dataclass_metadata=None):
        if getset_factory is not None or proxy_factory is not None or proxy_bulk_set is not None:
            raise NotImplementedError("not supported here: factories of association_proxy()")
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator
        self.cascade_scalar_deletes = cascade_scalar_deletes
        self.create_on_none_assignment = create_on_none_assignment
        self.info = info or {}
        self.key = "_%s_%s_%s" % (type(self).__name__, target_collection, id(self))
        self._instances = {}

    def __get__(self, instance, owner=None):
        if owner is None:
            return self
        inst = self._as_instance(owner, instance)
        return inst.get(instance) if inst is not None else self

    def __set__(self, instance, values):
        self._as_instance(type(instance), instance).set(instance, values)

    def __delete__(self, instance):
        self._as_instance(type(instance), instance).delete(instance)

    def for_class(self, class_, obj=None):
        return self._as_instance(class_, obj)

    def _as_instance(self, class_, obj):
        inst = self._instances.get(class_)
        if inst is None:
            try:
                inspect(class_)
            except exc.NoInspectionAvailable:
                return None
            inst = self._instances[class_] = AssociationProxyInstance.for_proxy(self, class_)
        if not inst._is_canonical:
            return inst._for_object(obj)
        return inst

    def __repr__(self):
        return "AssociationProxy(%r, %r)" % (self.target_collection, self.value_attr)


def _relationship(class_, key):
    """The relationship of a mapped class or alias."""
    entity = inspect(class_)
    prop = entity.mapper.get_property(key)
    if not hasattr(prop, "direction"):
        raise NotImplementedError("association proxy to a non-relationship intermediary is not supported")
    return prop


class AssociationProxyInstance:
    _is_canonical = True
    _target_is_object = None

    def __init__(self, parent, owning_class, target_class, value_attr):
        self.parent = parent
        self.key = parent.key
        self.owning_class = owning_class
        self.target_collection = parent.target_collection
        self.collection_class = None
        self.target_class = target_class
        self.value_attr = value_attr

    @classmethod
    def for_proxy(cls, parent, owning_class):
        target_class = _relationship(owning_class, parent.target_collection).mapper.class_
        value_attr = parent.value_attr
        arguments = (parent, owning_class, target_class, value_attr)
        try:
            attr = getattr(target_class, value_attr)
        except AttributeError:
            return AmbiguousAssociationProxyInstance(*arguments)
        except Exception as err:
            raise exc.InvalidRequestError(
                f"Association proxy received an unexpected error when trying to retrieve attribute "
                f'"{target_class.__name__}.{value_attr}" from class "{target_class.__name__}": {err}'
            ) from err
        if isinstance(attr, AssociationProxyInstance) or hasattr(getattr(attr, "property", None), "direction"):
            return ObjectAssociationProxyInstance(*arguments)
        if not hasattr(attr, "__clause_element__") and not hasattr(attr, "property"):
            return AmbiguousAssociationProxyInstance(*arguments)
        return ColumnAssociationProxyInstance(*arguments)

    @property
    def _property(self):
        return _relationship(self.owning_class, self.target_collection)

    @property
    def local_attr(self):
        return getattr(self.owning_class, self.target_collection)

    @property
    def remote_attr(self):
        return getattr(self.target_class, self.value_attr)

    @property
    def attr(self):
        return (self.local_attr, self.remote_attr)

    @property
    def scalar(self):
        return not self._property.uselist

    @property
    def info(self):
        return self.parent.info

    @property
    def _target_assoc(self):
        attr = self.remote_attr
        return attr if isinstance(attr, AssociationProxyInstance) else None

    @property
    def _value_is_scalar(self):
        return not _relationship(self.target_class, self.value_attr).uselist

    def _creator(self):
        return self.parent.creator if self.parent.creator is not None else self.target_class

    def get(self, obj):
        if obj is None:
            return self
        if self.scalar:
            target = getattr(obj, self.target_collection)
            return None if target is None else operator.attrgetter(self.value_attr)(target)
        kept = getattr(obj, self.key, None)
        if kept is not None and kept[0] == id(obj) and kept[1] == id(self):
            return kept[2]
        proxy = self._new(obj)
        setattr(obj, self.key, (id(obj), id(self), proxy))
        return proxy

    def _new(self, obj):
        collection = getattr(obj, self.target_collection)
        for kind, proxy in ((list, _AssociationList), (dict, _AssociationDict), (set, _AssociationSet)):
            if isinstance(collection, kind):
                self.collection_class = kind
                return proxy(obj, self)
        raise exc.ArgumentError(
            'could not guess which interface to use for collection_class "%s" backing "%s"; specify a proxy_factory and '
            "proxy_bulk_set manually" % (self.collection_class, self.target_collection)
        )

    def set(self, obj, values):
        if not self.scalar:
            proxy = self.get(obj)
            if proxy is not values:
                proxy._bulk_replace(values)
            return
        target = getattr(obj, self.target_collection)
        if target is None:
            if values is None and not self.parent.create_on_none_assignment:
                return
            setattr(obj, self.target_collection, self._creator()(values))
        else:
            setattr(target, self.value_attr, values)
            if values is None and self.parent.cascade_scalar_deletes:
                setattr(obj, self.target_collection, None)

    def delete(self, obj):
        if self.scalar:
            target = getattr(obj, self.target_collection)
            if target is not None:
                delattr(target, self.value_attr)
        delattr(obj, self.target_collection)

    def __clause_element__(self):
        raise NotImplementedError(
            "The association proxy can't be used as a plain column expression; it only works inside of a comparison "
            "expression"
        )

    def _local_exists(self, criterion=None, **kwargs):
        attr = self.local_attr
        exists = attr.has if self.scalar else attr.any
        return exists(**kwargs) if criterion is None else exists(criterion, **kwargs)

    def _criterion_exists(self, criterion=None, is_has=False, **kwargs):
        target_assoc = self._target_assoc
        if target_assoc is not None:
            return self._local_exists(target_assoc._criterion_exists(criterion, **kwargs))
        if self._target_is_object:
            attr = self.remote_attr
            exists = attr.has if self._value_is_scalar else attr.any
            return self._local_exists(exists(**kwargs) if criterion is None else exists(criterion, **kwargs))
        if kwargs:
            raise exc.ArgumentError("Can't apply keyword arguments to column-targeted association proxy; use ==")
        if is_has and criterion is not None:
            raise exc.ArgumentError("Non-empty has() not allowed for column-targeted association proxy; use ==")
        return self._local_exists(criterion)

    def any(self, criterion=None, **kwargs):
        if self._target_assoc is None and self.scalar and (not self._target_is_object or self._value_is_scalar):
            raise exc.InvalidRequestError("'any()' not implemented for scalar attributes. Use has().")
        return self._criterion_exists(criterion, **kwargs)

    def has(self, criterion=None, **kwargs):
        if self._target_assoc is None and (not self.scalar or (self._target_is_object and not self._value_is_scalar)):
            raise exc.InvalidRequestError("'has()' not implemented for collections. Use any().")
        return self._criterion_exists(criterion, is_has=True, **kwargs)

    __hash__ = object.__hash__

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, self.parent)


class AmbiguousAssociationProxyInstance(AssociationProxyInstance):
    """The target class has no such attribute that SQL could use."""

    _is_canonical = False

    def _ambiguous(self, *args, **kw):
        raise AttributeError(
            "Association proxy %s.%s refers to an attribute '%s' that is not directly mapped on class %s; therefore this "
            "operation cannot proceed since we don't know what type of object is referred towards"
            % (self.owning_class.__name__, self.target_collection, self.value_attr, self.target_class)
        )

    def get(self, obj):
        return self if obj is None else super().get(obj)

    def _for_object(self, obj):
        return self

    __eq__ = __ne__ = any = has = _ambiguous
    __hash__ = object.__hash__


class ObjectAssociationProxyInstance(AssociationProxyInstance):
    _target_is_object = True

    def contains(self, other, **kw):
        target_assoc = self._target_assoc
        if target_assoc is not None:
            return self._local_exists(target_assoc == other if target_assoc.scalar else target_assoc.contains(other))
        if self.scalar and not self._value_is_scalar:
            return self.local_attr.has(self.remote_attr.contains(other))
        if self.scalar:
            raise exc.InvalidRequestError("contains() doesn't apply to a scalar object endpoint; use ==")
        return self._local_exists(**{self.value_attr: other})

    def __eq__(self, obj):
        found = self.local_attr.has(**{self.value_attr: obj})
        return or_(found, self.local_attr == None) if obj is None else found  # noqa: E711

    def __ne__(self, obj):
        return self.local_attr.has(self.remote_attr != obj)

    __hash__ = object.__hash__


class ColumnAssociationProxyInstance(AssociationProxyInstance):
    _target_is_object = False

    def __eq__(self, other):
        found = self._criterion_exists(self.remote_attr == other)
        return or_(found, self.local_attr == None) if other is None else found  # noqa: E711

    def operate(self, op, *other, **kw):
        return self._criterion_exists(op(self.remote_attr, *other, **kw))

    __hash__ = object.__hash__


def _define_operators(cls):
    def binary(op):
        return lambda self, other: self.operate(op, other)

    def method(name):
        return lambda self, *other, **kw: self._criterion_exists(getattr(self.remote_attr, name)(*other, **kw))

    for name in ("ne", "lt", "le", "gt", "ge"):
        setattr(cls, f"__{name}__", binary(getattr(operator, name)))
    for name in ("like", "ilike", "not_like", "not_ilike", "in_", "not_in", "is_", "is_not", "between", "contains",
                 "startswith", "endswith", "icontains", "istartswith", "iendswith"):
        setattr(cls, name, method(name))


_define_operators(ColumnAssociationProxyInstance)


class _AssociationCollection:
    """A view of a collection's members by one attribute of theirs."""

    def __init__(self, obj, instance):
        self._obj = obj
        self.parent = instance

    @property
    def col(self):
        return getattr(self._obj, self.parent.target_collection)

    def _create(self, *arguments):
        return self.parent._creator()(*arguments)

    def getter(self, member):
        return None if member is None else operator.attrgetter(self.parent.value_attr)(member)

    def setter(self, member, value):
        setattr(member, self.parent.value_attr, value)

    def __len__(self):
        return len(self.col)

    def __bool__(self):
        return bool(self.col)

    def __hash__(self):
        raise TypeError("%s objects are unhashable" % type(self).__name__)


class _AssociationList(_AssociationCollection):
    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self.getter(member) for member in self.col[index]]
        return self.getter(self.col[index])

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            return self.setter(self.col[index], value)
        places = range(*index.indices(len(self)))
        if places.step != 1:
            values = list(value)
            if len(values) != len(places):
                raise ValueError(
                    "attempt to assign sequence of size %s to extended slice of size %s" % (len(values), len(places))
                )
            for i, item in zip(places, values):
                self.setter(self.col[i], item)
            return
        values = list(value)
        for _ in places:
            del self[places.start]
        for i, item in enumerate(values, places.start):
            self.insert(i, item)

    def __delitem__(self, index):
        del self.col[index]

    def __contains__(self, value):
        return any(self.getter(member) == value for member in self.col)

    def __iter__(self):
        for member in self.col:
            yield self.getter(member)

    def __reversed__(self):
        for i in range(len(self) - 1, -1, -1):
            yield self[i]

    def append(self, value):
        col = self.col
        col.append(self._create(value))

    def count(self, value):
        return sum(1 for v in self if v == value)

    def extend(self, values):
        for v in values:
            self.append(v)

    def insert(self, index, value):
        self.col[index:index] = [self._create(value)]

    def pop(self, index=-1):
        return self.getter(self.col.pop(index))

    def remove(self, value):
        for i, val in enumerate(self):
            if val == value:
                del self.col[i]
                return
        raise ValueError("value not in list")

    def reverse(self):
        raise NotImplementedError()

    def sort(self):
        raise NotImplementedError()

    def clear(self):
        del self.col[0 : len(self.col)]

    def index(self, value, *arg):
        return list(self).index(value, *arg)

    def copy(self):
        return list(self)

    def _bulk_replace(self, values):
        self.clear()
        self.extend(values)

    def __add__(self, other):
        return list(self) + list(other)

    def __radd__(self, other):
        return list(other) + list(self)

    def __mul__(self, n):
        return list(self) * n

    __rmul__ = __mul__

    def __iadd__(self, iterable):
        self.extend(iterable)
        return self

    def __imul__(self, n):
        if n == 0:
            self.clear()
        elif n > 1:
            self.extend(list(self) * (n - 1))
        return self

    def __repr__(self):
        return repr(list(self))


class _AssociationDict(_AssociationCollection):
    def __getitem__(self, key):
        return self.getter(self.col[key])

    def __setitem__(self, key, value):
        if key in self.col:
            self.setter(self.col[key], value)
        else:
            self.col[key] = self._create(key, value)

    def __delitem__(self, key):
        del self.col[key]

    def __contains__(self, key):
        return key in self.col

    def __iter__(self):
        return iter(self.col.keys())

    def clear(self):
        self.col.clear()

    def get(self, key, default=None):
        return self[key] if key in self.col else default

    def setdefault(self, key, default=None):
        if key not in self.col:
            self.col[key] = self._create(key, default)
            return default
        return self[key]

    def keys(self):
        return self.col.keys()

    def items(self):
        return [(key, self.getter(self.col[key])) for key in self.col]

    def values(self):
        return [self.getter(self.col[key]) for key in self.col]

    def pop(self, key, *default):
        return self.getter(self.col.pop(key)) if key in self.col or not default else default[0]

    def popitem(self):
        key, member = self.col.popitem()
        return (key, self.getter(member))

    def update(self, *a, **kw):
        for key, value in dict(*a, **kw).items():
            self[key] = value

    def copy(self):
        return dict(self.items())

    def _bulk_replace(self, values):
        existing = set(self)
        for key, member in (values or {}).items():
            self[key] = member
        for key in existing.difference(values or ()):
            del self[key]

    def __repr__(self):
        return repr(dict(self))


class _AssociationSet(_AssociationCollection):
    def __contains__(self, value):
        return any(self.getter(member) == value for member in self.col)

    def __iter__(self):
        for member in self.col:
            yield self.getter(member)

    def add(self, value):
        if value not in self:
            self.col.add(self._create(value))

    def discard(self, value):
        for member in self.col:
            if self.getter(member) == value:
                self.col.discard(member)
                break

    def remove(self, value):
        for member in self.col:
            if self.getter(member) == value:
                self.col.discard(member)
                return
        raise KeyError(value)

    def pop(self):
        if not self.col:
            raise KeyError("pop from an empty set")
        return self.getter(self.col.pop())

    def update(self, *iterables):
        for iterable in iterables:
            for value in iterable:
                self.add(value)

    def _keep(self, wanted):
        have = set(self)
        for value in have - wanted:
            self.remove(value)
        for value in wanted - have:
            self.add(value)

    def difference_update(self, *s):
        for other in s:
            for value in other:
                self.discard(value)

    def intersection_update(self, *s):
        self._keep(set(self).intersection(*s))

    def symmetric_difference_update(self, other):
        self._keep(set(self).symmetric_difference(other))

    def _bulk_replace(self, values):
        existing = set(self)
        for value in values or ():
            self.add(value)
        for value in existing.difference(values or ()):
            self.remove(value)

    def __ior__(self, other):
        self.update(other)
        return self

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def clear(self):
        self.col.clear()

    def copy(self):
        return set(self)

    def __repr__(self):
        return repr(set(self))


def _define_views():
    """Comparisons and what makes new collections: those of the plain list, dict or set with the same values."""

    def by(plain, name):
        return lambda self, *other: getattr(plain(self), name)(*other)

    for cls, plain, names in (
        (_AssociationList, list, ()),
        (_AssociationDict, dict, ()),
        (_AssociationSet, set, ("union", "difference", "intersection", "symmetric_difference", "issubset", "issuperset",
                                "__or__", "__sub__", "__and__", "__xor__")),
    ):
        for name in names + ("__eq__", "__ne__") + (() if plain is dict else ("__lt__", "__le__", "__gt__", "__ge__")):
            setattr(cls, name, by(plain, name))


_define_views()
