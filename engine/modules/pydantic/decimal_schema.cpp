// Decimal. pydantic-core: src/validators/decimal.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/numeric_bounds.h"

#include "modules/stdlib/decimal/decimal.h"
#include "python/types/int_object.h"

namespace relata::modules {

namespace {

struct DigitCounts {
    int64_t decimals, digits;
};

DigitCounts count_digits(const Number& number) {
    const int64_t digits = number.digits();
    if (number.exponent >= 0) return {0, digits + number.exponent};
    return {-number.exponent, std::max(digits, -number.exponent)};
}

class DecimalSchema final : public CoreSchema {
  public:
    explicit DecimalSchema(Type& cls) : m_class(cls) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        const Value value = convert(input, state);
        const Number& number = value.get<Decimal>().number;
        if (!number.is_finite() && (!m_allow_inf_nan || m_max_digits || m_decimal_places)) fail(runtime, "finite_number", input);
        if (m_max_digits || m_decimal_places) check_digits(runtime, number, input);
        Bounds bounds = m_bounds; // an int or a float that was given as a bound is a Decimal here
        for (Value Bounds::* bound : {&Bounds::gt, &Bounds::ge, &Bounds::lt, &Bounds::le, &Bounds::multiple_of})
            if ((bounds.*bound).is_set()) bounds.*bound = to_decimal(runtime, bounds.*bound);
        bounds.check(runtime, value, input);
        return value;
    }
    std::string name() const override { return "decimal"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        switch (c.kind) {
        case Constraint::Kind::strict: m_strict = truth(runtime, c.value); return true;
        case Constraint::Kind::max_digits: m_max_digits = as_index(runtime, c.value); return true;
        case Constraint::Kind::decimal_places: m_decimal_places = as_index(runtime, c.value); return true;
        case Constraint::Kind::allow_inf_nan: m_allow_inf_nan = truth(runtime, c.value); return true;
        default: return constrain_bounds(m_bounds, c);
        }
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<Decimal>()) state.unexpected_value("decimal", value);
        return dump_inferred(value, state);
    }

  private:
    Value to_decimal(Runtime& runtime, const Value& value) const {
        if (value.as<Decimal>()) return value;
        return call(runtime, Value(m_class), {value.as<Float>() ? Value(str(runtime, value)) : value});
    }
    Value convert(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        if (input.as<Decimal>()) return input;
        if (state.strict_or(m_strict) && !state.json)
            fail(runtime, "is_instance_of", input, {{"class", Value(runtime.make_str("Decimal"))}});
        state.floor_exactness(Exactness::lax);
        const bool number = (python::is_int(input) && !input.is_bool()) || input.as<Float>();
        if (!number && !input.as<Str>()) fail(runtime, "decimal_type", input);
        try {
            return to_decimal(runtime, input);
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::ArithmeticError)) throw;
        }
        fail(runtime, "decimal_parsing", input);
    }
    void check_digits(Runtime& runtime, const Number& number, const Value& input) const {
        Settings settings;
        const DigitCounts given = count_digits(number), normal = count_digits(normalize(number, settings));
        if (m_max_digits && given.digits > *m_max_digits && normal.digits > *m_max_digits)
            fail(runtime, "decimal_max_digits", input, {{"max_digits", runtime.make_int(*m_max_digits)}});
        if (!m_decimal_places) return;
        if (given.decimals > *m_decimal_places && normal.decimals > *m_decimal_places)
            fail(runtime, "decimal_max_places", input, {{"decimal_places", runtime.make_int(*m_decimal_places)}});
        if (!m_max_digits) return;
        const int64_t whole = std::max<int64_t>(0, *m_max_digits - *m_decimal_places);
        if (given.digits - given.decimals > whole && normal.digits - normal.decimals > whole)
            fail(runtime, "decimal_whole_digits", input, {{"whole_digits", runtime.make_int(whole)}});
    }
    Type& m_class;
    bool m_strict = false, m_allow_inf_nan = false;
    std::optional<int64_t> m_max_digits, m_decimal_places;
    Bounds m_bounds;
};

} // namespace

SchemaRef decimal_schema(Type& cls) { return make_ref<DecimalSchema>(cls); }

} // namespace relata::modules
