// Python's int beyond 63 bits, and arithmetic on any int. CPython: Objects/longobject.c.
#pragma once

#include "support/runtime.h"

#include <gmpxx.h>

#include <optional>
#include <string>
#include <string_view>

namespace relata::python {

/// An int outside 63 bits, or an instance of a subclass of int whatever its size.
class BigInt final : public Object {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::big_int;
    BigInt(Type& type, mpz_class value);
    const mpz_class& value() const { return m_value; }

  private:
    mpz_class m_value;
    HeapCharge m_charge;
};

/// int, bool or a subclass of int.
inline bool is_int(const Value& v) {
    return v.is_small_int() || v.is_bool() || v.as<BigInt>();
}
/// The int in 64 bits; empty where it is larger or no int.
std::optional<int64_t> to_int64(const Value& v);
/// The value of an int; the caller knows that it is one.
mpz_class to_mpz(const Value& v);
double to_double(const Value& v); ///< OverflowError where it is too large; correctly rounded
/// A small int where it fits, else a BigInt. Asks the memory budget.
Value make_int(Runtime& runtime, mpz_class value);
/// Plain int of the same value: bool and instances of subclasses become int.
Value plain_int(Runtime& runtime, const Value& v);

/// The operators; `a` and `b` are ints.
Value int_binary(Runtime& runtime, BinaryOp op, const Value& a, const Value& b);
int int_compare(const Value& a, const Value& b); ///< -1, 0, 1
/// An int with a float, exactly: 2**53 + 1 > 2.0**53. Never called with a NaN.
int int_compare_double(const Value& a, double b);
int64_t int_hash(const Value& v);
int64_t double_hash(double d, const void* identity);
/// `base` 10, 2, 8 or 16; without a prefix. ValueError beyond 4300 decimal digits, as CPython 3.11.
std::string int_text(const Value& v, int base = 10);
/// `int(text, base)`: white space, sign, underscores, prefixes. Unset where the text is no such literal.
Value parse_int(Runtime& runtime, std::string_view text, int base);
/// The int nearest to `d` towards zero; ValueError and OverflowError for NaN and infinities.
Value int_from_double(Runtime& runtime, double d);
/// `pow(a, b, modulus)`.
Value int_power_modulo(Runtime& runtime, const Value& a, const Value& b, const Value& modulus);

} // namespace relata::python
