// The class Decimal. CPython: Modules/_decimal/_decimal.c.
#include "modules/stdlib/decimal/decimal.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/int_object.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

namespace relata::modules {

using python::ArgReader;

namespace {

const Number& number(const Value& v) { return v.get<Decimal>().number; }
Settings& settings(Runtime& runtime) { return current_context(runtime).settings; }

/// The context argument of a method, or the current context.
Settings& settings_of(Runtime& runtime, const ArgReader& args, size_t i) {
    if (args.is_none(i)) return settings(runtime);
    auto* context = args[i].as<DecimalContext>();
    if (!context) throw Error(Exc::TypeError, "optional argument must be a context");
    return context->settings;
}

using Operation = Number (*)(const Number&, const Number&, Settings&);
template <Operation operation> Value binary(Runtime& runtime, const Value& a, const Value& b) {
    const auto x = operand(a), y = operand(b);
    if (!x || !y) return Value::not_implemented();
    return make_decimal(runtime, with_signals(runtime, settings(runtime), [&](Settings& s) { return operation(*x, *y, s); }));
}
template <Operation operation> Value reflected(Runtime& runtime, const Value& self, const Value& other) {
    return binary<operation>(runtime, other, self);
}
Number floor_divide(const Number& a, const Number& b, Settings& s) { return divide_integer(a, b, s).quotient; }
Number remainder(const Number& a, const Number& b, Settings& s) {
    if (a.is_finite() && b.is_zero()) { // x % 0 is invalid, not a division by zero
        raise_signal(s, a.is_zero() ? signal_division_undefined : signal_invalid_operation);
        return nan();
    }
    return divide_integer(a, b, s).remainder;
}

using Function = Number (*)(const Number&, Settings&);
template <Function function> Value method(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "", .names = {"context"}}, a);
    Settings& s = settings_of(runtime, args, 0);
    return make_decimal(runtime, with_signals(runtime, s, [&](Settings& t) { return function(number(self), t); }));
}

Number argument(Runtime& runtime, const Value& v) {
    const auto n = operand(v);
    if (!n) throw Error(Exc::TypeError, "conversion from " + runtime.type_of(v).tp_name() + " to Decimal is not supported");
    return *n;
}

/// Decimal((sign, digits, exponent))
Number number_of_tuple(Runtime& runtime, const Value& v) {
    const std::vector<Value> parts = to_vector(runtime, v);
    if (parts.size() != 3) throw Error(Exc::ValueError, "argument must be a sequence of length 3");
    if (!parts[0].is_small_int() || (parts[0].as_small_int() | 1) != 1)
        throw Error(Exc::ValueError, "sign must be an integer with the value 0 or 1");
    Number n;
    n.negative = parts[0].as_small_int() == 1;
    std::string digits;
    for (const Value& d : to_vector(runtime, parts[1])) {
        if (!d.is_small_int() || d.as_small_int() < 0 || d.as_small_int() > 9)
            throw Error(Exc::ValueError, "coefficient must be a tuple of digits");
        digits += char('0' + d.as_small_int());
    }
    n.coefficient = mpz_class(digits.empty() ? "0" : digits, 10);
    if (const Str* kind = parts[2].as<Str>()) {
        n.kind = *kind == "F" ? Number::Kind::infinity : *kind == "n" ? Number::Kind::nan : Number::Kind::signaling_nan;
        if (n.kind == Number::Kind::infinity) n.coefficient = 0;
    } else {
        n.exponent = as_index(runtime, parts[2]);
    }
    return n;
}

Value new_decimal(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "Decimal", .names = {"value", "context"}}, a);
    if (!args.has(0)) return make_decimal(runtime, {}, &type);
    const Value& v = args[0];
    if (const Str* text = v.as<Str>()) {
        auto parsed = parse_number(text->view());
        if (!parsed)
            parsed = with_signals(runtime, settings_of(runtime, args, 1), [](Settings& s) {
                raise_signal(s, signal_conversion_syntax);
                return nan();
            });
        return make_decimal(runtime, std::move(*parsed), &type);
    }
    if (v.as<Decimal>() && &type == &runtime.type_for<Decimal>() && &runtime.type_of(v) == &type) return v;
    if (const auto n = operand(v)) return make_decimal(runtime, *n, &type);
    if (const Float* f = v.as<Float>())
        return make_decimal(runtime, with_signals(runtime, settings_of(runtime, args, 1), [&](Settings& s) {
            raise_signal(s, signal_float_operation);
            return number_of_double(f->value());
        }), &type);
    if (v.as<Tuple>() || v.as<List>()) return make_decimal(runtime, number_of_tuple(runtime, v), &type);
    throw Error(Exc::TypeError, "conversion from " + runtime.type_of(v).tp_name() + " to Decimal is not supported");
}

Value compare_decimals(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    std::optional<Number> other = operand(b);
    if (!other)
        if (const Float* f = b.as<Float>()) {
            settings(runtime).flags |= signal_float_operation;
            other = number_of_double(f->value());
        }
    if (!other) {
        // Fractions compare exactly.
        if (!b.is_object() || !find_special(runtime, b, "denominator").is_set()) return Value::not_implemented();
        const Value x = call_method(runtime, a, "as_integer_ratio");
        return compare(runtime, binary_op(runtime, BinaryOp::multiply, x.get<Tuple>()[0], get_attribute(runtime, b, "denominator")),
                       binary_op(runtime, BinaryOp::multiply, x.get<Tuple>()[1], get_attribute(runtime, b, "numerator")), op);
    }
    const Number& self = number(a);
    if (self.is_nan() || other->is_nan()) {
        if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
        with_signals(runtime, settings(runtime), [](Settings& s) {
            raise_signal(s, signal_invalid_operation);
            return 0;
        });
        return Value::boolean(false);
    }
    const int c = compare_numbers(self, *other);
    return Value::boolean(rich_compare(c, 0, op));
}

/// Equal to the hash of the int or float of the same value. CPython: Decimal.__hash__
int64_t hash_decimal(Runtime&, const Value& self) {
    const Number& n = number(self);
    if (n.kind == Number::Kind::signaling_nan) throw Error(Exc::TypeError, "Cannot hash a signaling NaN value");
    if (n.is_nan()) return int64_t(self.bits() >> 4);
    if (!n.is_finite()) return n.negative ? -314159 : 314159;
    const mpz_class prime = (mpz_class(1) << 61) - 1;
    mpz_class base = 10, power, result;
    if (n.exponent < 0) mpz_invert(base.get_mpz_t(), base.get_mpz_t(), prime.get_mpz_t());
    const mpz_class exponent = static_cast<long>(n.exponent < 0 ? -n.exponent : n.exponent);
    mpz_powm(power.get_mpz_t(), base.get_mpz_t(), exponent.get_mpz_t(), prime.get_mpz_t());
    result = n.coefficient * power % prime;
    const int64_t h = n.negative ? -result.get_si() : result.get_si();
    return h == -1 ? -2 : h;
}

/// The whole part as an int.
mpz_class truncated(Runtime& runtime, const Number& n, Rounding rounding) {
    if (n.is_nan()) throw Error(Exc::ValueError, "cannot convert NaN to integer");
    if (!n.is_finite()) throw Error(Exc::OverflowError, "cannot convert Infinity to integer");
    if (n.exponent > 0) runtime.heap().require(size_t(n.exponent) / 2);
    const Number whole = rescale(n, 0, rounding);
    return whole.negative ? mpz_class(-whole.coefficient) : whole.coefficient;
}

Value to_float(Runtime& runtime, const Value& self) {
    const Number& n = number(self);
    if (n.kind == Number::Kind::signaling_nan) throw Error(Exc::ValueError, "cannot convert signaling NaN to float");
    return call(runtime, Value(runtime.type(BuiltinType::float_)), {Value(runtime.make_str(n.is_nan() ? "nan" : number_text(n)))});
}

Value round(Runtime& runtime, const Value& self, Args a) {
    const auto args = python::expect_positional("__round__", a, 0, 1);
    if (args.empty() || args[0].is_none()) return python::make_int(runtime, truncated(runtime, number(self), Rounding::half_even));
    const Number pattern{false, 1, -as_index(runtime, args[0])};
    return make_decimal(runtime, with_signals(runtime, settings(runtime), [&](Settings& s) {
        return quantize(number(self), pattern, s, Rounding::half_even);
    }));
}

Value quantize_method(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "quantize", .names = {"exp", "rounding", "context"}, .required = 1}, a);
    const Number pattern = argument(runtime, args[0]);
    Settings& s = settings_of(runtime, args, 2);
    const Rounding rounding = args.is_none(1) ? s.rounding : rounding_named(runtime, args[1]);
    return make_decimal(runtime, with_signals(runtime, s, [&](Settings& t) { return quantize(number(self), pattern, t, rounding); }));
}

Value to_integral(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "to_integral_value", .names = {"rounding", "context"}}, a);
    const Number& n = number(self);
    if (!n.is_finite() || n.exponent >= 0) return make_decimal(runtime, n);
    return make_decimal(runtime, rescale(n, 0, args.is_none(0) ? settings_of(runtime, args, 1).rounding : rounding_named(runtime, args[0])));
}

Value as_tuple(Runtime& runtime, const Value& self, Args) {
    const Number& n = number(self);
    std::vector<Value> digits;
    if (!n.is_nan() || n.coefficient != 0)
        for (char c : n.coefficient.get_str()) digits.push_back(Value::small_int(c - '0'));
    const Value exponent = n.is_finite() ? Value::small_int(n.exponent)
                                         : Value(runtime.make_str(n.kind == Number::Kind::infinity ? "F"
                                                                  : n.kind == Number::Kind::nan    ? "n"
                                                                                                   : "N"));
    auto& interpreter = python::interpreter_of(runtime);
    return call(runtime, interpreter.import_module("decimal").find(interpreter, "DecimalTuple"),
                {Value::small_int(n.negative), Value(runtime.make_tuple(digits)), exponent});
}

Value as_integer_ratio(Runtime& runtime, const Value& self, Args) {
    const Number& n = number(self);
    if (n.is_nan()) throw Error(Exc::ValueError, "cannot convert NaN to integer ratio");
    if (!n.is_finite()) throw Error(Exc::OverflowError, "cannot convert Infinity to integer ratio");
    runtime.heap().require(size_t(n.exponent < 0 ? -n.exponent : n.exponent));
    mpz_class up = n.coefficient, down = 1;
    (n.exponent >= 0 ? up : down) *= power_of_ten(n.exponent >= 0 ? n.exponent : -n.exponent);
    const mpz_class divisor = gcd(up, down);
    up /= divisor;
    down /= divisor;
    return runtime.make_tuple({python::make_int(runtime, n.negative ? mpz_class(-up) : up), python::make_int(runtime, down)});
}

Number with_sign(Number n, bool negative) {
    n.negative = negative;
    return n;
}

template <int sign> Value extreme(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = sign > 0 ? "max" : "min", .names = {"other", "context"}, .required = 1}, a);
    const Number x = number(self), y = argument(runtime, args[0]);
    Settings& s = settings_of(runtime, args, 1);
    return make_decimal(runtime, with_signals(runtime, s, [&](Settings& t) {
        if (x.is_nan() || y.is_nan()) return x.is_nan() ? finalize(y, t) : finalize(x, t);
        return finalize(compare_numbers(x, y) * sign >= 0 ? x : y, t);
    }));
}

void add_questions(python::TypeBuilder& b) {
    b.method("is_nan", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).is_nan()); });
    b.method("is_qnan", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).kind == Number::Kind::nan); });
    b.method("is_snan", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).kind == Number::Kind::signaling_nan); });
    b.method("is_infinite", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).kind == Number::Kind::infinity); });
    b.method("is_finite", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).is_finite()); });
    b.method("is_zero", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).is_zero()); });
    b.method("is_signed", [](Runtime&, const Value& v, Args) { return Value::boolean(number(v).negative); });
    b.method("is_normal", [](Runtime& r, const Value& v, Args) {
        const Number& n = number(v);
        return Value::boolean(n.is_finite() && !n.is_zero() && n.adjusted() >= settings(r).e_min);
    });
    b.method("adjusted", [](Runtime& r, const Value& v, Args) { return r.make_int(number(v).is_finite() ? number(v).adjusted() : 0); });
    b.method("same_quantum", [](Runtime& r, const Value& v, Args a) {
        const Number other = argument(r, python::expect_one_argument("same_quantum", a));
        const Number& n = number(v);
        if (!n.is_finite() || !other.is_finite()) return Value::boolean((n.is_nan() && other.is_nan()) || (n.kind == other.kind && !n.is_finite()));
        return Value::boolean(n.exponent == other.exponent);
    });
}

void add_copies(python::TypeBuilder& b) {
    b.method("copy_abs", [](Runtime& r, const Value& v, Args) -> Value { return make_decimal(r, with_sign(number(v), false)); });
    b.method("copy_negate", [](Runtime& r, const Value& v, Args) -> Value { return make_decimal(r, with_sign(number(v), !number(v).negative)); });
    b.method("copy_sign", [](Runtime& r, const Value& v, Args a) -> Value {
        return make_decimal(r, with_sign(number(v), argument(r, python::expect_one_argument("copy_sign", a)).negative));
    });
    b.method("conjugate", [](Runtime&, const Value& v, Args) { return v; });
    b.method("canonical", [](Runtime&, const Value& v, Args) { return v; });
    b.method("scaleb", [](Runtime& r, const Value& v, Args a) -> Value {
        Number n = number(v);
        n.exponent += truncated(r, argument(r, python::expect_one_argument("scaleb", a)), Rounding::down).get_si();
        return make_decimal(r, with_signals(r, settings(r), [&](Settings& s) { return finalize(n, s); }));
    });
    b.method("compare", [](Runtime& r, const Value& v, Args a) -> Value {
        const Number other = argument(r, python::expect_one_argument("compare", a));
        if (number(v).is_nan() || other.is_nan()) return make_decimal(r, nan());
        return make_decimal(r, number_of(compare_numbers(number(v), other)));
    });
    b.method("fma", [](Runtime& r, const Value& v, Args a) -> Value {
        const auto args = python::expect_positional("fma", a, 2, 2);
        const Number x = number(v), y = argument(r, args[0]), z = argument(r, args[1]);
        return make_decimal(r, with_signals(r, settings(r), [&](Settings& s) {
            if (!x.is_finite() || !y.is_finite()) return add(multiply(x, y, s), z, s);
            return add({x.negative != y.negative, x.coefficient * y.coefficient, x.exponent + y.exponent}, z, s);
        }));
    });
}

} // namespace

Ref<Decimal> make_decimal(Runtime& runtime, Number n, Type* type) {
    return runtime.make<Decimal>(type ? *type : runtime.type_for<Decimal>(), std::move(n));
}

std::optional<Number> operand(const Value& v) {
    if (const auto* d = v.as<Decimal>()) return d->number;
    if (python::is_int(v)) return number_of(python::to_mpz(v));
    return std::nullopt;
}

Type& make_decimal_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "Decimal", "decimal");
    TypeSlots& s = b.slots();
    s.new_ = new_decimal;
    s.str = [](Runtime& r, const Value& v) -> Value { return r.make_str(number_text(number(v), false, settings(r).capitals)); };
    s.repr = [](Runtime& r, const Value& v) -> Value { return r.make_str("Decimal('" + number_text(number(v), false, settings(r).capitals) + "')"); };
    s.format = [](Runtime& r, const Value& v, const Str& spec) -> Value {
        if (spec.byte_count() == 0) return str(r, v);
        return r.make_str(format_decimal(r, number(v), spec.view()));
    };
    s.hash = hash_decimal;
    s.compare = compare_decimals;
    s.truth = [](Runtime&, const Value& v) { return !number(v).is_zero(); };
    s.to_float = to_float;
    s.to_int = [](Runtime& r, const Value& v) { return python::make_int(r, truncated(r, number(v), Rounding::down)); };
    const auto operators = [&](BinaryOp op, TypeSlots::Binary forward, TypeSlots::Binary back) {
        s.binary[size_t(op)] = forward;
        s.reflected[size_t(op)] = back;
    };
    operators(BinaryOp::add, binary<add>, reflected<add>);
    operators(BinaryOp::subtract, binary<subtract>, reflected<subtract>);
    operators(BinaryOp::multiply, binary<multiply>, reflected<multiply>);
    operators(BinaryOp::true_divide, binary<divide>, reflected<divide>);
    operators(BinaryOp::floor_divide, binary<floor_divide>, reflected<floor_divide>);
    operators(BinaryOp::remainder, binary<remainder>, reflected<remainder>);
    operators(BinaryOp::power, binary<power>, reflected<power>);
    const auto rounded = [](Runtime& r, Number n) -> Value {
        return make_decimal(r, with_signals(r, settings(r), [&](Settings& t) {
            if (n.is_zero() && t.rounding != Rounding::floor) n.negative = false;
            return finalize(n, t);
        }));
    };
    static constexpr auto sign_change = rounded;
    s.unary[size_t(UnaryOp::negative)] = [](Runtime& r, const Value& v) { return sign_change(r, with_sign(number(v), !number(v).negative)); };
    s.unary[size_t(UnaryOp::positive)] = [](Runtime& r, const Value& v) { return sign_change(r, number(v)); };
    s.unary[size_t(UnaryOp::absolute)] = [](Runtime& r, const Value& v) { return sign_change(r, with_sign(number(v), false)); };
    b.method("quantize", quantize_method).method("normalize", method<normalize>).method("sqrt", method<square_root>);
    b.method("exp", method<exponential>).method("ln", method<natural_logarithm>).method("log10", method<logarithm_10>);
    b.method("to_integral_value", to_integral).method("to_integral", to_integral).method("to_integral_exact", to_integral);
    b.method("as_tuple", as_tuple).method("as_integer_ratio", as_integer_ratio).method("__round__", round);
    b.method("max", extreme<1>).method("min", extreme<-1>);
    b.method("__trunc__", [](Runtime& r, const Value& v, Args) { return python::make_int(r, truncated(r, number(v), Rounding::down)); });
    b.method("__floor__", [](Runtime& r, const Value& v, Args) { return python::make_int(r, truncated(r, number(v), Rounding::floor)); });
    b.method("__ceil__", [](Runtime& r, const Value& v, Args) { return python::make_int(r, truncated(r, number(v), Rounding::ceiling)); });
    b.method("to_eng_string", [](Runtime& r, const Value& v, Args) -> Value { return r.make_str(number_text(number(v), true, settings(r).capitals)); });
    b.class_method("from_float", [](Runtime& r, const Value& cls, Args a) {
        return call(r, cls, {python::expect_one_argument("from_float", a)});
    });
    b.property("real", [](Runtime&, const Value& v) { return v; });
    b.property("imag", [](Runtime& r, const Value&) -> Value { return make_decimal(r, {}); });
    add_questions(b);
    add_copies(b);
    b.signatures({
        "Decimal.is_nan($self, /)", "Decimal.is_qnan($self, /)", "Decimal.is_snan($self, /)",
        "Decimal.is_infinite($self, /)", "Decimal.is_finite($self, /)", "Decimal.is_zero($self, /)",
        "Decimal.is_signed($self, /)", "Decimal.adjusted($self, /)", "Decimal.as_tuple($self, /)",
        "Decimal.as_integer_ratio($self, /)", "Decimal.copy_abs($self, /)", "Decimal.copy_negate($self, /)",
        "Decimal.conjugate($self, /)", "Decimal.canonical($self, /)", "Decimal.from_float($type, f, /)"});
    Type& type = b.finish();
    runtime.set_type_for<Decimal>(type);
    return type;
}

} // namespace relata::modules
