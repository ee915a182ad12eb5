// Reading ISO 8601 texts. CPython: Lib/datetime.py (_parse_isoformat_date, _parse_isoformat_time), 3.11's wider formats.
#include "modules/stdlib/datetime/datetime.h"

#include <cctype>

namespace relata::modules {

namespace {

/// `count` digits at the front of `text`, taken off it.
std::optional<int> take_digits(std::string_view& text, size_t count) {
    if (text.size() < count) return std::nullopt;
    int n = 0;
    for (size_t i = 0; i < count; ++i) {
        if (!std::isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
        n = n * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return n;
}
bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// HH[:MM[:SS[.f...]]] or HHMMSS; what is left of `text` is not part of it.
bool take_clock(std::string_view& text, Clock& clock) {
    const auto hour = take_digits(text, 2);
    if (!hour) return false;
    clock.hour = *hour;
    if (text.empty()) return true;
    const bool separated = text.front() == ':';
    int* const parts[] = {&clock.minute, &clock.second};
    for (int* part : parts) {
        if (text.empty()) return true;
        if (separated && !take(text, ':')) return false;
        const auto n = take_digits(text, 2);
        if (!n) return false;
        *part = *n;
    }
    if (text.empty()) return true;
    if (!take(text, '.') && !take(text, ',')) return false;
    size_t digits = 0;
    for (; digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])); ++digits)
        if (digits < 6) clock.microsecond = clock.microsecond * 10 + (text[digits] - '0');
    if (digits == 0) return false;
    for (size_t i = digits; i < 6; ++i) clock.microsecond *= 10;
    text.remove_prefix(digits);
    return true;
}

} // namespace

std::optional<YearMonthDay> parse_iso_date(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year) return std::nullopt;
    const bool separated = take(text, '-');
    if (take(text, 'W')) {
        const auto week = take_digits(text, 2);
        if (!week) return std::nullopt;
        int weekday = 1;
        if (!text.empty()) {
            if (separated != take(text, '-')) return std::nullopt;
            const auto day = take_digits(text, 1);
            if (!day) return std::nullopt;
            weekday = *day;
        }
        return text.empty() ? date_of_iso(*year, *week, weekday) : std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || separated != take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day || !text.empty()) return std::nullopt;
    return YearMonthDay{*year, *month, *day};
}

std::optional<ParsedTime> parse_iso_time(std::string_view text) {
    ParsedTime parsed;
    const size_t zone = text.find_first_of("+-Zz");
    std::string_view clock = text.substr(0, zone);
    if (!take_clock(clock, parsed.clock) || !clock.empty()) return std::nullopt;
    if (zone == std::string_view::npos) return parsed;
    std::string_view rest = text.substr(zone + 1);
    if (text[zone] == 'Z' || text[zone] == 'z') {
        if (!rest.empty() || text[zone] == 'z') return std::nullopt;
        parsed.offset = 0;
        return parsed;
    }
    Clock offset;
    if (!take_clock(rest, offset) || !rest.empty()) return std::nullopt;
    if (offset.hour > 23 || offset.minute > 59 || offset.second > 59) return std::nullopt;
    parsed.offset = text[zone] == '-' ? -__int128(offset.total()) : __int128(offset.total());
    return parsed;
}

} // namespace relata::modules
