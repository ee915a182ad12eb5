// The objects of the datetime module. CPython: Lib/datetime.py, Modules/_datetimemodule.c.
#pragma once

#include "python/type_builder.h"
#include "support/runtime.h"

#include <optional>
#include <string>
#include <string_view>

namespace relata::modules {

/// A duration, normalized: 0 <= seconds < 86400, 0 <= microseconds < 1000000.
class TimeDelta final : public Object {
  public:
    TimeDelta(Type& type, int32_t its_days, int32_t its_seconds, int32_t its_microseconds)
        : Object(type), days(its_days), seconds(its_seconds), microseconds(its_microseconds) {}
    const int32_t days, seconds, microseconds;
    /// All of it in microseconds; 77 bits at most.
    __int128 total() const { return (__int128(days) * 86400 + seconds) * 1000000 + microseconds; }
};

class Date : public Object {
  public:
    Date(Type& type, int its_year, int its_month, int its_day)
        : Object(type), year(int16_t(its_year)), month(int8_t(its_month)), day(int8_t(its_day)) {}
    const int16_t year;
    const int8_t month, day;
};

/// A time of day.
struct Clock {
    int hour = 0, minute = 0, second = 0, microsecond = 0;
    int fold = 0;
    int64_t total() const { return ((hour * 60LL + minute) * 60 + second) * 1000000 + microsecond; }
    static Clock from_total(int64_t microseconds) {
        return {int(microseconds / 3600000000), int(microseconds / 60000000 % 60), int(microseconds / 1000000 % 60),
                int(microseconds % 1000000)};
    }
};

class DateTime final : public Date {
  public:
    DateTime(Type& type, int its_year, int its_month, int its_day, Clock its_clock, Value its_tzinfo)
        : Date(type, its_year, its_month, its_day), clock(its_clock), tzinfo(std::move(its_tzinfo)) {}
    const Clock clock;
    const Value tzinfo; ///< None: naive
};

class Time final : public Object {
  public:
    Time(Type& type, Clock its_clock, Value its_tzinfo) : Object(type), clock(its_clock), tzinfo(std::move(its_tzinfo)) {}
    const Clock clock;
    const Value tzinfo;
};

/// Base of time zones; the program may derive from it.
class TzInfo : public Object {
  public:
    explicit TzInfo(Type& type) : Object(type) {}
};

class TimeZone final : public TzInfo {
  public:
    TimeZone(Type& type, Ref<TimeDelta> its_offset, Value its_name) : TzInfo(type), offset(std::move(its_offset)), name(std::move(its_name)) {}
    const Ref<TimeDelta> offset;
    const Value name; ///< unset where none was given
};

// ---- the calendar (proleptic Gregorian; ordinal 1 is 1 January of year 1) ------------------------------------------------
bool is_leap(int year);
int days_in_month(int year, int month);
int64_t ordinal_of(int year, int month, int day);
struct YearMonthDay {
    int year, month, day;
};
YearMonthDay date_of_ordinal(int64_t ordinal);
inline constexpr int64_t max_ordinal = 3652059; ///< of date.max
inline int weekday_of(int64_t ordinal) { return int((ordinal + 6) % 7); } ///< Monday is 0
struct IsoCalendar {
    int year, week, weekday;
};
IsoCalendar iso_calendar(int year, int month, int day);
std::optional<YearMonthDay> date_of_iso(int year, int week, int weekday);

// ---- making objects ------------------------------------------------------------------------------------------------------
Ref<TimeDelta> make_delta(Runtime&, __int128 microseconds, Type* type = nullptr); ///< OverflowError beyond 999999999 days
Value make_date(Runtime&, Type& type, int year, int month, int day);              ///< ValueError where out of range
Value make_time(Runtime&, Type& type, const Clock&, const Value& tzinfo);
Value make_datetime(Runtime&, Type& type, YearMonthDay, const Clock&, const Value& tzinfo);
/// The date and time so many microseconds after 0001-01-01 00:00; OverflowError beyond year 9999.
Value datetime_of_total(Runtime&, Type& type, __int128 microseconds, const Value& tzinfo, int fold = 0);
__int128 total_of(const DateTime&); ///< microseconds since 0001-01-01 00:00, the zone left out
Value utc_zone(Runtime&);
/// None, or a tzinfo; TypeError otherwise.
Value check_tzinfo(Runtime&, const Value&);

// ---- zones ---------------------------------------------------------------------------------------------------------------
/// `tzinfo.utcoffset(argument)`, checked; empty where tzinfo is None or answers None.
std::optional<__int128> utc_offset(Runtime&, const Value& tzinfo, const Value& argument, const char* method = "utcoffset");
/// "+02:00" with `separator` ":", "+0200" without.
std::string offset_text(__int128 microseconds, std::string_view separator);

// ---- text ------------------------------------------------------------------------------------------------------------------
std::string iso_date(int year, int month, int day);
/// `timespec` as isoformat() takes it: auto, hours, minutes, seconds, milliseconds, microseconds.
std::string iso_time(const Clock&, std::string_view timespec);
/// What strftime() formats with; `object` answers %z and %Z.
struct TimeFields {
    YearMonthDay date;
    Clock clock;
    Value tzinfo = Value::none();
    Value argument = Value::none(); ///< for tzinfo.utcoffset
};
std::string format_time(Runtime&, std::string_view format, const TimeFields&);
/// The argument of strftime().
std::string_view time_format(Runtime&, Args);
/// The type of an argument as its TypeError names it: None is "None". CPython: _PyArg_BadArgument.
std::string given_type(const Runtime&, const Value&);
/// datetime.strptime.
Value parse_time(Runtime&, Type& type, const Str& text, const Str& format);
struct ParsedTime {
    Clock clock;
    std::optional<__int128> offset;
};
std::optional<YearMonthDay> parse_iso_date(std::string_view text);
std::optional<ParsedTime> parse_iso_time(std::string_view text);

// ---- the types, each in a file of its own -------------------------------------------------------------------------------
Type& make_timedelta_type(Runtime&);
Type& make_date_type(Runtime&);
Type& make_time_type(Runtime&);
Type& make_datetime_type(Runtime&, Type& date);
void make_zone_types(Runtime&, python::TypeBuilder& module_types);

/// Hash of the bytes that say what an object is; equal objects have equal bytes.
int64_t hash_of_numbers(std::initializer_list<__int128> numbers);
/// `a < b` and its kin on two numbers.
Value compare_numbers(__int128 a, __int128 b, CompareOp op);
/// What strptime, timetuple() and isocalendar() give.
Value make_time_tuple(Runtime&, const YearMonthDay&, const Clock&, int is_dst);

} // namespace relata::modules
