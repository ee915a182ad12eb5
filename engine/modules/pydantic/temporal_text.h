// Dates, times and durations as text and as numbers, with the reasons why one is none. pydantic: the speedate library.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace relata::modules {

struct ParsedDate {
    int year = 0, month = 0, day = 0;
};
struct ParsedClock {
    int hour = 0, minute = 0, second = 0, microsecond = 0;
    std::optional<int> offset_seconds; ///< empty: no zone given
};
struct ParsedDateTime {
    ParsedDate date;
    ParsedClock clock;
};
/// Thrown where the text is none: the reason, as it stands behind the comma of the error's sentence.
struct TemporalProblem {
    const char* reason;
};

ParsedDate parse_date_text(std::string_view text);
ParsedClock parse_time_text(std::string_view text);
ParsedDateTime parse_datetime_text(std::string_view text);
/// In microseconds: ISO 8601 ("P1DT2H"), "[-][DD ][HH:MM]SS", "1 day, 02:00:00".
__int128 parse_duration_text(std::string_view text);
/// Seconds since 1970 (or milliseconds where the number is large), in UTC.
ParsedDateTime datetime_of_timestamp(double timestamp);
ParsedClock time_of_seconds(double seconds);

} // namespace relata::modules
