// The calendar. CPython: Lib/datetime.py (_ymd2ord, _ord2ymd, _isoweek1monday).
#include "modules/stdlib/datetime/datetime.h"

namespace relata::modules {

namespace {

constexpr int days_before_month[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

int64_t days_before_year(int year) {
    const int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400;
}

/// Ordinal of the Monday that begins ISO week 1.
int64_t first_iso_monday(int year) {
    const int64_t first = ordinal_of(year, 1, 1);
    const int weekday = weekday_of(first);
    return first - weekday + (weekday > 3 ? 7 : 0);
}

} // namespace

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
    constexpr int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 2 && is_leap(year));
}

int64_t ordinal_of(int year, int month, int day) {
    return days_before_year(year) + days_before_month[month] + (month > 2 && is_leap(year)) + day;
}

YearMonthDay date_of_ordinal(int64_t ordinal) {
    int year = int((ordinal - 1) * 400 / 146097) + 1;
    while (days_before_year(year + 1) < ordinal) ++year;
    while (days_before_year(year) >= ordinal) --year;
    int64_t rest = ordinal - days_before_year(year);
    int month = 1;
    while (rest > days_in_month(year, month)) rest -= days_in_month(year, month++);
    return {year, month, int(rest)};
}

IsoCalendar iso_calendar(int year, int month, int day) {
    const int64_t today = ordinal_of(year, month, day);
    int64_t monday = first_iso_monday(year);
    if (today < monday)
        monday = first_iso_monday(--year);
    else if (today >= first_iso_monday(year + 1))
        monday = first_iso_monday(++year);
    return {year, int((today - monday) / 7) + 1, int((today - monday) % 7) + 1};
}

std::optional<YearMonthDay> date_of_iso(int year, int week, int weekday) {
    if (year < 1 || year > 9999 || week < 1 || week > 53 || weekday < 1 || weekday > 7) return std::nullopt;
    const int64_t ordinal = first_iso_monday(year) + (week - 1) * 7 + weekday - 1;
    if (week == 53 && first_iso_monday(year + 1) <= ordinal - (weekday - 1)) return std::nullopt;
    if (ordinal < 1 || ordinal > max_ordinal) return std::nullopt;
    return date_of_ordinal(ordinal);
}

} // namespace relata::modules
