# natives:
"""Averages and spreads. CPython: Lib/statistics.py."""
import math as _math
from fractions import Fraction as _Fraction
from operator import itemgetter as _itemgetter


def _exact(data):
    """The values as exact fractions, and the type of the result."""
    values, kind = [], int
    for x in data:
        cls = type(x)
        if cls is not kind and cls is not bool:
            if kind is int or issubclass(cls, kind):
                kind = cls if not issubclass(cls, int) else kind
            elif not issubclass(kind, cls) and not issubclass(cls, int):
                kind = float if cls is float or kind is float else kind
        if isinstance(x, float) and not _math.isfinite(x):
            values.append(x)
        elif hasattr(x, "as_integer_ratio"):
            values.append(_Fraction(*x.as_integer_ratio()))
        else:
            raise TypeError(f"can't convert type '{cls.__name__}' to numerator/denominator")
    return values, kind


def _convert(value, kind):
    if type(value) is kind:
        return value
    if kind is int and value.denominator != 1:
        kind = float
    if kind is int:
        return int(value)
    try:
        return kind(value)
    except TypeError:
        return kind(value.numerator) / kind(value.denominator)


def mean(data):
    values, kind = _exact(data)
    if not values:
        raise StatisticsError("mean requires at least one data point")
    return _convert(sum(values) / len(values), kind)


def fmean(data, weights=None):
    values = list(data)
    if weights is not None:
        weights = list(weights)
        if len(values) != len(weights):
            raise StatisticsError("data and weights must be the same length")
        total = _math.fsum(weights)
        if not total:
            raise StatisticsError("sum of weights must be non-zero")
        return _math.fsum(v * w for v, w in zip(values, weights)) / total
    if not values:
        raise StatisticsError("fmean requires at least one data point")
    return _math.fsum(values) / len(values)


def geometric_mean(data):
    values = list(data)
    try:
        return _math.exp(fmean(map(_math.log, values)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None


def harmonic_mean(data, weights=None):
    values = list(data)
    if not values:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if any(v < 0 for v in values):
        raise StatisticsError("harmonic mean does not support negative values")
    if weights is None:
        weights = [1] * len(values)
    if 0 in values:
        return 0
    exact, kind = _exact([w / x for w, x in zip(weights, values)])
    return _convert(sum(weights) / sum(exact), kind)


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    below, same = sum(1 for v in data if v < x), data.count(x)
    return float(x) - interval / 2.0 + interval * (n / 2 - below) / same


def mode(data):
    best = _counts(data)
    if not best:
        raise StatisticsError("no mode for empty data")
    return max(best.items(), key=_itemgetter(1))[0]


def multimode(data):
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        for i in range(1, n):
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


def _square_sum(data, center, least, name):
    values, kind = _exact(data)
    if len(values) < least:
        raise StatisticsError("%s requires at least %s" % (name, "one data point" if least == 1 else "two data points"))
    if center is None:
        center = sum(values) / len(values)
    else:
        center = _Fraction(*center.as_integer_ratio())
    return sum((v - center) ** 2 for v in values), len(values), kind


def variance(data, xbar=None):
    total, n, kind = _square_sum(data, xbar, 2, "variance")
    return _convert(total / (n - 1), kind)


def pvariance(data, mu=None):
    total, n, kind = _square_sum(data, mu, 1, "pvariance")
    return _convert(total / n, kind)


def _root(square, kind):
    if kind not in (int, float) and hasattr(kind, "sqrt"):
        return _convert(square, kind).sqrt()
    up, down = square.numerator, square.denominator
    # Enough bits for a correctly rounded quotient.
    shift = max(0, 2 * (60 - (up.bit_length() - down.bit_length()) // 2) + 10)
    shift += shift % 2
    root = _math.isqrt((up << shift) // down)
    if root * root * down != up << shift:
        root |= 1
    return root / (1 << shift // 2)


def stdev(data, xbar=None):
    total, n, kind = _square_sum(data, xbar, 2, "stdev")
    return _root(_Fraction(total) / (n - 1), kind)


def pstdev(data, mu=None):
    total, n, kind = _square_sum(data, mu, 1, "pstdev")
    return _root(_Fraction(total) / n, kind)


def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    xbar, ybar = _math.fsum(x) / n, _math.fsum(y) / n
    return _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y)) / (n - 1)


def correlation(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    xbar, ybar = _math.fsum(x) / n, _math.fsum(y) / n
    sxy = _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
    sxx = _math.fsum((a - xbar) ** 2 for a in x)
    syy = _math.fsum((b - ybar) ** 2 for b in y)
    try:
        return sxy / _math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


class LinearRegression(tuple):
    slope = property(_itemgetter(0))
    intercept = property(_itemgetter(1))

    def __repr__(self):
        return "LinearRegression(slope=%r, intercept=%r)" % tuple(self)


def linear_regression(x, y, /, *, proportional=False):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    xbar = 0.0 if proportional else _math.fsum(x) / n
    ybar = 0.0 if proportional else _math.fsum(y) / n
    sxx = _math.fsum((a - xbar) ** 2 for a in x)
    if not sxx:
        raise StatisticsError("x is constant")
    slope = _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y)) / sxx
    return LinearRegression((slope, 0.0 if proportional else ybar - slope * xbar))
