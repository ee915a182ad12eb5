"""composite(): one object of the program for several columns. SQLAlchemy: orm/descriptor_props.py."""
import inspect
import operator

from sqlalchemy import Column, and_, event, exc
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn


def composite(_class_or_attr=None, *attrs, group=None, deferred=False, raiseload=False, comparator_factory=None,
              active_history=False, init=None, repr=None, default=None, default_factory=None, compare=None, kw_only=None,
              hash=None, info=None, doc=None, dataclass_metadata=None):
    if comparator_factory is not None or group is not None or deferred or raiseload:
        raise NotImplementedError("not supported here: loading options or comparator_factory of composite()")
    return Composite(_class_or_attr, attrs)


class Composite:
    def __init__(self, class_or_attr, attrs):
        self.composite_class = None
        if class_or_attr is None:
            self.attrs = attrs
        elif isinstance(class_or_attr, (str, Column, MappedColumn, InstrumentedAttribute)):
            self.attrs = (class_or_attr,) + attrs
        else:
            self.composite_class = class_or_attr
            self.attrs = attrs
        self.key = None

    def _declare_columns(self, annotation):
        """What a declarative class maps for this attribute: (name, mapped_column, annotation) each."""
        if self.composite_class is None:
            self.composite_class = annotation
        columns = []
        parameters = list(inspect.signature(self.composite_class).parameters.values())
        if len(self.attrs) > len(parameters):
            raise exc.ArgumentError(
                f"number of composite attributes {len(self.attrs)} exceeds that of the number of attributes in class "
                f"{self.composite_class.__name__} {len(parameters)}"
            )
        annotations = getattr(self.composite_class, "__annotations__", {})
        attrs = list(self.attrs) + [None] * (len(parameters) - len(self.attrs))
        for parameter, attr in zip(parameters, attrs):
            if attr is None or isinstance(attr, MappedColumn):
                columns.append((parameter.name, attr, annotations.get(parameter.name)))
        return columns

    def _attach(self, cls, key, declared=()):
        """The class is mapped. SQLAlchemy: Composite.instrument_class, props."""
        self.key = key
        declared = iter(declared)
        self._attribute_keys = []
        for attr in list(self.attrs) + [None] * len(inspect.signature(self.composite_class).parameters):
            if isinstance(attr, str):
                name = attr
            elif isinstance(attr, (InstrumentedAttribute, Column)):
                name = attr.key
            else:
                name = next(declared, None)
                if name is None:
                    break
            self._attribute_keys.append(name)

        def expired(target, attrs):
            if attrs is None or set(attrs).intersection(self._attribute_keys):
                target.__dict__.pop(key, None)

        event.listen(cls, "expire", expired)
        event.listen(cls, "refresh", lambda target, context, attrs: expired(target, attrs))
        event.listen(cls, "after_insert", lambda mapper, connection, target: expired(target, None))
        event.listen(cls, "after_update", lambda mapper, connection, target: expired(target, None))

    def __get__(self, instance, owner=None):
        if instance is None:
            return self if self.key is None else CompositeAttribute(owner, self)
        kept = instance.__dict__
        if self.key not in kept:
            values = [getattr(instance, key) for key in self._attribute_keys]
            from sqlalchemy import inspect as inspection

            if inspection(instance).key is None and all(value is None for value in values):
                return None
            kept[self.key] = self.composite_class(*values)
        return kept[self.key]

    def __set__(self, instance, value):
        instance.__dict__[self.key] = value
        for key, part in zip(self._attribute_keys, self._values_of(value)):
            setattr(instance, key, part)

    def __delete__(self, instance):
        instance.__dict__.pop(self.key, None)
        for key in self._attribute_keys:
            setattr(instance, key, None)

    def _values_of(self, value):
        if value is None:
            return [None] * len(self._attribute_keys)
        if hasattr(value, "__composite_values__"):
            return value.__composite_values__()
        fields = getattr(value, "__dataclass_fields__", None)
        if fields is None:
            raise exc.InvalidRequestError(
                f"Composite class {self.composite_class.__name__} is not a dataclass and does not define a "
                "__composite_values__() method; can't get state"
            )
        return [getattr(value, name) for name in fields]


class CompositeAttribute:
    """A composite on its class: compared part by part."""

    def __init__(self, owner, descriptor):
        self.class_ = owner
        self.descriptor = descriptor
        self.key = descriptor.key

    def _compare(self, op, other):
        columns = [getattr(self.class_, key) for key in self.descriptor._attribute_keys]
        if isinstance(other, CompositeAttribute):
            values = [getattr(other.class_, key) for key in other.descriptor._attribute_keys]
        else:
            values = self.descriptor._values_of(other)
        return and_(*[op(column, value) for column, value in zip(columns, values)])

    def __clause_element__(self):
        raise NotImplementedError(f"not supported here: selecting the composite {self}")

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"

    __hash__ = object.__hash__


for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(
        CompositeAttribute, f"__{_name}__",
        (lambda op: lambda self, other: self._compare(op, other))(getattr(operator, _name)),
    )
