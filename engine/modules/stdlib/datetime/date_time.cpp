// datetime. CPython: Lib/datetime.py, class datetime.
#include "modules/stdlib/clock.h"
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "support/protocol.h"

#include <algorithm>
#include <cmath>

namespace relata::modules {

namespace {

using python::ArgReader;
using python::expect_one_argument;

constexpr __int128 us_per_day = __int128(86400) * 1000000;
const DateTime& dt_of(const Value& v) { return v.get<DateTime>(); }
YearMonthDay day_of(const DateTime& d) { return {d.year, d.month, d.day}; }
std::optional<__int128> offset_of(Runtime& runtime, const Value& v) { return utc_offset(runtime, dt_of(v).tzinfo, v); }
__int128 epoch_total() { return __int128(ordinal_of(1970, 1, 1)) * us_per_day; }

Value new_datetime(Runtime& runtime, Type& type, Args a) {
    for (const Value& given : a.positional())
        if (a.values.size() < 3) (void)as_index(runtime, given); // a text is objected to before what is missing
    ArgReader args(runtime,
                   {.function = "",
                    .names = {"year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"},
                    .required = 3,
                    .positional = 8},
                   a);
    const auto part = [&](size_t i) { return int(std::clamp<int64_t>(args.integer(i), -10000000, 10000000)); };
    return make_datetime(runtime, type, {part(0), part(1), part(2)}, {part(3), part(4), part(5), part(6), part(8)},
                         check_tzinfo(runtime, args[7]));
}

/// The moment `total` (of UTC) in zone `tz`; without a zone it stays as it is: local time is UTC.
Value at_zone(Runtime& runtime, Type& type, __int128 total, const Value& tz) {
    if (tz.is_none()) return datetime_of_total(runtime, type, total, tz);
    return call_method(runtime, tz, "fromutc", {datetime_of_total(runtime, type, total, tz)});
}

Value now(Runtime& runtime, const Value& cls, Args a) {
    ArgReader args(runtime, {.function = "now", .names = {"tz"}}, a);
    return at_zone(runtime, cls.get<Type>(), epoch_total() + wall_clock(runtime).count() / 1000, check_tzinfo(runtime, args.get(0)));
}
Value utc_now(Runtime& runtime, const Value& cls, Args) {
    return at_zone(runtime, cls.get<Type>(), epoch_total() + wall_clock(runtime).count() / 1000, Value::none());
}

Value from_timestamp(Runtime& runtime, const Value& cls, Args a) {
    ArgReader args(runtime, {.function = "fromtimestamp", .names = {"timestamp", "tz"}, .required = 1}, a);
    const auto* given = args[0].as<Float>();
    const double seconds = given ? given->value() : double(as_index(runtime, args[0]));
    if (std::isnan(seconds)) throw Error(Exc::ValueError, "Invalid value NaN (not a number)");
    if (std::isinf(seconds)) throw Error(Exc::OverflowError, "cannot convert float infinity to integer");
    // Halves of a microsecond go to the even one.
    const double whole = std::floor(seconds);
    const auto micros = int64_t(std::nearbyint((seconds - whole) * 1e6));
    if (std::fabs(whole) > 3e11) throw Error(Exc::ValueError, "year " + std::to_string(int64_t(1970 + whole / 31556952)) + " is out of range");
    return at_zone(runtime, cls.get<Type>(), epoch_total() + __int128(whole) * 1000000 + micros, check_tzinfo(runtime, args.get(1)));
}

Value combine(Runtime& runtime, const Value& cls, Args a) {
    ArgReader args(runtime, {.function = "combine", .names = {"date", "time", "tzinfo"}, .required = 2}, a);
    if (!args[0].as<Date>())
        throw Error(Exc::TypeError, "combine() argument 1 must be datetime.date, not " + given_type(runtime, args[0]));
    if (!args[1].as<Time>())
        throw Error(Exc::TypeError, "combine() argument 2 must be datetime.time, not " + given_type(runtime, args[1]));
    const Date& d = args[0].get<Date>();
    const Time& t = args[1].get<Time>();
    return make_datetime(runtime, cls.get<Type>(), {d.year, d.month, d.day}, t.clock,
                         args.has(2) ? check_tzinfo(runtime, args[2]) : t.tzinfo);
}

Value from_iso_format(Runtime& runtime, const Value& cls, Args a) {
    const Value given = expect_one_argument("datetime.fromisoformat", a);
    if (!given.as<Str>()) throw Error(Exc::TypeError, "fromisoformat: argument must be str");
    const std::string_view text = given.get<Str>().view();
    const auto invalid = [&]() -> Error { return Error(Exc::ValueError, "Invalid isoformat string: " + repr_text(runtime, given)); };
    // The date's length says where the time begins; any one character may stand between.
    size_t length = 10;
    if (text.size() >= 8) {
        const bool separated = text[4] == '-';
        const bool week = text[separated ? 5 : 4] == 'W';
        if (week)
            length = separated ? (text.size() > 8 && text[8] == '-' ? 10 : 8) : (text.size() > 7 && std::isdigit(static_cast<unsigned char>(text[7])) ? 8 : 7);
        else
            length = separated ? 10 : 8;
    }
    const auto day = parse_iso_date(text.substr(0, length));
    if (!day) throw invalid();
    ParsedTime time;
    if (text.size() > length) {
        std::string_view rest = text.substr(length + 1);
        if ((static_cast<unsigned char>(text[length]) & 0x80) != 0) // the separator is one code point
            while (!rest.empty() && (static_cast<unsigned char>(rest[0]) & 0xc0) == 0x80) rest.remove_prefix(1);
        const auto parsed = parse_iso_time(rest);
        if (!parsed) throw invalid();
        time = *parsed;
    }
    const Value zone = !time.offset ? Value::none()
                       : *time.offset == 0
                           ? utc_zone(runtime)
                           : Value(runtime.make<TimeZone>(runtime.type_for<TimeZone>(), make_delta(runtime, *time.offset), Value()));
    return make_datetime(runtime, cls.get<Type>(), *day, time.clock, zone);
}

Value strptime(Runtime& runtime, const Value& cls, Args a) {
    python::expect_no_keywords("datetime.strptime", a);
    const auto args = a.values;
    if (args.size() != 2) throw Error(Exc::TypeError, "strptime() takes exactly 2 arguments (" + std::to_string(args.size()) + " given)");
    for (size_t i : {0u, 1u})
        if (!args[i].as<Str>())
            throw Error(Exc::TypeError, "strptime() argument " + std::to_string(i + 1) + " must be str, not " + given_type(runtime, args[i]));
    return parse_time(runtime, cls.get<Type>(), args[0].get<Str>(), args[1].get<Str>());
}

std::string text_of(Runtime& runtime, const Value& self, std::string_view separator, std::string_view timespec) {
    const DateTime& d = dt_of(self);
    std::string text = iso_date(d.year, d.month, d.day) + std::string(separator) + iso_time(d.clock, timespec);
    if (const auto offset = offset_of(runtime, self)) text += offset_text(*offset, ":");
    return text;
}

Value isoformat(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "isoformat", .names = {"sep", "timespec"}}, a);
    return runtime.make_str(text_of(runtime, self, args.text(0, "T"), args.text(1, "auto")));
}

Value repr_of(Runtime& runtime, const Value& self) {
    const DateTime& d = dt_of(self);
    const Clock& c = d.clock;
    std::string text = d.type().has(Type::heap_type) ? d.type().qualified_name() : "datetime.datetime";
    text += "(";
    for (int n : {int(d.year), int(d.month), int(d.day), c.hour}) text += std::to_string(n) + ", ";
    text += std::to_string(c.minute);
    if (c.second || c.microsecond) text += ", " + std::to_string(c.second);
    if (c.microsecond) text += ", " + std::to_string(c.microsecond);
    if (c.fold) text += ", fold=1";
    if (!d.tzinfo.is_none()) text += ", tzinfo=" + repr_text(runtime, d.tzinfo);
    return runtime.make_str(text + ")");
}

Value replace(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime,
                   {.function = "replace",
                    .names = {"year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"},
                    .positional = 8},
                   a);
    const DateTime& d = dt_of(self);
    const Clock& c = d.clock;
    const Clock made{int(args.integer(3, c.hour)), int(args.integer(4, c.minute)), int(args.integer(5, c.second)),
                     int(args.integer(6, c.microsecond)), int(args.integer(8, c.fold))};
    return make_datetime(runtime, d.type(), {int(args.integer(0, d.year)), int(args.integer(1, d.month)), int(args.integer(2, d.day))},
                         made, args.has(7) ? check_tzinfo(runtime, args[7]) : d.tzinfo);
}

Value as_timezone(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "astimezone", .names = {"tz"}}, a);
    Value zone = args.get(0);
    if (zone.is_none()) zone = utc_zone(runtime); // the local zone
    if (!zone.as<TzInfo>())
        throw Error(Exc::TypeError, "tz argument must be an instance of tzinfo");
    if (dt_of(self).tzinfo.is(zone)) return self;
    const __int128 total = total_of(dt_of(self)) - offset_of(runtime, self).value_or(0);
    return at_zone(runtime, dt_of(self).type(), total, zone);
}

Value timestamp(Runtime& runtime, const Value& self, Args) {
    const __int128 total = total_of(dt_of(self)) - offset_of(runtime, self).value_or(0) - epoch_total();
    return runtime.make_float(double(int64_t(total)) / 1e6);
}

Value shifted(Runtime& runtime, const Value& self, __int128 by) {
    return datetime_of_total(runtime, dt_of(self).type(), total_of(dt_of(self)) + by, dt_of(self).tzinfo);
}
Value add(Runtime& runtime, const Value& self, const Value& other) {
    const TimeDelta* delta = other.as<TimeDelta>();
    return self.as<DateTime>() && delta ? shifted(runtime, self, delta->total()) : Value::not_implemented();
}
Value subtract(Runtime& runtime, const Value& self, const Value& other) {
    if (!self.as<DateTime>()) return Value::not_implemented();
    if (const TimeDelta* delta = other.as<TimeDelta>()) return shifted(runtime, self, -delta->total());
    if (!other.as<DateTime>()) return Value::not_implemented();
    __int128 difference = total_of(dt_of(self)) - total_of(dt_of(other));
    if (!dt_of(self).tzinfo.is(dt_of(other).tzinfo)) {
        const auto a = offset_of(runtime, self), b = offset_of(runtime, other);
        if (a.has_value() != b.has_value()) throw Error(Exc::TypeError, "can't subtract offset-naive and offset-aware datetimes");
        difference += b.value_or(0) - a.value_or(0);
    }
    return make_delta(runtime, difference);
}
Value compare_datetimes(Runtime& runtime, const Value& x, const Value& y, CompareOp op) {
    if (!y.as<DateTime>()) {
        if (!y.as<Date>()) return Value::not_implemented();
        if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
        throw Error(Exc::TypeError, "can't compare datetime.datetime to datetime.date");
    }
    __int128 a = total_of(dt_of(x)), b = total_of(dt_of(y));
    if (!dt_of(x).tzinfo.is(dt_of(y).tzinfo)) {
        const auto p = offset_of(runtime, x), q = offset_of(runtime, y);
        if (p.has_value() != q.has_value()) {
            if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
            throw Error(Exc::TypeError, "can't compare offset-naive and offset-aware datetimes");
        }
        a -= p.value_or(0);
        b -= q.value_or(0);
    }
    return compare_numbers(a, b, op);
}

TimeFields fields(const Value& self) {
    const DateTime& d = dt_of(self);
    return {.date = day_of(d), .clock = d.clock, .tzinfo = d.tzinfo, .argument = self};
}

template <const char* const& method> Value delta_of(Runtime& runtime, const Value& self, Args) {
    const auto offset = utc_offset(runtime, dt_of(self).tzinfo, self, method);
    return offset ? Value(make_delta(runtime, *offset)) : Value::none();
}
const char* const utcoffset_name = "utcoffset";
const char* const dst_name = "dst";

template <int Clock::* member> Value part_of(Runtime&, const Value& v) { return Value::small_int(dt_of(v).clock.*member); }

} // namespace

__int128 total_of(const DateTime& d) { return __int128(ordinal_of(d.year, d.month, d.day)) * us_per_day + d.clock.total(); }

Value datetime_of_total(Runtime& runtime, Type& type, __int128 total, const Value& tzinfo, int fold) {
    const auto ordinal = int64_t(total / us_per_day);
    if (total < us_per_day || ordinal > max_ordinal) throw Error(Exc::OverflowError, "date value out of range");
    Clock clock = Clock::from_total(int64_t(total - ordinal * us_per_day));
    clock.fold = fold;
    return make_datetime(runtime, type, date_of_ordinal(ordinal), clock, tzinfo);
}

Value make_datetime(Runtime& runtime, Type& type, YearMonthDay d, const Clock& c, const Value& tzinfo) {
    if (d.year < 1 || d.year > 9999) throw Error(Exc::ValueError, "year " + std::to_string(d.year) + " is out of range");
    if (d.month < 1 || d.month > 12) throw Error(Exc::ValueError, "month must be in 1..12");
    if (d.day < 1 || d.day > days_in_month(d.year, d.month)) throw Error(Exc::ValueError, "day is out of range for month");
    if (c.hour < 0 || c.hour > 23) throw Error(Exc::ValueError, "hour must be in 0..23");
    if (c.minute < 0 || c.minute > 59) throw Error(Exc::ValueError, "minute must be in 0..59");
    if (c.second < 0 || c.second > 59) throw Error(Exc::ValueError, "second must be in 0..59");
    if (c.microsecond < 0 || c.microsecond > 999999) throw Error(Exc::ValueError, "microsecond must be in 0..999999");
    if (c.fold != 0 && c.fold != 1) throw Error(Exc::ValueError, "fold must be either 0 or 1");
    return runtime.make<DateTime>(type, d.year, d.month, d.day, c, tzinfo);
}

Type& make_datetime_type(Runtime& runtime, Type& date) {
    python::TypeBuilder b(runtime, "datetime", "datetime", {&date});
    TypeSlots& s = b.slots();
    runtime.set_type_for<DateTime>(b.type());
    s.new_ = new_datetime;
    s.repr = repr_of;
    s.str = [](Runtime& r, const Value& self) -> Value { return r.make_str(text_of(r, self, " ", "auto")); };
    s.hash = [](Runtime& r, const Value& self) {
        return hash_of_numbers({total_of(dt_of(self)) - offset_of(r, self).value_or(0), 3});
    };
    s.compare = compare_datetimes;
    s.binary[size_t(BinaryOp::add)] = s.reflected[size_t(BinaryOp::add)] = add;
    s.binary[size_t(BinaryOp::subtract)] = subtract;
    b.property("hour", part_of<&Clock::hour>).property("minute", part_of<&Clock::minute>).property("second", part_of<&Clock::second>);
    b.property("microsecond", part_of<&Clock::microsecond>).property("fold", part_of<&Clock::fold>);
    b.property("tzinfo", [](Runtime&, const Value& self) { return dt_of(self).tzinfo; });
    b.class_method("now", now).class_method("utcnow", utc_now).class_method("fromtimestamp", from_timestamp);
    b.class_method("today", utc_now).class_method("utcfromtimestamp", from_timestamp).class_method("combine", combine);
    b.class_method("fromisoformat", from_iso_format).class_method("strptime", strptime);
    b.method("isoformat", isoformat).method("replace", replace).method("astimezone", as_timezone).method("timestamp", timestamp);
    b.method("utcoffset", delta_of<utcoffset_name>).method("dst", delta_of<dst_name>);
    b.method("tzname", [](Runtime& r, const Value& self, Args) {
        const Value& zone = dt_of(self).tzinfo;
        return zone.is_none() ? zone : call_method(r, zone, "tzname", {self});
    });
    b.method("date", [](Runtime& r, const Value& self, Args) {
        return make_date(r, r.type_for<Date>(), dt_of(self).year, dt_of(self).month, dt_of(self).day);
    });
    b.method("time", [](Runtime& r, const Value& self, Args) {
        return make_time(r, r.type_for<Time>(), dt_of(self).clock, Value::none());
    });
    b.method("timetz", [](Runtime& r, const Value& self, Args) {
        return make_time(r, r.type_for<Time>(), dt_of(self).clock, dt_of(self).tzinfo);
    });
    b.method("strftime", [](Runtime& r, const Value& self, Args a) -> Value {
        return r.make_str(format_time(r, time_format(r, a), fields(self)));
    });
    b.method("ctime", [](Runtime& r, const Value& self, Args) -> Value {
        return r.make_str(format_time(r, "%a %b %e %H:%M:%S %Y", fields(self)));
    });
    b.method("timetuple", [](Runtime& r, const Value& self, Args) {
        return make_time_tuple(r, day_of(dt_of(self)), dt_of(self).clock, -1);
    });
    b.method("utctimetuple", [](Runtime& r, const Value& self, Args) {
        const Value utc = shifted(r, self, -offset_of(r, self).value_or(0));
        return make_time_tuple(r, day_of(dt_of(utc)), dt_of(utc).clock, 0);
    });
    b.signatures({
        "datetime.ctime($self, /)", "datetime.date($self, /)", "datetime.dst($self, /)", "datetime.time($self, /)",
        "datetime.timestamp($self, /)", "datetime.timetuple($self, /)", "datetime.timetz($self, /)",
        "datetime.tzname($self, /)", "datetime.utcnow($self, /)", "datetime.utcoffset($self, /)",
        "datetime.utctimetuple($self, /)"});
    Type& type = b.finish();
    b.attribute("min", make_datetime(runtime, type, {1, 1, 1}, {}, Value::none()));
    b.attribute("max", make_datetime(runtime, type, {9999, 12, 31}, {23, 59, 59, 999999}, Value::none()));
    b.attribute("resolution", make_delta(runtime, 1));
    return type;
}

} // namespace relata::modules
