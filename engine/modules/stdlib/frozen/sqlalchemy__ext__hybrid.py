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

    def _undefined(self, op, *other, **kw):
        raise NotImplementedError(f"{op}")

    operate = reverse_operate = _undefined


class _Forwarding:
    """Operators that hold for what `_operand()` gives."""

    def operate(self, op, *other, **kw):
        return op(self._operand(), *other, **kw)

    def reverse_operate(self, op, other, **kw):
        return op(other, self._operand(), **kw)


class ExprComparator(_Forwarding, Comparator):
    """A hybrid without operators of its own: those of the expression that its function returned."""

    def __init__(self, cls, expression, hybrid):
        super().__init__(expression)
        self.cls, self.hybrid = cls, hybrid

    def _operand(self):
        return self.expression

    def __getattr__(self, key):
        owner = self.hybrid if key == "info" else self.expression
        return getattr(owner, key)

    property = property(lambda self: self.expression.property)


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


class hybrid_propertyProxy(_Forwarding):
    """A hybrid on its class: an attribute to select, filter and order by. SQLAlchemy: create_proxied_attribute."""

    is_attribute = True

    def __init__(self, class_, key, descriptor, comparator, doc=None):
        self.class_, self.key, self.descriptor, self.comparator = class_, key, descriptor, comparator
        self.__doc__ = doc

    def _operand(self):
        return self.comparator

    def __clause_element__(self):
        element = self.comparator.__clause_element__()
        annotated = _annotated_proxy(element, self.class_, self.key if isinstance(self.key, str) else None)
        if annotated is not None:
            return annotated
        from sqlalchemy.exc import InvalidRequestError

        raise InvalidRequestError(
            f'When interpreting attribute "{self}" as a SQL expression, expected __clause_element__() to return a '
            f"ClauseElement object, got: {element!r}"
        )

    expression = property(__clause_element__)
    property = property(lambda self: self.comparator.property)

    def __str__(self):
        return ".".join((self.class_.__name__, str(self.key)))

    def __getattr__(self, attribute):
        sources = [self.__dict__[name] for name in ("descriptor", "comparator")]
        failure = None
        for source in sources:
            try:
                return getattr(source, attribute)
            except AttributeError as error:
                failure = error
        described = " nor ".join(f"{type(source).__name__!r} object" for source in sources)
        raise AttributeError(f"Neither {described} associated with {self} has an attribute {attribute!r}") from failure


_define_operators(hybrid_propertyProxy)
hybrid_propertyProxy.label = lambda self, name: self.expression.label(name)


class _InPlace:
    """Adds to a hybrid without making another one: its methods are named by the hybrid's `_parts`."""

    def __init__(self, hybrid):
        self.attr = hybrid

    def __getattr__(self, name):
        hybrid = self.__dict__["attr"]
        if name not in hybrid._parts:
            raise AttributeError(f"'_InPlace' object has no attribute {name!r}")

        def add(function):
            setattr(hybrid, hybrid._parts[name], _unwrap_classmethod(function))
            return hybrid

        return add


class hybrid_method:
    """A method that is SQL when called on the class."""

    is_attribute = True
    _parts = {"expression": "expr"}
    inplace = property(_InPlace)

    def __init__(self, func, expr=None):
        self.func = self.expr = func
        if expr is not None:
            self.expression(expr)

    def __get__(self, instance, owner=None):
        function, to = (self.expr, owner) if instance is None else (self.func, instance)
        return function.__get__(to, owner)

    def expression(self, expr):
        self.expr = expr = _unwrap_classmethod(expr)
        expr.__doc__ = expr.__doc__ or self.func.__doc__
        return self


class hybrid_property:
    """A property that is SQL when read on the class."""

    is_attribute = True
    _parts = {"getter": "fget", "setter": "fset", "deleter": "fdel", "expression": "expr",
              "comparator": "custom_comparator", "update_expression": "update_expr"}
    inplace = property(_InPlace)
    overrides = property(lambda self: self)

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        made_of = map(_unwrap_classmethod, (expr, custom_comparator, update_expr))
        self.expr, self.custom_comparator, self.update_expr = made_of
        self.__name__ = getattr(fget, "__name__", None)
        self.__doc__ = getattr(fget, "__doc__", None)

    def __get__(self, instance, owner=None):
        if instance is not None:
            return self.fget(instance)
        return self if owner is None else self._on_class(owner)

    def __set__(self, instance, value):
        self._accessor(self.fset, "set")(instance, value)

    def __delete__(self, instance):
        self._accessor(self.fdel, "delete")(instance)

    def _accessor(self, function, verb):
        if function is None:
            raise AttributeError(f"can't {verb} attribute")
        return function

    def _on_class(self, owner):
        make = self.custom_comparator
        if make:
            comparator = make(owner)
        else:
            make = self.expr or self.fget
            comparator = ExprComparator(owner, make(owner), self)
        return hybrid_propertyProxy(owner, self._key_in(owner), self, comparator, make.__doc__ or self.__doc__)

    def _key_in(self, owner):
        """The name under which the class, or that of an alias, has this hybrid."""
        # An alias has the __mro__ of its class.
        mine = (base.__dict__.get(self.__name__) is self for base in owner.__mro__)
        return self.__name__ if any(mine) else _UNKNOWN_KEY


def _with_part(attribute):
    def changed(self, function):
        arguments = {name: getattr(self, name) for name in self._parts.values()}
        arguments[attribute] = function
        return type(self)(**arguments)

    return changed


for _name, _attribute in hybrid_property._parts.items():
    setattr(hybrid_property, _name, _with_part(_attribute))
