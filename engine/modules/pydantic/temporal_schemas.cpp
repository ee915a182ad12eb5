// date, time, datetime and timedelta. pydantic-core: src/validators/{date,time,datetime,timedelta}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/numeric_bounds.h"
#include "modules/pydantic/temporal_text.h"

#include "modules/stdlib/datetime/datetime.h"
#include "python/types/int_object.h"

#include <cmath>

namespace relata::modules {

namespace {

struct TzInfoTag {};

/// pydantic-core's own class of zones: a fixed offset.
Type& tz_info_type(Runtime& runtime) {
    if (!runtime.has_type_for<TzInfoTag>()) {
        python::TypeBuilder builder(runtime, "TzInfo", "pydantic_core._pydantic_core", {&runtime.type_of(utc_zone(runtime))});
        builder.slots().repr = [](Runtime& r, const Value& self) {
            const int64_t seconds = int64_t(self.get<TimeZone>().offset->total() / 1000000);
            return Value(r.make_str("TzInfo(" + std::to_string(seconds) + ")"));
        };
        builder.slots().str = [](Runtime& r, const Value& self) {
            const __int128 offset = self.get<TimeZone>().offset->total();
            return Value(r.make_str(offset == 0 ? "UTC" : offset_text(offset, ":")));
        };
        runtime.set_type_for<TzInfoTag>(builder.finish());
    }
    return runtime.type_for<TzInfoTag>();
}

Value zone_of(Runtime& runtime, const ParsedClock& clock) {
    if (!clock.offset_seconds) return Value::none();
    return Value(runtime.make<TimeZone>(tz_info_type(runtime), make_delta(runtime, __int128(*clock.offset_seconds) * 1000000), Value()));
}

Clock clock_of(const ParsedClock& c) { return {c.hour, c.minute, c.second, c.microsecond, 0}; }

std::optional<double> number_of_input(const Value& input) {
    if (input.is_bool()) return {};
    if (python::is_int(input)) return python::to_double(input);
    if (const Float* f = input.as<Float>()) return f->value();
    return {};
}

/// The four conversions have one order: what is of the class already, then text, a number and (datetime, date) each other.
class TemporalSchema : public CoreSchema {
  public:
    TemporalSchema(Type& cls, const char* its_name, std::string its_error_name)
        : m_class(cls), m_name(its_name), m_error_name(std::move(its_error_name)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        const Value value = convert(input, state);
        m_bounds.check(state.runtime, value, input, true);
        return value;
    }
    std::string name() const override { return m_name; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind != Constraint::Kind::strict) return constrain_bounds(m_bounds, c);
        m_strict = truth(runtime, c.value);
        return true;
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!is_mine(state.runtime, value)) state.unexpected_value(m_name, value);
        return dump_inferred(value, state);
    }

  protected:
    /// Text that is none throws TemporalProblem; so does a number.
    virtual Value of_text(Runtime& runtime, const std::string& text, const Value& input, bool strict) const = 0;
    virtual Value of_number(Runtime& runtime, double number, const Value& input) const = 0;
    virtual Value of_object(Runtime&, const Value&) const { return {}; } ///< unset: of no use
    /// What a problem with text or a number is called; strict conversions and those without a second way say "..._parsing".
    virtual std::string problem_type(bool, bool) const { return m_error_name + "_parsing"; }

    [[noreturn]] void parsing_failed(Runtime& runtime, const Value& input, const char* reason) const {
        fail_with(runtime, m_error_name + "_parsing", input, reason);
    }
    Type& m_class;

  private:
    Value convert(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        if (is_mine(runtime, input)) return input;
        const bool strict = state.strict_or(m_strict);
        state.floor_exactness(Exactness::lax);
        if (!strict || state.json) {
            const std::optional<std::string> text = input_text(input);
            try {
                if (text) return of_text(runtime, *text, input, strict);
                if (const std::optional<double> number = strict ? std::nullopt : number_of_input(input))
                    return of_number(runtime, *number, input);
            } catch (const TemporalProblem& p) {
                fail_with(runtime, problem_type(text.has_value(), strict), input, p.reason);
            }
            if (const Value made = strict ? Value() : of_object(runtime, input); made.is_set()) return made;
        }
        fail(runtime, (m_error_name + "_type").c_str(), input);
    }
    bool is_mine(Runtime& runtime, const Value& value) const {
        if (!value.is_object() || !runtime.type_of(value).is_subtype_of(m_class)) return false;
        return m_class.name() != "date" || !is_kind_of(runtime, value, "datetime", "datetime");
    }
    [[noreturn]] static void fail_with(Runtime& runtime, const std::string& type, const Value& input, const char* reason) {
        fail(runtime, type.c_str(), input, {{"error", Value(runtime.make_str(reason))}});
    }

    const char* m_name;
    std::string m_error_name; ///< "date": its errors are "date_type", "date_parsing"
    bool m_strict = false;
    Bounds m_bounds;
};

/// A date alone is midnight. GCC 12 lets a call write straight into the variable that its result is assigned to, even
/// where it throws halfway: so nothing is assigned inside the `try`.
ParsedDateTime datetime_or_date(const std::string& text, bool strict) {
    try {
        return parse_datetime_text(text);
    } catch (const TemporalProblem&) {
        if (strict) throw;
    }
    return {parse_date_text(text), {}};
}

class DateTimeSchema final : public TemporalSchema {
  public:
    explicit DateTimeSchema(Type& cls) : TemporalSchema(cls, "datetime", "datetime") {}

  private:
    Value made_of(Runtime& runtime, const ParsedDateTime& v) const {
        return make_datetime(runtime, m_class, {v.date.year, v.date.month, v.date.day}, clock_of(v.clock), zone_of(runtime, v.clock));
    }
    Value of_text(Runtime& runtime, const std::string& text, const Value& input, bool strict) const override {
        const ParsedDateTime value = datetime_or_date(text, strict);
        if (value.date.year == 0) parsing_failed(runtime, input, "year 0 is out of range");
        return made_of(runtime, value);
    }
    Value of_number(Runtime& runtime, double number, const Value&) const override {
        return made_of(runtime, datetime_of_timestamp(number));
    }
    Value of_object(Runtime& runtime, const Value& input) const override {
        const Date* date = is_kind_of(runtime, input, "datetime", "date") ? input.as<Date>() : nullptr;
        return date ? make_datetime(runtime, m_class, {date->year, date->month, date->day}, {}, Value::none()) : Value();
    }
    std::string problem_type(bool is_text, bool strict) const override {
        return is_text && !strict ? "datetime_from_date_parsing" : "datetime_parsing";
    }
};

class DateSchema final : public TemporalSchema {
  public:
    explicit DateSchema(Type& cls) : TemporalSchema(cls, "date", "date") {}

  private:
    /// A time with a date is taken where it is midnight.
    Value made_of(Runtime& runtime, const ParsedDate& date, const Clock& c, const Value& input) const {
        if (c.total()) fail(runtime, "date_from_datetime_inexact", input);
        return make_date(runtime, m_class, date.year, date.month, date.day);
    }
    Value of_text(Runtime& runtime, const std::string& text, const Value& input, bool strict) const override {
        ParsedDateTime value;
        try {
            value.date = parse_date_text(text);
        } catch (const TemporalProblem&) {
            if (strict) throw;
            value = parse_datetime_text(text);
        }
        if (value.date.year == 0) parsing_failed(runtime, input, "year 0 is out of range");
        return made_of(runtime, value.date, clock_of(value.clock), input);
    }
    Value of_number(Runtime& runtime, double number, const Value& input) const override {
        const ParsedDateTime value = datetime_of_timestamp(number);
        return made_of(runtime, value.date, clock_of(value.clock), input);
    }
    Value of_object(Runtime& runtime, const Value& input) const override {
        const auto* given = input.as<DateTime>();
        return given ? made_of(runtime, {given->year, given->month, given->day}, given->clock, input) : Value();
    }
    std::string problem_type(bool, bool strict) const override {
        return strict ? "date_parsing" : "date_from_datetime_parsing";
    }
};

class TimeSchema final : public TemporalSchema {
  public:
    explicit TimeSchema(Type& cls) : TemporalSchema(cls, "time", "time") {}

  private:
    Value made_of(Runtime& runtime, const ParsedClock& clock) const {
        return make_time(runtime, m_class, clock_of(clock), zone_of(runtime, clock));
    }
    Value of_text(Runtime& runtime, const std::string& text, const Value&, bool) const override {
        return made_of(runtime, parse_time_text(text));
    }
    Value of_number(Runtime& runtime, double number, const Value&) const override {
        return made_of(runtime, time_of_seconds(number));
    }
};

class TimeDeltaSchema final : public TemporalSchema {
  public:
    explicit TimeDeltaSchema(Type& cls) : TemporalSchema(cls, "timedelta", "time_delta") {}

  private:
    Value of_text(Runtime& runtime, const std::string& text, const Value&, bool) const override {
        return Value(make_delta(runtime, parse_duration_text(text), &m_class));
    }
    Value of_number(Runtime& runtime, double number, const Value&) const override {
        if (std::isnan(number)) throw TemporalProblem{"NaN values not permitted"};
        if (std::fabs(number) >= 1e9 * 86400) throw TemporalProblem{"durations may not exceed 999,999,999 days"};
        return Value(make_delta(runtime, __int128(std::llround(number * 1e6)), &m_class));
    }
};

} // namespace

SchemaRef date_schema(Type& cls) { return make_ref<DateSchema>(cls); }
SchemaRef time_schema(Type& cls) { return make_ref<TimeSchema>(cls); }
SchemaRef datetime_schema(Type& cls) { return make_ref<DateTimeSchema>(cls); }
SchemaRef timedelta_schema(Type& cls) { return make_ref<TimeDeltaSchema>(cls); }

} // namespace relata::modules
