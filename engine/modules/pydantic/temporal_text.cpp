#include "modules/pydantic/temporal_text.h"

#include "modules/stdlib/datetime/datetime.h"

#include <cmath>
#include <cstdlib>
#include <string>

namespace relata::modules {

namespace {

[[noreturn]] void problem(const char* reason) { throw TemporalProblem{reason}; }

int digit(std::string_view text, size_t at, const char* reason) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') problem(reason);
    return text[at] - '0';
}
int two_digits(std::string_view text, size_t at, const char* reason) {
    const int tens = digit(text, at, reason);
    return tens * 10 + digit(text, at + 1, reason);
}

ParsedDate parse_date_part(std::string_view text) {
    if (text.size() < 10) problem("input is too short");
    ParsedDate date;
    for (size_t i = 0; i < 4; ++i) date.year = date.year * 10 + digit(text, i, "invalid character in year");
    if (text[4] != '-') problem("invalid date separator, expected `-`");
    date.month = two_digits(text, 5, "invalid character in month");
    if (text[7] != '-') problem("invalid date separator, expected `-`");
    date.day = two_digits(text, 8, "invalid character in day");
    if (date.month < 1 || date.month > 12) problem("month value is outside expected range of 1-12");
    if (date.day < 1 || date.day > days_in_month(date.year, date.month)) problem("day value is outside expected range");
    return date;
}

/// "12:30:15.25": the position behind it is left in `at`.
ParsedClock parse_pure_time(std::string_view text, size_t& at) {
    if (text.size() - at < 5) problem("input is too short");
    ParsedClock clock;
    clock.hour = two_digits(text, at, "invalid character in hour");
    if (text[at + 2] != ':') problem("invalid time separator, expected `:`");
    clock.minute = two_digits(text, at + 3, "invalid character in minute");
    if (clock.hour > 23) problem("hour value is outside expected range of 0-23");
    if (clock.minute > 59) problem("minute value is outside expected range of 0-59");
    at += 5;
    if (at >= text.size() || text[at] != ':') return clock;
    clock.second = two_digits(text, at + 1, "invalid character in second");
    if (clock.second > 59) problem("second value is outside expected range of 0-59");
    at += 3;
    if (at >= text.size() || (text[at] != '.' && text[at] != ',')) return clock;
    size_t count = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count)
        if (count < 6) clock.microsecond = clock.microsecond * 10 + (text[at] - '0'); // what is finer is cut off
    if (count == 0) problem("second fraction digits missing after `.`");
    for (; count < 6; ++count) clock.microsecond *= 10;
    return clock;
}

ParsedClock parse_time_at(std::string_view text, size_t at) {
    ParsedClock clock = parse_pure_time(text, at);
    if (at < text.size()) {
        const char sign = text[at++];
        if (sign == 'Z' || sign == 'z') {
            clock.offset_seconds = 0;
        } else {
            if (sign != '+' && sign != '-') problem("invalid timezone sign");
            const int hours = two_digits(text, at, "invalid timezone hour");
            at += 2;
            if (at < text.size() && text[at] == ':') ++at;
            const int minutes = two_digits(text, at, "invalid timezone minute");
            at += 2;
            if (minutes > 59) problem("timezone minute value is outside expected range of 0-59");
            if (hours > 23) problem("timezone offset must be less than 24 hours");
            clock.offset_seconds = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
        }
    }
    if (at < text.size()) problem("unexpected extra characters at the end of the input");
    return clock;
}

/// The text as a plain number; empty where it is none.
std::optional<double> number_text(std::string_view given) {
    const std::string text(given);
    if (text.empty() || text.find_first_not_of("0123456789.+-eE") != std::string::npos) return {};
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) return {};
    return number;
}

constexpr double milliseconds_from = 20'000'000'000.0;

struct DurationParser {
    std::string_view text;
    size_t at = 0;

    int64_t number() {
        if (at >= text.size() || text[at] < '0' || text[at] > '9') problem("invalid digit in duration");
        int64_t value = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            value = value * 10 + (text[at] - '0');
            if (value > UINT32_MAX) problem("a numeric value in the duration is too large");
        }
        return value;
    }
    __int128 iso() {
        __int128 total = 0;
        bool time = false, fraction_seen = false;
        size_t parts = 0;
        for (; at < text.size(); ++at, ++parts) {
            if (text[at] == 'T') {
                if (time) problem("`t` character repeated in duration");
                time = true;
                continue;
            }
            const int64_t whole = number();
            if (fraction_seen) problem("quantity fraction invalid in duration");
            double fraction = 0, scale = 1;
            if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
                fraction_seen = true;
                for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
                    fraction = fraction * 10 + (text[at] - '0');
                    scale *= 10;
                }
            }
            const char unit = at < text.size() ? text[at] : '\0';
            int64_t seconds = 0;
            if (time)
                seconds = unit == 'H' ? 3600 : unit == 'M' ? 60 : unit == 'S' ? 1 : 0;
            else
                seconds = (unit == 'Y' ? 365 : unit == 'M' ? 30 : unit == 'W' ? 7 : unit == 'D' ? 1 : 0) * 86400;
            if (seconds == 0)
                problem(time ? "quantity invalid in time part of duration" : "quantity invalid in date part of duration");
            total += __int128(whole) * seconds * 1000000 + __int128(std::llround(fraction / scale * double(seconds) * 1e6));
        }
        if (parts == 0) problem("input is too short");
        return total;
    }
    __int128 clock() {
        if (text.size() - at < 5) problem("input is too short");
        const size_t colon = text.find(':', at);
        if (colon == std::string_view::npos) problem("invalid character in hour");
        if (colon - at > 10) problem("durations may not exceed 999,999,999 hours");
        int64_t hours = 0;
        for (; at < colon; ++at) hours = hours * 10 + digit(text, at, "invalid character in hour");
        const std::string rest = "00" + std::string(text.substr(colon));
        size_t end = 0;
        const ParsedClock time = parse_pure_time(rest, end);
        if (end < rest.size()) problem("unexpected extra characters at the end of the input");
        return ((__int128(hours) * 3600 + time.minute * 60 + time.second) * 1000000) + time.microsecond;
    }
    __int128 days() {
        const __int128 day = __int128(number()) * 86400 * 1000000;
        if (at < text.size() && text[at] == ' ') ++at;
        if (at >= text.size() || (text[at] != 'd' && text[at] != 'D')) problem("\"day\" identifier in duration not correctly formatted");
        ++at;
        if (at < text.size() && (text[at] == 'a' || text[at] == 'A')) {
            if (at + 1 >= text.size() || (text[at + 1] != 'y' && text[at + 1] != 'Y'))
                problem("\"day\" identifier in duration not correctly formatted");
            at += 2;
            if (at < text.size() && (text[at] == 's' || text[at] == 'S')) ++at;
        }
        if (at < text.size() && text[at] == ',') ++at;
        if (at < text.size() && text[at] == ' ') ++at;
        return at >= text.size() ? day : day + clock();
    }
};

} // namespace

ParsedDate parse_date_text(std::string_view text) {
    try {
        const ParsedDate date = parse_date_part(text);
        if (text.size() > 10) problem("unexpected extra characters at the end of the input");
        return date;
    } catch (const TemporalProblem&) {
        const std::optional<double> number = number_text(text);
        if (!number || *number != std::floor(*number) || text.find_first_of(".eE") != std::string_view::npos) throw;
        const ParsedDateTime value = datetime_of_timestamp(*number);
        const ParsedClock& c = value.clock;
        if (c.hour || c.minute || c.second || c.microsecond) problem("Timestamp is not an exact date");
        return value.date;
    }
}

ParsedClock parse_time_text(std::string_view text) { return parse_time_at(text, 0); }

ParsedDateTime parse_datetime_text(std::string_view text) {
    try {
        ParsedDateTime value;
        value.date = parse_date_part(text);
        if (text.size() == 10) problem("input is too short");
        const char separator = text[10];
        if (separator != 'T' && separator != 't' && separator != ' ' && separator != '_')
            problem("invalid datetime separator, expected `T`, `t`, `_` or space");
        value.clock = parse_time_at(text, 11);
        return value;
    } catch (const TemporalProblem&) {
        if (const std::optional<double> number = number_text(text)) return datetime_of_timestamp(*number);
        throw;
    }
}

__int128 parse_duration_text(std::string_view text) {
    if (text.empty()) problem("input is too short");
    DurationParser parser{text};
    const bool negative = text[0] == '-';
    if (text[0] == '-' || text[0] == '+') parser.at = 1;
    if (parser.at >= text.size()) problem("input is too short");
    __int128 value;
    if (text[parser.at] == 'P') {
        ++parser.at;
        value = parser.iso();
    } else if (text.find_first_of("dD") != std::string_view::npos) {
        value = parser.days();
    } else if (const std::optional<double> seconds = number_text(text.substr(parser.at))) {
        value = __int128(std::llround(*seconds * 1e6));
    } else {
        value = parser.clock();
    }
    if (value >= __int128(1000000000) * 86400 * 1000000) problem("durations may not exceed 999,999,999 days");
    return negative ? -value : value;
}

ParsedDateTime datetime_of_timestamp(double timestamp) {
    if (std::isnan(timestamp)) problem("NaN values not permitted");
    if (std::fabs(timestamp) > milliseconds_from) timestamp /= 1000;
    constexpr double year_0 = -62167219200.0, year_9999 = 253402300799.0;
    if (timestamp < year_0) problem("dates before 0000 are not supported as unix timestamps");
    if (timestamp >= year_9999 + 1) problem("dates after 9999 are not supported as unix timestamps");
    const double whole = std::floor(timestamp);
    int64_t total = int64_t(whole) * 1000000 + std::llround((timestamp - whole) * 1e6);
    constexpr int64_t day = 86400LL * 1000000, unix_epoch = 719163; // ordinal of 1970-01-01
    int64_t days = total / day, rest = total % day;
    if (rest < 0) rest += day, --days;
    if (days + unix_epoch < 1) problem("year 0 is out of range");
    const YearMonthDay date = date_of_ordinal(days + unix_epoch);
    const Clock clock = Clock::from_total(rest);
    return {{date.year, date.month, date.day}, {clock.hour, clock.minute, clock.second, clock.microsecond, 0}};
}

ParsedClock time_of_seconds(double seconds) {
    if (std::isnan(seconds)) problem("NaN values not permitted");
    if (seconds < 0) problem("time in seconds should be positive");
    if (seconds >= 86400) problem("numeric times may not exceed 86,399 seconds");
    const Clock clock = Clock::from_total(std::llround(seconds * 1e6));
    return {clock.hour, clock.minute, clock.second, clock.microsecond, 0};
}

} // namespace relata::modules
