// date. CPython: Lib/datetime.py, class date.
#include "modules/stdlib/clock.h"
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "support/protocol.h"

#include <algorithm>
#include <cmath>

namespace relata::modules {

namespace {

const Date& date(const Value& v) { return v.get<Date>(); }
bool is_plain_date(const Value& v) { return v.as<Date>() && !v.as<DateTime>(); }
int64_t ordinal(const Date& d) { return ordinal_of(d.year, d.month, d.day); }

Value from_ordinal(Runtime& runtime, Type& type, int64_t n) {
    if (n < 1 || n > max_ordinal) throw Error(Exc::OverflowError, "date value out of range");
    const YearMonthDay d = date_of_ordinal(n);
    if (type.is_subtype_of(runtime.type_for<DateTime>())) return make_datetime(runtime, type, d, {}, Value::none());
    return make_date(runtime, type, d.year, d.month, d.day);
}

Value new_date(Runtime& runtime, Type& type, Args a) {
    for (const Value& given : a.positional())
        if (a.values.size() < 3) (void)as_index(runtime, given); // a text is objected to before what is missing
    python::ArgReader args(runtime, {.function = "", .names = {"year", "month", "day"}, .required = 3}, a);
    for (size_t i = 0; i < 3; ++i)
        if (!runtime.type_of(args[i]).slots.index)
            throw Error(Exc::TypeError, "'" + runtime.type_of(args[i]).name() + "' object cannot be interpreted as an integer");
    const auto part = [&](size_t i) { return int(std::clamp<int64_t>(args.integer(i), -1000000, 1000000)); };
    return make_date(runtime, type, part(0), part(1), part(2));
}

Value today(Runtime& runtime, const Value& cls, Args) {
    const int64_t now = wall_clock(runtime).count() / 1000000000;
    return from_ordinal(runtime, cls.get<Type>(), ordinal_of(1970, 1, 1) + now / 86400);
}

Value from_timestamp(Runtime& runtime, const Value& cls, Args a) {
    const Value stamp = python::expect_one_argument("date.fromtimestamp", a);
    const Value seconds = call(runtime, Value(runtime.type(BuiltinType::float_)), {stamp});
    const double days = std::floor(seconds.get<Float>().value() / 86400);
    if (!(std::abs(days) < 4000000)) throw Error(Exc::ValueError, "year is out of range");
    return from_ordinal(runtime, cls.get<Type>(), ordinal_of(1970, 1, 1) + int64_t(days));
}

Value class_from_ordinal(Runtime& runtime, const Value& cls, Args a) {
    const int64_t n = as_index(runtime, python::expect_one_argument("date.fromordinal", a));
    if (n < 1) throw Error(Exc::ValueError, "ordinal must be >= 1");
    if (n > max_ordinal) throw Error(Exc::ValueError, "year 10000 is out of range");
    return from_ordinal(runtime, cls.get<Type>(), n);
}

Value from_iso_format(Runtime& runtime, const Value& cls, Args a) {
    const Value text = python::expect_one_argument("date.fromisoformat", a);
    if (!text.as<Str>()) throw Error(Exc::TypeError, "fromisoformat: argument must be str");
    const auto parsed = parse_iso_date(text.get<Str>().view());
    if (!parsed) throw Error(Exc::ValueError, "Invalid isoformat string: " + repr_text(runtime, text));
    return make_date(runtime, cls.get<Type>(), parsed->year, parsed->month, parsed->day);
}

Value from_iso_calendar(Runtime& runtime, const Value& cls, Args a) {
    python::ArgReader args(runtime, {.function = "fromisocalendar", .names = {"year", "week", "day"}, .required = 3}, a);
    const int64_t year = args.integer(0), week = args.integer(1), day = args.integer(2);
    if (year < 1 || year > 9999) throw Error(Exc::ValueError, "Year is out of range: " + std::to_string(year));
    const auto found = date_of_iso(int(year), int(std::clamp<int64_t>(week, -1, 99)), int(std::clamp<int64_t>(day, -1, 99)));
    if (!found && day >= 1 && day <= 7) throw Error(Exc::ValueError, "Invalid week: " + std::to_string(week));
    if (!found) throw Error(Exc::ValueError, "Invalid weekday: " + std::to_string(day) + " (range is [1, 7])");
    return from_ordinal(runtime, cls.get<Type>(), ordinal_of(found->year, found->month, found->day));
}

Value replace(Runtime& runtime, const Value& self, Args a) {
    python::ArgReader args(runtime, {.function = "replace", .names = {"year", "month", "day"}}, a);
    const Date& d = date(self);
    return call(runtime, Value(d.type()),
                {Value::small_int(args.integer(0, d.year)), Value::small_int(args.integer(1, d.month)),
                 Value::small_int(args.integer(2, d.day))});
}

TimeFields fields(const Value& self) {
    const Date& d = date(self);
    return {.date = {d.year, d.month, d.day}};
}

Value strftime(Runtime& runtime, const Value& self, Args a) {
    return runtime.make_str(format_time(runtime, time_format(runtime, a), fields(self)));
}

Value iso_calendar_of(Runtime& runtime, const Value& self, Args) {
    const Date& d = date(self);
    const IsoCalendar iso = iso_calendar(d.year, d.month, d.day);
    const Value type = python::interpreter_of(runtime).import_module("datetime").find(python::interpreter_of(runtime), "_IsoCalendarDate");
    return call(runtime, type, {Value::small_int(iso.year), Value::small_int(iso.week), Value::small_int(iso.weekday)});
}

Value add(Runtime& runtime, const Value& self, const Value& other) {
    const TimeDelta* delta = other.as<TimeDelta>();
    if (!is_plain_date(self) || !delta) return Value::not_implemented();
    return from_ordinal(runtime, date(self).type(), ordinal(date(self)) + delta->days);
}
Value subtract(Runtime& runtime, const Value& self, const Value& other) {
    if (!is_plain_date(self)) return Value::not_implemented();
    if (is_plain_date(other))
        return make_delta(runtime, __int128(ordinal(date(self)) - ordinal(date(other))) * 86400 * 1000000);
    const TimeDelta* delta = other.as<TimeDelta>();
    if (!delta) return Value::not_implemented();
    return from_ordinal(runtime, date(self).type(), ordinal(date(self)) - delta->days);
}
Value compare_dates(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    if (!b.as<Date>()) return Value::not_implemented();
    if (is_plain_date(a) != is_plain_date(b)) {
        if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
        throw Error(Exc::TypeError, "can't compare " + runtime.type_of(a).module() + "." + runtime.type_of(a).name() + " to " +
                                        runtime.type_of(b).module() + "." + runtime.type_of(b).name());
    }
    return compare_numbers(ordinal(date(a)), ordinal(date(b)), op);
}

Value ctime(Runtime& runtime, const Value& self, Args) {
    return runtime.make_str(format_time(runtime, "%a %b %e 00:00:00 %Y", fields(self)));
}

} // namespace

std::string iso_date(int year, int month, int day) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return text;
}

Value make_date(Runtime& runtime, Type& type, int year, int month, int day) {
    if (year < 1 || year > 9999) throw Error(Exc::ValueError, "year " + std::to_string(year) + " is out of range");
    if (month < 1 || month > 12) throw Error(Exc::ValueError, "month must be in 1..12");
    if (day < 1 || day > days_in_month(year, month)) throw Error(Exc::ValueError, "day is out of range for month");
    return runtime.make<Date>(type, year, month, day);
}

Value make_time_tuple(Runtime& runtime, const YearMonthDay& d, const Clock& c, int is_dst) {
    auto& interpreter = python::interpreter_of(runtime);
    const int64_t today = ordinal_of(d.year, d.month, d.day);
    std::vector<Value> items;
    for (int64_t n : {int64_t(d.year), int64_t(d.month), int64_t(d.day), int64_t(c.hour), int64_t(c.minute), int64_t(c.second),
                      int64_t(weekday_of(today)), today - ordinal_of(d.year, 1, 1) + 1, int64_t(is_dst)})
        items.push_back(Value::small_int(n));
    return call(runtime, interpreter.import_module("time").find(interpreter, "struct_time"), {Value(runtime.make_tuple(items))});
}

Type& make_date_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "date", "datetime");
    TypeSlots& s = b.slots();
    s.new_ = new_date;
    s.repr = [](Runtime& r, const Value& self) -> Value {
        const Date& d = date(self);
        const std::string name = d.type().has(Type::heap_type) ? d.type().qualified_name() : "datetime.date";
        return r.make_str(name + "(" + std::to_string(d.year) + ", " + std::to_string(d.month) + ", " + std::to_string(d.day) + ")");
    };
    s.str = [](Runtime& r, const Value& self) -> Value {
        return r.make_str(iso_date(date(self).year, date(self).month, date(self).day));
    };
    s.format = [](Runtime& r, const Value& self, const Str& spec) -> Value {
        if (spec.byte_count() == 0) return str(r, self);
        return call_method(r, self, "strftime", {Value(const_cast<Str&>(spec))});
    };
    s.hash = [](Runtime&, const Value& self) { return hash_of_numbers({ordinal(date(self)), 1}); };
    s.compare = compare_dates;
    s.binary[size_t(BinaryOp::add)] = s.reflected[size_t(BinaryOp::add)] = add;
    s.binary[size_t(BinaryOp::subtract)] = subtract;
    b.property("year", [](Runtime&, const Value& v) { return Value::small_int(date(v).year); })
        .property("month", [](Runtime&, const Value& v) { return Value::small_int(date(v).month); })
        .property("day", [](Runtime&, const Value& v) { return Value::small_int(date(v).day); });
    b.class_method("today", today).class_method("fromtimestamp", from_timestamp).class_method("fromordinal", class_from_ordinal);
    b.class_method("fromisoformat", from_iso_format).class_method("fromisocalendar", from_iso_calendar);
    b.method("replace", replace).method("strftime", strftime).method("isocalendar", iso_calendar_of).method("ctime", ctime);
    b.method("isoformat", [](Runtime& r, const Value& self, Args) -> Value {
        return r.make_str(iso_date(date(self).year, date(self).month, date(self).day));
    });
    b.method("weekday", [](Runtime&, const Value& self, Args) { return Value::small_int(weekday_of(ordinal(date(self)))); });
    b.method("isoweekday", [](Runtime&, const Value& self, Args) { return Value::small_int(weekday_of(ordinal(date(self))) + 1); });
    b.method("toordinal", [](Runtime&, const Value& self, Args) { return Value::small_int(ordinal(date(self))); });
    b.method("timetuple", [](Runtime& r, const Value& self, Args) {
        return make_time_tuple(r, {date(self).year, date(self).month, date(self).day}, {}, -1);
    });
    b.signatures({
        "date.today($self, /)", "date.ctime($self, /)", "date.isocalendar($self, /)", "date.isoformat($self, /)",
        "date.isoweekday($self, /)", "date.timetuple($self, /)", "date.toordinal($self, /)", "date.weekday($self, /)"});
    Type& type = b.finish();
    runtime.set_type_for<Date>(type);
    b.attribute("min", make_date(runtime, type, 1, 1, 1)).attribute("max", make_date(runtime, type, 9999, 12, 31));
    b.attribute("resolution", make_delta(runtime, __int128(86400) * 1000000));
    return type;
}

} // namespace relata::modules
