// tzinfo and timezone. CPython: Lib/datetime.py, classes tzinfo and timezone.
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

constexpr __int128 us_per_day = __int128(86400) * 1000000;
using python::expect_one_argument;

Value new_timezone(Runtime& runtime, Type& type, Args a) {
    python::ArgReader args(runtime, {.function = "timezone", .names = {"offset", "name"}, .required = 1}, a);
    TimeDelta* offset = args[0].as<TimeDelta>();
    if (!offset)
        throw Error(Exc::TypeError, "timezone() argument 1 must be datetime.timedelta, not " + given_type(runtime, args[0]));
    if (args.has(1) && !args[1].as<Str>())
        throw Error(Exc::TypeError, "timezone() argument 2 must be str, not " + given_type(runtime, args[1]));
    if (offset->total() <= -us_per_day || offset->total() >= us_per_day)
        throw Error(Exc::ValueError, "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not " +
                                         repr_text(runtime, args[0]) + ".");
    if (offset->total() == 0 && !args.has(1) && !type.has(Type::heap_type)) return utc_zone(runtime);
    return runtime.make<TimeZone>(type, Ref<TimeDelta>(*offset), args.get(1, Value()));
}

const TimeZone& zone(const Value& v) { return v.get<TimeZone>(); }

std::string name_of(const TimeZone& z) {
    if (z.name.is_set()) return std::string(z.name.get<Str>().view());
    return z.offset->total() == 0 ? "UTC" : "UTC" + offset_text(z.offset->total(), ":");
}

void check_argument(Runtime& runtime, const char* method, const Value& argument) {
    if (!argument.is_none() && !argument.as<DateTime>())
        throw Error(Exc::TypeError, std::string(method) + "(dt) argument must be a datetime instance or None, not " +
                                        runtime.type_of(argument).name());
}

[[noreturn]] Value must_implement(const char* method) {
    throw Error(Exc::NotImplementedError, std::string("a tzinfo subclass must implement ") + method + "()");
}

/// CPython: tzinfo.fromutc, for zones of the program.
Value from_utc(Runtime& runtime, const Value& self, Args a) {
    const Value given = expect_one_argument("tzinfo.fromutc", a);
    const DateTime* dt = given.as<DateTime>();
    if (!dt) throw Error(Exc::TypeError, "fromutc: argument must be a datetime");
    if (!dt->tzinfo.is(self)) throw Error(Exc::ValueError, "fromutc: dt.tzinfo is not self");
    const auto offset = utc_offset(runtime, self, given);
    if (!offset) throw Error(Exc::ValueError, "fromutc: non-None utcoffset() result required");
    const auto dst = utc_offset(runtime, self, given, "dst");
    if (!dst) throw Error(Exc::ValueError, "fromutc: non-None dst() result required");
    Value local = datetime_of_total(runtime, dt->type(), total_of(*dt) + *offset - *dst, self);
    const auto local_dst = utc_offset(runtime, self, local, "dst");
    if (!local_dst) throw Error(Exc::ValueError, "fromutc: tz.dst() gave inconsistent results; cannot convert");
    return datetime_of_total(runtime, dt->type(), total_of(local.get<DateTime>()) + *local_dst, self);
}

} // namespace

std::string offset_text(__int128 microseconds, std::string_view separator) {
    const bool negative = microseconds < 0;
    const auto rest = int64_t(negative ? -microseconds : microseconds);
    const int64_t seconds = rest / 1000000, fraction = rest % 1000000;
    char text[64];
    std::snprintf(text, sizeof text, "%c%02d%.*s%02d", negative ? '-' : '+', int(seconds / 3600), int(separator.size()),
                  separator.data(), int(seconds / 60 % 60));
    std::string result = text;
    if (seconds % 60 || fraction) {
        std::snprintf(text, sizeof text, "%.*s%02d", int(separator.size()), separator.data(), int(seconds % 60));
        result += text;
    }
    if (fraction) {
        std::snprintf(text, sizeof text, ".%06d", int(fraction));
        result += text;
    }
    return result;
}

std::optional<__int128> utc_offset(Runtime& runtime, const Value& tzinfo, const Value& argument, const char* method) {
    if (tzinfo.is_none()) return std::nullopt;
    if (const auto* fixed = tzinfo.as<TimeZone>(); fixed && !fixed->type().has(Type::heap_type)) {
        if (std::string_view(method) == "dst") return std::nullopt;
        return fixed->offset->total();
    }
    const Value offset = call_method(runtime, tzinfo, method, {argument});
    if (offset.is_none()) return std::nullopt;
    const TimeDelta* delta = offset.as<TimeDelta>();
    if (!delta)
        throw Error(Exc::TypeError, std::string("tzinfo.") + method + "() must return None or a timedelta, not '" +
                                        runtime.type_of(offset).name() + "'");
    if (delta->total() <= -us_per_day || delta->total() >= us_per_day)
        throw Error(Exc::ValueError, "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).");
    return delta->total();
}

Value check_tzinfo(Runtime& runtime, const Value& v) {
    if (!v.is_set() || v.is_none()) return Value::none();
    if (!v.as<TzInfo>())
        throw Error(Exc::TypeError, "tzinfo argument must be None or of a tzinfo subclass, not type '" + runtime.type_of(v).name() + "'");
    return v;
}

Value utc_zone(Runtime& runtime) { return *runtime.type_for<TimeZone>().dict().find("utc"); }

void make_zone_types(Runtime& runtime, python::TypeBuilder& b) {
    b.slots().new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<TzInfo>(type); };
    b.method("utcoffset", [](Runtime&, const Value&, Args) { return must_implement("utcoffset"); });
    b.method("dst", [](Runtime&, const Value&, Args) { return must_implement("dst"); });
    b.method("tzname", [](Runtime&, const Value&, Args) { return must_implement("tzname"); });
    b.method("fromutc", from_utc);
    Type& tzinfo = b.finish();
    runtime.set_type_for<TzInfo>(tzinfo);
    python::TypeBuilder t(runtime, "timezone", "datetime", {&tzinfo});
    TypeSlots& s = t.slots();
    s.new_ = new_timezone;
    s.str = [](Runtime& r, const Value& self) -> Value { return r.make_str(name_of(zone(self))); };
    s.repr = [](Runtime& r, const Value& self) -> Value {
        if (self.is(utc_zone(r))) return r.make_str("datetime.timezone.utc");
        std::string text = "datetime.timezone(" + repr_text(r, Value(zone(self).offset));
        if (zone(self).name.is_set()) text += ", " + repr_text(r, zone(self).name);
        return r.make_str(text + ")");
    };
    s.hash = [](Runtime&, const Value& self) { return hash_of_numbers({zone(self).offset->total()}); };
    s.compare = [](Runtime&, const Value& x, const Value& y, CompareOp op) {
        if (!y.as<TimeZone>() || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        return compare_numbers(zone(x).offset->total(), zone(y).offset->total(), op);
    };
    t.method("utcoffset", [](Runtime& r, const Value& self, Args a) -> Value {
        check_argument(r, "utcoffset", expect_one_argument("timezone.utcoffset", a));
        return zone(self).offset;
    });
    t.method("tzname", [](Runtime& r, const Value& self, Args a) -> Value {
        check_argument(r, "tzname", expect_one_argument("timezone.tzname", a));
        return r.make_str(name_of(zone(self)));
    });
    t.method("dst", [](Runtime& r, const Value&, Args a) {
        check_argument(r, "dst", expect_one_argument("timezone.dst", a));
        return Value::none();
    });
    t.method("fromutc", [](Runtime& r, const Value& self, Args a) {
        const Value given = expect_one_argument("timezone.fromutc", a);
        const DateTime* dt = given.as<DateTime>();
        if (!dt) throw Error(Exc::TypeError, "fromutc: argument must be a datetime");
        if (!dt->tzinfo.is(self)) throw Error(Exc::ValueError, "fromutc: dt.tzinfo is not self");
        return datetime_of_total(r, dt->type(), total_of(*dt) + zone(self).offset->total(), self);
    });
    Type& type = t.flag(Type::final_type).finish();
    runtime.set_type_for<TimeZone>(type);
    const auto fixed = [&](const char* name, int minutes) {
        t.attribute(name, runtime.make<TimeZone>(type, make_delta(runtime, __int128(minutes) * 60000000), Value()));
    };
    fixed("utc", 0);
    fixed("min", -(24 * 60 - 1));
    fixed("max", 24 * 60 - 1);
}

} // namespace relata::modules
