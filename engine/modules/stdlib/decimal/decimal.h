// Decimal and Context as Python objects.
#pragma once

#include "modules/stdlib/decimal/number.h"
#include "python/interpreter.h"

namespace relata::modules {

class Decimal final : public Object {
  public:
    Decimal(Type& type, Number its_number) : Object(type), number(std::move(its_number)) {}
    const Number number;
};

class DecimalContext final : public Object {
  public:
    DecimalContext(Type& type, Settings its_settings) : Object(type), settings(std::move(its_settings)) {}
    Settings settings;
};

Ref<Decimal> make_decimal(Runtime&, Number, Type* type = nullptr);
/// The context of the run (getcontext()).
DecimalContext& current_context(Runtime&);
void set_current_context(Runtime&, const Value& context);
/// Runs `f(Settings&)`; a trapped signal becomes its Python exception.
template <class F> auto with_signals(Runtime& runtime, Settings& settings, F&& f);
[[noreturn]] void throw_signal(Runtime&, Signal);

/// The argument of an operation: Decimal, or an int made one; empty for other types.
std::optional<Number> operand(const Value&);
/// Python rounding mode by its name ("ROUND_HALF_UP"); TypeError otherwise.
Rounding rounding_named(Runtime&, const Value& name);
std::string_view rounding_name(Rounding);

std::string format_decimal(Runtime&, const Number&, std::string_view spec);

Type& make_decimal_type(Runtime&);
Type& make_context_type(Runtime&);
/// Creates the classes of signals in `module`.
void make_signal_types(python::Interpreter&, python::Module& module);

template <class F> auto with_signals(Runtime& runtime, Settings& settings, F&& f) {
    try {
        return f(settings);
    } catch (const SignalRaised& raised) {
        throw_signal(runtime, raised.signal);
    }
}

} // namespace relata::modules
