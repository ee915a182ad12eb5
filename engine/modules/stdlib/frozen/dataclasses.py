# natives: _execute _caller_module _id
"""dataclass and its kin. CPython: Lib/dataclasses.py."""
from types import MappingProxyType as _MappingProxyType, GenericAlias as _GenericAlias

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict",
           "astuple", "make_dataclass", "replace", "is_dataclass"]


class _Missing:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


class _Default:
    def __repr__(self):
        return "<factory>"


class KW_ONLY:
    pass


MISSING = _Missing()
_factory_default = _Default()
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT = "__post_init__"


class InitVar:
    def __init__(self, type):
        self.type = type

    def __repr__(self):
        return "dataclasses.InitVar[%s]" % (self.type.__name__ if isinstance(self.type, type) else repr(self.type))

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
                 "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _MappingProxyType({}) if metadata is None else _MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return ("Field(name=%r,type=%r,default=%r,default_factory=%r,init=%r,repr=%r,hash=%r,compare=%r,metadata=%r,"
                "kw_only=%r,_field_type=%s)" % (self.name, self.type, self.default, self.default_factory, self.init,
                                                self.repr, self.hash, self.compare, self.metadata, self.kw_only,
                                                self._field_type))

    def __set_name__(self, owner, name):
        follow = getattr(type(self.default), "__set_name__", None)
        if follow:
            follow(self.default, owner, name)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


class _Params:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        return "_DataclassParams(init=%r,repr=%r,eq=%r,order=%r,unsafe_hash=%r,frozen=%r)" % (
            self.init, self.repr, self.eq, self.order, self.unsafe_hash, self.frozen)


def _is_class_var(annotation):
    if isinstance(annotation, str):
        return annotation.split("[")[0].strip() in ("ClassVar", "typing.ClassVar", "t.ClassVar")
    return repr(annotation).startswith("typing.ClassVar")


def _is_init_var(annotation):
    if isinstance(annotation, str):
        return annotation.split("[")[0].strip() in ("InitVar", "dataclasses.InitVar")
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation):
    return annotation is KW_ONLY or (isinstance(annotation, str) and annotation in ("KW_ONLY", "dataclasses.KW_ONLY"))


def _make_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        made = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING
        made = field(default=default)
    made.name = name
    made.type = annotation
    made._field_type = "_FIELD"
    if _is_class_var(annotation):
        made._field_type = "_FIELD_CLASSVAR"
    elif _is_init_var(annotation):
        made._field_type = "_FIELD_INITVAR"
    if made._field_type != "_FIELD" and made.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if made._field_type == "_FIELD_CLASSVAR":
        if made.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif made.kw_only is MISSING:
        made.kw_only = kw_only
    if made._field_type == "_FIELD" and made.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(made.default)} for field {name} is not allowed: use default_factory")
    return made


def _method(cls, name, parameters, body, space):
    """Defines `name` from text; its module is the class's."""
    names = dict(space)
    names["__name__"] = cls.__module__
    text = "def __create_fn__():\n def %s(%s):\n%s\n return %s" % (
        name, ", ".join(parameters), "\n".join("  " + line for line in body) or "  pass", name)
    _execute(text, names)
    made = names["__create_fn__"]()
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    return made


def _init(cls, fields, std, kw, frozen, has_post_init, self_name):
    seen_default = None
    for f in std:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument")
    space = {"_MISSING": MISSING, "_factory_default": _factory_default, "_object_setattr": object.__setattr__}

    def parameter(f):
        if f.default is MISSING and f.default_factory is MISSING:
            return f.name
        if f.default is not MISSING:
            space[f"_default_{f.name}"] = f.default
            return f"{f.name}=_default_{f.name}"
        return f"{f.name}=_factory_default"

    body = []
    for f in fields:
        if f.default_factory is not MISSING:
            space[f"_factory_{f.name}"] = f.default_factory
            value = f"_factory_{f.name}()" if not f.init else \
                f"_factory_{f.name}() if {f.name} is _factory_default else {f.name}"
        elif f.init:
            value = f.name
        elif f.default is not MISSING and getattr(cls, "__slots__", None):
            space[f"_default_{f.name}"] = f.default
            value = f"_default_{f.name}"
        else:
            continue
        if f._field_type == "_FIELD_INITVAR":
            continue
        body.append(f"_object_setattr({self_name},{f.name!r},{value})" if frozen else f"{self_name}.{f.name}={value}")
    if has_post_init:
        variables = ",".join(f.name for f in fields if f._field_type == "_FIELD_INITVAR")
        body.append(f"{self_name}.{_POST_INIT}({variables})")
    parameters = [self_name] + [parameter(f) for f in std if f.init]
    keyword = [parameter(f) for f in kw if f.init]
    made = _method(cls, "__init__", parameters + (["*"] + keyword if keyword else []), body, space)
    made.__annotations__ = {**{f.name: f.type for f in std + kw if f.init}, "return": None}
    return made


def _tuple_text(name, fields):
    return "(" + "".join(f"{name}.{f.name}," for f in fields) + ")"


def _set_new(cls, name, value):
    if name in cls.__dict__:
        return True
    value.__qualname__ = f"{cls.__qualname__}.{value.__name__}"
    setattr(cls, name, value)
    return False


def _compare(cls, operator, name, fields):
    body = ["if other.__class__ is self.__class__:",
            f" return {_tuple_text('self', fields)}{operator}{_tuple_text('other', fields)}",
            "return NotImplemented"]
    return _method(cls, name, ["self", "other"], body, {})


def _add_frozen(cls, fields):
    names = tuple(f.name for f in fields)

    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    for function in (__setattr__, __delattr__):
        if _set_new(cls, function.__name__, function):
            raise TypeError(f"Cannot overwrite attribute {function.__name__} in class {cls.__name__}")


_active = set()


def _repr_method(fields):
    names = [f.name for f in fields if f.repr]

    def __repr__(self):
        key = _id(self)
        if key in _active:
            return "..."
        _active.add(key)
        try:
            return self.__class__.__qualname__ + "(" + ", ".join([f"{n}={getattr(self, n)!r}" for n in names]) + ")"
        finally:
            _active.discard(key)
    return __repr__


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    any_frozen_base = has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_bases = True
            fields.update(base_fields)
            any_frozen_base = any_frozen_base or base.__dict__[_PARAMS].frozen
    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    seen_marker = False
    for name, annotation in annotations.items():
        if _is_kw_only(annotation):
            if seen_marker:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen_marker = kw_only = True
        else:
            own.append(_make_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(cls.__dict__.get(f.name), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in list(cls.__dict__.items()):
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen_base and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    setattr(cls, _PARAMS, _Params(init, repr, eq, order, unsafe_hash, frozen))
    own_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (own_hash is MISSING or (own_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    real = [f for f in fields.values() if f._field_type in ("_FIELD", "_FIELD_INITVAR")]
    std, kw = [f for f in real if not f.kw_only], [f for f in real if f.kw_only]
    stored = [f for f in fields.values() if f._field_type == "_FIELD"]
    if init:
        self_name = "__dataclass_self__" if "self" in fields else "self"
        function = _init(cls, real, std, kw, frozen, hasattr(cls, _POST_INIT), self_name)
        _set_new(cls, "__init__", function)
    if repr:
        _set_new(cls, "__repr__", _repr_method(stored))
    compared = [f for f in stored if f.compare]
    if eq:
        _set_new(cls, "__eq__", _compare(cls, "==", "__eq__", compared))
    if order:
        for name, operator in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if _set_new(cls, name, _compare(cls, operator, name, compared)):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                                "Consider using functools.total_ordering")
    if frozen:
        _add_frozen(cls, stored)
    if unsafe_hash and has_explicit_hash:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if unsafe_hash or (eq and frozen and not has_explicit_hash):
        hashed = [f for f in stored if (f.compare if f.hash is None else f.hash)]
        cls.__hash__ = _method(cls, "__hash__", ["self"], [f"return hash({_tuple_text('self', hashed)})"], {})
    elif eq and not has_explicit_hash and not frozen:
        cls.__hash__ = None
    if not getattr(cls, "__doc__"):
        shown = ", ".join(_parameter_text(f) for f in std + kw if f.init)
        cls.__doc__ = f"{cls.__name__}({shown})"
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in std if f.init)
    if slots:
        cls = _with_slots(cls, frozen, weakref_slot, stored)
    return cls


def _parameter_text(f):
    shown = f.type.__name__ if isinstance(f.type, type) and not isinstance(f.type, _GenericAlias) else repr(f.type)
    if f.default is not MISSING:
        return f"{f.name}: {shown} = {f.default!r}"
    if f.default_factory is not MISSING:
        return f"{f.name}: {shown} = <factory>"
    return f"{f.name}: {shown}"


def _with_slots(cls, frozen, weakref_slot, fields):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    body = dict(cls.__dict__)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        names = base.__dict__.get("__slots__", ())
        inherited.update((names,) if isinstance(names, str) else names)
    names = tuple(f.name for f in fields)
    body["__slots__"] = tuple(n for n in names + (("__weakref__",) if weakref_slot else ()) if n not in inherited)
    for name in names:
        body.pop(name, None)
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type == "_FIELD")


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda o: dict_factory([(f.name, _convert_inner(getattr(o, f.name), _dict_of(dict_factory)))
                                                 for f in fields(o)]))


def _dict_of(dict_factory):
    def convert(o):
        return dict_factory([(f.name, _convert_inner(getattr(o, f.name), convert)) for f in fields(o)])
    return convert


def astuple(obj, *, tuple_factory=tuple):
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")

    def convert(o):
        return tuple_factory([_convert_inner(getattr(o, f.name), convert) for f in fields(o)])
    return convert(obj)


def _convert(obj, convert):
    return convert(obj)


def _convert_inner(obj, convert):
    if _is_instance(obj):
        return convert(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert_inner(v, convert) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_convert_inner(v, convert) for v in obj)
    if isinstance(obj, dict):
        items = [(_convert_inner(k, convert), _convert_inner(v, convert)) for k, v in obj.items()]
        if hasattr(type(obj), "default_factory"):
            made = type(obj)(obj.default_factory)
            for k, v in items:
                made[k] = v
            return made
        return type(obj)(items)
    if obj is None or isinstance(obj, (int, str, float, bool)):
        return obj
    import copy
    return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    body = {} if namespace is None else dict(namespace)
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, "typing.Any"
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, body[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation
    body["__annotations__"] = annotations
    body.setdefault("__module__", _caller_module())
    cls = type(bases[0])(cls_name, bases, body) if bases else type(cls_name, bases, body)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type == "_FIELD_CLASSVAR":
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type == "_FIELD_INITVAR" and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
