"""validate_call and pydantic.dataclasses. pydantic: _internal/_validate_call.py, dataclasses.py; pydantic-core: validators/arguments.rs."""
import dataclasses as _dataclasses
import functools
import inspect
from typing import get_type_hints

from pydantic import TypeAdapter, ValidationError, _raise_errors


class ArgsKwargs:
    """A call's arguments, as errors show them."""

    def __init__(self, args, kwargs=None):
        self.args = args
        self.kwargs = kwargs or None

    def __repr__(self):
        return f"ArgsKwargs({self.args!r}, {self.kwargs!r})" if self.kwargs else f"ArgsKwargs({self.args!r})"


class _Arguments:
    """The parameters of a function with what validates each; `bind` gives a call's arguments as they come out."""

    def __init__(self, title, parameters, hints, missing):
        self.title = title
        self.parameters = list(parameters)
        self.missing = missing
        self.adapters = {p.name: TypeAdapter(hints[p.name]) for p in self.parameters if p.name in hints}

    def check(self, name, value, location, errors):
        adapter = self.adapters.get(name)
        if adapter is None:
            return value
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            errors.append((location, error))

    def bind(self, args, kwargs):
        errors, positional, named, left = [], [], {}, dict(kwargs)
        whole = ArgsKwargs(args, kwargs)
        index, rest, more = 0, None, None
        for p in self.parameters:
            if p.kind is p.VAR_POSITIONAL:
                rest = p
                continue
            if p.kind is p.VAR_KEYWORD:
                more = p
                continue
            by_position = p.kind is not p.KEYWORD_ONLY and index < len(args)
            by_name = p.kind is not p.POSITIONAL_ONLY and p.name in left
            if by_position:
                if by_name:
                    errors.append(((p.name,), ("multiple_argument_values", left.pop(p.name))))
                else:
                    positional.append(self.check(p.name, args[index], (index,), errors))
            elif by_name:
                named[p.name] = self.check(p.name, left.pop(p.name), (p.name,), errors)
            elif p.default is p.empty:
                kind = self.missing or {p.KEYWORD_ONLY: "missing_keyword_only_argument",
                                        p.POSITIONAL_ONLY: "missing_positional_only_argument"}.get(p.kind, "missing_argument")
                errors.append((((index,) if p.kind is p.POSITIONAL_ONLY else (p.name,)), (kind, whole)))
            if p.kind is not p.KEYWORD_ONLY:
                index += 1
        for at in range(index, len(args)):
            if rest is None:
                errors.append(((at,), ("unexpected_positional_argument", args[at])))
            else:
                positional.append(self.check(rest.name, args[at], (at,), errors))
        for name, value in left.items():
            if more is None:
                errors.append(((name,), ("unexpected_keyword_argument", value)))
            else:
                named[name] = self.check(more.name, value, (name,), errors)
        if errors:
            _raise_errors(self.title, errors)
        return positional, named


def validating(function, validate_return):
    hints = get_type_hints(function, include_extras=True)
    arguments = _Arguments(function.__name__, inspect.signature(function).parameters.values(), hints, None)
    returned = TypeAdapter(hints["return"]) if validate_return and "return" in hints else None

    def finish(value):
        try:
            return returned.validate_python(value)
        except ValidationError as error:
            _raise_errors(function.__name__, [((), error)])

    if inspect.iscoroutinefunction(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            positional, named = arguments.bind(args, kwargs)
            value = await function(*positional, **named)
            return value if returned is None else finish(value)
    else:
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            positional, named = arguments.bind(args, kwargs)
            value = function(*positional, **named)
            return value if returned is None else finish(value)
    wrapper.raw_function = function
    return wrapper


def dataclass(cls=None, /, *, config=None, validate_on_init=None, **options):
    def make(cls):
        if not _dataclasses.is_dataclass(cls) or "__dataclass_fields__" not in cls.__dict__:
            cls = _dataclasses.dataclass(cls, **options)
        original = cls.__init__
        parameters = list(inspect.signature(original).parameters.values())[1:]
        arguments = _Arguments(cls.__name__, parameters, get_type_hints(cls, include_extras=True), "missing")

        @functools.wraps(original)
        def __init__(self, *args, **kwargs):
            positional, named = arguments.bind(args, kwargs)
            original(self, *positional, **named)
        cls.__init__ = __init__
        return cls
    return make if cls is None else make(cls)
