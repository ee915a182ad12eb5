// Powers, roots, exponential and logarithms. Each works with more digits than asked for and rounds once.
#include "modules/stdlib/decimal/number.h"

#include <algorithm>

namespace relata::modules {

namespace {

/// A fixed-point number: value * 10**-digits.
struct Fixed {
    mpz_class value;
    int64_t digits;
};

mpz_class scaled(const Number& n, int64_t digits) {
    const int64_t shift = n.exponent + digits;
    mpz_class v = shift >= 0 ? mpz_class(n.coefficient * power_of_ten(shift)) : mpz_class(n.coefficient / power_of_ten(std::min<int64_t>(-shift, n.digits() + 1)));
    return n.negative ? mpz_class(-v) : v;
}

/// ln(a / b) for a, b > 0 near each other, times 10**digits: 2 * atanh((a - b) / (a + b)).
mpz_class log_ratio(const mpz_class& a, const mpz_class& b, int64_t digits) {
    const mpz_class one = power_of_ten(digits);
    const mpz_class z = (a - b) * one / (a + b), square = z * z / one;
    mpz_class sum = 0, power = z;
    for (unsigned long k = 1; power != 0; k += 2) {
        sum += power / k;
        power = power * square / one;
    }
    return sum * 2;
}

mpz_class log_of_two(int64_t digits) { return log_ratio(2, 1, digits); }

/// ln(n), times 10**digits; n > 0.
mpz_class fixed_log(const Number& n, int64_t digits) {
    // n = m * 2**k with m near 1; powers of ten of the exponent are taken apart as ln(10).
    const int64_t work = digits + 10;
    Number mantissa = n;
    mantissa.negative = false;
    const int64_t tens = n.adjusted();
    mantissa.exponent -= tens; // 1 <= mantissa < 10
    mpz_class m = scaled(mantissa, work), one = power_of_ten(work);
    int twos = 0;
    while (m > one * 4 / 3) {
        m /= 2;
        ++twos;
    }
    const mpz_class two = log_of_two(work), ten = two * 3 + log_ratio(5, 4, work);
    const mpz_class total = log_ratio(m, one, work) + two * twos + ten * mpz_class(static_cast<long>(tens));
    return total / power_of_ten(10);
}

/// e**x for x = value * 10**-digits: coefficient and exponent of the result with about `digits` digits.
Number fixed_exp(mpz_class value, int64_t digits) {
    const int64_t work = digits + 10;
    value *= power_of_ten(10);
    const mpz_class one = power_of_ten(work), ten = log_of_two(work) * 3 + log_ratio(5, 4, work);
    mpz_class tens, rest;
    mpz_fdiv_qr(tens.get_mpz_t(), rest.get_mpz_t(), value.get_mpz_t(), ten.get_mpz_t());
    constexpr unsigned halvings = 12;
    rest >>= halvings;
    mpz_class sum = one, term = one;
    for (unsigned long k = 1; term != 0; ++k) {
        term = term * rest / one / k;
        sum += term;
    }
    for (unsigned i = 0; i < halvings; ++i) sum = sum * sum / one;
    return {false, sum, tens.get_si() - work};
}

/// Marks a result that goes on beyond its digits, so that rounding never sees a tie or an exact value.
Number inexact(Number n) {
    n.coefficient = n.coefficient * 10 + 1;
    --n.exponent;
    return n;
}

Number invalid(Settings& s) {
    raise_signal(s, signal_invalid_operation);
    return nan();
}

Number half_even(const Number& n, Settings& s) {
    const Rounding own = s.rounding;
    s.rounding = Rounding::half_even;
    Number result = finalize(n, s);
    s.rounding = own;
    return result;
}

/// a**n for a whole n that fits; exact before it is rounded where that stays small.
Number whole_power(const Number& a, int64_t n, Settings& s) {
    const bool negative = a.negative && n % 2 != 0;
    const auto times = static_cast<unsigned long>(n < 0 ? -n : n);
    Settings wide = s;
    wide.traps = wide.flags = 0;
    wide.precision = s.precision + 10 + int64_t(std::to_string(times).size());
    wide.e_max = 999999999999;
    wide.e_min = -wide.e_max;
    Number base = a, result{false, 1, 0};
    base.negative = false;
    for (unsigned long k = times; k; k >>= 1) {
        if (k & 1) result = multiply(result, base, wide);
        if (k > 1) base = multiply(base, base, wide);
        if (result.adjusted() > 4 * 999999LL || base.adjusted() > 4000000LL || base.adjusted() < -4000000LL) break;
    }
    const bool exact = !(wide.flags & signal_inexact);
    result.negative = negative;
    if (n < 0) return divide({negative, 1, 0}, [&] { Number r = result; r.negative = false; return r; }(), s);
    return half_even(exact ? result : inexact(result), s);
}

} // namespace

Number square_root(const Number& n, Settings& s) {
    if (auto quiet = propagate_nan(n, nullptr, s)) return *quiet;
    if (n.is_zero()) return finalize({n.negative, 0, n.exponent >= 0 ? n.exponent / 2 : -((1 - n.exponent) / 2)}, s);
    if (n.negative) return invalid(s);
    if (!n.is_finite()) return n;
    // Enough digits for one more than the precision; an exact root gets the ideal exponent.
    const int64_t ideal = n.exponent >= 0 ? n.exponent / 2 : -((1 - n.exponent) / 2);
    int64_t shift = std::max<int64_t>(0, 2 * (s.precision + 2) - n.digits());
    if ((n.exponent - shift) % 2 != 0) ++shift;
    const mpz_class wide = n.coefficient * power_of_ten(shift);
    mpz_class root, rest;
    mpz_sqrtrem(root.get_mpz_t(), rest.get_mpz_t(), wide.get_mpz_t());
    Number result{false, root, (n.exponent - shift) / 2};
    if (rest != 0) return half_even(inexact(result), s);
    while (result.exponent < ideal && mpz_divisible_ui_p(result.coefficient.get_mpz_t(), 10)) {
        result.coefficient /= 10;
        ++result.exponent;
    }
    return half_even(result, s);
}

Number exponential(const Number& n, Settings& s) {
    if (auto quiet = propagate_nan(n, nullptr, s)) return *quiet;
    if (!n.is_finite()) return n.negative ? Number{} : n;
    if (n.is_zero()) return {false, 1, 0};
    if (n.adjusted() > 8) { // far beyond the exponent range
        return finalize(n.negative ? Number{false, 1, s.e_tiny() - 2} : Number{false, 1, s.e_max + 1}, s);
    }
    const int64_t digits = s.precision + 12 + std::max<int64_t>(0, n.adjusted() + 1);
    return half_even(inexact(fixed_exp(scaled(n, digits), digits)), s);
}

Number natural_logarithm(const Number& n, Settings& s) {
    if (auto quiet = propagate_nan(n, nullptr, s)) return *quiet;
    if (n.is_zero()) return infinity(true);
    if (n.negative) return invalid(s);
    if (!n.is_finite()) return n;
    if (compare_numbers(n, {false, 1, 0}) == 0) return {};
    // Near 1 the leading digits of the logarithm are zeros.
    const int64_t digits = s.precision + 12 + (n.adjusted() == 0 || n.adjusted() == -1 ? s.precision + n.digits() : 0);
    const mpz_class v = fixed_log(n, digits);
    return half_even(inexact({v < 0, abs(v), -digits}), s);
}

Number logarithm_10(const Number& n, Settings& s) {
    if (auto quiet = propagate_nan(n, nullptr, s)) return *quiet;
    if (n.is_zero()) return infinity(true);
    if (n.negative) return invalid(s);
    if (!n.is_finite()) return n;
    if (n.coefficient == power_of_ten(n.digits() - 1)) return finalize(number_of(mpz_class(static_cast<long>(n.adjusted()))), s);
    const int64_t digits = s.precision + 12 + (n.adjusted() == 0 || n.adjusted() == -1 ? s.precision + n.digits() : 0);
    const mpz_class ten = log_of_two(digits + 5) * 3 + log_ratio(5, 4, digits + 5);
    const mpz_class v = fixed_log(n, digits + 5) * power_of_ten(digits) / ten;
    return half_even(inexact({v < 0, abs(v), -digits}), s);
}

Number power(const Number& a, const Number& b, Settings& s) {
    if (auto quiet = propagate_nan(a, &b, s)) return *quiet;
    if (b.is_zero()) return a.is_zero() ? invalid(s) : Number{false, 1, 0};
    const bool whole = b.is_integral();
    const Number unit = b.is_finite() && whole ? rescale(b, 0, Rounding::down) : b;
    const bool odd = whole && mpz_odd_p(unit.coefficient.get_mpz_t());
    if (a.negative && !whole && !a.is_zero()) return invalid(s);
    const bool negative = a.negative && odd;
    if (a.is_zero()) return b.negative ? (raise_signal(s, signal_division_by_zero), infinity(negative)) : finalize({negative, 0, 0}, s);
    if (!a.is_finite()) return b.negative ? Number{negative, 0, 0} : infinity(negative);
    Number magnitude = a;
    magnitude.negative = false;
    const int against_one = compare_numbers(magnitude, {false, 1, 0});
    if (!b.is_finite()) {
        if (against_one == 0) return {false, 1, 0};
        return (against_one > 0) == b.negative ? Number{} : infinity(false);
    }
    if (whole && unit.coefficient.fits_slong_p() && unit.coefficient <= 100000000)
        return whole_power(a, b.negative ? -unit.coefficient.get_si() : unit.coefficient.get_si(), s);
    if (against_one == 0) return finalize({negative, power_of_ten(s.precision - 1), -(s.precision - 1)}, s);
    // a**b = e**(b * ln a); a square root is exact where it can be.
    if (compare_numbers(b, {false, 5, -1}) == 0) {
        Settings quiet = s;
        quiet.traps = quiet.flags = 0;
        const Number root = square_root(magnitude, quiet);
        if (!(quiet.flags & signal_inexact)) return finalize(root, s);
    }
    if (b.adjusted() > 30) return finalize({negative, 1, (against_one > 0) == b.negative ? s.e_tiny() - 2 : s.e_max + 1}, s);
    const int64_t digits = s.precision + 20 + std::max<int64_t>(0, b.adjusted() + 1) + 10;
    const mpz_class product = fixed_log(magnitude, digits) * scaled(b, digits) / power_of_ten(digits);
    if (abs(product) > power_of_ten(digits + 9))
        return finalize({negative, 1, product < 0 ? s.e_tiny() - 2 : s.e_max + 1}, s);
    Number result = inexact(fixed_exp(product, digits));
    result.negative = negative;
    return half_even(result, s);
}

} // namespace relata::modules
