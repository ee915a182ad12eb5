// strftime and strptime, in the C locale. CPython: Lib/_strptime.py, Modules/_datetimemodule.c (wrap_strftime).
#include "modules/stdlib/datetime/datetime.h"
#include "python/arguments.h"
#include "support/protocol.h"

#include <algorithm>
#include <cctype>
#include <climits>

namespace relata::modules {

namespace {

constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

std::string padded(int64_t n, int width, char fill = '0') {
    std::string digits = std::to_string(n);
    if (int(digits.size()) < width) digits.insert(0, size_t(width) - digits.size(), fill);
    return digits;
}

/// What strptime has read so far.
struct Parsed {
    int year = 1900, month = 1, day = 1;
    Clock clock;
    bool pm = false, has_pm = false, has_year = false, has_day = false;
    int year_day = -1, weekday = -1, week = -1, iso_year = -1, iso_week = -1;
    bool week_from_sunday = false;
    std::optional<__int128> offset;
    Value zone_name;
};

class Reader {
  public:
    Reader(Runtime& runtime, const Str& text, const Str& format) : m_runtime(runtime), m_text(text), m_format(format), m_rest(text.view()) {}

    Parsed read() {
        const std::string_view format = m_format.view();
        for (size_t i = 0; i < format.size(); ++i) {
            const char c = format[i];
            if (std::isspace(static_cast<unsigned char>(c))) {
                if (m_rest.empty() || !std::isspace(static_cast<unsigned char>(m_rest.front()))) mismatch();
                while (!m_rest.empty() && std::isspace(static_cast<unsigned char>(m_rest.front()))) m_rest.remove_prefix(1);
                while (i + 1 < format.size() && std::isspace(static_cast<unsigned char>(format[i + 1]))) ++i;
            } else if (c != '%') {
                if (m_rest.empty() || std::tolower(static_cast<unsigned char>(m_rest.front())) != std::tolower(static_cast<unsigned char>(c)))
                    mismatch();
                m_rest.remove_prefix(1);
            } else if (++i == format.size()) {
                throw Error(Exc::ValueError, "stray % in format '" + std::string(format) + "'");
            } else {
                directive(format[i]);
            }
        }
        if (!m_rest.empty()) throw Error(Exc::ValueError, "unconverted data remains: " + std::string(m_rest));
        return m_parsed;
    }

  private:
    [[noreturn]] void mismatch() const {
        const auto quoted = [&](const Str& s) { return repr_text(m_runtime, Value(const_cast<Str&>(s))); };
        throw Error(Exc::ValueError, "time data " + quoted(m_text) + " does not match format " + quoted(m_format));
    }
    /// Up to `width` digits whose value stays within low ... high, as the regular expressions of _strptime take them.
    int number(int width, int low, int high) {
        int best = -1, value = 0;
        size_t taken = 0;
        for (size_t i = 0; i < size_t(width) && i < m_rest.size() && std::isdigit(static_cast<unsigned char>(m_rest[i])); ++i) {
            value = value * 10 + (m_rest[i] - '0');
            if (value <= high && value >= low) {
                best = value;
                taken = i + 1;
            }
        }
        if (best < 0) mismatch();
        m_rest.remove_prefix(taken);
        return best;
    }
    int digits_exactly(int width) {
        for (size_t i = 0; i < size_t(width); ++i)
            if (i >= m_rest.size() || !std::isdigit(static_cast<unsigned char>(m_rest[i]))) mismatch();
        return number(width, 0, INT_MAX);
    }
    bool take_word(std::string_view word) {
        if (m_rest.size() < word.size() || !std::equal(word.begin(), word.end(), m_rest.begin(), [](char a, char b) {
                return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
            }))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    template <size_t N> int name(const std::string_view (&words)[N], bool full) {
        for (size_t i = 0; i < N; ++i)
            if (take_word(full ? words[i] : words[i].substr(0, 3))) return int(i);
        mismatch();
    }
    void read_offset() {
        if (m_rest.starts_with("Z")) {
            m_rest.remove_prefix(1);
            m_parsed.offset = 0;
            return;
        }
        if (m_rest.empty() || (m_rest[0] != '+' && m_rest[0] != '-')) mismatch();
        const bool negative = m_rest[0] == '-';
        m_rest.remove_prefix(1);
        __int128 total = __int128(digits_exactly(2)) * 3600;
        const bool colon = m_rest.starts_with(":");
        if (colon) m_rest.remove_prefix(1);
        total += digits_exactly(2) * 60;
        if (m_rest.size() >= 2 && (colon ? m_rest[0] == ':' : std::isdigit(static_cast<unsigned char>(m_rest[0])))) {
            if (colon) m_rest.remove_prefix(1);
            total += digits_exactly(2);
        }
        total *= 1000000;
        m_parsed.offset = negative ? -total : total;
    }
    void directive(char c) {
        Parsed& p = m_parsed;
        switch (c) {
        case 'Y': p.year = digits_exactly(4); p.has_year = true; break;
        case 'y': p.year = digits_exactly(2); p.year += p.year <= 68 ? 2000 : 1900; p.has_year = true; break;
        case 'm': p.month = number(2, 1, 12); break;
        case 'd': case 'e': if (m_rest.starts_with(" ")) m_rest.remove_prefix(1); p.day = number(2, 1, 31); p.has_day = true; break;
        case 'H': p.clock.hour = number(2, 0, 23); break;
        case 'I': p.clock.hour = number(2, 1, 12); break;
        case 'M': p.clock.minute = number(2, 0, 59); break;
        case 'S': p.clock.second = number(2, 0, 61); break;
        case 'j': p.year_day = number(3, 1, 366); break;
        case 'f': {
            size_t n = 0;
            int value = 0;
            for (; n < 6 && n < m_rest.size() && std::isdigit(static_cast<unsigned char>(m_rest[n])); ++n) value = value * 10 + (m_rest[n] - '0');
            if (n == 0) mismatch();
            m_rest.remove_prefix(n);
            for (; n < 6; ++n) value *= 10;
            p.clock.microsecond = value;
            break;
        }
        case 'A': p.weekday = name(weekdays, true); break;
        case 'a': p.weekday = name(weekdays, false); break;
        case 'B': p.month = name(months, true) + 1; break;
        case 'b': case 'h': p.month = name(months, false) + 1; break;
        case 'p': p.has_pm = true; p.pm = !take_word("AM"); if (p.pm && !take_word("PM")) mismatch(); break;
        case 'w': p.weekday = (number(1, 0, 6) + 6) % 7; break;
        case 'u': p.weekday = number(1, 1, 7) - 1; break;
        case 'U': p.week = number(2, 0, 53); p.week_from_sunday = true; break;
        case 'W': p.week = number(2, 0, 53); break;
        case 'G': p.iso_year = digits_exactly(4); break;
        case 'V': p.iso_week = number(2, 0, 53); break;
        case 'z': read_offset(); break;
        case 'Z':
            if (!take_word("UTC") && !take_word("GMT")) mismatch();
            break;
        case '%': if (!take_word("%")) mismatch(); break;
        case 'c': nested("%a %b %d %H:%M:%S %Y"); break;
        case 'x': nested("%m/%d/%y"); break;
        case 'X': nested("%H:%M:%S"); break;
        default: throw Error(Exc::ValueError, std::string("'") + c + "' is a bad directive in format " +
                                                  repr_text(m_runtime, Value(const_cast<Str&>(m_format))));
        }
    }
    void nested(std::string_view format) {
        for (size_t i = 0; i < format.size(); ++i) {
            if (format[i] == '%')
                directive(format[++i]);
            else if (!take_word(format.substr(i, 1)))
                mismatch();
        }
    }
    Runtime& m_runtime;
    const Str &m_text, &m_format;
    std::string_view m_rest;
    Parsed m_parsed;
};

void settle_date(Parsed& p) {
    if (p.has_pm) p.clock.hour = p.clock.hour % 12 + (p.pm ? 12 : 0);
    std::optional<YearMonthDay> found;
    if (p.iso_year >= 0 && p.iso_week >= 0 && p.weekday >= 0) {
        found = date_of_iso(p.iso_year, p.iso_week, p.weekday + 1);
        if (!found) throw Error(Exc::ValueError, "Invalid week: " + std::to_string(p.iso_week));
    } else if (p.year_day > 0) {
        found = date_of_ordinal(ordinal_of(p.year, 1, 1) + p.year_day - 1);
    } else if (p.week >= 0 && p.weekday >= 0 && p.has_year && !p.has_day) {
        const int64_t first = ordinal_of(p.year, 1, 1);
        const int start = p.week_from_sunday ? (weekday_of(first) + 1) % 7 : weekday_of(first);
        const int day = p.week_from_sunday ? (p.weekday + 1) % 7 : p.weekday;
        const int week0 = (7 - start) % 7;
        const int64_t offset = p.week == 0 ? day - start : week0 + 7 * (p.week - 1) + day;
        found = date_of_ordinal(first + offset);
    }
    if (found) {
        p.year = found->year;
        p.month = found->month;
        p.day = found->day;
    }
}

/// What may stand between `%` and its letter. C library: glibc's strftime.
struct Flags {
    char padding = '\0'; ///< '-': none, '_': blanks, '0'
    bool upper = false, swapped = false;
    int width = -1;
};

/// Reads them at `i`, which is left at the letter.
Flags flags_at(std::string_view format, size_t& i) {
    Flags flags;
    for (; i < format.size() && std::string_view("-_0^#").find(format[i]) != std::string_view::npos; ++i) {
        if (format[i] == '^')
            flags.upper = true;
        else if (format[i] == '#')
            flags.swapped = true;
        else
            flags.padding = format[i];
    }
    for (; i < format.size() && std::isdigit(static_cast<unsigned char>(format[i])); ++i)
        flags.width = std::min(std::max(flags.width, 0) * 10 + (format[i] - '0'), 100'000);
    if (i + 1 < format.size() && (format[i] == 'E' || format[i] == 'O') && std::isalpha(static_cast<unsigned char>(format[i + 1]))) ++i;
    return flags;
}

/// `fill`: what the piece is filled up with on its left where the flags do not say.
void apply(const Flags& flags, std::string& piece, char fill, char directive) {
    if (flags.upper || flags.swapped) {
        const bool lower = flags.swapped && (directive == 'p' || directive == 'Z');
        for (char& c : piece) c = char(lower ? std::tolower(static_cast<unsigned char>(c)) : std::toupper(static_cast<unsigned char>(c)));
    }
    const bool is_number = !piece.empty() && piece.find_first_not_of("0123456789 ") == std::string::npos && directive != '%';
    if (is_number && flags.padding) {
        const size_t first = std::min(piece.find_first_not_of("0 "), piece.size() - 1);
        const char pad = flags.padding == '0' ? '0' : ' ';
        piece = flags.padding == '-' ? piece.substr(first) : std::string(first, pad) + piece.substr(first);
    }
    if (flags.padding == '-' || int(piece.size()) >= flags.width) return;
    if (flags.padding) fill = flags.padding == '0' ? '0' : ' ';
    piece.insert(0, size_t(flags.width) - piece.size(), fill);
}

} // namespace

std::string format_time(Runtime& runtime, std::string_view format, const TimeFields& f) {
    const int64_t today = ordinal_of(f.date.year, f.date.month, f.date.day);
    const int64_t year_day = today - ordinal_of(f.date.year, 1, 1) + 1;
    const int weekday = weekday_of(today);
    const int hour12 = f.clock.hour % 12 == 0 ? 12 : f.clock.hour % 12;
    const auto again = [&](std::string_view inner) { return format_time(runtime, inner, f); };
    std::string text;
    for (size_t i = 0; i < format.size(); ++i) {
        const size_t start = i;
        if (format[i] != '%' || i + 1 == format.size()) {
            text += format[i];
            continue;
        }
        const Flags flags = flags_at(format, ++i);
        const char c = i < format.size() ? format[i] : '\0';
        std::string piece;
        char fill = '0'; ///< of a number; a blank for text
        const auto number = [&](int64_t n, int width, char padding = '0') {
            piece = padded(n, width, padding);
            fill = padding;
        };
        const auto word = [&](std::string_view w) {
            piece = w;
            fill = ' ';
        };
        switch (c) {
        case 'Y': number(f.date.year, 0); break;
        case 'y': number(f.date.year % 100, 2); break;
        case 'C': number(f.date.year / 100, 0); break;
        case 'm': number(f.date.month, 2); break;
        case 'd': number(f.date.day, 2); break;
        case 'e': number(f.date.day, 2, ' '); break;
        case 'H': number(f.clock.hour, 2); break;
        case 'k': number(f.clock.hour, 2, ' '); break;
        case 'I': number(hour12, 2); break;
        case 'l': number(hour12, 2, ' '); break;
        case 'M': number(f.clock.minute, 2); break;
        case 'S': number(f.clock.second, 2); break;
        case 'f': number(f.clock.microsecond, 6); break;
        case 'j': number(year_day, 3); break;
        case 'p': word(f.clock.hour < 12 ? "AM" : "PM"); break;
        case 'P': word(f.clock.hour < 12 ? "am" : "pm"); break;
        case 'a': word(weekdays[weekday].substr(0, 3)); break;
        case 'A': word(weekdays[weekday]); break;
        case 'b': case 'h': word(months[f.date.month - 1].substr(0, 3)); break;
        case 'B': word(months[f.date.month - 1]); break;
        case 'w': number((weekday + 1) % 7, 0); break;
        case 'u': number(weekday + 1, 0); break;
        case 'U': number((year_day + 6 - (weekday + 1) % 7) / 7, 2); break;
        case 'W': number((year_day + 6 - weekday) / 7, 2); break;
        case 'V': number(iso_calendar(f.date.year, f.date.month, f.date.day).week, 2); break;
        case 'G': number(iso_calendar(f.date.year, f.date.month, f.date.day).year, 0); break;
        case 'g': number(iso_calendar(f.date.year, f.date.month, f.date.day).year % 100, 2); break;
        case 's': number((today - ordinal_of(1970, 1, 1)) * 86400 + f.clock.total() / 1000000, 0); break;
        case 'c': word(again("%a %b %e %H:%M:%S %Y")); break;
        case 'x': case 'D': word(again("%m/%d/%y")); break;
        case 'X': case 'T': word(again("%H:%M:%S")); break;
        case 'R': word(again("%H:%M")); break;
        case 'r': word(again("%I:%M:%S %p")); break;
        case 'F': word(again("%Y-%m-%d")); break;
        case 'n': piece = "\n"; break;
        case 't': piece = "\t"; break;
        case 'z':
            if (const auto offset = utc_offset(runtime, f.tzinfo, f.argument)) word(offset_text(*offset, ""));
            break;
        case 'Z':
            if (!f.tzinfo.is_none())
                if (const Value name = call_method(runtime, f.tzinfo, "tzname", {f.argument}); !name.is_none()) word(str_text(runtime, name));
            break;
        case '%': piece = "%"; break;
        default: // no directive: it stands as it was written
            if (i == format.size()) --i;
            text += format.substr(start, i - start + 1);
            continue;
        }
        apply(flags, piece, fill, c);
        runtime.heap().require(text.size() + piece.size());
        text += piece;
    }
    return text;
}

std::string_view time_format(Runtime& runtime, Args a) {
    const python::ArgReader args(runtime, {.function = "strftime", .names = {"format"}, .required = 1}, a);
    if (const auto* text = args[0].as<Str>()) return text->view();
    throw Error(Exc::TypeError, "strftime() argument 1 must be str, not " + given_type(runtime, args[0]));
}

std::string given_type(const Runtime& runtime, const Value& v) { return v.is_none() ? "None" : python::type_name(runtime, v); }

Value parse_time(Runtime& runtime, Type& type, const Str& text, const Str& format) {
    Parsed p = Reader(runtime, text, format).read();
    settle_date(p);
    Value zone = Value::none();
    if (p.offset)
        zone = *p.offset == 0 ? utc_zone(runtime)
                              : Value(runtime.make<TimeZone>(runtime.type_for<TimeZone>(), make_delta(runtime, *p.offset), Value()));
    return make_datetime(runtime, type, {p.year, p.month, p.day}, p.clock, zone);
}

} // namespace relata::modules
