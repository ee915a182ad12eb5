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

class TemporalSchema : public CoreSchema {
  public:
    TemporalSchema(Type& cls, const char* its_name) : m_class(cls), m_name(its_name) {}
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
    virtual Value convert(const Value& input, ValidationState& state) const = 0;
    bool is_mine(Runtime& runtime, const Value& value) const {
        if (!value.is_object() || !runtime.type_of(value).is_subtype_of(m_class)) return false;
        return m_class.name() != "date" || !is_kind_of(runtime, value, "datetime", "datetime");
    }
    [[noreturn]] void parsing_failed(Runtime& runtime, const char* type, const Value& input, const TemporalProblem& p) const {
        fail(runtime, type, input, {{"error", Value(runtime.make_str(p.reason))}});
    }
    Type& m_class;
    const char* m_name;
    bool m_strict = false;
    Bounds m_bounds;
};

Value make_datetime_value(Runtime& runtime, Type& cls, const ParsedDateTime& v) {
    return make_datetime(runtime, cls, {v.date.year, v.date.month, v.date.day}, clock_of(v.clock),
                         zone_of(runtime, v.clock));
}

class DateTimeSchema final : public TemporalSchema {
  public:
    using TemporalSchema::TemporalSchema;

  private:
    Value convert(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        if (is_mine(runtime, input)) return input;
        const bool strict = state.strict_or(m_strict);
        state.floor_exactness(Exactness::lax);
        if (!strict || state.json) {
            try {
                if (const std::optional<std::string> text = input_text(input)) {
                    ParsedDateTime value;
                    try {
                        value = parse_datetime_text(*text);
                    } catch (const TemporalProblem& p) {
                        if (strict) parsing_failed(runtime, "datetime_parsing", input, p);
                        value = ParsedDateTime{parse_date_text(*text), ParsedClock{}}; // a date alone is midnight
                    }
                    if (value.date.year == 0) parsing_failed(runtime, "datetime_parsing", input, {"year 0 is out of range"});
                    return make_datetime_value(runtime, m_class, value);
                }
                if (const std::optional<double> number = number_of_input(input); number && !strict)
                    return make_datetime_value(runtime, m_class, datetime_of_timestamp(*number));
            } catch (const TemporalProblem& p) {
                parsing_failed(runtime, input_text(input) ? "datetime_from_date_parsing" : "datetime_parsing", input, p);
            }
            if (const Date* date = strict || !is_kind_of(runtime, input, "datetime", "date") ? nullptr : input.as<Date>())
                return make_datetime(runtime, m_class, {date->year, date->month, date->day}, {}, Value::none());
        }
        fail(runtime, "datetime_type", input);
    }
};

class DateSchema final : public TemporalSchema {
  public:
    using TemporalSchema::TemporalSchema;

  private:
    Value convert(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        if (is_mine(runtime, input)) return input;
        const bool strict = state.strict_or(m_strict);
        state.floor_exactness(Exactness::lax);
        if (strict && !(state.json && input.as<Str>())) fail(runtime, "date_type", input);
        ParsedDateTime value;
        try {
            if (const std::optional<std::string> text = input_text(input)) {
                try {
                    const ParsedDate date = parse_date_text(*text);
                    if (date.year == 0) parsing_failed(runtime, "date_parsing", input, {"year 0 is out of range"});
                    return make_date(runtime, m_class, date.year, date.month, date.day);
                } catch (const TemporalProblem& p) {
                    if (strict) parsing_failed(runtime, "date_parsing", input, p);
                }
                value = parse_datetime_text(*text);
            } else if (const std::optional<double> number = number_of_input(input)) {
                value = datetime_of_timestamp(*number);
            } else if (const DateTime* given = input.as<DateTime>()) {
                value = {{given->year, given->month, given->day},
                         {given->clock.hour, given->clock.minute, given->clock.second, given->clock.microsecond, {}}};
            } else {
                fail(runtime, "date_type", input);
            }
        } catch (const TemporalProblem& p) {
            parsing_failed(runtime, "date_from_datetime_parsing", input, p);
        }
        const ParsedClock& c = value.clock;
        if (c.hour || c.minute || c.second || c.microsecond) fail(runtime, "date_from_datetime_inexact", input);
        return make_date(runtime, m_class, value.date.year, value.date.month, value.date.day);
    }
};

class TimeSchema final : public TemporalSchema {
  public:
    using TemporalSchema::TemporalSchema;

  private:
    Value convert(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        if (is_mine(runtime, input)) return input;
        const bool strict = state.strict_or(m_strict);
        state.floor_exactness(Exactness::lax);
        if (!strict || state.json) {
            try {
                ParsedClock clock;
                if (const std::optional<std::string> text = input_text(input))
                    clock = parse_time_text(*text);
                else if (const std::optional<double> number = number_of_input(input); number && !strict)
                    clock = time_of_seconds(*number);
                else
                    fail(runtime, "time_type", input);
                return make_time(runtime, m_class, clock_of(clock), zone_of(runtime, clock));
            } catch (const TemporalProblem& p) {
                parsing_failed(runtime, "time_parsing", input, p);
            }
        }
        fail(runtime, "time_type", input);
    }
};

class TimeDeltaSchema final : public TemporalSchema {
  public:
    using TemporalSchema::TemporalSchema;

  private:
    Value convert(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        if (is_mine(runtime, input)) return input;
        const bool strict = state.strict_or(m_strict);
        state.floor_exactness(Exactness::lax);
        if (!strict || state.json) {
            try {
                if (const std::optional<std::string> text = input_text(input))
                    return Value(make_delta(runtime, parse_duration_text(*text), &m_class));
                if (const std::optional<double> number = number_of_input(input)) {
                    if (std::isnan(*number)) throw TemporalProblem{"NaN values not permitted"};
                    if (std::fabs(*number) >= 1e9 * 86400) throw TemporalProblem{"durations may not exceed 999,999,999 days"};
                    return Value(make_delta(runtime, __int128(std::llround(*number * 1e6)), &m_class));
                }
            } catch (const TemporalProblem& p) {
                parsing_failed(runtime, "time_delta_parsing", input, p);
            }
        }
        fail(runtime, "time_delta_type", input);
    }
};

} // namespace

SchemaRef date_schema(Type& cls) { return make_ref<DateSchema>(cls, "date"); }
SchemaRef time_schema(Type& cls) { return make_ref<TimeSchema>(cls, "time"); }
SchemaRef datetime_schema(Type& cls) { return make_ref<DateTimeSchema>(cls, "datetime"); }
SchemaRef timedelta_schema(Type& cls) { return make_ref<TimeDeltaSchema>(cls, "timedelta"); }

} // namespace relata::modules
