// The math module. CPython: Modules/mathmodule.c.
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "support/protocol.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace relata::modules {

using python::expect_one_argument;

namespace {

double real(Runtime& runtime, const Value& v) {
    if (const Float* f = v.as<Float>()) return f->value();
    if (python::is_int(v)) return python::to_double(v);
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (!slots.to_float && !slots.index) throw Error(Exc::TypeError, "must be real number, not " + python::type_name(runtime, v));
    return call(runtime, Value(runtime.type(BuiltinType::float_)), {v}).get<Float>().value();
}

/// As many arguments as fit; `function` is the qualified name, "math.pow".
std::span<const Value> positional(std::string_view function, Args args, size_t min, size_t max) {
    python::expect_no_keywords(function, args);
    return python::expect_positional(function.substr(function.find('.') + 1), args, min, max);
}

[[noreturn]] void domain_error() { throw Error(Exc::ValueError, "math domain error"); }
[[noreturn]] void range_error() { throw Error(Exc::OverflowError, "math range error"); }

/// What a function of the C library gave: NaN out of numbers is a domain error, an infinity a range error.
Value checked(Runtime& runtime, double r, bool finite_arguments, bool nan_arguments, bool overflows) {
    if (std::isnan(r) && !nan_arguments) domain_error();
    if (std::isinf(r) && finite_arguments) {
        if (overflows) range_error();
        domain_error();
    }
    return runtime.make_float(r);
}

/// A function's qualified name as a template argument: what its errors begin with.
struct Name {
    template <size_t size> constexpr Name(const char (&given)[size]) { std::copy_n(given, size, text); }
    std::string_view qualified() const { return text; }
    const char* bare() const { return text + 5; } ///< without "math."
    char text[24]{};
};

using Unary = double (*)(double);
template <Name name, Unary function, bool overflows> Value unary(Runtime& runtime, const Value&, Args a) {
    const double x = real(runtime, expect_one_argument(name.qualified(), a));
    return checked(runtime, function(x), std::isfinite(x), std::isnan(x), overflows);
}
using Binary = double (*)(double, double);
template <Name name, Binary function, bool overflows> Value binary(Runtime& runtime, const Value&, Args a) {
    const auto args = positional(name.text, a, 2, 2);
    const double x = real(runtime, args[0]), y = real(runtime, args[1]);
    return checked(runtime, function(x, y), std::isfinite(x) && std::isfinite(y), std::isnan(x) || std::isnan(y), overflows);
}

double power(double x, double y) {
    if (x == 1 || y == 0) return 1;
    if (x == 0 && y < 0 && std::isfinite(y)) domain_error();
    return std::pow(x, y);
}
double degrees(double x) { return x * (180.0 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180.0); }
double ulp(double x) {
    x = std::fabs(x);
    if (!std::isfinite(x)) return x;
    const double next = std::nextafter(x, HUGE_VAL);
    return std::isinf(next) ? x - std::nextafter(x, 0) : next - x;
}

double gamma_function(double x) {
    if (x == std::floor(x) && x <= 0) domain_error();
    return std::tgamma(x);
}

/// Logarithm of an int of any size, or of a float.
double log_of(Runtime& runtime, const Value& v, double (*function)(double), double log_of_two) {
    if (python::is_int(v)) {
        const mpz_class n = python::to_mpz(v);
        if (n <= 0) domain_error();
        const size_t bits = mpz_sizeinbase(n.get_mpz_t(), 2);
        if (bits > 1000) {
            const mpz_class top = n >> (bits - 64);
            return function(top.get_d()) + double(bits - 64) * log_of_two;
        }
        return function(n.get_d());
    }
    const double x = real(runtime, v);
    if (x <= 0) domain_error();
    return function(x);
}

Value log(Runtime& runtime, const Value&, Args a) {
    python::expect_no_keywords("math.log", a);
    const auto args = a.values;
    if (args.empty() || args.size() > 2) throw Error(Exc::TypeError, "math.log requires 1 to 2 arguments");
    const double x = log_of(runtime, args[0], std::log, std::numbers::ln2);
    if (args.size() == 1) return runtime.make_float(x);
    const double base = log_of(runtime, args[1], std::log, std::numbers::ln2);
    if (base == 0) throw Error(Exc::ZeroDivisionError, "float division by zero");
    return runtime.make_float(x / base);
}
Value log2(Runtime& runtime, const Value&, Args a) {
    return runtime.make_float(log_of(runtime, expect_one_argument("math.log2", a), std::log2, 1));
}
Value log10(Runtime& runtime, const Value&, Args a) {
    return runtime.make_float(log_of(runtime, expect_one_argument("math.log10", a), std::log10, std::log10(2.0)));
}

template <Name name, int direction> Value to_integer(Runtime& runtime, const Value&, Args a) {
    static constexpr const char* names[] = {"__floor__", "__trunc__", "__ceil__"};
    const Value& v = expect_one_argument(name.qualified(), a);
    if (python::is_int(v)) return python::plain_int(runtime, v);
    if (!v.as<Float>()) {
        if (const Value special = find_special(runtime, v, names[direction + 1]); special.is_set()) return call(runtime, special);
        if (direction == 0)
            throw Error(Exc::TypeError, "type " + python::type_name(runtime, v) + " doesn't define __trunc__ method");
    }
    const double x = real(runtime, v);
    return python::int_from_double(runtime, direction < 0 ? std::floor(x) : direction > 0 ? std::ceil(x) : std::trunc(x));
}

mpz_class whole(Runtime& runtime, const Value& v) {
    if (python::is_int(v)) return python::to_mpz(v);
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (!slots.index) throw Error(Exc::TypeError, "'" + python::type_name(runtime, v) + "' object cannot be interpreted as an integer");
    return python::to_mpz(slots.index(runtime, v));
}

Value factorial(Runtime& runtime, const Value&, Args a) {
    const mpz_class n = whole(runtime, expect_one_argument("math.factorial", a));
    if (n < 0) throw Error(Exc::ValueError, "factorial() not defined for negative values");
    if (n > 200000) {
        if (!n.fits_slong_p()) throw Error(Exc::OverflowError, "factorial() argument should not exceed 9223372036854775807");
        runtime.heap().require(runtime.heap().limit());
    }
    mpz_class result;
    mpz_fac_ui(result.get_mpz_t(), n.get_ui());
    return python::make_int(runtime, result);
}

template <bool least> Value common(Runtime& runtime, const Value&, Args a) {
    python::expect_no_keywords(least ? "math.lcm" : "math.gcd", a);
    mpz_class result = least ? 1 : 0;
    for (const Value& v : a.positional()) result = least ? mpz_class(lcm(result, whole(runtime, v))) : mpz_class(gcd(result, whole(runtime, v)));
    return python::make_int(runtime, result);
}

Value isqrt(Runtime& runtime, const Value&, Args a) {
    const mpz_class n = whole(runtime, expect_one_argument("math.isqrt", a));
    if (n < 0) throw Error(Exc::ValueError, "isqrt() argument must be nonnegative");
    return python::make_int(runtime, sqrt(n));
}

Value comb(Runtime& runtime, const Value&, Args a) {
    const auto args = positional("math.comb", a, 2, 2);
    const mpz_class n = whole(runtime, args[0]);
    mpz_class k = whole(runtime, args[1]);
    if (n < 0) throw Error(Exc::ValueError, "n must be a non-negative integer");
    if (k < 0) throw Error(Exc::ValueError, "k must be a non-negative integer");
    if (k > n) return Value::small_int(0);
    if (n - k < k) k = n - k;
    if (k > 100000) runtime.heap().require(runtime.heap().limit());
    mpz_class result;
    mpz_bin_ui(result.get_mpz_t(), n.get_mpz_t(), k.get_ui());
    return python::make_int(runtime, result);
}

Value perm(Runtime& runtime, const Value&, Args a) {
    const auto args = positional("math.perm", a, 1, 2);
    const mpz_class n = whole(runtime, args[0]), k = args.size() > 1 && !args[1].is_none() ? whole(runtime, args[1]) : n;
    if (n < 0) throw Error(Exc::ValueError, "n must be a non-negative integer");
    if (k < 0) throw Error(Exc::ValueError, "k must be a non-negative integer");
    if (k > n) return Value::small_int(0);
    if (k > 100000) runtime.heap().require(runtime.heap().limit());
    mpz_class result = 1;
    for (mpz_class i = 0; i < k; i += 1) result *= n - i;
    return python::make_int(runtime, result);
}

Value prod(Runtime& runtime, const Value&, Args a) {
    python::ArgReader args(runtime, {.function = "prod", .names = {"iterable", "start"}, .required = 1, .positional = 1}, a);
    Value result = args.get(1, Value::small_int(1));
    for_each(runtime, args[0], [&](const Value& v) { result = binary_op(runtime, BinaryOp::multiply, result, v); });
    return result;
}

/// Exact sum by non-overlapping partial sums. Shewchuk's algorithm, as CPython's math.fsum.
Value fsum(Runtime& runtime, const Value&, Args a) {
    std::vector<double> partials;
    double special = 0, infinities = 0;
    for_each(runtime, expect_one_argument("math.fsum", a), [&](const Value& v) {
        double x = real(runtime, v);
        const double given = x;
        size_t kept = 0;
        for (double y : std::vector<double>(partials)) {
            if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
            const double high = x + y, low = y - (high - x);
            if (low != 0) partials[kept++] = low;
            x = high;
        }
        partials.resize(kept);
        if (x != 0) {
            if (!std::isfinite(x)) {
                if (std::isfinite(given)) throw Error(Exc::OverflowError, "intermediate overflow in fsum");
                if (std::isinf(given)) infinities += given;
                special += given;
                partials.clear();
            } else {
                partials.push_back(x);
            }
        }
    });
    if (special != 0) {
        if (std::isnan(infinities)) throw Error(Exc::ValueError, "-inf + inf in fsum");
        return runtime.make_float(special);
    }
    double high = 0, low = 0;
    size_t n = partials.size();
    while (n > 0) {
        const double x = high, y = partials[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0) break;
    }
    // Half-even across more than two partials.
    if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
        const double y = low * 2, x = high + y;
        if (y == x - high) high = x;
    }
    return runtime.make_float(high);
}

Value isclose(Runtime& runtime, const Value&, Args a) {
    python::ArgReader args(runtime, {.function = "isclose", .names = {"a", "b", "rel_tol", "abs_tol"}, .required = 2, .positional = 2}, a);
    const double x = real(runtime, args[0]), y = real(runtime, args[1]), relative = args.number(2, 1e-9), absolute = args.number(3, 0);
    if (relative < 0 || absolute < 0) throw Error(Exc::ValueError, "tolerances must be non-negative");
    if (x == y) return Value::boolean(true);
    if (std::isinf(x) || std::isinf(y)) return Value::boolean(false);
    const double difference = std::fabs(x - y);
    return Value::boolean(difference <= std::fabs(relative * y) || difference <= std::fabs(relative * x) || difference <= absolute);
}

Value hypot(Runtime& runtime, const Value&, Args a) {
    python::expect_no_keywords("math.hypot", a);
    if (a.positional_count() == 2) return runtime.make_float(std::hypot(real(runtime, a.values[0]), real(runtime, a.values[1])));
    long double sum = 0; // CPython: vector_norm, which loses nothing on the way either
    for (const Value& v : a.positional()) sum = std::hypot(sum, static_cast<long double>(real(runtime, v)));
    return runtime.make_float(double(sum));
}

Value dist(Runtime& runtime, const Value&, Args a) {
    const auto args = positional("math.dist", a, 2, 2);
    const auto p = to_vector(runtime, args[0]), q = to_vector(runtime, args[1]);
    if (p.size() != q.size()) throw Error(Exc::ValueError, "both points must have the same number of dimensions");
    double sum = 0;
    for (size_t i = 0; i < p.size(); ++i) sum = std::hypot(sum, real(runtime, p[i]) - real(runtime, q[i]));
    return runtime.make_float(sum);
}

Value fmod(Runtime& runtime, const Value&, Args a) {
    const auto args = positional("math.fmod", a, 2, 2);
    const double x = real(runtime, args[0]), y = real(runtime, args[1]);
    if ((std::isinf(x) && !std::isnan(y)) || (y == 0 && !std::isnan(x))) domain_error();
    return runtime.make_float(std::fmod(x, y));
}

Value modf(Runtime& runtime, const Value&, Args a) {
    double integral;
    const double fraction = std::modf(real(runtime, expect_one_argument("math.modf", a)), &integral);
    return runtime.make_tuple({Value(runtime.make_float(fraction)), Value(runtime.make_float(integral))});
}
Value frexp(Runtime& runtime, const Value&, Args a) {
    int exponent;
    const double fraction = std::frexp(real(runtime, expect_one_argument("math.frexp", a)), &exponent);
    return runtime.make_tuple({Value(runtime.make_float(fraction)), Value::small_int(exponent)});
}
Value ldexp(Runtime& runtime, const Value&, Args a) {
    const auto args = positional("math.ldexp", a, 2, 2);
    const double x = real(runtime, args[0]), r = std::ldexp(x, int(std::clamp<int64_t>(as_index(runtime, args[1]), -100000, 100000)));
    if (std::isinf(r) && std::isfinite(x)) range_error();
    return runtime.make_float(r);
}

template <Name name, bool (*test)(double)> Value question(Runtime& runtime, const Value&, Args a) {
    return Value::boolean(test(real(runtime, expect_one_argument(name.qualified(), a))));
}
bool is_nan(double x) { return std::isnan(x); }
bool is_infinite(double x) { return std::isinf(x); }
bool is_finite(double x) { return std::isfinite(x); }

void init_math(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"sqrt", unary<"math.sqrt", std::sqrt, false>},   {"cbrt", unary<"math.cbrt", std::cbrt, false>},   {"exp", unary<"math.exp", std::exp, true>},
        {"exp2", unary<"math.exp2", std::exp2, true>},    {"expm1", unary<"math.expm1", std::expm1, true>},  {"log1p", unary<"math.log1p", std::log1p, false>},
        {"sin", unary<"math.sin", std::sin, false>},     {"cos", unary<"math.cos", std::cos, false>},     {"tan", unary<"math.tan", std::tan, false>},
        {"asin", unary<"math.asin", std::asin, false>},   {"acos", unary<"math.acos", std::acos, false>},   {"atan", unary<"math.atan", std::atan, false>},
        {"sinh", unary<"math.sinh", std::sinh, true>},    {"cosh", unary<"math.cosh", std::cosh, true>},    {"tanh", unary<"math.tanh", std::tanh, false>},
        {"asinh", unary<"math.asinh", std::asinh, false>}, {"acosh", unary<"math.acosh", std::acosh, false>}, {"atanh", unary<"math.atanh", std::atanh, false>},
        {"fabs", unary<"math.fabs", std::fabs, false>},   {"degrees", unary<"math.degrees", degrees, true>},   {"radians", unary<"math.radians", radians, false>},
        {"erf", unary<"math.erf", std::erf, false>},     {"erfc", unary<"math.erfc", std::erfc, false>},   {"gamma", unary<"math.gamma", gamma_function, true>},
        {"lgamma", unary<"math.lgamma", std::lgamma, true>}, {"pow", binary<"math.pow", power, true>},       {"atan2", binary<"math.atan2", std::atan2, false>},
        {"copysign", binary<"math.copysign", std::copysign, false>}, {"remainder", binary<"math.remainder", std::remainder, false>},
        {"ulp", unary<"math.ulp", ulp, false>}, {"nextafter", binary<"math.nextafter", std::nextafter, false>},
        {"log", log}, {"log2", log2}, {"log10", log10}, {"floor", to_integer<"math.floor", -1>}, {"ceil", to_integer<"math.ceil", 1>}, {"trunc", to_integer<"math.trunc", 0>},
        {"factorial", factorial}, {"gcd", common<false>}, {"lcm", common<true>}, {"isqrt", isqrt}, {"comb", comb}, {"perm", perm},
        {"prod", prod}, {"fsum", fsum}, {"isclose", isclose}, {"hypot", hypot}, {"dist", dist}, {"fmod", fmod}, {"modf", modf},
        {"frexp", frexp}, {"ldexp", ldexp}, {"isnan", question<"math.isnan", is_nan>}, {"isinf", question<"math.isinf", is_infinite>}, {"isfinite", question<"math.isfinite", is_finite>}};
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(runtime, name, fn, "math"));
    module.set("pi", runtime.make_float(std::numbers::pi));
    module.set("e", runtime.make_float(std::numbers::e));
    module.set("tau", runtime.make_float(2 * std::numbers::pi));
    module.set("inf", runtime.make_float(INFINITY));
    module.set("nan", runtime.make_float(NAN));
}

} // namespace

void register_math(python::Interpreter& interpreter) { interpreter.register_module("math", init_math); }

} // namespace relata::modules
