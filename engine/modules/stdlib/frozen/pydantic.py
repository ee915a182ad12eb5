"""The classes of pydantic that need no speed. pydantic: functional_validators.py, functional_serializers.py, types.py, fields.py."""
from typing import Annotated as _Annotated, Any as _Any, Generic as _Generic, TypeVar as _TypeVar


def _module(name):
    def set_module(cls):
        cls.__module__ = name
        return cls
    return set_module


class _Function:
    def __init__(self, func, *values, **named):
        self.func = func
        for name, value in zip(self._names, values):
            setattr(self, name, value)
        for name, value in named.items():
            if name not in self._names:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument {name!r}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}(func={self.func!r})"


def _function(name, module, **names):
    return type(_Function)(name, (_Function,), {"__module__": "pydantic." + module, "_names": tuple(names), **names})


AfterValidator = _function("AfterValidator", "functional_validators")
BeforeValidator = _function("BeforeValidator", "functional_validators", json_schema_input_type=None)
WrapValidator = _function("WrapValidator", "functional_validators", json_schema_input_type=None)
PlainValidator = _function("PlainValidator", "functional_validators", json_schema_input_type=None)
PlainSerializer = _function("PlainSerializer", "functional_serializers", return_type=None, when_used="always")
WrapSerializer = _function("WrapSerializer", "functional_serializers", return_type=None, when_used="always")


@_module("pydantic.functional_validators")
class SkipValidation:
    def __class_getitem__(cls, item):
        return _Annotated[item, SkipValidation()]


class _Constraint:
    def __init__(self, *values, **named):
        for name, value in zip(self._names, values):
            setattr(self, name, value)
        for name, value in named.items():
            if name not in self._names:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument {name!r}")
            setattr(self, name, value)

    def __repr__(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names if hasattr(self, name))
        return f"{type(self).__name__}({shown})"


def _constraint(name, *names, module="annotated_types"):
    return type(_Constraint)(name, (_Constraint,), {"_names": names, "__module__": module})


Gt = _constraint("Gt", "gt")
Ge = _constraint("Ge", "ge")
Lt = _constraint("Lt", "lt")
Le = _constraint("Le", "le")
MultipleOf = _constraint("MultipleOf", "multiple_of")
MinLen = _constraint("MinLen", "min_length")
MaxLen = _constraint("MaxLen", "max_length")
Len = _constraint("Len", "min_length", "max_length")
Interval = _constraint("Interval", "gt", "ge", "lt", "le")
Predicate = _constraint("Predicate", "func")
class Strict(_Constraint):
    _names = ("strict",)
    strict = True


Strict.__module__ = "pydantic.types"
StringConstraints = _constraint("StringConstraints", "strip_whitespace", "to_upper", "to_lower", "strict", "min_length",
                                "max_length", "pattern", module="pydantic.types")
AllowInfNan = _constraint("AllowInfNan", "allow_inf_nan", module="pydantic.types")


def _constrained(base, kind, names):
    def constrained(**given):
        for name in given:
            if name not in names:
                raise TypeError(f"{kind}() got an unexpected keyword argument {name!r}")
        made = _constraint(kind, *names, module="pydantic.types")
        return _Annotated[base, made(**{name: value for name, value in given.items() if value is not None})]
    constrained.__name__ = constrained.__qualname__ = kind
    return constrained


_bounds = ("strict", "gt", "ge", "lt", "le", "multiple_of")
conint = _constrained(int, "conint", _bounds)
confloat = _constrained(float, "confloat", _bounds + ("allow_inf_nan",))
constr = _constrained(str, "constr", ("strip_whitespace", "to_upper", "to_lower", "strict", "min_length", "max_length", "pattern"))
conbytes = _constrained(bytes, "conbytes", ("min_length", "max_length", "strict"))


def condecimal(**given):
    from decimal import Decimal
    return _constrained(Decimal, "condecimal", _bounds + ("max_digits", "decimal_places", "allow_inf_nan"))(**given)


def conlist(item_type, *, min_length=None, max_length=None):
    return _Annotated[list[item_type], Len(min_length, max_length)]


def conset(item_type, *, min_length=None, max_length=None):
    return _Annotated[set[item_type], Len(min_length, max_length)]


def confrozenset(item_type, *, min_length=None, max_length=None):
    return _Annotated[frozenset[item_type], Len(min_length, max_length)]


def condate(**given):
    from datetime import date
    return _constrained(date, "condate", ("strict", "gt", "ge", "lt", "le"))(**given)


PositiveInt = _Annotated[int, Gt(0)]
NegativeInt = _Annotated[int, Lt(0)]
NonPositiveInt = _Annotated[int, Le(0)]
NonNegativeInt = _Annotated[int, Ge(0)]
PositiveFloat = _Annotated[float, Gt(0)]
NegativeFloat = _Annotated[float, Lt(0)]
NonPositiveFloat = _Annotated[float, Le(0)]
NonNegativeFloat = _Annotated[float, Ge(0)]
FiniteFloat = _Annotated[float, AllowInfNan(False)]
StrictInt = _Annotated[int, Strict(True)]
StrictStr = _Annotated[str, Strict(True)]
StrictBool = _Annotated[bool, Strict(True)]
StrictFloat = _Annotated[float, Strict(True)]
StrictBytes = _Annotated[bytes, Strict(True)]


class InstanceOf:
    def __class_getitem__(cls, item):
        return _Annotated[_Any, WrapValidator(lambda value, handler: _instance_of(item, value))]


def _instance_of(cls, value):
    if not isinstance(value, cls):
        raise PydanticKnownError("is_instance_of", {"class": cls.__name__})
    return value


@_module("pydantic_core._pydantic_core")
class PydanticCustomError(ValueError):
    def __init__(self, error_type, message_template, context=None):
        self.type = self.__pydantic_error_type__ = error_type
        self.message_template = message_template
        self.context = context

    def message(self):
        text = self.message_template
        for name, value in (self.context or {}).items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def __str__(self):
        return self.message()

    def __repr__(self):
        return f"{self.message()} [type={self.type}, context={self.context}]"


@_module("pydantic_core._pydantic_core")
class PydanticKnownError(ValueError):
    def __init__(self, error_type, context=None):
        self.type = self.__pydantic_error_type__ = error_type
        self.context = context

    def __str__(self):
        return f"{self.type} [context={self.context}]"


@_module("pydantic_core._pydantic_core")
class PydanticSerializationError(ValueError):
    pass


@_module("pydantic.networks")
class EmailStr:
    @classmethod
    def __pydantic_validate__(cls, value):
        return _validate_email(value)


@_module("pydantic.networks")
class NameEmail:
    @classmethod
    def __pydantic_validate__(cls, value):
        return _validate_email(value)


def _validate_email(value):
    value = value.strip()
    local, at, domain = value.rpartition("@")
    reason = None
    if not at:
        reason = "An email address must have an @-sign."
    elif not local:
        reason = "There must be something before the @-sign."
    elif not domain:
        reason = "There must be something after the @-sign."
    elif any(c in " \t\n\r(),:;<>[]\"\\" or ord(c) < 32 for c in local):
        shown = sorted({repr(c) if c != " " else "SPACE" for c in local if c in " \t\n\r(),:;<>[]\"\\@" or ord(c) < 32})
        reason = "The email address contains invalid characters before the @-sign: " + ", ".join(shown) + "."
    elif local.startswith(".") or local.endswith(".") or ".." in local:
        reason = "An email address cannot have two periods in a row." if ".." in local else (
            "An email address cannot start with a period." if local.startswith(".") else
            "An email address cannot have a period immediately before the @-sign.")
    elif "." not in domain:
        reason = "The part after the @-sign is not valid. It should have a period."
    elif any(not (c.isalnum() or c in "-.") for c in domain):
        shown = sorted({repr(c) if c != " " else "SPACE" for c in domain if not (c.isalnum() or c in "-.")})
        reason = "The part after the @-sign contains invalid characters: " + ", ".join(shown) + "."
    if reason:
        raise PydanticCustomError("value_error", "value is not a valid email address: {reason}", {"reason": reason})
    return local + "@" + domain.lower()


@_module("pydantic.types")
class SecretStr:
    def __init__(self, secret_value):
        self._secret_value = secret_value

    @classmethod
    def __pydantic_validate__(cls, value):
        return cls(value)

    def get_secret_value(self):
        return self._secret_value

    def __eq__(self, other):
        return isinstance(other, SecretStr) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)

    def __len__(self):
        return len(self._secret_value)

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"SecretStr({str(self)!r})"


@_module("pydantic.networks")
class AnyUrl(str):
    @classmethod
    def __pydantic_validate__(cls, value):
        scheme, colon, rest = value.partition("://")
        if not colon:
            raise PydanticCustomError("url_parsing", "Input should be a valid URL, {error}", {"error": "relative URL without a base"})
        if cls._schemes and scheme not in cls._schemes:
            expected = " or ".join(repr(s) for s in cls._schemes)
            raise PydanticKnownError("url_scheme", {"expected_schemes": expected})
        host, slash, path = rest.partition("/")
        return cls(scheme + "://" + host.lower() + "/" + path)

    _schemes = ()

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"


@_module("pydantic.networks")
class HttpUrl(AnyUrl):
    _schemes = ("http", "https")


def _url_class(name, *schemes):
    return type(AnyUrl)(name, (AnyUrl,), {"__module__": "pydantic.networks", "_schemes": schemes})


AnyHttpUrl = _url_class("AnyHttpUrl", "http", "https")
FileUrl = _url_class("FileUrl", "file")
FtpUrl = _url_class("FtpUrl", "ftp")
WebsocketUrl = AnyWebsocketUrl = _url_class("WebsocketUrl", "ws", "wss")
PostgresDsn = _url_class("PostgresDsn", "postgres", "postgresql", "postgresql+asyncpg", "postgresql+pg8000", "postgresql+psycopg",
                         "postgresql+psycopg2", "postgresql+psycopg2cffi", "postgresql+py-postgresql", "postgresql+pygresql")
MySQLDsn = _url_class("MySQLDsn", "mysql", "mysql+mysqlconnector", "mysql+aiomysql", "mysql+asyncmy", "mysql+mysqldb",
                      "mysql+pymysql", "mysql+cymysql", "mysql+pyodbc")
RedisDsn = _url_class("RedisDsn", "redis", "rediss")
MongoDsn = _url_class("MongoDsn", "mongodb", "mongodb+srv")
AmqpDsn = _url_class("AmqpDsn", "amqp", "amqps")


def validate_email(value):
    email = _validate_email(value)
    return email.partition("@")[0], email


@_module("pydantic.types")
class SecretBytes(SecretStr):
    def __str__(self):
        return str(b"**********") if self._secret_value else str(b"")

    def __repr__(self):
        return f"SecretBytes({b'**********' if self._secret_value else b''!r})"

    @classmethod
    def __pydantic_validate__(cls, value):
        return cls(value.encode("utf-8"))


@_module("pydantic.types")
class Json:
    """Text of JSON, read before it is validated."""

    def __class_getitem__(cls, item):
        return _Annotated[item, BeforeValidator(cls.__pydantic_validate__)]

    @staticmethod
    def __pydantic_validate__(value):
        if not isinstance(value, (str, bytes, bytearray)):
            raise PydanticKnownError("json_type")
        try:
            return TypeAdapter(_Any).validate_json(value)
        except ValidationError as error:
            raise PydanticKnownError("json_invalid", error.errors()[0].get("ctx")) from None


class SerializeAsAny:
    def __class_getitem__(cls, item):
        return item


def _dated(base, holds, error):
    def check(value):
        if not holds(value):
            raise PydanticKnownError(error)
        return value
    return _Annotated[base, AfterValidator(check)]


def _make_temporal_types():
    from datetime import date, datetime

    def now(value):
        return datetime.now(value.tzinfo)
    return (_dated(date, lambda v: v < date.today(), "date_past"), _dated(date, lambda v: v > date.today(), "date_future"),
            _dated(datetime, lambda v: v < now(v), "datetime_past"), _dated(datetime, lambda v: v > now(v), "datetime_future"),
            _dated(datetime, lambda v: v.tzinfo is not None, "timezone_aware"),
            _dated(datetime, lambda v: v.tzinfo is None, "timezone_naive"))


def _make_uuid(version):
    from uuid import UUID

    def check(value):
        if value.version != version:
            raise PydanticKnownError("uuid_version", {"expected_version": version})
        return value
    return _Annotated[UUID, AfterValidator(check)]


def _make_base64(altered):
    import base64
    encode = base64.urlsafe_b64encode if altered else base64.b64encode
    decode = base64.urlsafe_b64decode if altered else base64.b64decode

    def read(value):
        try:
            return decode(value.encode()).decode()
        except ValueError as error:
            raise PydanticCustomError("base64_decode", "Base64 decoding error: '{error}'", {"error": str(error)})
    return _Annotated[str, AfterValidator(read), PlainSerializer(lambda value: encode(value.encode()).decode())]


_temporal = ("PastDate", "FutureDate", "PastDatetime", "FutureDatetime", "AwareDatetime", "NaiveDatetime")


def _made_when_asked_for(name):
    if name in _temporal:
        return dict(zip(_temporal, _make_temporal_types()))[name]
    return _make_uuid(int(name[-1])) if name.startswith("UUID") else _make_base64(name != "Base64Str")


@_module("pydantic.aliases")
class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


@_module("pydantic.aliases")
class AliasGenerator:
    def __init__(self, alias=None, validation_alias=None, serialization_alias=None):
        self.alias = alias
        self.validation_alias = validation_alias
        self.serialization_alias = serialization_alias


def create_model(model_name, /, *, __config__=None, __doc__=None, __base__=None, __module__=None, __validators__=None, **fields):
    bases = __base__ if isinstance(__base__, tuple) else (__base__ or BaseModel,)
    namespace = {"__module__": __module__ or "__main__", "__qualname__": model_name, "__annotations__": {}}
    if __doc__:
        namespace["__doc__"] = __doc__
    if __config__:
        namespace["model_config"] = __config__
    namespace.update(__validators__ or {})
    for name, definition in fields.items():
        annotation, default = definition if isinstance(definition, tuple) else (definition, ...)
        namespace["__annotations__"][name] = annotation
        if default is not ...:
            namespace[name] = default
    return type(bases[0])(model_name, bases, namespace)


@_module("pydantic.fields")
class ModelPrivateAttr:
    def __init__(self, default=..., *, default_factory=None):
        self.default = default
        self.default_factory = default_factory

    def get_default(self):
        if self.default_factory is not None:
            return self.default_factory()
        from copy import deepcopy
        return deepcopy(self.default)


def PrivateAttr(default=..., *, default_factory=None, init=False):
    if default is not ... and default_factory is not None:
        raise TypeError("cannot specify both default and default_factory")
    return ModelPrivateAttr(default, default_factory=default_factory)


def validator(field, /, *fields, pre=False, always=False, check_fields=None, **old):
    """Version 1's decorator: `cls, v`, `cls, v, values` and keywords of these names."""
    _warn_old_validator("Pydantic V1 style `@validator` validators are deprecated. You should migrate to Pydantic V2 style "
                        "`@field_validator` validators, see the migration guide for more details.")

    def decorate(function):
        inner = getattr(function, "__func__", function)
        count = inner.__code__.co_argcount
        names = inner.__code__.co_varnames[:count]

        def validate(cls, value, info):
            more = {name: given for name, given in (("values", info.data), ("config", info.config)) if name in names}
            return inner(cls, value, **more)
        validate.__name__ = validate.__qualname__ = inner.__name__
        return field_validator(field, *fields, mode="before" if pre else "after")(validate)
    return decorate


def _warn_old_validator(text):
    import warnings
    warnings.warn(text + " Deprecated in Pydantic V2.0 to be removed in V3.0. See Pydantic V2 Migration Guide at "
                  "https://errors.pydantic.dev/2.12/migration/", DeprecationWarning, stacklevel=3)


_Root = _TypeVar("RootModelRootType")


@_module("pydantic.root_model")
class RootModel(BaseModel, _Generic[_Root]):
    root: _Root

    @classmethod
    def model_construct(cls, root, _fields_set=None):
        return super().model_construct(root=root, _fields_set=_fields_set)


def validate_call(func=None, /, *, config=None, validate_return=False):
    from _pydantic_calls import validating
    if func is not None:
        return validating(func, validate_return)
    return lambda function: validating(function, validate_return)
