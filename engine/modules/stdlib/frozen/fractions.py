"""Fraction. CPython: Lib/fractions.py."""
import math as _math

__all__ = ["Fraction"]


def _parse(text):
    """'1/3', '-0.25', '1e3' as numerator and denominator; None where it is none of these."""
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in ("-", "+") else text
    if not body or not (body[0].isdigit() or body[0] == "."):
        return None
    up, slash, down = body.partition("/")
    try:
        if slash:
            if not (up.isdigit() and down.isdigit()):
                return None
            return sign * int(up), int(down)
        mantissa, _, power = body.lower().partition("e")
        if "e" in body.lower() and not power:
            return None
        whole, _, fraction = mantissa.partition(".")
        digits = (whole + fraction).replace("_", "")
        if not digits.isdigit():
            return None
        exponent = int(power or 0) - len(fraction.replace("_", ""))
        number = sign * int(digits)
        return (number * 10 ** exponent, 1) if exponent >= 0 else (number, 10 ** -exponent)
    except ValueError:
        return None


class Fraction:
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, Fraction):
                self._numerator, self._denominator = numerator._numerator, numerator._denominator
                return self
            if isinstance(numerator, int):
                self._numerator, self._denominator = int(numerator), 1
                return self
            if isinstance(numerator, str):
                pair = _parse(numerator)
                if pair is None:
                    raise ValueError("Invalid literal for Fraction: %r" % numerator)
                numerator, denominator = pair
            elif hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
        divisor = _math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator, self._denominator = numerator // divisor, denominator // divisor
        return self

    @classmethod
    def from_float(cls, f):
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec.as_integer_ratio())

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)
    real = property(lambda self: self)
    imag = property(lambda self: 0)

    def as_integer_ratio(self):
        return (self._numerator, self._denominator)

    def is_integer(self):
        return self._denominator == 1

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        first, second = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return second if abs(second - self) <= abs(first - self) else first

    def __repr__(self):
        return "%s(%s, %s)" % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else "%s/%s" % (self._numerator, self._denominator)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, 2 ** 61 - 1)
        except ValueError:
            number = 314159
        else:
            number = hash(hash(abs(self._numerator)) * inverse)
        result = number if self._numerator >= 0 else -number
        return -2 if result == -1 else result

    def _pair(self, other):
        if isinstance(other, Fraction):
            return other._numerator, other._denominator
        if isinstance(other, int):
            return int(other), 1
        return None

    def __float__(self):
        return self._numerator / self._denominator

    def __int__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    __trunc__ = __int__

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator:
                return floor
            if rest * 2 > self._denominator:
                return floor + 1
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __bool__(self):
        return bool(self._numerator)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return (self.__class__, (self._numerator, self._denominator))

    def _compare(self, other, op):
        pair = self._pair(other)
        if pair is not None:
            return op(self._numerator * pair[1], pair[0] * self._denominator)
        if isinstance(other, float):
            if _math.isnan(other) or _math.isinf(other):
                return op(0.0, other)
            return op(self, Fraction(*other.as_integer_ratio()))
        return NotImplemented

    def __eq__(self, other):
        return self._compare(other, lambda a, b: a == b)

    def __lt__(self, other):
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._compare(other, lambda a, b: a >= b)

    def __pow__(self, other):
        if isinstance(other, (int, Fraction)) and other == int(other):
            power = int(other)
            if power >= 0:
                return Fraction(self._numerator ** power, self._denominator ** power)
            if self._numerator == 0:
                raise ZeroDivisionError("Fraction(%s, 0)" % self._denominator ** -power)
            return Fraction(self._denominator ** -power, self._numerator ** -power)
        return float(self) ** float(other)

    def __rpow__(self, other):
        if self._denominator == 1:
            return other ** self._numerator
        return other ** float(self)


def _operators(exact, inexact):
    def forward(self, other):
        pair = self._pair(other)
        if pair is not None:
            return exact(self._numerator, self._denominator, *pair)
        return inexact(float(self), other) if isinstance(other, (float, complex)) else NotImplemented

    def reverse(self, other):
        pair = self._pair(other)
        if pair is not None:
            return exact(*pair, self._numerator, self._denominator)
        return inexact(other, float(self)) if isinstance(other, (float, complex)) else NotImplemented
    return forward, reverse


for _name, _exact, _inexact in (
        ("add", lambda a, b, c, d: Fraction(a * d + c * b, b * d), lambda x, y: x + y),
        ("sub", lambda a, b, c, d: Fraction(a * d - c * b, b * d), lambda x, y: x - y),
        ("mul", lambda a, b, c, d: Fraction(a * c, b * d), lambda x, y: x * y),
        ("truediv", lambda a, b, c, d: Fraction(a * d, b * c), lambda x, y: x / y),
        ("floordiv", lambda a, b, c, d: (a * d) // (b * c), lambda x, y: x // y),
        ("mod", lambda a, b, c, d: Fraction((a * d) % (c * b), b * d), lambda x, y: x % y)):
    _forward, _reverse = _operators(_exact, _inexact)
    setattr(Fraction, "__%s__" % _name, _forward)
    setattr(Fraction, "__r%s__" % _name, _reverse)
