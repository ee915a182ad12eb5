"""Attributes that reach through a relationship: `post.tag_names` for the names of `post.tags`. SQLAlchemy:
ext/associationproxy.py. What a collection shows of its members stands in _association_views."""
import operator
from types import GenericAlias

from _association_views import view_of
from sqlalchemy import exc, inspect, or_


def association_proxy(target_collection, attr, **kw):
    return AssociationProxy(target_collection, attr, **kw)


class AssociationProxy:
    """The descriptor; what it means for one class is an AssociationProxyInstance, made when first asked for."""

    __class_getitem__ = classmethod(GenericAlias)
    is_attribute = True
    _options = {"creator": None, "cascade_scalar_deletes": False, "create_on_none_assignment": False, "info": None,
                "getset_factory": None, "proxy_factory": None, "proxy_bulk_set": None}
    _dataclass_options = ("init", "repr", "default", "default_factory", "compare", "kw_only", "hash",
                          "dataclass_metadata")

    def __init__(self, target_collection, attr, **given):
        for name in given:
            if name not in self._options and name not in self._dataclass_options:
                raise TypeError(f"AssociationProxy.__init__() got an unexpected keyword argument {name!r}")
        for name, default in self._options.items():
            setattr(self, name, given.get(name, default))
        if self.getset_factory or self.proxy_factory or self.proxy_bulk_set:
            raise NotImplementedError("not supported here: factories of association_proxy()")
        self.target_collection, self.value_attr = target_collection, attr
        self.info = self.info or {}
        self.key = f"_{type(self).__name__}_{target_collection}_{id(self)}"
        self._by_class = {}

    def for_class(self, class_, obj=None):
        known = self._by_class
        if class_ not in known:
            try:
                inspect(class_)
            except exc.NoInspectionAvailable:  # a mixin
                return None
            known[class_] = _bind(self, class_)
        return known[class_]

    def __get__(self, instance, owner=None):
        bound = self.for_class(owner, instance) if owner is not None else None
        return self if bound is None else bound.get(instance)

    def __set__(self, instance, values):
        self.for_class(type(instance)).set(instance, values)

    def __delete__(self, instance):
        self.for_class(type(instance)).delete(instance)

    def __repr__(self):
        return f"AssociationProxy({self.target_collection!r}, {self.value_attr!r})"


def _relationship(class_, key):
    """The relationship of a mapped class or alias."""
    prop = inspect(class_).mapper.get_property(key)
    if hasattr(prop, "direction"):
        return prop
    raise NotImplementedError("association proxy to a non-relationship intermediary is not supported")


def _bind(proxy, owner):
    """The kind of instance that fits what the target class has under the proxy's attribute."""
    target, name = _relationship(owner, proxy.target_collection).mapper.class_, proxy.value_attr
    kind = AmbiguousAssociationProxyInstance
    try:
        found = getattr(target, name)
    except AttributeError:
        pass
    except Exception as err:
        text = "Association proxy received an unexpected error when trying to retrieve attribute "
        text += f'"{target.__name__}.{name}" from class "{target.__name__}": {err}'
        raise exc.InvalidRequestError(text) from err
    else:
        prop = getattr(found, "property", None)
        if isinstance(found, AssociationProxyInstance) or hasattr(prop, "direction"):
            kind = ObjectAssociationProxyInstance
        elif prop is not None or hasattr(found, "__clause_element__"):
            kind = ColumnAssociationProxyInstance
    return kind(proxy, owner, target)


class AssociationProxyInstance:
    """A proxy on one class: `local_attr` is the relationship there, `remote_attr` what it shows of the members."""

    def __init__(self, parent, owner, target):
        self.parent, self.key, self.info = parent, parent.key, parent.info
        self.owning_class, self.target_class = owner, target
        self.target_collection, self.value_attr = parent.target_collection, parent.value_attr
        self.collection_class = None

    local_attr = property(lambda self: getattr(self.owning_class, self.target_collection))
    remote_attr = property(lambda self: getattr(self.target_class, self.value_attr))
    attr = property(lambda self: (self.local_attr, self.remote_attr))
    scalar = property(lambda self: not _relationship(self.owning_class, self.target_collection).uselist)

    def _make(self, *values):
        return (self.parent.creator or self.target_class)(*values)

    def _member(self, obj):
        return getattr(obj, self.target_collection)

    def _show(self, member):
        return None if member is None else operator.attrgetter(self.value_attr)(member)

    def get(self, obj):
        if obj is None:
            return self
        if self.scalar:
            return self._show(self._member(obj))
        # Kept on the object; a copy of its __dict__ in another object is not its own.
        kept = getattr(obj, self.key, None)
        if kept is None or kept[:2] != (id(obj), id(self)):
            kept = (id(obj), id(self), self._view(obj))
            setattr(obj, self.key, kept)
        return kept[2]

    def _view(self, obj):
        view, self.collection_class = view_of(self._member(obj))
        if view is None:
            raise exc.ArgumentError(
                f'could not guess which interface to use for collection_class "{self.collection_class}" backing '
                f'"{self.target_collection}"; specify a proxy_factory and proxy_bulk_set manually'
            )
        return view(obj, self)

    def set(self, obj, values):
        if not self.scalar:
            view = self.get(obj)
            return None if view is values else view._bulk_replace(values)
        member, options = self._member(obj), self.parent
        if member is not None:
            setattr(member, self.value_attr, values)
            if values is not None or not options.cascade_scalar_deletes:
                return None
        elif values is None and not options.create_on_none_assignment:
            return None
        setattr(obj, self.target_collection, self._make(values) if member is None else None)

    def delete(self, obj):
        member = self._member(obj) if self.scalar else None
        if member is not None:
            delattr(member, self.value_attr)
        delattr(obj, self.target_collection)

    def __clause_element__(self):
        raise NotImplementedError(
            "The association proxy can't be used as a plain column expression; it only works inside of a comparison "
            "expression"
        )

    def _kinds(self):
        """What stands at the far end: another proxy, or None; whether an object; whether one of it."""
        far = self.remote_attr
        if isinstance(far, AssociationProxyInstance):
            return far, False, False
        if isinstance(self, ObjectAssociationProxyInstance):
            return None, True, not _relationship(self.target_class, self.value_attr).uselist
        return None, False, False

    def _exists(self, criterion=None, is_has=False, **kwargs):
        """EXISTS over the relationship, and over what it leads to."""
        chained, is_object, one = self._kinds()
        if chained is not None:
            criterion, kwargs = chained._exists(criterion, **kwargs), {}
        elif is_object:
            criterion, kwargs = _exists(self.remote_attr, one, criterion, kwargs), {}
        elif kwargs:
            raise exc.ArgumentError("Can't apply keyword arguments to column-targeted association proxy; use ==")
        elif is_has and criterion is not None:
            raise exc.ArgumentError("Non-empty has() not allowed for column-targeted association proxy; use ==")
        return _exists(self.local_attr, self.scalar, criterion, kwargs)

    def any(self, criterion=None, **kwargs):
        chained, is_object, one = self._kinds()
        if chained is None and self.scalar and (one or not is_object):
            raise exc.InvalidRequestError("'any()' not implemented for scalar attributes. Use has().")
        return self._exists(criterion, **kwargs)

    def has(self, criterion=None, **kwargs):
        chained, is_object, one = self._kinds()
        if chained is None and not (self.scalar and (one or not is_object)):
            raise exc.InvalidRequestError("'has()' not implemented for collections. Use any().")
        return self._exists(criterion, is_has=True, **kwargs)

    def _or_nothing(self, found, value):
        """A comparison with None holds too where there is no member."""
        return found if value is not None else or_(found, self.local_attr == None)  # noqa: E711

    __hash__ = object.__hash__

    def __repr__(self):
        return f"{type(self).__name__}({self.parent!r})"


def _exists(attr, one, criterion, kwargs):
    return (attr.has if one else attr.any)(*(() if criterion is None else (criterion,)), **kwargs)


class AmbiguousAssociationProxyInstance(AssociationProxyInstance):
    """The target class has no such attribute that SQL could use."""

    def _ambiguous(self, *args, **kw):
        raise AttributeError(
            f"Association proxy {self.owning_class.__name__}.{self.target_collection} refers to an attribute "
            f"'{self.value_attr}' that is not directly mapped on class {self.target_class}; therefore this operation "
            "cannot proceed since we don't know what type of object is referred towards"
        )

    __eq__ = __ne__ = any = has = _ambiguous
    __hash__ = object.__hash__


class ObjectAssociationProxyInstance(AssociationProxyInstance):
    """The far end is a relationship or a proxy."""

    def contains(self, other, **kw):
        chained, _, one = self._kinds()
        if chained is None and self.scalar:
            if one:
                raise exc.InvalidRequestError("contains() doesn't apply to a scalar object endpoint; use ==")
            return self.local_attr.has(self.remote_attr.contains(other))
        if chained is None:
            return _exists(self.local_attr, False, None, {self.value_attr: other})
        return _exists(self.local_attr, self.scalar, chained == other if chained.scalar else chained.contains(other), {})

    def __eq__(self, obj):
        return self._or_nothing(self.local_attr.has(**{self.value_attr: obj}), obj)

    def __ne__(self, obj):
        return self.local_attr.has(self.remote_attr != obj)

    __hash__ = object.__hash__


class ColumnAssociationProxyInstance(AssociationProxyInstance):
    """The far end is a column: its operators are those of the column, in an EXISTS."""

    def operate(self, op, *other, **kw):
        return self._exists(op(self.remote_attr, *other, **kw))

    def __eq__(self, other):
        return self._or_nothing(self._exists(self.remote_attr == other), other)

    __hash__ = object.__hash__


def _define_operators(cls):
    def operation(op):
        return lambda self, *other, **kw: self.operate(op, *other, **kw)

    for name in ("ne", "lt", "le", "gt", "ge"):
        setattr(cls, f"__{name}__", operation(getattr(operator, name)))
    for name in ("like", "ilike", "not_like", "not_ilike", "in_", "not_in", "is_", "is_not", "between", "contains",
                 "startswith", "endswith", "icontains", "istartswith", "iendswith"):
        setattr(cls, name, operation(lambda column, *other, _name=name, **kw: getattr(column, _name)(*other, **kw)))


_define_operators(ColumnAssociationProxyInstance)
