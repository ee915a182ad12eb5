// timedelta. CPython: Lib/datetime.py, class timedelta.
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "python/types/int_object.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

#include <cmath>

namespace relata::modules {

namespace {

constexpr __int128 us_per_second = 1000000;
constexpr __int128 us_per_day = us_per_second * 86400;

const TimeDelta* delta(const Value& v) { return v.as<TimeDelta>(); }

__int128 floor_div(__int128 a, __int128 b) {
    const __int128 q = a / b;
    return q - ((a % b != 0) && ((a < 0) != (b < 0)));
}
/// The nearest integer to a / b, halves to even; b > 0 or b < 0.
__int128 divide_nearest(__int128 a, __int128 b) {
    if (b < 0) {
        a = -a;
        b = -b;
    }
    const __int128 q = floor_div(a, b), r2 = (a - q * b) * 2;
    return q + (r2 > b || (r2 == b && q % 2 != 0));
}

mpz_class to_mpz_wide(__int128 v) {
    const bool negative = v < 0;
    const auto u = negative ? -static_cast<unsigned __int128>(v) : static_cast<unsigned __int128>(v);
    mpz_class n = static_cast<unsigned long>(u >> 64);
    n = (n << 64) + static_cast<unsigned long>(u);
    return negative ? mpz_class(-n) : n;
}

[[noreturn]] void too_large(const mpz_class& days) {
    throw Error(Exc::OverflowError, "days=" + days.get_str() + "; must have magnitude <= 999999999");
}

/// An int of any size as microseconds `unit` apiece; OverflowError where it cannot be a timedelta.
__int128 scaled(const Value& number, __int128 unit) {
    const mpz_class n = python::to_mpz(number);
    const mpz_class days = n * to_mpz_wide(unit) / to_mpz_wide(us_per_day);
    if (!n.fits_slong_p() || abs(days) > 1000000000) {
        if (!days.fits_sint_p()) throw Error(Exc::OverflowError, "Python int too large to convert to C int");
        too_large(days);
    }
    return __int128(n.get_si()) * unit;
}

Value new_delta(Runtime& runtime, Type& type, Args a) {
    python::ArgReader args(runtime,
                           {.function = "__new__",
                            .names = {"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"}},
                           a);
    static constexpr const char* names[] = {"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"};
    constexpr __int128 units[] = {us_per_day, us_per_second, 1, 1000, us_per_second * 60, us_per_second * 3600, us_per_day * 7};
    __int128 total = 0;
    double left_over = 0; // of floats, in microseconds
    for (size_t i = 0; i < 7; ++i) {
        if (!args.has(i)) continue;
        if (python::is_int(args[i])) {
            total += scaled(args[i], units[i]);
        } else if (const Float* f = args[i].as<Float>()) {
            double whole;
            const double fraction = std::modf(f->value(), &whole);
            if (std::isnan(f->value())) throw Error(Exc::ValueError, "cannot convert float NaN to integer");
            if (std::isinf(f->value())) throw Error(Exc::OverflowError, "cannot convert float infinity to integer");
            total += scaled(python::int_from_double(runtime, whole), units[i]);
            double part = fraction * double(units[i]), part_whole;
            left_over += std::modf(part, &part_whole);
            total += __int128(part_whole);
        } else {
            throw Error(Exc::TypeError, std::string("unsupported type for timedelta ") + names[i] + " component: " +
                                            runtime.type_of(args[i]).name());
        }
    }
    if (left_over != 0) {
        // Halves go to the even total.
        double whole = std::nearbyint(left_over);
        if (std::fabs(whole - left_over) == 0.5) whole = 2.0 * std::round((left_over + double(total & 1)) * 0.5) - double(total & 1);
        total += __int128(whole);
    }
    return make_delta(runtime, total, &type);
}

std::string text_of(const TimeDelta& d) {
    char text[64];
    std::string result;
    if (d.days != 0) result = std::to_string(d.days) + (std::abs(d.days) == 1 ? " day, " : " days, ");
    std::snprintf(text, sizeof text, "%d:%02d:%02d", d.seconds / 3600, d.seconds / 60 % 60, d.seconds % 60);
    result += text;
    if (d.microseconds) {
        std::snprintf(text, sizeof text, ".%06d", d.microseconds);
        result += text;
    }
    return result;
}

Value repr_of(Runtime& runtime, const Value& self) {
    const TimeDelta& d = *delta(self);
    std::string text;
    const auto part = [&](const char* name, int n) {
        if (n) text += (text.empty() ? "" : ", ") + std::string(name) + "=" + std::to_string(n);
    };
    part("days", d.days);
    part("seconds", d.seconds);
    part("microseconds", d.microseconds);
    const std::string name = d.type().has(Type::heap_type) ? d.type().qualified_name() : "datetime.timedelta";
    return runtime.make_str(name + "(" + (text.empty() ? "0" : text) + ")");
}

Value from_ratio(Runtime& runtime, __int128 total, const Value& number, bool multiply) {
    const Value ratio = call_method(runtime, number, "as_integer_ratio");
    mpz_class a = python::to_mpz(ratio.get<Tuple>()[0]), b = python::to_mpz(ratio.get<Tuple>()[1]);
    mpz_class up = to_mpz_wide(total) * (multiply ? a : b), down = multiply ? b : a;
    if (down == 0) throw Error(Exc::ZeroDivisionError, "division by zero");
    if (down < 0) {
        up = -up;
        down = -down;
    }
    mpz_class q, r;
    mpz_fdiv_qr(q.get_mpz_t(), r.get_mpz_t(), up.get_mpz_t(), down.get_mpz_t());
    r *= 2;
    if (r > down || (r == down && mpz_odd_p(q.get_mpz_t()))) q += 1;
    if (mpz_sizeinbase(q.get_mpz_t(), 2) > 80) too_large(q / to_mpz_wide(us_per_day));
    mpz_class high = abs(q) >> 62, low = abs(q) & ((mpz_class(1) << 62) - 1);
    const __int128 magnitude = (__int128(high.get_si()) << 62) | low.get_si();
    return make_delta(runtime, q < 0 ? -magnitude : magnitude);
}

Value add(Runtime& runtime, const Value& a, const Value& b) {
    if (!delta(a) || !delta(b)) return Value::not_implemented();
    return make_delta(runtime, delta(a)->total() + delta(b)->total());
}
Value subtract(Runtime& runtime, const Value& a, const Value& b) {
    if (!delta(a) || !delta(b)) return Value::not_implemented();
    return make_delta(runtime, delta(a)->total() - delta(b)->total());
}
Value multiply(Runtime& runtime, const Value& self, const Value& other) {
    if (!delta(self)) return Value::not_implemented();
    if (python::is_int(other)) {
        const mpz_class days = to_mpz_wide(delta(self)->total()) * python::to_mpz(other) / to_mpz_wide(us_per_day);
        if (abs(days) > 1000000000) {
            if (!days.fits_sint_p()) throw Error(Exc::OverflowError, "Python int too large to convert to C int");
            too_large(days);
        }
        if (delta(self)->total() == 0) return make_delta(runtime, 0);
        return make_delta(runtime, delta(self)->total() * *python::to_int64(other));
    }
    if (other.as<Float>()) return from_ratio(runtime, delta(self)->total(), other, true);
    return Value::not_implemented();
}
Value true_divide(Runtime& runtime, const Value& a, const Value& b) {
    if (!delta(a)) return Value::not_implemented();
    if (delta(b)) {
        if (delta(b)->total() == 0) throw Error(Exc::ZeroDivisionError, "division by zero");
        return python::int_binary(runtime, BinaryOp::true_divide, python::make_int(runtime, to_mpz_wide(delta(a)->total())),
                                  python::make_int(runtime, to_mpz_wide(delta(b)->total())));
    }
    if (python::is_int(b)) {
        const auto n = python::to_int64(b);
        if (!n) return make_delta(runtime, 0);
        if (*n == 0) throw Error(Exc::ZeroDivisionError, "integer division or modulo by zero");
        return make_delta(runtime, divide_nearest(delta(a)->total(), *n));
    }
    if (b.as<Float>()) return from_ratio(runtime, delta(a)->total(), b, false);
    return Value::not_implemented();
}
Value floor_divide(Runtime& runtime, const Value& a, const Value& b) {
    if (!delta(a)) return Value::not_implemented();
    if (delta(b)) {
        if (delta(b)->total() == 0) throw Error(Exc::ZeroDivisionError, "integer division or modulo by zero");
        return python::make_int(runtime, to_mpz_wide(floor_div(delta(a)->total(), delta(b)->total())));
    }
    if (!python::is_int(b)) return Value::not_implemented();
    const auto n = python::to_int64(b);
    if (n && *n == 0) throw Error(Exc::ZeroDivisionError, "integer division or modulo by zero");
    return make_delta(runtime, n ? floor_div(delta(a)->total(), *n) : 0);
}
Value remainder(Runtime& runtime, const Value& a, const Value& b) {
    if (!delta(a) || !delta(b)) return Value::not_implemented();
    if (delta(b)->total() == 0) throw Error(Exc::ZeroDivisionError, "integer division or modulo by zero");
    const __int128 x = delta(a)->total(), y = delta(b)->total();
    return make_delta(runtime, x - floor_div(x, y) * y);
}

} // namespace

Ref<TimeDelta> make_delta(Runtime& runtime, __int128 microseconds, Type* type) {
    const __int128 days = floor_div(microseconds, us_per_day);
    if (days > 999999999 || days < -999999999) too_large(to_mpz_wide(days));
    const auto rest = int64_t(microseconds - days * us_per_day);
    return runtime.make<TimeDelta>(type ? *type : runtime.type_for<TimeDelta>(), int32_t(days), int32_t(rest / 1000000),
                                   int32_t(rest % 1000000));
}

int64_t hash_of_numbers(std::initializer_list<__int128> numbers) {
    return hash_of_string({reinterpret_cast<const char*>(numbers.begin()), numbers.size() * sizeof(__int128)});
}

Value compare_numbers(__int128 a, __int128 b, CompareOp op) {
    return Value::boolean(rich_compare(a, b, op));
}

Type& make_timedelta_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "timedelta", "datetime");
    TypeSlots& s = b.slots();
    s.new_ = new_delta;
    s.repr = repr_of;
    s.str = [](Runtime& r, const Value& self) -> Value { return r.make_str(text_of(*delta(self))); };
    s.hash = [](Runtime&, const Value& self) { return hash_of_numbers({delta(self)->total()}); };
    s.truth = [](Runtime&, const Value& self) { return delta(self)->total() != 0; };
    s.compare = [](Runtime&, const Value& x, const Value& y, CompareOp op) {
        return delta(y) ? compare_numbers(delta(x)->total(), delta(y)->total(), op) : Value::not_implemented();
    };
    s.binary[size_t(BinaryOp::add)] = add;
    s.binary[size_t(BinaryOp::subtract)] = subtract;
    s.binary[size_t(BinaryOp::multiply)] = s.reflected[size_t(BinaryOp::multiply)] = multiply;
    s.binary[size_t(BinaryOp::true_divide)] = true_divide;
    s.binary[size_t(BinaryOp::floor_divide)] = floor_divide;
    s.binary[size_t(BinaryOp::remainder)] = remainder;
    s.unary[size_t(UnaryOp::negative)] = [](Runtime& r, const Value& v) -> Value { return make_delta(r, -delta(v)->total()); };
    s.unary[size_t(UnaryOp::positive)] = [](Runtime& r, const Value& v) -> Value { return make_delta(r, delta(v)->total()); };
    s.unary[size_t(UnaryOp::absolute)] = [](Runtime& r, const Value& v) -> Value {
        const __int128 total = delta(v)->total();
        return make_delta(r, total < 0 ? -total : total);
    };
    b.property("days", [](Runtime&, const Value& v) { return Value::small_int(delta(v)->days); })
        .property("seconds", [](Runtime&, const Value& v) { return Value::small_int(delta(v)->seconds); })
        .property("microseconds", [](Runtime&, const Value& v) { return Value::small_int(delta(v)->microseconds); });
    b.method("total_seconds", [](Runtime& r, const Value& self, Args a) {
        python::expect_no_arguments("timedelta.total_seconds", a);
        return python::int_binary(r, BinaryOp::true_divide, python::make_int(r, to_mpz_wide(delta(self)->total())),
                                  Value::small_int(1000000));
    });
    b.signatures({
        "timedelta.total_seconds($self, /)"});
    Type& type = b.finish();
    runtime.set_type_for<TimeDelta>(type);
    constexpr __int128 most = us_per_day * 1000000000 - 1;
    b.attribute("min", make_delta(runtime, -us_per_day * 999999999)).attribute("max", make_delta(runtime, most));
    b.attribute("resolution", make_delta(runtime, 1));
    return type;
}

} // namespace relata::modules
