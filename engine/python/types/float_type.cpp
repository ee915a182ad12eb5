// The type float. CPython: Objects/floatobject.c.
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/complex_type.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

#include <cmath>
#include <cstring>

namespace relata::python {

namespace {

double value_of(const Value& v) {
    return v.get<Float>().value();
}

/// The operand as a double; false where it is neither float nor int.
bool operand(const Value& v, double& d) {
    if (const Float* f = v.as<Float>()) {
        d = f->value();
        return true;
    }
    if (!is_int(v)) return false;
    d = to_double(v);
    return true;
}

// CPython: _float_div_mod
void floor_divide(double a, double b, double& quotient, double& remainder) {
    remainder = std::fmod(a, b);
    double div = (a - remainder) / b;
    if (remainder != 0) {
        if ((b < 0) != (remainder < 0)) {
            remainder += b;
            div -= 1.0;
        }
    } else {
        remainder = std::copysign(0.0, b);
    }
    if (div != 0) {
        quotient = std::floor(div);
        if (div - quotient > 0.5) quotient += 1.0;
    } else {
        quotient = std::copysign(0.0, a / b);
    }
}

// CPython: float_pow
Value power(Runtime& runtime, double a, double b) {
    if (a == 0 && b < 0) throw Error(Exc::ZeroDivisionError, "0.0 cannot be raised to a negative power");
    if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b))
        return complex_power(runtime, a, b);
    const double result = std::pow(a, b);
    if (std::isinf(result) && std::isfinite(a) && std::isfinite(b))
        throw Error(
            Exc::OverflowError,
            std::vector<Value>{Value::small_int(34), runtime.make_str("Numerical result out of range")});
    return runtime.make_float(result);
}

Value apply(Runtime& runtime, BinaryOp op, double a, double b) {
    double q, r;
    switch (op) {
    case BinaryOp::add:
        return runtime.make_float(a + b);
    case BinaryOp::subtract:
        return runtime.make_float(a - b);
    case BinaryOp::multiply:
        return runtime.make_float(a * b);
    case BinaryOp::true_divide:
        if (b == 0) throw Error(Exc::ZeroDivisionError, "float division by zero");
        return runtime.make_float(a / b);
    case BinaryOp::floor_divide:
        if (b == 0) throw Error(Exc::ZeroDivisionError, "float floor division by zero");
        floor_divide(a, b, q, r);
        return runtime.make_float(q);
    case BinaryOp::remainder:
        if (b == 0) throw Error(Exc::ZeroDivisionError, "float modulo");
        floor_divide(a, b, q, r);
        return runtime.make_float(r);
    case BinaryOp::power:
        return power(runtime, a, b);
    default:
        return Value::not_implemented();
    }
}

template <BinaryOp Op>
Value binary(Runtime& runtime, const Value& a, const Value& b) {
    double y;
    return operand(b, y) ? apply(runtime, Op, value_of(a), y) : Value::not_implemented();
}

template <BinaryOp Op>
Value reflected(Runtime& runtime, const Value& self, const Value& other) {
    double x;
    return operand(other, x) ? apply(runtime, Op, x, value_of(self)) : Value::not_implemented();
}

template <BinaryOp... Ops>
void set_operators(TypeSlots& slots) {
    ((slots.binary[size_t(Ops)] = binary<Ops>, slots.reflected[size_t(Ops)] = reflected<Ops>), ...);
}

Value float_compare(Runtime&, const Value& a, const Value& b, CompareOp op) {
    const double x = value_of(a);
    int c;
    if (const Float* f = b.as<Float>()) {
        const double y = f->value();
        if (std::isnan(x) || std::isnan(y)) return Value::boolean(op == CompareOp::ne);
        c = x < y ? -1 : x > y;
    } else if (is_int(b)) {
        if (std::isnan(x)) return Value::boolean(op == CompareOp::ne);
        c = -int_compare_double(b, x);
    } else {
        return Value::not_implemented();
    }
    return Value::boolean(rich_compare(c, 0, op));
}

double double_from(Runtime& runtime, const Value& v) {
    if (const Float* f = v.as<Float>()) return f->value();
    if (is_int(v)) return to_double(v);
    std::string_view text;
    if (const Str* s = v.as<Str>())
        text = s->view();
    else if (const Bytes* b = v.as<Bytes>())
        text = b->view();
    else {
        const Type& type = runtime.type_of(v);
        if (type.slots.to_float) {
            const Value result = type.slots.to_float(runtime, v);
            if (const Float* f = result.as<Float>()) return f->value();
            throw Error(Exc::TypeError, type.name() + ".__float__ returned non-float (type " +
                                            type_name(runtime, result) + ")");
        }
        if (type.slots.index) return to_double(type.slots.index(runtime, v));
        throw Error(Exc::TypeError,
                    "float() argument must be a string or a real number, not '" + type.name() + "'");
    }
    double d;
    if (!parse_double(text, d))
        throw Error(Exc::ValueError, "could not convert string to float: " + repr_text(runtime, v));
    return d;
}

Value float_new(Runtime& runtime, Type& type, Args args) {
    if (args.keyword_count()) throw Error(Exc::TypeError, "float() takes no keyword arguments");
    const auto given = expect_positional("float", args, 0, 1);
    const bool exact = &type == &runtime.type(BuiltinType::float_);
    if (exact && !given.empty() && given[0].is_object() && &given[0].as_object()->type() == &type)
        return given[0];
    return runtime.make<Float>(type, given.empty() ? 0.0 : double_from(runtime, given[0]));
}

Value float_repr_slot(Runtime& runtime, const Value& self) {
    return runtime.make_str(float_repr(value_of(self)));
}

Value float_format(Runtime& runtime, const Value& self, const Str& spec) {
    if (spec.byte_count() == 0) return str(runtime, self);
    return runtime.make_str(
        format_double(value_of(self), parse_format_spec(runtime, spec.view(), self)));
}

Value float_is_integer(Runtime&, const Value& self, Args args) {
    expect_no_arguments("float.is_integer", args);
    const double d = value_of(self);
    return Value::boolean(std::isfinite(d) && std::floor(d) == d);
}

Value as_integer_ratio(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("float.as_integer_ratio", args);
    const double d = value_of(self);
    if (std::isnan(d)) throw Error(Exc::ValueError, "cannot convert NaN to integer ratio");
    if (std::isinf(d)) throw Error(Exc::OverflowError, "cannot convert Infinity to integer ratio");
    mpq_class q(d);
    return runtime.make_tuple({make_int(runtime, q.get_num()), make_int(runtime, q.get_den())});
}

// CPython: float___round___impl, _Py_double_round
Value float_round(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("__round__", args, 0, 1);
    const double d = value_of(self);
    if (given.empty() || given[0].is_none()) return int_from_double(runtime, std::nearbyint(d));
    const int64_t digits = as_index(runtime, given[0]);
    if (!std::isfinite(d) || digits > 323) return runtime.make_float(d);
    if (digits < -308) return runtime.make_float(std::copysign(0.0, d));
    if (digits >= 0) {
        double rounded;
        parse_double(double_to_text(d, 'f', int(digits), false, false), rounded);
        return runtime.make_float(rounded);
    }
    mpz_class unit, q, r;
    mpz_ui_pow_ui(unit.get_mpz_t(), 10, static_cast<unsigned long>(-digits));
    const double whole = std::trunc(std::abs(d));
    mpz_fdiv_qr(q.get_mpz_t(), r.get_mpz_t(), mpz_class(whole).get_mpz_t(), unit.get_mpz_t());
    const int half = cmp(r * 2, unit);
    if (half > 0 || (half == 0 && (whole != std::abs(d) || mpz_odd_p(q.get_mpz_t())))) ++q;
    return runtime.make_float(std::copysign(to_double(make_int(runtime, q * unit)), d));
}

Value float_hex(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("float.hex", args);
    const double d = value_of(self);
    if (!std::isfinite(d)) return runtime.make_str(float_repr(d));
    if (d == 0) return runtime.make_str(std::signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
    uint64_t bits;
    std::memcpy(&bits, &d, sizeof bits);
    const int exponent = int(bits >> 52 & 0x7ff);
    char text[48];
    std::snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", d < 0 ? "-" : "", exponent ? 1 : 0,
                  static_cast<unsigned long long>(bits & ((uint64_t(1) << 52) - 1)),
                  exponent ? exponent - 1023 : -1022);
    return runtime.make_str(text);
}

Value float_fromhex(Runtime& runtime, const Value& cls, Args args) {
    const Value& arg = expect_one_argument("float.fromhex", args);
    const Str* s = arg.as<Str>();
    if (!s) throw Error(Exc::TypeError, "bad argument type for built-in operation");
    std::string text(s->view());
    text.erase(0, text.find_first_not_of(" \t\n\r\f\v"));
    text.erase(text.find_last_not_of(" \t\n\r\f\v") + 1);
    // strtod needs the 0x that Python lets out.
    const size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+');
    if (text.compare(sign, 2, "0x") != 0 && text.compare(sign, 2, "0X") != 0 &&
        text.find_first_of("in", sign) != sign)
        text.insert(sign, "0x");
    char* end;
    const double d = std::strtod(text.c_str(), &end);
    if (text.empty() || *end) throw Error(Exc::ValueError, "invalid hexadecimal floating-point string");
    const Value made = runtime.make_float(d);
    return cls.is(Value(runtime.type(BuiltinType::float_))) ? made : call(runtime, cls, {made});
}

template <double (*F)(double)>
Value rounded_to_int(Runtime& runtime, const Value& self, Args) {
    return int_from_double(runtime, F(value_of(self)));
}

Value float_plain(Runtime& runtime, const Value& self) {
    if (&self.as_object()->type() == &runtime.type(BuiltinType::float_)) return self;
    return runtime.make_float(value_of(self));
}

} // namespace

void make_float_type(Runtime& runtime) {
    TypeBuilder b(runtime, "float");
    runtime.set_type(BuiltinType::float_, b.type());
    TypeSlots& s = b.slots();
    s.new_ = float_new;
    s.repr = float_repr_slot;
    s.format = float_format;
    s.hash = [](Runtime&, const Value& self) { return double_hash(value_of(self), self.as_object()); };
    s.compare = float_compare;
    s.truth = [](Runtime&, const Value& self) { return value_of(self) != 0; };
    set_operators<BinaryOp::add, BinaryOp::subtract, BinaryOp::multiply, BinaryOp::true_divide,
                  BinaryOp::floor_divide, BinaryOp::remainder, BinaryOp::power>(s);
    s.unary[size_t(UnaryOp::negative)] = [](Runtime& r, const Value& v) -> Value {
        return r.make_float(-value_of(v));
    };
    s.unary[size_t(UnaryOp::absolute)] = [](Runtime& r, const Value& v) -> Value {
        return r.make_float(std::abs(value_of(v)));
    };
    s.unary[size_t(UnaryOp::positive)] = float_plain;
    s.to_float = float_plain;
    s.to_int = [](Runtime& r, const Value& self) { return int_from_double(r, value_of(self)); };
    b.property("real", float_plain);
    b.property("imag", [](Runtime& r, const Value&) -> Value { return r.make_float(0.0); });
    b.method("is_integer", float_is_integer).method("as_integer_ratio", as_integer_ratio);
    b.method("conjugate", [](Runtime& r, const Value& self, Args) { return float_plain(r, self); });
    b.signatures({"float.conjugate($self, /)"});
    b.method("hex", float_hex).class_method("fromhex", float_fromhex).method("__round__", float_round);
    b.method("__trunc__", rounded_to_int<std::trunc>).method("__floor__", rounded_to_int<std::floor>);
    b.method("__ceil__", rounded_to_int<std::ceil>);
    b.finish();
}

} // namespace relata::python
