// The types int and bool. CPython: Objects/longobject.c, Objects/boolobject.c.
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

#include <cmath>

namespace relata::python {

namespace {

/// An int for `int.__new__`: of a subclass, an object of its own.
Value of_type(Runtime& runtime, Type& type, Value value) {
    if (&type == &runtime.type(BuiltinType::int_)) return value;
    return runtime.make<BigInt>(type, to_mpz(value));
}

[[noreturn]] void invalid_literal(Runtime& runtime, const Value& text, int base) {
    throw Error(Exc::ValueError, "invalid literal for int() with base " + std::to_string(base) + ": " +
                                     repr_text(runtime, text));
}

Value from_text(Runtime& runtime, const Value& text, int base) {
    const Str* s = text.as<Str>();
    const Value result = parse_int(runtime, s ? s->view() : text.get<Bytes>().view(), base);
    if (!result.is_set()) invalid_literal(runtime, text, base);
    return result;
}

// CPython: PyNumber_Long
Value to_int(Runtime& runtime, const Value& v) {
    if (v.is_small_int()) return v;
    if (is_int(v)) return plain_int(runtime, v);
    const Type& type = runtime.type_of(v);
    for (auto slot : {type.slots.to_int, type.slots.index}) {
        if (!slot) continue;
        const Value result = slot(runtime, v);
        if (!is_int(result))
            throw Error(Exc::TypeError, std::string(slot == type.slots.index ? "__index__" : "__int__") +
                                            " returned non-int (type " + type_name(runtime, result) + ")");
        return plain_int(runtime, result);
    }
    if (v.as<Str>() || v.as<Bytes>()) return from_text(runtime, v, 10);
    if (const Value truncate = find_special(runtime, v, "__trunc__"); truncate.is_set())
        return plain_int(runtime, call(runtime, truncate));
    throw Error(Exc::TypeError,
                "int() argument must be a string, a bytes-like object or a real number, not '" + type.name() +
                    "'");
}

Value int_new(Runtime& runtime, Type& type, Args args) {
    if (!args.keywords && args.values.size() == 1)
        return of_type(runtime, type, to_int(runtime, args.values[0]));
    const ArgReader a(runtime, {.function = "int", .names = {"", "base"}, .positional_only = 1}, args);
    if (!a.has(0)) {
        if (a.has(1)) throw Error(Exc::TypeError, "int() missing string argument");
        return of_type(runtime, type, Value::small_int(0));
    }
    if (!a.has(1)) return of_type(runtime, type, to_int(runtime, a[0]));
    const int64_t base = a.integer(1);
    if (base != 0 && (base < 2 || base > 36))
        throw Error(Exc::ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (!a[0].as<Str>() && !a[0].as<Bytes>())
        throw Error(Exc::TypeError, "int() can't convert non-string with explicit base");
    return of_type(runtime, type, from_text(runtime, a[0], int(base)));
}

template <BinaryOp Op>
Value binary(Runtime& runtime, const Value& a, const Value& b) {
    if (!is_int(b)) return Value::not_implemented();
    return int_binary(runtime, Op, a, b);
}

template <BinaryOp Op>
Value reflected(Runtime& runtime, const Value& self, const Value& other) {
    if (!is_int(other)) return Value::not_implemented();
    return int_binary(runtime, Op, other, self);
}

template <BinaryOp Op>
Value bool_binary(Runtime& runtime, const Value& a, const Value& b) {
    if (!a.is_bool() || !b.is_bool()) return binary<Op>(runtime, a, b);
    const bool x = a.is_true(), y = b.is_true();
    return Value::boolean(Op == BinaryOp::bit_and ? x && y : Op == BinaryOp::bit_or ? x || y : x != y);
}

Value int_compare_slot(Runtime&, const Value& a, const Value& b, CompareOp op) {
    if (!is_int(b)) return Value::not_implemented();
    const int c = int_compare(a, b);
    return Value::boolean(rich_compare(c, 0, op));
}

Value int_repr(Runtime& runtime, const Value& self) {
    if (self.is_small_int() && uint64_t(self.as_small_int()) < 10)
        return runtime.char_str(static_cast<unsigned char>('0' + self.as_small_int()));
    return runtime.make_str(int_text(self));
}

Value int_format(Runtime& runtime, const Value& self, const Str& spec) {
    if (spec.byte_count() == 0) return str(runtime, self);
    return runtime.make_str(format_int(self, parse_format_spec(runtime, spec.view(), self)));
}

Value int_plain(Runtime& runtime, const Value& self) {
    return plain_int(runtime, self);
}

Value int_negative(Runtime& runtime, const Value& self) {
    return int_binary(runtime, BinaryOp::subtract, Value::small_int(0), self);
}
Value int_absolute(Runtime& runtime, const Value& self) {
    return int_compare(self, Value::small_int(0)) < 0 ? int_negative(runtime, self)
                                                      : plain_int(runtime, self);
}
Value int_invert(Runtime& runtime, const Value& self) {
    return int_binary(runtime, BinaryOp::subtract, Value::small_int(-1), self);
}

Value bit_length(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("int.bit_length", args);
    const mpz_class z = to_mpz(self);
    return runtime.make_int(z == 0 ? 0 : int64_t(mpz_sizeinbase(z.get_mpz_t(), 2)));
}

Value bit_count(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("int.bit_count", args);
    return runtime.make_int(int64_t(mpz_popcount(mpz_class(abs(to_mpz(self))).get_mpz_t())));
}

Value conjugate(Runtime& runtime, const Value& self, Args) {
    return plain_int(runtime, self);
}

Value as_integer_ratio(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("int.as_integer_ratio", args);
    return runtime.make_tuple({plain_int(runtime, self), Value::small_int(1)});
}

// CPython: int___round___impl. A negative number of digits rounds half to even at that power of ten.
Value int_round(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("__round__", args, 0, 1);
    const int64_t digits = given.empty() || given[0].is_none() ? 0 : as_index(runtime, given[0]);
    if (digits >= 0) return plain_int(runtime, self);
    if (digits < -100'000) return Value::small_int(0);
    mpz_class unit, q, r;
    mpz_ui_pow_ui(unit.get_mpz_t(), 10, static_cast<unsigned long>(-digits));
    const mpz_class value = to_mpz(self);
    mpz_fdiv_qr(q.get_mpz_t(), r.get_mpz_t(), value.get_mpz_t(), unit.get_mpz_t());
    const int half = cmp(r * 2, unit);
    if (half > 0 || (half == 0 && mpz_odd_p(q.get_mpz_t()))) ++q;
    return make_int(runtime, q * unit);
}

bool is_little(std::string_view order) {
    if (order == "little") return true;
    if (order == "big") return false;
    throw Error(Exc::ValueError, "byteorder must be either 'little' or 'big'");
}

Value to_bytes(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(
        runtime, {.function = "to_bytes", .names = {"length", "byteorder", "signed"}, .positional = 2}, args);
    const int64_t length = a.integer(0, 1);
    const bool little = is_little(a.text(1, "big")), is_signed = a.truth(2);
    if (length < 0) throw Error(Exc::ValueError, "length argument must be non-negative");
    runtime.heap().require(size_t(length));
    mpz_class value = to_mpz(self), limit;
    mpz_ui_pow_ui(limit.get_mpz_t(), 2, static_cast<unsigned long>(length) * 8);
    if (value < 0) {
        if (!is_signed) throw Error(Exc::OverflowError, "can't convert negative int to unsigned");
        if (value * 2 < -limit) throw Error(Exc::OverflowError, "int too big to convert");
        value += limit;
    } else if (is_signed ? value * 2 >= limit && value != 0 : value >= limit) {
        throw Error(Exc::OverflowError, "int too big to convert");
    }
    std::string bytes(size_t(length), '\0');
    for (size_t i = 0; i < bytes.size() && value != 0; ++i) {
        bytes[little ? i : bytes.size() - 1 - i] = char(mpz_get_ui(value.get_mpz_t()) & 0xff);
        value >>= 8;
    }
    return runtime.make_bytes(bytes);
}

Value from_bytes(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(
        runtime,
        {.function = "from_bytes", .names = {"bytes", "byteorder", "signed"}, .required = 1, .positional = 2},
        args);
    const bool little = is_little(a.text(1, "big"));
    std::string data;
    if (const Bytes* b = a[0].as<Bytes>())
        data = b->view();
    else if (a[0].as<Str>() || !runtime.type_of(a[0]).slots.iter) // CPython: PyObject_Bytes
        throw Error(Exc::TypeError, "cannot convert '" + type_name(runtime, a[0]) + "' object to bytes");
    else
        for_each(runtime, a[0], [&](const Value& v) { data += char(as_index(runtime, v)); });
    mpz_class value;
    for (size_t i = 0; i < data.size(); ++i)
        value = (value << 8) + static_cast<unsigned char>(data[little ? data.size() - 1 - i : i]);
    const bool negative = !data.empty() && (data[little ? data.size() - 1 : 0] & 0x80);
    if (a.truth(2) && negative) value -= mpz_class(1) << mp_bitcnt_t(data.size() * 8);
    return call(runtime, self, {make_int(runtime, std::move(value))});
}

Value bool_new(Runtime& runtime, Type&, Args args) {
    if (args.keyword_count()) throw Error(Exc::TypeError, "bool() takes no keyword arguments");
    const auto given = expect_positional("bool", args, 0, 1);
    return Value::boolean(!given.empty() && truth(runtime, given[0]));
}

Value bool_repr(Runtime& runtime, const Value& self) {
    return runtime.intern(self.is_true() ? "True" : "False");
}

template <BinaryOp Op>
void set_operator(TypeSlots& slots) {
    slots.binary[size_t(Op)] = binary<Op>;
    slots.reflected[size_t(Op)] = reflected<Op>;
}

template <BinaryOp... Ops>
void set_operators(TypeSlots& slots) {
    (set_operator<Ops>(slots), ...);
}

} // namespace

void make_int_types(Runtime& runtime) {
    TypeBuilder b(runtime, "int");
    runtime.set_type(BuiltinType::int_, b.type());
    runtime.set_big_int_factory([](Runtime& r, int64_t value) -> Value {
        mpz_class z;
        mpz_set_si(z.get_mpz_t(), value);
        return r.make<BigInt>(r.type(BuiltinType::int_), std::move(z));
    });
    TypeSlots& s = b.slots();
    s.new_ = int_new;
    s.repr = int_repr;
    s.format = int_format;
    s.hash = [](Runtime&, const Value& self) { return int_hash(self); };
    s.compare = int_compare_slot;
    s.truth = [](Runtime&, const Value& self) { return int_compare(self, Value::small_int(0)) != 0; };
    set_operators<BinaryOp::add, BinaryOp::subtract, BinaryOp::multiply, BinaryOp::true_divide,
                  BinaryOp::floor_divide, BinaryOp::remainder, BinaryOp::power, BinaryOp::lshift,
                  BinaryOp::rshift, BinaryOp::bit_and, BinaryOp::bit_or, BinaryOp::bit_xor>(s);
    s.unary = {int_negative, int_plain, int_absolute, int_invert};
    s.index = s.to_int = int_plain;
    s.to_float = [](Runtime& r, const Value& self) -> Value { return r.make_float(to_double(self)); };
    b.property("real", int_plain).property("numerator", int_plain);
    b.property("imag", [](Runtime&, const Value&) { return Value::small_int(0); });
    b.property("denominator", [](Runtime&, const Value&) { return Value::small_int(1); });
    b.method("bit_length", bit_length).method("bit_count", bit_count).method("conjugate", conjugate);
    b.signatures({"int.conjugate($self, /)"});
    b.method("as_integer_ratio", as_integer_ratio)
        .method("to_bytes", to_bytes)
        .class_method("from_bytes", from_bytes);
    for (const char* name : {"__trunc__", "__floor__", "__ceil__"})
        b.method(name, conjugate);
    b.method("__round__", int_round);
    b.finish();

    TypeBuilder t(runtime, "bool", "builtins", {&b.type()});
    runtime.set_type(BuiltinType::bool_, t.type());
    t.slots().new_ = bool_new;
    t.slots().repr = bool_repr;
    t.slots().binary[size_t(BinaryOp::bit_and)] = bool_binary<BinaryOp::bit_and>;
    t.slots().binary[size_t(BinaryOp::bit_or)] = bool_binary<BinaryOp::bit_or>;
    t.slots().binary[size_t(BinaryOp::bit_xor)] = bool_binary<BinaryOp::bit_xor>;
    t.flag(Type::final_type).finish();
}

} // namespace relata::python
