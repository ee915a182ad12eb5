#include "python/types/int_object.h"

#include "support/protocol.h"

#include <bit>
#include <cmath>

namespace relata::python {

namespace {

constexpr size_t max_decimal_digits = 4300;
constexpr int64_t hash_modulus = (int64_t(1) << 61) - 1; // CPython: _PyHASH_MODULUS

mpz_class from_int64(int64_t i) {
    mpz_class z;
    mpz_set_si(z.get_mpz_t(), i);
    return z;
}

int64_t small_value(const Value& v) {
    return v.is_small_int() ? v.as_small_int() : v.is_true() ? 1 : 0;
}

bool is_small(const Value& v) {
    return v.is_small_int() || v.is_bool();
}

/// Asks the budget for the room that a result of `bits` bits takes.
void require_bits(Runtime& runtime, double bits) {
    runtime.heap().require(bits > 8e15 ? SIZE_MAX : size_t(bits / 8));
}

/// Counts what GMP does on numbers of `limbs` machine words as instructions, before it does it: nothing can stop it then.
/// A product takes about n log n; `times` says how many products the work is worth.
void count_work(Runtime& runtime, double limbs, double times = 1) {
    constexpr double small = 64, per_step = 16;
    if (limbs * times < small) return;
    const double steps = limbs * std::log2(limbs + 2) * times / per_step;
    runtime.count_steps(uint64_t(std::min(steps, 1e15)));
}
double limbs(const mpz_class& z) { return double(mpz_size(z.get_mpz_t())); }
double bits(const mpz_class& z) { return double(mpz_sizeinbase(z.get_mpz_t(), 2)); }

[[noreturn]] void divide_by_zero(BinaryOp op) {
    throw Error(Exc::ZeroDivisionError, op == BinaryOp::true_divide    ? "division by zero"
                                        : op == BinaryOp::floor_divide ? "integer division or modulo by zero"
                                                                       : "integer modulo by zero");
}

/// The quotient of two ints, correctly rounded: both scaled so that the integer quotient has 64 bits or more,
/// with a sticky bit for the rest. CPython: long_true_divide.
double true_quotient(const mpz_class& a, const mpz_class& b) {
    const int64_t shift =
        66 - (int64_t(mpz_sizeinbase(a.get_mpz_t(), 2)) - int64_t(mpz_sizeinbase(b.get_mpz_t(), 2)));
    mpz_class n = abs(a), d = abs(b), q, r;
    if (shift > 0)
        n <<= mp_bitcnt_t(shift);
    else
        d <<= mp_bitcnt_t(-shift);
    mpz_tdiv_qr(q.get_mpz_t(), r.get_mpz_t(), n.get_mpz_t(), d.get_mpz_t());
    if (r != 0) q |= 1;
    // q has 66 or 67 bits. Round to 64 with a sticky bit, so that the conversion below is the only real
    // rounding.
    int64_t exponent = -shift;
    const size_t excess = mpz_sizeinbase(q.get_mpz_t(), 2) - 62;
    mpz_class low;
    mpz_tdiv_r_2exp(low.get_mpz_t(), q.get_mpz_t(), excess);
    q >>= excess;
    if (low != 0) q |= 1;
    exponent += int64_t(excess);
    double result;
    if (exponent + 62 < -1021) {
        // A subnormal result: fewer bits, so round by hand to what is left of them.
        const int64_t drop = -1074 - exponent;
        if (drop > 63) return 0.0;
        const uint64_t bits = mpz_get_ui(q.get_mpz_t()), unit = uint64_t(1) << drop, half = unit / 2;
        uint64_t kept = bits >> drop;
        const uint64_t rest = bits & (unit - 1);
        if (rest > half || (rest == half && (kept & 1))) ++kept;
        result = std::ldexp(double(kept), -1074);
    } else {
        result = std::ldexp(double(mpz_get_ui(q.get_mpz_t())), int(std::min<int64_t>(exponent, 5000)));
    }
    if (std::isinf(result)) throw Error(Exc::OverflowError, "integer division result too large for a float");
    return sgn(a) * sgn(b) < 0 ? -result : result;
}

Value small_binary(Runtime& runtime, BinaryOp op, int64_t a, int64_t b, bool& done) {
    done = true;
    int64_t result;
    switch (op) {
    case BinaryOp::add:
        return runtime.make_int(a + b); // 63 bits each: no overflow
    case BinaryOp::subtract:
        return runtime.make_int(a - b);
    case BinaryOp::multiply:
        if (!__builtin_mul_overflow(a, b, &result)) return runtime.make_int(result);
        break;
    case BinaryOp::floor_divide:
    case BinaryOp::remainder: {
        if (b == 0) divide_by_zero(op);
        int64_t q = a / b, r = a % b;
        if (r != 0 && (r < 0) != (b < 0)) {
            --q;
            r += b;
        }
        return runtime.make_int(op == BinaryOp::floor_divide ? q : r);
    }
    case BinaryOp::true_divide:
        if (b == 0) divide_by_zero(op);
        if (std::abs(a) <= (int64_t(1) << 53) && std::abs(b) <= (int64_t(1) << 53))
            return runtime.make_float(double(a) / double(b));
        break;
    case BinaryOp::bit_and:
        return runtime.make_int(a & b);
    case BinaryOp::bit_or:
        return runtime.make_int(a | b);
    case BinaryOp::bit_xor:
        return runtime.make_int(a ^ b);
    case BinaryOp::rshift:
        if (b < 0) throw Error(Exc::ValueError, "negative shift count");
        return Value::small_int(b > 63 ? (a < 0 ? -1 : 0) : a >> b);
    case BinaryOp::lshift:
        if (b < 0) throw Error(Exc::ValueError, "negative shift count");
        if (a == 0) return Value::small_int(0);
        if (b < 62 && std::abs(a) < (int64_t(1) << (62 - b))) return runtime.make_int(a << b);
        break;
    default:
        break;
    }
    done = false;
    return {};
}

Value power(Runtime& runtime, const Value& a, const Value& b) {
    const std::optional<int64_t> exponent = to_int64(b);
    const mpz_class base = to_mpz(a);
    if (exponent && *exponent < 0) {
        if (base == 0) throw Error(Exc::ZeroDivisionError, "0.0 cannot be raised to a negative power");
        return runtime.make_float(std::pow(to_double(a), to_double(b)));
    }
    if (base == 0 || base == 1) return Value::small_int(exponent && *exponent == 0 ? 1 : base.get_si());
    if (base == -1) return Value::small_int(mpz_odd_p(to_mpz(b).get_mpz_t()) ? -1 : 1);
    const double size = bits(base) * (exponent ? double(*exponent) : 1e300);
    require_bits(runtime, size);
    count_work(runtime, size / 64, 2);
    mpz_class result;
    mpz_pow_ui(result.get_mpz_t(), base.get_mpz_t(), (unsigned long)*exponent);
    return make_int(runtime, std::move(result));
}

} // namespace

std::optional<int64_t> to_int64(const Value& v) {
    if (is_small(v)) return small_value(v);
    const BigInt* big = v.as<BigInt>();
    if (!big || !big->value().fits_slong_p()) return std::nullopt;
    return big->value().get_si();
}

mpz_class to_mpz(const Value& v) {
    return is_small(v) ? from_int64(small_value(v)) : v.get<BigInt>().value();
}

double to_double(const Value& v) {
    if (is_small(v)) return double(small_value(v));
    const mpz_class& z = v.get<BigInt>().value();
    if (mpz_sizeinbase(z.get_mpz_t(), 2) > 1024)
        throw Error(Exc::OverflowError, "int too large to convert to float");
    if (z == 0) return 0.0;
    try {
        return true_quotient(z, 1);
    } catch (const Error&) {
        throw Error(Exc::OverflowError, "int too large to convert to float");
    }
}

BigInt::BigInt(Type& type, mpz_class value)
    : Object(type, object_kind), m_value(std::move(value)),
      m_charge(type.runtime().heap(), mpz_size(m_value.get_mpz_t()) * sizeof(mp_limb_t)) {}

Value make_int(Runtime& runtime, mpz_class value) {
    if (value.fits_slong_p() && Value::fits_small_int(value.get_si()))
        return Value::small_int(value.get_si());
    return runtime.make<BigInt>(runtime.type(BuiltinType::int_), std::move(value));
}

Value plain_int(Runtime& runtime, const Value& v) {
    if (v.is_small_int()) return v;
    if (v.is_bool()) return Value::small_int(small_value(v));
    const BigInt& big = v.get<BigInt>();
    return &big.type() == &runtime.type(BuiltinType::int_) ? v : make_int(runtime, big.value());
}

Value int_binary(Runtime& runtime, BinaryOp op, const Value& a, const Value& b) {
    if (is_small(a) && is_small(b)) {
        bool done;
        Value result = small_binary(runtime, op, small_value(a), small_value(b), done);
        if (done) return result;
    }
    if (op == BinaryOp::power) return power(runtime, a, b);
    const mpz_class x = to_mpz(a), y = to_mpz(b);
    mpz_class r;
    const bool divides =
        op == BinaryOp::true_divide || op == BinaryOp::floor_divide || op == BinaryOp::remainder;
    count_work(runtime, limbs(x) + limbs(y), divides ? 4 : 1);
    switch (op) {
    case BinaryOp::add:
        r = x + y;
        break;
    case BinaryOp::subtract:
        r = x - y;
        break;
    case BinaryOp::multiply:
        require_bits(runtime, bits(x) + bits(y));
        r = x * y;
        break;
    case BinaryOp::true_divide:
        if (y == 0) divide_by_zero(op);
        return runtime.make_float(x == 0 ? 0.0 : true_quotient(x, y));
    case BinaryOp::floor_divide:
        if (y == 0) divide_by_zero(op);
        mpz_fdiv_q(r.get_mpz_t(), x.get_mpz_t(), y.get_mpz_t());
        break;
    case BinaryOp::remainder:
        if (y == 0) divide_by_zero(op);
        mpz_fdiv_r(r.get_mpz_t(), x.get_mpz_t(), y.get_mpz_t());
        break;
    case BinaryOp::lshift:
    case BinaryOp::rshift: {
        if (y < 0) throw Error(Exc::ValueError, "negative shift count");
        const bool left = op == BinaryOp::lshift;
        if (left) require_bits(runtime, y.get_d() + double(mpz_sizeinbase(x.get_mpz_t(), 2)));
        if (!y.fits_ulong_p()) return Value::small_int(x < 0 ? -1 : 0);
        if (left)
            mpz_mul_2exp(r.get_mpz_t(), x.get_mpz_t(), y.get_ui());
        else
            mpz_fdiv_q_2exp(r.get_mpz_t(), x.get_mpz_t(), y.get_ui());
        break;
    }
    case BinaryOp::bit_and:
        r = x & y;
        break;
    case BinaryOp::bit_or:
        r = x | y;
        break;
    case BinaryOp::bit_xor:
        r = x ^ y;
        break;
    default:
        return Value::not_implemented();
    }
    return make_int(runtime, std::move(r));
}

int int_compare(const Value& a, const Value& b) {
    if (is_small(a) && is_small(b)) {
        const int64_t x = small_value(a), y = small_value(b);
        return x < y ? -1 : x > y;
    }
    const int c = cmp(to_mpz(a), to_mpz(b));
    return c < 0 ? -1 : c > 0;
}

int int_compare_double(const Value& a, double b) {
    if (std::isinf(b)) return b > 0 ? -1 : 1;
    const int c = mpz_cmp_d(to_mpz(a).get_mpz_t(), b);
    return c < 0 ? -1 : c > 0;
}

int64_t int_hash(const Value& v) {
    int64_t h;
    if (is_small(v)) {
        const int64_t i = small_value(v);
        h = i % hash_modulus;
    } else {
        const mpz_class& z = v.get<BigInt>().value();
        const int64_t rest = int64_t(mpz_tdiv_ui(z.get_mpz_t(), (unsigned long)hash_modulus));
        h = z < 0 ? -rest : rest;
    }
    return h == -1 ? -2 : h;
}

// CPython: _Py_HashDouble (Python/pyhash.c)
int64_t double_hash(double d, const void* identity) {
    if (!std::isfinite(d)) {
        if (std::isinf(d)) return d > 0 ? 314159 : -314159;
        return int64_t(reinterpret_cast<uintptr_t>(identity) >> 4);
    }
    constexpr int bits = 61;
    int exponent;
    double m = std::frexp(std::abs(d), &exponent);
    uint64_t x = 0;
    while (m != 0) {
        x = ((x << 28) & uint64_t(hash_modulus)) | x >> (bits - 28);
        m *= 268435456.0; // 2**28
        exponent -= 28;
        const uint64_t y = uint64_t(m);
        m -= double(y);
        x += y;
        if (x >= uint64_t(hash_modulus)) x -= uint64_t(hash_modulus);
    }
    exponent = exponent >= 0 ? exponent % bits : bits - 1 - ((-1 - exponent) % bits);
    x = ((x << exponent) & uint64_t(hash_modulus)) | x >> (bits - exponent);
    const int64_t h = d < 0 ? -int64_t(x) : int64_t(x);
    return h == -1 ? -2 : h;
}

std::string int_text(const Value& v, int base) {
    if (is_small(v) && base == 10) return std::to_string(small_value(v));
    const mpz_class z = to_mpz(v);
    if (base == 10 && mpz_sizeinbase(z.get_mpz_t(), 2) > max_decimal_digits * 3.32) {
        std::string text = bits(z) < max_decimal_digits * 3.34 ? z.get_str() : std::string(max_decimal_digits + 2, '9');
        if (text.size() - (text[0] == '-') > max_decimal_digits)
            throw Error(Exc::ValueError, "Exceeds the limit (4300 digits) for integer string conversion; use "
                                         "sys.set_int_max_str_digits() to increase the limit");
        return text;
    }
    return z.get_str(base);
}

Value parse_int(Runtime& runtime, std::string_view text, int base) {
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    bool after_prefix = false;
    if (text.size() > 1 && text[0] == '0') {
        const char letter = char(text[1] | 0x20);
        const int prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
        if (prefix && (base == 0 || base == prefix)) {
            base = prefix;
            text.remove_prefix(2);
            after_prefix = true;
        }
    }
    if (base == 0) {
        // A decimal literal may not begin with 0 unless it is 0.
        if (text.size() > 1 && text[0] == '0' && text.find_first_not_of("0_") != std::string_view::npos)
            return {};
        base = 10;
    }
    std::string digits;
    bool underscore = !after_prefix; // may not come first, last or twice
    for (char c : text) {
        if (c == '_') {
            if (underscore) return {};
            underscore = true;
            continue;
        }
        const int digit = c >= '0' && c <= '9'                     ? c - '0'
                          : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10
                                                                   : 99;
        if (digit >= base) return {};
        digits += c;
        underscore = false;
    }
    if (digits.empty() || underscore) return {};
    if (digits.size() > max_decimal_digits && !std::has_single_bit(unsigned(base)))
        throw Error(Exc::ValueError,
                    "Exceeds the limit (4300 digits) for integer string conversion: value has " +
                        std::to_string(digits.size()) +
                        " digits; use sys.set_int_max_str_digits() to increase the limit");
    mpz_class z;
    z.set_str(digits, base);
    if (negative) z = -z;
    return make_int(runtime, std::move(z));
}

Value int_from_double(Runtime& runtime, double d) {
    if (std::isnan(d)) throw Error(Exc::ValueError, "cannot convert float NaN to integer");
    if (std::isinf(d)) throw Error(Exc::OverflowError, "cannot convert float infinity to integer");
    if (std::abs(d) < 4e18) return runtime.make_int(int64_t(d));
    return make_int(runtime, mpz_class(d));
}

Value int_power_modulo(Runtime& runtime, const Value& a, const Value& b, const Value& modulus) {
    const mpz_class m = to_mpz(modulus);
    if (m == 0) throw Error(Exc::ValueError, "pow() 3rd argument cannot be 0");
    mpz_class base = to_mpz(a), exponent = to_mpz(b), result;
    count_work(runtime, 2 * limbs(m), 1.5 * bits(exponent));
    count_work(runtime, limbs(base) + limbs(m), exponent < 0 ? 32 : 4);
    if (exponent < 0) {
        if (!mpz_invert(base.get_mpz_t(), base.get_mpz_t(), m.get_mpz_t()))
            throw Error(Exc::ValueError, "base is not invertible for the given modulus");
        exponent = -exponent;
    }
    mpz_powm(result.get_mpz_t(), base.get_mpz_t(), exponent.get_mpz_t(), m.get_mpz_t());
    mpz_fdiv_r(result.get_mpz_t(), result.get_mpz_t(), m.get_mpz_t());
    return make_int(runtime, std::move(result));
}

} // namespace relata::python
