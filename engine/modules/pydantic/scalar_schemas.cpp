// bool, int, float, None, Any, callables and instances of a class. pydantic-core: src/validators/{bool,int,float}.rs,
// src/input/shared.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/numeric_bounds.h"

#include "python/types/int_object.h"

#include <cmath>

namespace relata::modules {

namespace {

class AnySchema final : public CoreSchema {
    Value validate(const Value& input, ValidationState& state) const override {
        state.floor_exactness(Exactness::lax);
        return input;
    }
    std::string name() const override { return "any"; }
};

class NoneSchema final : public CoreSchema {
    Value validate(const Value& input, ValidationState& state) const override {
        if (!input.is_none()) fail(state.runtime, "none_required", input);
        return input;
    }
    std::string name() const override { return "none"; }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.is_none()) state.unexpected_value("none", value);
        return dump_inferred(value, state);
    }
};

class BoolSchema final : public CoreSchema {
  public:
    Value validate(const Value& input, ValidationState& state) const override {
        if (input.is_bool()) return input;
        if (!state.strict_or(m_strict)) {
            state.floor_exactness(Exactness::lax);
            if (const std::optional<std::string> text = input_text(input)) {
                std::string lower = *text;
                for (char& c : lower) c = char(std::tolower(static_cast<unsigned char>(c)));
                for (const char* t : {"1", "on", "t", "true", "y", "yes"})
                    if (lower == t) return Value::boolean(true);
                for (const char* f : {"0", "off", "f", "false", "n", "no"})
                    if (lower == f) return Value::boolean(false);
                fail(state.runtime, "bool_parsing", input);
            }
            std::optional<double> number;
            if (python::is_int(input)) number = python::to_double(input);
            if (const Float* f = input.as<Float>(); f && f->value() == std::floor(f->value())) number = f->value();
            if (number) {
                if (*number == 0 || *number == 1) return Value::boolean(*number == 1);
                fail(state.runtime, "bool_parsing", input);
            }
        }
        fail(state.runtime, "bool_type", input);
    }
    std::string name() const override { return "bool"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind != Constraint::Kind::strict) return false;
        m_strict = truth(runtime, c.value);
        return true;
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.is_bool()) state.unexpected_value("bool", value);
        return dump_inferred(value, state);
    }

  private:
    bool m_strict = false;
};

/// An int written as text: sign, zeros in front, single underscores, ".0" behind. pydantic-core: str_as_int.
Value parse_int_text(Runtime& runtime, const std::string& given, const Value& input) {
    std::string text = strip_space(given), digits;
    size_t at = 0;
    bool negative = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
    if (const size_t dot = text.find('.', at); dot != std::string::npos && dot + 1 < text.size() &&
                                                text.find_first_not_of('0', dot + 1) == std::string::npos)
        text.resize(dot);
    bool valid = at < text.size() && text[at] != '_' && text.back() != '_';
    for (size_t i = at; i < text.size() && valid; ++i) {
        if (text[i] >= '0' && text[i] <= '9')
            digits += text[i];
        else
            valid = text[i] == '_' && text[i - 1] != '_';
    }
    if (!valid || digits.empty()) fail(runtime, "int_parsing", input);
    if (digits.size() > 4300) fail(runtime, "int_parsing_size", input);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return python::parse_int(runtime, (negative ? "-" : "") + digits, 10);
}

Value int_of_float(Runtime& runtime, double d, const Value& input) {
    if (!std::isfinite(d)) fail(runtime, "finite_number", input);
    if (d != std::floor(d)) fail(runtime, "int_from_float", input);
    if (std::fabs(d) >= 9223372036854775808.0) fail(runtime, "int_parsing_size", input);
    return runtime.make_int(int64_t(d));
}

class IntSchema final : public CoreSchema {
  public:
    Value validate(const Value& input, ValidationState& state) const override {
        const Value value = convert(input, state);
        m_bounds.check(state.runtime, value, input);
        return value;
    }
    std::string name() const override { return m_bounds.any() ? "constrained-int" : "int"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind == Constraint::Kind::strict) {
            m_strict = truth(runtime, c.value);
            return true;
        }
        return constrain_bounds(m_bounds, c);
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!python::is_int(value)) state.unexpected_value("int", value);
        return dump_inferred(value, state);
    }

  private:
    Value convert(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        const bool strict = state.strict_or(m_strict);
        if (python::is_int(input)) {
            if (input.is_bool()) {
                if (strict) fail(runtime, "int_type", input);
                state.floor_exactness(Exactness::lax);
            } else if (&runtime.type_of(input) == &runtime.type(BuiltinType::int_)) {
                return input;
            }
            state.floor_exactness(Exactness::strict);
            return python::plain_int(runtime, input);
        }
        if (strict) fail(runtime, "int_type", input);
        state.floor_exactness(Exactness::lax);
        if (const std::optional<std::string> text = input_text(input)) return parse_int_text(runtime, *text, input);
        if (const Float* f = input.as<Float>()) return int_of_float(runtime, f->value(), input);
        if (is_kind_of(runtime, input, "decimal", "Decimal")) {
            if (!truth(runtime, call_method(runtime, input, "is_finite"))) fail(runtime, "finite_number", input);
            const Value whole = call(runtime, Value(runtime.type(BuiltinType::int_)), {input});
            if (!equal(runtime, whole, input)) fail(runtime, "int_from_float", input);
            return whole;
        }
        if (const Value value = enum_value(runtime, input); value.is_set() && python::is_int(value)) return value;
        fail(runtime, "int_type", input);
    }
    bool m_strict = false;
    Bounds m_bounds;
};

class FloatSchema final : public CoreSchema {
  public:
    Value validate(const Value& input, ValidationState& state) const override {
        const Value value = convert(input, state);
        if (!m_allow_inf_nan && !std::isfinite(value.get<Float>().value())) fail(state.runtime, "finite_number", input);
        m_bounds.check(state.runtime, value, input);
        return value;
    }
    std::string name() const override { return m_bounds.any() ? "constrained-float" : "float"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind == Constraint::Kind::strict) {
            m_strict = truth(runtime, c.value);
            return true;
        }
        if (c.kind == Constraint::Kind::allow_inf_nan) {
            m_allow_inf_nan = truth(runtime, c.value);
            return true;
        }
        Constraint number = c;
        if (python::is_int(c.value)) number.value = Value(runtime.make_float(python::to_double(c.value)));
        return constrain_bounds(m_bounds, number);
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<Float>()) state.unexpected_value("float", value);
        return dump_inferred(value, state);
    }

  private:
    Value convert(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        const bool strict = state.strict_or(m_strict);
        if (&runtime.type_of(input) == &runtime.type(BuiltinType::float_)) return input;
        if (input.is_bool() && strict) fail(runtime, "float_type", input);
        state.floor_exactness(input.is_bool() || input_text(input) ? Exactness::lax : Exactness::strict);
        if (python::is_int(input)) return Value(runtime.make_float(python::to_double(input)));
        if (const std::optional<std::string> text = input_text(input)) {
            if (strict) fail(runtime, "float_type", input);
            try {
                return call(runtime, Value(runtime.type(BuiltinType::float_)), {Value(runtime.make_str(strip_space(*text)))});
            } catch (const Error& error) {
                if (!runtime.matches(error, Exc::ValueError)) throw;
            }
            fail(runtime, "float_parsing", input);
        }
        if (!input.is_object() || !runtime.type_of(input).slots.to_float) fail(runtime, "float_type", input);
        return call(runtime, Value(runtime.type(BuiltinType::float_)), {input});
    }
    bool m_strict = false, m_allow_inf_nan = true;
    Bounds m_bounds;
};

class CallableSchema final : public CoreSchema {
    Value validate(const Value& input, ValidationState& state) const override {
        if (!is_callable(state.runtime, input)) fail(state.runtime, "callable_type", input);
        return input;
    }
    std::string name() const override { return "callable"; }
};

} // namespace

bool constrain_bounds(Bounds& bounds, const Constraint& c) {
    switch (c.kind) {
    case Constraint::Kind::gt: bounds.gt = c.value; return true;
    case Constraint::Kind::ge: bounds.ge = c.value; return true;
    case Constraint::Kind::lt: bounds.lt = c.value; return true;
    case Constraint::Kind::le: bounds.le = c.value; return true;
    case Constraint::Kind::multiple_of: bounds.multiple_of = c.value; return true;
    default: return false;
    }
}

SchemaRef any_schema() { return make_ref<AnySchema>(); }
SchemaRef none_schema() { return make_ref<NoneSchema>(); }
SchemaRef bool_schema() { return make_ref<BoolSchema>(); }
SchemaRef int_schema() { return make_ref<IntSchema>(); }
SchemaRef float_schema() { return make_ref<FloatSchema>(); }
SchemaRef callable_schema() { return make_ref<CallableSchema>(); }

} // namespace relata::modules
