// time. CPython: Lib/datetime.py, class time.
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

const Time& time_of(const Value& v) { return v.get<Time>(); }

Value new_time(Runtime& runtime, Type& type, Args a) {
    python::ArgReader args(
        runtime, {.function = "time", .names = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"}, .positional = 5}, a);
    const auto part = [&](size_t i) { return int(std::clamp<int64_t>(args.integer(i), -10000000, 10000000)); };
    return make_time(runtime, type, {part(0), part(1), part(2), part(3), part(5)}, check_tzinfo(runtime, args[4]));
}

std::optional<__int128> offset_of(Runtime& runtime, const Time& t) { return utc_offset(runtime, t.tzinfo, Value::none()); }

std::string text_of(Runtime& runtime, const Time& t, std::string_view timespec) {
    std::string text = iso_time(t.clock, timespec);
    if (const auto offset = offset_of(runtime, t)) text += offset_text(*offset, ":");
    return text;
}

Value repr_of(Runtime& runtime, const Value& self) {
    const Time& t = time_of(self);
    const Clock& c = t.clock;
    std::string text = (t.type().has(Type::heap_type) ? t.type().qualified_name() : "datetime.time") + "(" +
                       std::to_string(c.hour) + ", " + std::to_string(c.minute);
    if (c.second || c.microsecond) text += ", " + std::to_string(c.second);
    if (c.microsecond) text += ", " + std::to_string(c.microsecond);
    if (!t.tzinfo.is_none()) text += ", tzinfo=" + repr_text(runtime, t.tzinfo);
    if (c.fold) text += ", fold=1";
    return runtime.make_str(text + ")");
}

Value replace(Runtime& runtime, const Value& self, Args a) {
    python::ArgReader args(
        runtime, {.function = "replace", .names = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"}, .positional = 5}, a);
    const Time& t = time_of(self);
    const Clock& c = t.clock;
    const Clock made{int(args.integer(0, c.hour)), int(args.integer(1, c.minute)), int(args.integer(2, c.second)),
                     int(args.integer(3, c.microsecond)), int(args.integer(5, c.fold))};
    return make_time(runtime, t.type(), made, args.has(4) ? check_tzinfo(runtime, args[4]) : t.tzinfo);
}

Value compare_times(Runtime& runtime, const Value& x, const Value& y, CompareOp op) {
    if (!y.as<Time>()) return Value::not_implemented();
    const Time &a = time_of(x), &b = time_of(y);
    const auto p = offset_of(runtime, a), q = offset_of(runtime, b);
    if (p.has_value() != q.has_value()) {
        if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
        throw Error(Exc::TypeError, "can't compare offset-naive and offset-aware times");
    }
    return compare_numbers(a.clock.total() - p.value_or(0), b.clock.total() - q.value_or(0), op);
}

template <int Clock::* member> Value part_of(Runtime&, const Value& v) { return Value::small_int(time_of(v).clock.*member); }

} // namespace

std::string iso_time(const Clock& c, std::string_view timespec) {
    char text[64];
    if (timespec == "auto") timespec = c.microsecond ? "microseconds" : "seconds";
    int length;
    if (timespec == "hours")
        length = std::snprintf(text, sizeof text, "%02d", c.hour);
    else if (timespec == "minutes")
        length = std::snprintf(text, sizeof text, "%02d:%02d", c.hour, c.minute);
    else if (timespec == "seconds")
        length = std::snprintf(text, sizeof text, "%02d:%02d:%02d", c.hour, c.minute, c.second);
    else if (timespec == "milliseconds")
        length = std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", c.hour, c.minute, c.second, c.microsecond / 1000);
    else if (timespec == "microseconds")
        length = std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06d", c.hour, c.minute, c.second, c.microsecond);
    else
        throw Error(Exc::ValueError, "Unknown timespec value");
    return std::string(text, size_t(length));
}

Value make_time(Runtime& runtime, Type& type, const Clock& c, const Value& tzinfo) {
    if (c.hour < 0 || c.hour > 23) throw Error(Exc::ValueError, "hour must be in 0..23");
    if (c.minute < 0 || c.minute > 59) throw Error(Exc::ValueError, "minute must be in 0..59");
    if (c.second < 0 || c.second > 59) throw Error(Exc::ValueError, "second must be in 0..59");
    if (c.microsecond < 0 || c.microsecond > 999999) throw Error(Exc::ValueError, "microsecond must be in 0..999999");
    if (c.fold != 0 && c.fold != 1) throw Error(Exc::ValueError, "fold must be either 0 or 1");
    return runtime.make<Time>(type, c, tzinfo);
}

Type& make_time_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "time", "datetime");
    TypeSlots& s = b.slots();
    s.new_ = new_time;
    s.repr = repr_of;
    s.str = [](Runtime& r, const Value& self) -> Value { return r.make_str(text_of(r, time_of(self), "auto")); };
    s.format = [](Runtime& r, const Value& self, const Str& spec) -> Value {
        if (spec.byte_count() == 0) return str(r, self);
        return call_method(r, self, "strftime", {Value(const_cast<Str&>(spec))});
    };
    s.hash = [](Runtime& r, const Value& self) {
        return hash_of_numbers({time_of(self).clock.total() - offset_of(r, time_of(self)).value_or(0), 2});
    };
    s.compare = compare_times;
    b.property("hour", part_of<&Clock::hour>).property("minute", part_of<&Clock::minute>).property("second", part_of<&Clock::second>);
    b.property("microsecond", part_of<&Clock::microsecond>).property("fold", part_of<&Clock::fold>);
    b.property("tzinfo", [](Runtime&, const Value& self) { return time_of(self).tzinfo; });
    b.method("replace", replace);
    b.method("isoformat", [](Runtime& r, const Value& self, Args a) -> Value {
        python::ArgReader args(r, {.function = "isoformat", .names = {"timespec"}}, a);
        return r.make_str(text_of(r, time_of(self), args.text(0, "auto")));
    });
    b.method("strftime", [](Runtime& r, const Value& self, Args a) -> Value {
        return r.make_str(format_time(r, time_format(r, a), {.date = {1900, 1, 1}, .clock = time_of(self).clock, .tzinfo = time_of(self).tzinfo}));
    });
    b.method("utcoffset", [](Runtime& r, const Value& self, Args) -> Value {
        const auto offset = offset_of(r, time_of(self));
        return offset ? Value(make_delta(r, *offset)) : Value::none();
    });
    b.method("dst", [](Runtime& r, const Value& self, Args) -> Value {
        const auto offset = utc_offset(r, time_of(self).tzinfo, Value::none(), "dst");
        return offset ? Value(make_delta(r, *offset)) : Value::none();
    });
    b.method("tzname", [](Runtime& r, const Value& self, Args) {
        const Value& zone = time_of(self).tzinfo;
        return zone.is_none() ? zone : call_method(r, zone, "tzname", {Value::none()});
    });
    b.class_method("fromisoformat", [](Runtime& r, const Value& cls, Args a) {
        const Value text = python::expect_one_argument("time.fromisoformat", a);
        if (!text.as<Str>()) throw Error(Exc::TypeError, "fromisoformat: argument must be str");
        std::string_view view = text.get<Str>().view();
        if (view.starts_with("T")) view.remove_prefix(1);
        const auto parsed = parse_iso_time(view);
        if (!parsed) throw Error(Exc::ValueError, "Invalid isoformat string: " + repr_text(r, text));
        const Value zone = !parsed->offset ? Value::none()
                           : *parsed->offset == 0
                               ? utc_zone(r)
                               : Value(r.make<TimeZone>(r.type_for<TimeZone>(), make_delta(r, *parsed->offset), Value()));
        return make_time(r, cls.get<Type>(), parsed->clock, zone);
    });
    b.signatures({
        "time.dst($self, /)", "time.tzname($self, /)", "time.utcoffset($self, /)"});
    Type& type = b.finish();
    runtime.set_type_for<Time>(type);
    b.attribute("min", make_time(runtime, type, {}, Value::none()));
    b.attribute("max", make_time(runtime, type, {23, 59, 59, 999999}, Value::none()));
    b.attribute("resolution", make_delta(runtime, 1));
    return type;
}

} // namespace relata::modules
