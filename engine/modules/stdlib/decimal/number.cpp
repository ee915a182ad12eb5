// The basic operations. Authority: General Decimal Arithmetic; CPython's Lib/_pydecimal.py for what it leaves open.
#include "modules/stdlib/decimal/number.h"

#include <algorithm>
#include <cmath>

namespace relata::modules {

int64_t Number::digits() const {
    if (coefficient == 0) return 1;
    const size_t n = mpz_sizeinbase(coefficient.get_mpz_t(), 10);
    // mpz_sizeinbase may be one too many.
    return int64_t(n) - (cmp(coefficient, power_of_ten(int64_t(n) - 1)) < 0);
}

bool Number::is_integral() const {
    if (!is_finite()) return false;
    if (exponent >= 0 || coefficient == 0) return true;
    if (-exponent >= digits()) return false;
    return mpz_divisible_p(coefficient.get_mpz_t(), power_of_ten(-exponent).get_mpz_t());
}

mpz_class power_of_ten(int64_t n) {
    mpz_class p;
    mpz_ui_pow_ui(p.get_mpz_t(), 10, static_cast<unsigned long>(n));
    return p;
}

Number number_of(const mpz_class& integer) { return {integer < 0, abs(integer), 0}; }

Number number_of_double(double d) {
    if (std::isnan(d)) return nan();
    if (std::isinf(d)) return infinity(d < 0);
    int exponent;
    const double fraction = std::frexp(std::fabs(d), &exponent);
    mpz_class n = int64_t(std::ldexp(fraction, 53));
    exponent -= 53;
    while (n != 0 && exponent < 0 && mpz_even_p(n.get_mpz_t())) {
        n /= 2;
        ++exponent;
    }
    if (n == 0) return {std::signbit(d), 0, 0};
    if (exponent >= 0) return {d < 0, n << unsigned(exponent), 0};
    mpz_class five;
    mpz_ui_pow_ui(five.get_mpz_t(), 5, static_cast<unsigned long>(-exponent));
    return {d < 0, n * five, exponent};
}

Number nan() { return {false, 0, 0, Number::Kind::nan}; }
Number infinity(bool negative) { return {negative, 0, 0, Number::Kind::infinity}; }

void raise_signal(Settings& settings, Signal signal) {
    Signal flag = signal;
    if (signal >= signal_conversion_syntax) flag = signal_invalid_operation;
    settings.flags |= flag;
    if (settings.traps & flag) throw SignalRaised{signal};
}

std::optional<Number> propagate_nan(const Number& a, const Number* b, Settings& settings) {
    for (const Number* n : {&a, b})
        if (n && n->kind == Number::Kind::signaling_nan) {
            raise_signal(settings, signal_invalid_operation);
            Number quiet = *n;
            quiet.kind = Number::Kind::nan;
            return quiet;
        }
    for (const Number* n : {&a, b})
        if (n && n->is_nan()) return *n;
    return std::nullopt;
}

Number rescale(const Number& n, int64_t exponent, Rounding rounding) {
    Number result = n;
    result.exponent = exponent;
    if (n.coefficient == 0) return result;
    if (n.exponent >= exponent) {
        result.coefficient = n.coefficient * power_of_ten(n.exponent - exponent);
        return result;
    }
    const int64_t drop = exponent - n.exponent;
    mpz_class quotient, rest, unit;
    if (drop > n.digits() + 1) { // nothing but a hint of the number is left
        quotient = 0;
        rest = 1;
        unit = 100;
    } else {
        unit = power_of_ten(drop);
        mpz_tdiv_qr(quotient.get_mpz_t(), rest.get_mpz_t(), n.coefficient.get_mpz_t(), unit.get_mpz_t());
    }
    const int half = cmp(mpz_class(rest * 2), unit);
    bool up = false;
    switch (rounding) {
    case Rounding::up: up = rest != 0; break;
    case Rounding::down: break;
    case Rounding::ceiling: up = rest != 0 && !n.negative; break;
    case Rounding::floor: up = rest != 0 && n.negative; break;
    case Rounding::half_up: up = half >= 0; break;
    case Rounding::half_down: up = half > 0; break;
    case Rounding::half_even: up = half > 0 || (half == 0 && mpz_odd_p(quotient.get_mpz_t())); break;
    case Rounding::zero_five_up: up = rest != 0 && mpz_divisible_ui_p(quotient.get_mpz_t(), 5); break;
    }
    result.coefficient = quotient + (up ? 1 : 0);
    return result;
}

namespace {

bool same_value(const Number& a, const Number& b) { return compare_numbers(a, b) == 0; }

Number overflow(const Number& n, Settings& s) {
    raise_signal(s, signal_overflow);
    s.flags |= signal_inexact | signal_rounded;
    const bool to_infinity = s.rounding == Rounding::half_up || s.rounding == Rounding::half_even ||
                             s.rounding == Rounding::half_down || s.rounding == Rounding::up ||
                             (s.rounding == Rounding::ceiling && !n.negative) || (s.rounding == Rounding::floor && n.negative);
    if (to_infinity) return infinity(n.negative);
    return {n.negative, power_of_ten(s.precision) - 1, s.e_max - s.precision + 1};
}

} // namespace

Number finalize(Number n, Settings& s) {
    if (!n.is_finite()) return n;
    const int64_t e_tiny = s.e_tiny(), e_top = s.e_max - s.precision + 1;
    if (n.coefficient == 0) {
        const int64_t clamped = std::clamp(n.exponent, e_tiny, s.clamp ? e_top : s.e_max);
        if (clamped != n.exponent) {
            n.exponent = clamped;
            raise_signal(s, signal_clamped);
        }
        return n;
    }
    int64_t least = n.digits() + n.exponent - s.precision;
    if (least > e_top) return overflow(n, s);
    const bool subnormal = n.adjusted() < s.e_min;
    least = std::max(least, e_tiny);
    if (n.exponent < least) {
        Number rounded = rescale(n, least, s.rounding);
        const bool inexact = !same_value(rounded, n);
        if (rounded.digits() > s.precision) rounded = rescale(rounded, ++least, Rounding::down);
        if (rounded.exponent > e_top) return overflow(n, s);
        if (inexact && subnormal) raise_signal(s, signal_underflow);
        if (subnormal) raise_signal(s, signal_subnormal);
        if (inexact) raise_signal(s, signal_inexact);
        raise_signal(s, signal_rounded);
        if (rounded.coefficient == 0) raise_signal(s, signal_clamped);
        return rounded;
    }
    if (subnormal) raise_signal(s, signal_subnormal);
    if (s.clamp && n.exponent > e_top) {
        raise_signal(s, signal_clamped);
        return rescale(n, e_top, s.rounding);
    }
    return n;
}

int compare_numbers(const Number& a, const Number& b) {
    const auto sign = [](const Number& n) { return n.is_zero() ? 0 : n.negative ? -1 : 1; };
    if (sign(a) != sign(b)) return sign(a) < sign(b) ? -1 : 1;
    if (sign(a) == 0) return 0;
    int result;
    if (!a.is_finite() || !b.is_finite())
        result = int(!a.is_finite()) - int(!b.is_finite());
    else if (a.adjusted() != b.adjusted())
        result = a.adjusted() < b.adjusted() ? -1 : 1;
    else if (a.exponent >= b.exponent)
        result = cmp(mpz_class(a.coefficient * power_of_ten(a.exponent - b.exponent)), b.coefficient);
    else
        result = cmp(a.coefficient, mpz_class(b.coefficient * power_of_ten(b.exponent - a.exponent)));
    result = (result > 0) - (result < 0);
    return a.negative ? -result : result;
}

Number add(const Number& a, const Number& b, Settings& s) {
    if (auto n = propagate_nan(a, &b, s)) return *n;
    if (!a.is_finite()) {
        if (!b.is_finite() && a.negative != b.negative) {
            raise_signal(s, signal_invalid_operation);
            return nan();
        }
        return a;
    }
    if (!b.is_finite()) return b;
    const int64_t exponent = std::min(a.exponent, b.exponent);
    const bool negative_zero = s.rounding == Rounding::floor && a.negative != b.negative;
    if (a.is_zero() && b.is_zero()) return finalize({negative_zero || (a.negative && b.negative), 0, exponent}, s);
    if (a.is_zero() || b.is_zero()) {
        const Number& other = a.is_zero() ? b : a;
        const int64_t wanted = std::max(exponent, other.exponent - s.precision - 1);
        return finalize(rescale(other, std::min(wanted, other.exponent), s.rounding), s);
    }
    Number x = a, y = b;
    Number& high = x.exponent >= y.exponent ? x : y;
    Number& low = x.exponent >= y.exponent ? y : x;
    // What lies far below the other's digits only tips the rounding.
    const int64_t floor = high.exponent + std::min<int64_t>(-1, high.digits() - s.precision - 2);
    if (low.adjusted() < floor) {
        low.coefficient = 1;
        low.exponent = floor;
    }
    if (high.exponent > low.exponent) {
        high.coefficient *= power_of_ten(high.exponent - low.exponent);
        high.exponent = low.exponent;
    }
    Number result{false, 0, low.exponent};
    const mpz_class p = x.negative ? mpz_class(-x.coefficient) : x.coefficient, q = y.negative ? mpz_class(-y.coefficient) : y.coefficient;
    const mpz_class sum = p + q;
    if (sum == 0) return finalize({negative_zero, 0, exponent}, s);
    result.negative = sum < 0;
    result.coefficient = abs(sum);
    return finalize(result, s);
}

Number subtract(const Number& a, const Number& b, Settings& s) {
    if (auto n = propagate_nan(a, &b, s)) return *n;
    Number negated = b;
    negated.negative = !b.negative;
    return add(a, negated, s);
}

Number multiply(const Number& a, const Number& b, Settings& s) {
    if (auto n = propagate_nan(a, &b, s)) return *n;
    const bool negative = a.negative != b.negative;
    if (!a.is_finite() || !b.is_finite()) {
        if (a.is_zero() || b.is_zero()) {
            raise_signal(s, signal_invalid_operation);
            return nan();
        }
        return infinity(negative);
    }
    return finalize({negative, a.coefficient * b.coefficient, a.exponent + b.exponent}, s);
}

Number divide(const Number& a, const Number& b, Settings& s) {
    if (auto n = propagate_nan(a, &b, s)) return *n;
    const bool negative = a.negative != b.negative;
    if (!a.is_finite()) {
        if (!b.is_finite()) {
            raise_signal(s, signal_invalid_operation);
            return nan();
        }
        return infinity(negative);
    }
    if (!b.is_finite()) return finalize({negative, 0, s.e_tiny()}, s);
    if (b.is_zero()) {
        if (a.is_zero()) {
            raise_signal(s, signal_division_undefined);
            return nan();
        }
        raise_signal(s, signal_division_by_zero);
        return infinity(negative);
    }
    if (a.is_zero()) return finalize({negative, 0, a.exponent - b.exponent}, s);
    const int64_t shift = b.digits() - a.digits() + s.precision + 1, ideal = a.exponent - b.exponent;
    Number result{negative, 0, ideal - shift};
    mpz_class rest;
    if (shift >= 0)
        mpz_tdiv_qr(result.coefficient.get_mpz_t(), rest.get_mpz_t(), mpz_class(a.coefficient * power_of_ten(shift)).get_mpz_t(),
                    b.coefficient.get_mpz_t());
    else
        mpz_tdiv_qr(result.coefficient.get_mpz_t(), rest.get_mpz_t(), a.coefficient.get_mpz_t(),
                    mpz_class(b.coefficient * power_of_ten(-shift)).get_mpz_t());
    if (rest != 0) {
        if (mpz_divisible_ui_p(result.coefficient.get_mpz_t(), 5)) result.coefficient += 1;
    } else {
        while (result.exponent < ideal && mpz_divisible_ui_p(result.coefficient.get_mpz_t(), 10)) {
            result.coefficient /= 10;
            ++result.exponent;
        }
    }
    return finalize(result, s);
}

QuotientRemainder divide_integer(const Number& a, const Number& b, Settings& s) {
    if (auto n = propagate_nan(a, &b, s)) return {*n, *n};
    const bool negative = a.negative != b.negative;
    if (!a.is_finite() || b.is_zero()) {
        if (!a.is_finite()) {
            raise_signal(s, signal_invalid_operation);
            return {b.is_finite() ? infinity(negative) : nan(), nan()};
        }
        raise_signal(s, a.is_zero() ? signal_division_undefined : signal_division_by_zero);
        return {a.is_zero() ? nan() : infinity(negative), nan()};
    }
    const int64_t exponent = b.is_finite() ? std::min(a.exponent, b.exponent) : a.exponent;
    Number zero{negative, 0, 0};
    if (!b.is_finite() || a.is_zero() || a.adjusted() - b.adjusted() <= -2) {
        Number rest = a.is_zero() || b.is_finite() ? rescale(a, exponent, s.rounding) : a;
        return {zero, finalize(rest, s)};
    }
    if (a.adjusted() - b.adjusted() > s.precision) {
        raise_signal(s, signal_division_impossible);
        return {nan(), nan()};
    }
    const mpz_class x = a.coefficient * power_of_ten(a.exponent - exponent), y = b.coefficient * power_of_ten(b.exponent - exponent);
    mpz_class q, r;
    mpz_tdiv_qr(q.get_mpz_t(), r.get_mpz_t(), x.get_mpz_t(), y.get_mpz_t());
    if (q >= power_of_ten(s.precision)) {
        raise_signal(s, signal_division_impossible);
        return {nan(), nan()};
    }
    return {{negative, q, 0}, finalize({a.negative, r, exponent}, s)};
}

Number normalize(const Number& n, Settings& s) {
    if (auto quiet = propagate_nan(n, nullptr, s)) return *quiet;
    Number result = finalize(n, s);
    if (!result.is_finite()) return result;
    if (result.coefficient == 0) return {result.negative, 0, 0};
    const int64_t top = s.clamp ? s.e_max - s.precision + 1 : s.e_max;
    while (result.exponent < top && mpz_divisible_ui_p(result.coefficient.get_mpz_t(), 10)) {
        result.coefficient /= 10;
        ++result.exponent;
    }
    return result;
}

Number quantize(const Number& n, const Number& pattern, Settings& s, Rounding rounding) {
    if (auto quiet = propagate_nan(n, &pattern, s)) return *quiet;
    const auto invalid = [&] {
        raise_signal(s, signal_invalid_operation);
        return nan();
    };
    if (!n.is_finite() || !pattern.is_finite()) return n.is_finite() == pattern.is_finite() ? n : invalid();
    if (pattern.exponent < s.e_tiny() || pattern.exponent > s.e_max) return invalid();
    if (n.is_zero()) return finalize({n.negative, 0, pattern.exponent}, s);
    if (n.adjusted() > s.e_max || n.adjusted() - pattern.exponent + 1 > s.precision) return invalid();
    Number result = rescale(n, pattern.exponent, rounding);
    if (result.adjusted() > s.e_max || result.digits() > s.precision) return invalid();
    if (result.coefficient != 0 && result.adjusted() < s.e_min) raise_signal(s, signal_subnormal);
    if (result.exponent > n.exponent) {
        if (compare_numbers(result, n) != 0) raise_signal(s, signal_inexact);
        raise_signal(s, signal_rounded);
    }
    return finalize(result, s);
}

} // namespace relata::modules
