# natives: _caller_module
"""Enumerations. CPython: Lib/enum.py."""
from operator import attrgetter as _attrgetter, or_ as _or
from functools import reduce as _reduce
from types import MappingProxyType as _MappingProxyType

__all__ = ["EnumType", "EnumMeta", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique",
           "property", "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
           "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "global_enum", "show_flag_values"]

_property = property
_auto_null = object()
Enum = Flag = None


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class property(_property):
    """A property whose name can be a member's name too."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            found = owner.__dict__.get("_member_map_", {}).get(self.name)
            if found is None:
                raise AttributeError("%r has no attribute %r" % (owner, self.name))
            return found
        return self.fget(instance)


class auto:
    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % (self.value,)

    def __or__(self, other):
        return self.value | other

    def __ror__(self, other):
        return other | self.value

    def __and__(self, other):
        return self.value & other

    def __invert__(self):
        return ~self.value


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_descriptor(value):
    kind = type(value)
    return hasattr(kind, "__get__") or hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def _is_single_bit(number):
    return number > 0 and number & (number - 1) == 0


class _EnumDict(dict):
    """The namespace of an enumeration's body: knows which names are members, and gives auto() its values."""

    def __init__(self, cls_name):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._generate = None

    def __setitem__(self, key, value):
        if key.startswith("_%s__" % self._cls_name.lstrip("_")) and not key.endswith("__"):
            pass
        elif _is_sunder(key):
            if key == "_generate_next_value_":
                if self._member_names:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate = value.__func__ if isinstance(value, staticmethod) else value
            elif key == "_ignore_":
                value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
                self._ignore = value
            elif key not in ("_order_", "_create_pseudo_member_", "_missing_", "_iter_member_", "_boundary_",
                             "_numeric_repr_", "_new_member_", "_value_repr_"):
                raise ValueError("_sunder_ names, such as %r, are reserved for future Enum use" % (key,))
        elif _is_dunder(key):
            pass
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or not _is_descriptor(value):
            if isinstance(value, member):
                value = value.value
            elif key in self:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            if isinstance(value, auto):
                value = self._resolve(key, value)
            elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                value = tuple(self._resolve(key, v) if isinstance(v, auto) else v for v in value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _resolve(self, key, one):
        if one.value is _auto_null:
            one.value = self._generate(key, 1, len(self._member_names), self._last_values[:])
        return one.value


def _data_type(cls_name, bases):
    """The class that members are made of besides Enum: int of IntEnum; object where there is none."""
    for base in bases:
        for parent in base.__mro__:
            if parent is object:
                continue
            if isinstance(parent, EnumType):
                if parent._member_type_ is not object:
                    return parent._member_type_
            elif "__new__" in parent.__dict__ or "__dataclass_fields__" in parent.__dict__:
                return base if not isinstance(base, EnumType) else parent
    return object


class EnumType(type):
    """The metaclass of Enum."""

    @classmethod
    def __prepare__(metacls, cls, bases, *, boundary=None, _simple=False, **kwds):
        metacls._check_bases(cls, bases)
        names = _EnumDict(cls)
        if bases and Enum is not None:
            enum_base = bases[-1]
            if isinstance(enum_base, EnumType):
                names._generate = enum_base._generate_next_value_
        return names

    @classmethod
    def _check_bases(metacls, cls_name, bases):
        for base in bases:
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError("<enum %r> cannot extend %r" % (cls_name, base))

    def __new__(metacls, cls, bases, names, *, boundary=None, _simple=False, **kwds):
        if not isinstance(names, _EnumDict):
            raise AttributeError("'dict' object has no attribute '_member_names'")
        for ignored in names._ignore:
            names.pop(ignored, None)
        member_names = list(names._member_names)
        if "mro" in names._member_names:
            raise ValueError("invalid enum member name(s) 'mro'")
        body = dict(names)
        values = [(name, body.pop(name)) for name in member_names]
        generate = body.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            body["_generate_next_value_"] = staticmethod(generate)
        body["_member_names_"] = []
        body["_member_map_"] = {}
        body["_value2member_map_"] = {}
        body["_unhashable_values_"] = []
        member_type = body["_member_type_"] = _data_type(cls, bases)
        first_enum = bases[-1] if bases else None
        saved_new = None
        if first_enum is not None:
            saved_new = body.get("__new__")
            if isinstance(saved_new, staticmethod):
                saved_new = saved_new.__func__
            body["__new__"] = Enum.__new__
        if saved_new is None:
            for base in bases:
                saved_new = getattr(base, "_own_new_", None)
                if saved_new is not None:
                    break
        body["_own_new_"] = staticmethod(saved_new) if saved_new is not None else None
        for name in ("__repr__", "__str__", "__format__"):
            if first_enum is not None and name not in body:
                if getattr(bases[0], name) in (getattr(member_type, name), getattr(object, name)):
                    body[name] = getattr(first_enum, name)
        if member_type is not object and ReprEnum is not None and ReprEnum in bases:
            own_str = member_type.__repr__ if member_type.__str__ is object.__str__ else member_type.__str__
            body["__str__"] = names.get("__str__", own_str)
            body["__format__"] = names.get("__format__", member_type.__format__)
        for name, value in values:
            if name in ("name", "value") and first_enum is not None:
                body[name] = property(_attrgetter("_%s_" % name))
        if first_enum is not None:
            body["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
        made = super().__new__(metacls, cls, bases, body, **kwds)
        if first_enum is None:
            return made
        is_flag = Flag is not None and issubclass(made, Flag)
        if is_flag:
            if member_type is not object:
                for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                    if name not in body:
                        type.__setattr__(made, name, getattr(Flag, name))
            made._flag_mask_ = made._singles_mask_ = made._all_bits_ = 0
        for name, value in values:
            made._add_member_(name, value, saved_new, member_type, is_flag)
        if is_flag:
            made._all_bits_ = 2 ** made._flag_mask_.bit_length() - 1
            singles = [m for m in made._member_map_.values() if _is_single_bit(m._value_)]
            order = [n for n in made._member_names_ if made._member_map_[n] in singles]
            made._member_names_[:] = sorted(order, key=lambda n: made._member_map_[n]._value_)
        return made

    def __init__(cls, *args, **kwds):
        pass

    def _add_member_(cls, name, value, new, member_type, is_flag):
        args = value if isinstance(value, tuple) else (value,)
        if member_type is tuple:
            args = (args,)
        if new is not None:
            self = new(cls, *args)
        elif member_type is object:
            self = object.__new__(cls)
        else:
            self = member_type.__new__(cls, *args)
        if not hasattr(self, "_value_"):
            if member_type is object:
                self._value_ = value
            else:
                try:
                    self._value_ = member_type(*args)
                except Exception as exc:
                    raise TypeError("_value_ not set in __new__, unable to create it") from exc
        value = self._value_
        self._name_ = name
        self.__objclass__ = cls
        self.__init__(*args)
        self._sort_order_ = len(cls._member_names_)
        canonical = None
        try:
            canonical = cls._value2member_map_.get(value)
        except TypeError:
            for known in cls._member_map_.values():
                if known._value_ == value:
                    canonical = known
        if canonical is not None:
            self = canonical
        else:
            if is_flag and not isinstance(value, int):
                raise TypeError("Flag values must be int, not %r" % (value,))
            if not is_flag or _is_single_bit(value):
                cls._member_names_.append(name)
            if is_flag:
                cls._flag_mask_ |= value
                if _is_single_bit(value):
                    cls._singles_mask_ |= value
            try:
                cls._value2member_map_[value] = self
            except TypeError:
                cls._unhashable_values_.append(value)
        cls._member_map_[name] = self
        if name not in ("name", "value"):
            type.__setattr__(cls, name, self)

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def _create_(cls, cls_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        body = metacls.__prepare__(cls_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (list, tuple)) and names and isinstance(names[0], str):
            last = []
            plain, names = names, []
            for index, name in enumerate(plain):
                value = body._generate(name, start, index, last[:])
                last.append(value)
                names.append((name, value))
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            body[name] = value
        body["__module__"] = module or _caller_module()
        if qualname is not None:
            body["__qualname__"] = qualname
        return metacls.__new__(metacls, cls_name, bases, body, boundary=boundary)

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            import warnings
            warnings.warn("in 3.12 __contains__ will no longer raise TypeError, but will return True or\n"
                          "False depending on whether the value is a member or the value of a member",
                          DeprecationWarning)
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'"
                            % (type(member).__qualname__, cls.__class__.__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, name))
        super().__delattr__(name)

    def __getattr__(cls, name):
        if _is_dunder(name):
            raise AttributeError(name)
        raise AttributeError(name) from None

    def __dir__(cls):
        return sorted(set(["__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__",
                           "__len__", "__members__", "__module__", "__name__", "__qualname__"]
                          + [n for n in cls.__dict__ if not n.startswith("_") and n not in cls._member_map_]
                          + cls._member_names_))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        return _MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__


EnumMeta = EnumType
ReprEnum = None


class Enum(metaclass=EnumType):
    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for known in cls._member_map_.values():
                if known._value_ == value:
                    return known
        failure = None
        try:
            result = cls._missing_(value)
        except Exception as error:
            failure, result = error, None
        if isinstance(result, cls):
            return result
        if result is None and Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(value, int):
            return value
        invalid = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        if result is None and failure is None:
            raise invalid
        if failure is None:
            failure = TypeError("error in %s._missing_: returned %r instead of None or a valid member"
                                % (cls.__name__, result))
        if not isinstance(failure, ValueError):
            failure.__context__ = invalid
        raise failure

    def __init__(self, *args, **kwds):
        pass

    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return max(v for v in last_values if isinstance(v, int)) + 1
        except (TypeError, ValueError):
            return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        shown = self.__class__._member_type_.__repr__ if self.__class__._member_type_ is not object else repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, shown(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        own = [n for c in self.__class__.mro() for n in c.__dict__ if n[0] != "_" and n not in self._member_map_]
        return sorted(set(["__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"] + own
                          + [n for n in self.__dict__ if n[0] != "_"]))

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    name = _property(_attrgetter("_name_"))
    value = _property(_attrgetter("_value_"))


def _refuse(self, name, value=None):
    raise AttributeError("<enum 'Enum'> cannot set attribute %r" % (name,))


Enum.name = Enum.name.setter(lambda self, value: _refuse(self, "name"))
Enum.value = Enum.value.setter(lambda self, value: _refuse(self, "value"))


class ReprEnum(Enum):
    """Only changes the repr: str() and format() are the mixed-in type's."""


class IntEnum(int, ReprEnum):
    pass


class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        made = str.__new__(cls, *values)
        made._value_ = str(*values)
        return made

    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=CONFORM):
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                bits = max(value.bit_length(), mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s"
                                 % (cls, value, _bin(value, bits), _bin(mask, bits)))
            if cls._boundary_ is CONFORM:
                value = value & mask
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value = all_bits + 1 + value
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
        unknown = value & ~mask
        made = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        made._value_ = value
        names = [m._name_ for m in cls._iter_member_(value)]
        if unknown and names:
            names.append(str(unknown))
        made._name_ = "|".join(names) if names else None
        cls._value2member_map_[value] = made
        return made

    @classmethod
    def _iter_member_(cls, value):
        for name in cls._member_names_:
            found = cls._member_map_[name]
            if found._value_ & value:
                yield found

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r"
                            % (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return self._iter_member_(self._value_)

    def __len__(self):
        return bin(self._value_).count("1")

    def __repr__(self):
        if self._name_ is None:
            return "<%s: %r>" % (self.__class__.__name__, self._value_)
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s(%r)" % (self.__class__.__name__, self._value_) if self._name_ is None \
            else "%s.%s" % (self.__class__.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _number(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        number = self._number(other)
        return NotImplemented if number is None else self.__class__(self._value_ | number)

    def __and__(self, other):
        number = self._number(other)
        return NotImplemented if number is None else self.__class__(self._value_ & number)

    def __xor__(self, other):
        number = self._number(other)
        return NotImplemented if number is None else self.__class__(self._value_ ^ number)

    def __invert__(self):
        if self._boundary_ is KEEP:
            return self.__class__(~self._value_)
        return self.__class__(self._singles_mask_ & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __hash__(self):
        return hash(self._value_) if self._name_ is None else hash(self._name_)


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    pass


def _bin(number, bits):
    text = bin(number % (1 << bits))[2:].rjust(bits, "0")
    return "0b%s %s" % ("1" if number < 0 else "0", text)


def unique(enumeration):
    duplicates = ["%s -> %s" % (alias, found._name_) for alias, found in enumeration.__members__.items()
                  if alias != found._name_]
    if duplicates:
        raise ValueError("duplicate values found in %r: %s" % (enumeration, ", ".join(duplicates)))
    return enumeration


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        name = enumeration.__name__
        for check in self.checks:
            if check is UNIQUE:
                duplicates = ["%s -> %s" % (alias, found._name_) for alias, found in enumeration.__members__.items()
                              if alias != found._name_]
                if duplicates:
                    raise ValueError("aliases found in %r: %s" % (enumeration, ", ".join(duplicates)))
            elif check is CONTINUOUS:
                values = set(m._value_ for m in enumeration)
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if issubclass(enumeration, Flag):
                    missing = [1 << i for i in range(low.bit_length(), high.bit_length() - 1) if 1 << i not in values]
                else:
                    missing = [i for i in range(low + 1, high) if i not in values]
                if missing:
                    raise ValueError("invalid %s %r: missing values %s" % (
                        "flag" if issubclass(enumeration, Flag) else "enum", name, ", ".join(str(m) for m in missing)))
        return enumeration


def global_enum(cls, update_str=False):
    return cls


def show_flag_values(value):
    number = value if isinstance(value, int) else value._value_
    return [1 << i for i in range(number.bit_length()) if number >> i & 1]
