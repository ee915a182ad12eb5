// Decimal arithmetic. Authority: the General Decimal Arithmetic specification; CPython's decimal.
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relata::modules {

enum class Rounding : uint8_t { ceiling, floor, up, down, half_up, half_down, half_even, zero_five_up };

/// Signals, as bits of Settings::flags and Settings::traps.
enum Signal : uint32_t {
    signal_clamped = 1,
    signal_division_by_zero = 2,
    signal_inexact = 4,
    signal_overflow = 8,
    signal_rounded = 16,
    signal_underflow = 32,
    signal_invalid_operation = 64,
    signal_subnormal = 128,
    signal_float_operation = 256,
    // Kinds of invalid operation and of division by zero; they are trapped as those.
    signal_conversion_syntax = 512,
    signal_division_undefined = 1024,
    signal_division_impossible = 2048,
    signal_invalid_context = 4096
};

/// What a Context object holds.
struct Settings {
    int64_t precision = 28;
    Rounding rounding = Rounding::half_even;
    int64_t e_min = -999999, e_max = 999999;
    bool capitals = true, clamp = false;
    uint32_t flags = 0;
    uint32_t traps = signal_division_by_zero | signal_overflow | signal_invalid_operation;
    int64_t e_tiny() const { return e_min - precision + 1; }
};

/// (-1)**negative * coefficient * 10**exponent, an infinity or a NaN.
struct Number {
    enum class Kind : uint8_t { finite, infinity, nan, signaling_nan };
    bool negative = false;
    mpz_class coefficient = 0;
    int64_t exponent = 0;
    Kind kind = Kind::finite;

    bool is_finite() const { return kind == Kind::finite; }
    bool is_nan() const { return kind == Kind::nan || kind == Kind::signaling_nan; }
    bool is_zero() const { return is_finite() && coefficient == 0; }
    int64_t digits() const;                                          ///< of the coefficient; 1 for zero
    int64_t adjusted() const { return exponent + digits() - 1; }     ///< exponent of the first digit
    bool is_integral() const;                                        ///< finite and without a fraction
};

/// A signal whose trap is set.
struct SignalRaised {
    Signal signal;
};
/// Sets the flag; throws SignalRaised where it is trapped.
void raise_signal(Settings&, Signal);

mpz_class power_of_ten(int64_t n);
Number number_of(const mpz_class& integer);
Number number_of_double(double d); ///< exactly
Number nan();
Number infinity(bool negative);

/// Empty where the text is no number.
std::optional<Number> parse_number(std::string_view text);
std::string number_text(const Number&, bool engineering = false, bool capitals = true);

/// Rounds to the precision and the exponent range of the context.
Number finalize(Number, Settings&);
/// The number with this exponent, rounded.
Number rescale(const Number&, int64_t exponent, Rounding);
Number quantize(const Number&, const Number& pattern, Settings&, Rounding);

Number add(const Number&, const Number&, Settings&);
Number subtract(const Number&, const Number&, Settings&);
Number multiply(const Number&, const Number&, Settings&);
Number divide(const Number&, const Number&, Settings&);
struct QuotientRemainder {
    Number quotient, remainder;
};
QuotientRemainder divide_integer(const Number&, const Number&, Settings&);
Number power(const Number&, const Number&, Settings&);
Number square_root(const Number&, Settings&);
Number exponential(const Number&, Settings&);
Number natural_logarithm(const Number&, Settings&);
Number logarithm_10(const Number&, Settings&);
Number normalize(const Number&, Settings&);
/// -1, 0, 1; no NaN among them.
int compare_numbers(const Number&, const Number&);
/// The NaN that an operation on these gives, or empty where none is one.
std::optional<Number> propagate_nan(const Number& a, const Number* b, Settings&);

} // namespace relata::modules
