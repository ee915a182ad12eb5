# natives: _context _enter_context _id
"""Context variables: each task has a context of its own. CPython: Python/context.c."""


class Token:
    MISSING = type("Token.MISSING", (), {"__repr__": lambda self: "<Token.MISSING>"})()

    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value
        self._used = False

    def __repr__(self):
        return "<Token%s var=%r at %s>" % (" used" if self._used else "", self.var, hex(_id(self)))


class ContextVar:
    def __init__(self, name, *, default=Token.MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def get(self, *default):
        found = _context().get(self, Token.MISSING)
        if found is not Token.MISSING:
            return found
        if default:
            return default[0]
        if self._default is Token.MISSING:
            raise LookupError(self)
        return self._default

    def set(self, value):
        values = _context()
        token = Token(self, values.get(self, Token.MISSING))
        values[self] = value
        return token

    def reset(self, token):
        if not isinstance(token, Token):
            raise TypeError("expected an instance of Token, got %r" % (token,))
        if token._used:
            raise RuntimeError("%r has already been used once" % (token,))
        if token.var is not self:
            raise ValueError("%r was created by a different ContextVar" % (token,))
        token._used = True
        if token.old_value is Token.MISSING:
            _context().pop(self, None)
        else:
            _context()[self] = token.old_value

    def __repr__(self):
        default = "" if self._default is Token.MISSING else " default=%r" % (self._default,)
        return "<ContextVar name=%r%s at %s>" % (self.name, default, hex(_id(self)))

    def __class_getitem__(cls, item):
        return cls


class Context:
    def __init__(self):
        self._values = {}

    def run(self, callable, *args, **kwargs):
        previous = _enter_context(self._values)
        if previous is self._values:
            raise RuntimeError("cannot enter context: %r is already entered" % (self,))
        try:
            return callable(*args, **kwargs)
        finally:
            _enter_context(previous)

    def copy(self):
        made = Context()
        made._values = dict(self._values)
        return made

    def get(self, var, default=None):
        return self._values.get(var, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)


def copy_context():
    made = Context()
    made._values = dict(_context())
    return made
