// The type complex. CPython: Objects/complexobject.c. 
#include "python/types/complex_type.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "support/protocol.h"

#include <cctype>
#include <cstdlib>
#include <cmath>

namespace relata::python {

namespace {

using Number = std::complex<double>;

bool operand(const Value& v, Number& z) {
    if (const Complex* c = v.as<Complex>())
        z = c->value();
    else if (const Float* f = v.as<Float>())
        z = f->value();
    else if (is_int(v))
        z = to_double(v);
    else
        return false;
    return true;
}

Value apply(Runtime& runtime, BinaryOp op, const Number& a, const Number& b) {
    switch (op) {
    case BinaryOp::add:
        return make_complex(runtime, a + b);
    case BinaryOp::subtract:
        return make_complex(runtime, a - b);
    case BinaryOp::multiply:
        return make_complex(runtime, a * b);
    case BinaryOp::true_divide:
        if (b == 0.0) throw Error(Exc::ZeroDivisionError, "complex division by zero");
        return make_complex(runtime, a / b);
    case BinaryOp::power:
        return complex_power(runtime, a, b);
    default:
        return Value::not_implemented();
    }
}

template <BinaryOp Op>
Value binary(Runtime& runtime, const Value& a, const Value& b) {
    Number x, y;
    return operand(a, x) && operand(b, y) ? apply(runtime, Op, x, y) : Value::not_implemented();
}
template <BinaryOp Op>
Value reflected(Runtime& runtime, const Value& self, const Value& other) {
    return binary<Op>(runtime, other, self);
}
template <BinaryOp... Ops>
void set_operators(TypeSlots& s) {
    ((s.binary[size_t(Ops)] = binary<Ops>, s.reflected[size_t(Ops)] = reflected<Ops>), ...);
}

std::string part_text(double d) {
    std::string text = float_repr(d);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

Value complex_repr(Runtime& runtime, const Value& self) {
    const Number z = self.get<Complex>().value();
    std::string imaginary = part_text(z.imag()) + "j";
    if (z.real() == 0 && !std::signbit(z.real())) return runtime.make_str(imaginary);
    if (imaginary[0] != '-') imaginary = "+" + imaginary;
    return runtime.make_str("(" + part_text(z.real()) + imaginary + ")");
}

/// `[[fill]align][sign][width][,][.precision][type]`: both parts get all but the width. CPython: format_complex_internal.
Value complex_format(Runtime& runtime, const Value& self, const Str& spec) {
    if (spec.byte_count() == 0) return complex_repr(runtime, self);
    std::string_view text = spec.view();
    std::string fill = " ", sign;
    char align = '>';
    const auto is_align = [](char c) { return c == '<' || c == '>' || c == '^' || c == '='; };
    size_t first = 1;
    while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xc0) == 0x80) ++first;
    if (first < text.size() && is_align(text[first])) {
        fill = text.substr(0, first);
        align = text[first];
        text.remove_prefix(first + 1);
    } else if (is_align(text[0])) {
        align = text[0];
        text.remove_prefix(1);
    }
    if (align == '=') throw Error(Exc::ValueError, "'=' alignment flag is not allowed in complex format specifier");
    if (!text.empty() && std::string_view("+- ").find(text[0]) != std::string_view::npos) {
        sign = text[0];
        text.remove_prefix(1);
    }
    if (text.starts_with('0')) throw Error(Exc::ValueError, "Zero padding is not allowed in complex format specifier");
    int64_t width = 0;
    for (; !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])); text.remove_prefix(1))
        width = std::min<int64_t>(width * 10 + (text[0] - '0'), int64_t(1) << 56);
    runtime.heap().require(size_t(width) * 4);
    const bool has_type = !text.empty() && std::isalpha(static_cast<unsigned char>(text.back()));
    if (has_type && std::string_view("eEfFgGn").find(text.back()) == std::string_view::npos)
        throw Error(Exc::ValueError, std::string("Unknown format code '") + text.back() + "' for object of type 'complex'");
    const Number z = self.get<Complex>().value();
    const auto part = [&](double d, const std::string& its_sign) {
        if (text.empty()) return (its_sign == "+" && !std::signbit(d) ? "+" : its_sign == " " && !std::signbit(d) ? " " : "") + part_text(d);
        const Ref<Str> its_spec = runtime.make_str(its_sign + std::string(text) + (has_type ? "" : "g"));
        return std::string(format(runtime, Value(runtime.make_float(d)), *its_spec)->view());
    };
    std::string result;
    if (!has_type && z.real() == 0 && !std::signbit(z.real())) result = part(z.imag(), sign) + "j";
    else result = part(z.real(), sign) + part(z.imag(), "+") + "j";
    if (!has_type && !(z.real() == 0 && !std::signbit(z.real()))) result = "(" + result + ")";
    FormatSpec layout;
    layout.fill = fill;
    layout.align = align;
    layout.width = width;
    return runtime.make_str(pad(layout, result, result.size(), '>'));
}

/// "1+2j", " ( -1.5e3j ) ", "nan". CPython: complex_from_string_inner.
Number complex_from_text(std::string_view text) {
    const auto trim = [&] {
        while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
        while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    };
    trim();
    if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
        text = text.substr(1, text.size() - 2);
        trim();
    }
    const std::string buffer(text);
    const char* at = buffer.c_str();
    // A number with its sign; a sign alone counts as one, before the `j`.
    const auto number = [&](double& value) {
        const char* digits = at + (*at == '+' || *at == '-');
        if (*digits == 'j' || *digits == 'J') {
            value = *at == '-' ? -1 : 1;
            at = digits;
            return true;
        }
        if (digits[0] == '0' && (digits[1] | 0x20) == 'x') return false; // strtod() would take it
        char* end = nullptr;
        value = std::strtod(at, &end);
        if (end == at || std::isspace(static_cast<unsigned char>(*at))) return false;
        at = end;
        return true;
    };
    const auto imaginary_follows = [&] { return *at == 'j' || *at == 'J' ? (++at, true) : false; };
    double first = 0, second = 0;
    if (number(first)) {
        if (imaginary_follows()) {
            if (!*at) return {0, first};
        } else if (!*at) {
            return {first, 0};
        } else if ((*at == '+' || *at == '-') && number(second) && imaginary_follows() && !*at) {
            return {first, second};
        }
    }
    throw Error(Exc::ValueError, "complex() arg is a malformed string");
}

Value complex_new(Runtime& runtime, Type& type, Args args) {
    const ArgReader a(runtime, {.function = "complex", .names = {"real", "imag"}}, args);
    Number real = 0, imaginary = 0;
    if (a.has(0) && a[0].as<Str>()) {
        if (a.has(1)) throw Error(Exc::TypeError, "complex() can't take second arg if first is a string");
        return runtime.make<Complex>(type, complex_from_text(a[0].get<Str>().view()));
    }
    if (a.has(1) && a[1].as<Str>()) throw Error(Exc::TypeError, "complex() second arg can't be a string");
    if (a.has(0) && !a.has(1))
        if (const Value method = find_special(runtime, a[0], "__complex__"); method.is_set()) {
            const Value made = call(runtime, method);
            if (!made.as<Complex>())
                throw Error(Exc::TypeError, type_name(runtime, a[0]) + ".__complex__() returned non-complex (type " + type_name(runtime, made) + ")");
            return runtime.make<Complex>(type, made.get<Complex>().value());
        }
    if (a.has(0) && !operand(a[0], real))
        throw Error(Exc::TypeError, "complex() first argument must be a string or a number, not '" +
                                        type_name(runtime, a[0]) + "'");
    if (a.has(1) && !operand(a[1], imaginary))
        throw Error(Exc::TypeError,
                    "complex() second argument must be a number, not '" + type_name(runtime, a[1]) + "'");
    return runtime.make<Complex>(type, real + imaginary * Number(0, 1));
}

} // namespace

Value make_complex(Runtime& runtime, Number value) {
    return runtime.make<Complex>(runtime.type(BuiltinType::complex_), value);
}

// CPython: complex_pow, _Py_c_pow, c_powu
Value complex_power(Runtime& runtime, Number a, Number b) {
    if (a == 0.0 && (b.real() < 0 || b.imag() != 0))
        throw Error(Exc::ZeroDivisionError, "0.0 to a negative or complex power");
    const double n = b.real();
    if (b.imag() != 0 || n != std::floor(n) || std::abs(n) > 100) {
        if (b == 0.0) return make_complex(runtime, 1);
        if (a == 0.0) return make_complex(runtime, 0);
        const double size = std::hypot(a.real(), a.imag()), angle = std::atan2(a.imag(), a.real());
        double length = std::pow(size, n), phase = angle * n;
        if (b.imag() != 0) {
            length /= std::exp(angle * b.imag());
            phase += b.imag() * std::log(size);
        }
        return make_complex(runtime, Number(length * std::cos(phase), length * std::sin(phase)));
    }
    Number result = 1, factor = a; // a small whole exponent. CPython: c_powu
    for (unsigned left = unsigned(std::abs(n)); left > 0; left >>= 1, factor *= factor)
        if (left & 1) result *= factor;
    return make_complex(runtime, n < 0 ? Number(1) / result : result);
}

void make_complex_type(Runtime& runtime) {
    TypeBuilder b(runtime, "complex");
    runtime.set_type(BuiltinType::complex_, b.type());
    TypeSlots& s = b.slots();
    s.new_ = complex_new;
    s.repr = complex_repr;
    s.format = complex_format;
    s.hash = [](Runtime&, const Value& v) {
        const Number z = v.get<Complex>().value();
        const int64_t h =
            double_hash(z.real(), v.as_object()) + 1000003 * double_hash(z.imag(), v.as_object());
        return h == -1 ? -2 : h;
    };
    s.compare = [](Runtime&, const Value& a, const Value& other, CompareOp op) {
        Number y;
        if (!operand(other, y) || (op != CompareOp::eq && op != CompareOp::ne))
            return Value::not_implemented();
        return Value::boolean((a.get<Complex>().value() == y) == (op == CompareOp::eq));
    };
    s.truth = [](Runtime&, const Value& v) { return v.get<Complex>().value() != 0.0; };
    set_operators<BinaryOp::add, BinaryOp::subtract, BinaryOp::multiply, BinaryOp::true_divide,
                  BinaryOp::power>(s);
    s.unary[size_t(UnaryOp::negative)] = [](Runtime& r, const Value& v) {
        return make_complex(r, -v.get<Complex>().value());
    };
    s.unary[size_t(UnaryOp::positive)] = [](Runtime&, const Value& v) { return v; };
    s.unary[size_t(UnaryOp::absolute)] = [](Runtime& r, const Value& v) -> Value {
        return r.make_float(std::abs(v.get<Complex>().value()));
    };
    b.property("real", [](Runtime& r, const Value& v) -> Value {
        return r.make_float(v.get<Complex>().value().real());
    });
    b.property("imag", [](Runtime& r, const Value& v) -> Value {
        return r.make_float(v.get<Complex>().value().imag());
    });
    b.method("conjugate", [](Runtime& r, const Value& v, Args) {
        return make_complex(r, std::conj(v.get<Complex>().value()));
    });
    b.signatures({"complex.conjugate($self, /)"});
    b.finish();
}

} // namespace relata::python
