# natives: _annotated_proxy
"""Attributes that are Python on an object and SQL on its class. SQLAlchemy: ext/hybrid.py."""
import operator

_UNKNOWN_KEY = object()
_COMPARISONS = ("lt", "le", "eq", "ne", "gt", "ge")
_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "and_", "or_")
_METHODS = (
    "like", "ilike", "not_like", "not_ilike", "in_", "not_in", "is_", "is_not", "isnot", "is_distinct_from",
    "is_not_distinct_from", "between", "contains", "startswith", "endswith", "icontains", "istartswith", "iendswith",
    "match", "regexp_match", "regexp_replace", "concat", "desc", "asc", "nulls_first", "nulls_last", "nullsfirst",
    "nullslast", "collate", "distinct", "any_", "all_", "op", "bool_op", "cast", "label", "any", "has", "of_type",
)


def _method(name):
    def call(expression, *other, **kw):
        return getattr(expression, name)(*other, **kw)

    call.__name__ = name
    return call


_OPERATIONS = {name: _method(name) for name in _METHODS}


def _unwrap_classmethod(function):
    return function.__func__ if isinstance(function, classmethod) else function


class Comparator:
    """What a hybrid's operators mean; a subclass says it for each, or in operate()."""

    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        expression = self.expression
        while hasattr(type(expression), "__clause_element__"):
            expression = expression.__clause_element__()
        return expression

    @property
    def property(self):
        raise NotImplementedError()

    def adapt_to_entity(self, adapt_to_entity):
        return self

    def operate(self, op, *other, **kw):
        raise NotImplementedError(str(op))

    def reverse_operate(self, op, other, **kw):
        raise NotImplementedError(str(op))


class ExprComparator(Comparator):
    def __init__(self, cls, expression, hybrid):
        self.cls = cls
        self.expression = expression
        self.hybrid = hybrid

    def __getattr__(self, key):
        return getattr(self.expression, key)

    @property
    def info(self):
        return self.hybrid.info

    @property
    def property(self):
        return self.expression.property

    def operate(self, op, *other, **kw):
        return op(self.expression, *other, **kw)

    def reverse_operate(self, op, other, **kw):
        return op(other, self.expression, **kw)


class _Operators:
    """The operators of a column, by operate() and reverse_operate()."""

    def __neg__(self):
        return self.operate(operator.neg)

    def __invert__(self):
        return self.operate(operator.inv)

    def __getitem__(self, index):
        return self.operate(operator.getitem, index)

    __hash__ = object.__hash__


def _define_operators(cls, own=_Operators):
    def binary(op):
        return lambda self, other: self.operate(op, other)

    def reflected(op):
        return lambda self, other: self.reverse_operate(op, other)

    def method(op):
        return lambda self, *other, **kw: self.operate(op, *other, **kw)

    for name in _COMPARISONS:
        setattr(cls, f"__{name}__", binary(getattr(operator, name)))
    for name in _ARITHMETIC:
        plain = name.strip("_")
        setattr(cls, f"__{plain}__", binary(getattr(operator, name)))
        setattr(cls, f"__r{plain}__", reflected(getattr(operator, name)))
    for name in _METHODS:
        setattr(cls, name, method(_OPERATIONS[name]))
    for name in ("__neg__", "__invert__", "__getitem__", "__hash__"):
        setattr(cls, name, own.__dict__[name])


_define_operators(Comparator)
for _name in ("any", "has", "of_type", "cast", "label"):
    delattr(Comparator, _name)


class hybrid_propertyProxy:
    """A hybrid on its class: an attribute to select, filter and order by. SQLAlchemy: create_proxied_attribute."""

    is_attribute = True

    def __init__(self, class_, key, descriptor, comparator, doc=None):
        self.class_ = class_
        self.key = key
        self.descriptor = descriptor
        self.comparator = comparator
        self.__doc__ = doc

    def __clause_element__(self):
        element = self.comparator.__clause_element__()
        annotated = _annotated_proxy(element, self.class_, self.key if isinstance(self.key, str) else None)
        if annotated is None:
            from sqlalchemy.exc import InvalidRequestError

            raise InvalidRequestError(
                f'When interpreting attribute "{self}" as a SQL expression, expected __clause_element__() to return a '
                f"ClauseElement object, got: {element!r}"
            )
        return annotated

    @property
    def expression(self):
        return self.__clause_element__()

    @property
    def property(self):
        return self.comparator.property

    def operate(self, op, *other, **kw):
        return op(self.comparator, *other, **kw)

    def reverse_operate(self, op, other, **kw):
        return op(other, self.comparator, **kw)

    def label(self, name):
        return self.__clause_element__().label(name)

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"

    def __getattr__(self, attribute):
        descriptor = self.__dict__["descriptor"]
        try:
            return getattr(descriptor, attribute)
        except AttributeError:
            comparator = self.__dict__["comparator"]
            try:
                return getattr(comparator, attribute)
            except AttributeError as error:
                raise AttributeError(
                    f"Neither {type(descriptor).__name__!r} object nor {type(comparator).__name__!r} object associated "
                    f"with {self} has an attribute {attribute!r}"
                ) from error


_label = hybrid_propertyProxy.__dict__["label"]
_define_operators(hybrid_propertyProxy)
hybrid_propertyProxy.label = _label


class hybrid_method:
    """A method that is SQL when called on the class."""

    is_attribute = True

    def __init__(self, func, expr=None):
        self.func = func
        self.expr = _unwrap_classmethod(expr) if expr is not None else func

    def __get__(self, instance, owner=None):
        if instance is None:
            return self.expr.__get__(owner, owner)
        return self.func.__get__(instance, owner)

    def expression(self, expr):
        self.expr = _unwrap_classmethod(expr)
        if not self.expr.__doc__:
            self.expr.__doc__ = self.func.__doc__
        return self

    @property
    def inplace(self):
        return hybrid_method._InPlace(self)

    class _InPlace:
        def __init__(self, attr):
            self.attr = attr

        def expression(self, expr):
            return self.attr.expression(expr)


class hybrid_property:
    """A property that is SQL when read on the class."""

    is_attribute = True

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.expr = _unwrap_classmethod(expr)
        self.custom_comparator = _unwrap_classmethod(custom_comparator)
        self.update_expr = _unwrap_classmethod(update_expr)
        self.__name__ = getattr(fget, "__name__", None)
        self.__doc__ = getattr(fget, "__doc__", None)

    def __get__(self, instance, owner=None):
        if owner is None:
            return self
        if instance is None:
            return self._expr_comparator(owner)
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _expr_comparator(self, owner):
        if self.custom_comparator is not None:
            comparator, made_by = self.custom_comparator(owner), self.custom_comparator
        else:
            made_by = self.expr if self.expr is not None else self.fget
            comparator = ExprComparator(owner, made_by(owner), self)
        key = _UNKNOWN_KEY
        mapped = getattr(owner, "__mro__", None)
        if mapped is None:  # an alias
            from sqlalchemy import inspect

            mapped = inspect(owner).mapper.class_.__mro__
        for lookup in mapped:
            if lookup.__dict__.get(self.__name__) is self:
                key = self.__name__
                break
        return hybrid_propertyProxy(owner, key, self, comparator, made_by.__doc__ or self.__doc__)

    def _copy(self, **kw):
        arguments = {
            "fget": self.fget, "fset": self.fset, "fdel": self.fdel, "expr": self.expr,
            "custom_comparator": self.custom_comparator, "update_expr": self.update_expr,
        }
        arguments.update(kw)
        return type(self)(**arguments)

    def getter(self, fget):
        return self._copy(fget=fget)

    def setter(self, fset):
        return self._copy(fset=fset)

    def deleter(self, fdel):
        return self._copy(fdel=fdel)

    def expression(self, expr):
        return self._copy(expr=expr)

    def comparator(self, comparator):
        return self._copy(custom_comparator=comparator)

    def update_expression(self, meth):
        return self._copy(update_expr=meth)

    @property
    def overrides(self):
        return self

    @property
    def inplace(self):
        return hybrid_property._InPlace(self)

    class _InPlace:
        """Adds to a hybrid without making another one."""

        def __init__(self, attr):
            self.attr = attr

        def _set(self, **kw):
            for name, function in kw.items():
                setattr(self.attr, name, _unwrap_classmethod(function))
            return self.attr

        def getter(self, fget):
            return self._set(fget=fget)

        def setter(self, fset):
            return self._set(fset=fset)

        def deleter(self, fdel):
            return self._set(fdel=fdel)

        def expression(self, expr):
            return self._set(expr=expr)

        def comparator(self, comparator):
            return self._set(custom_comparator=comparator)

        def update_expression(self, meth):
            return self._set(update_expr=meth)
