// Numbers as text. CPython: Python/pystrtod.c, Python/formatter_unicode.c.
#include "python/types/number_text.h"

#include "python/types/int_object.h"
#include "support/exceptions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

namespace relata::python {

namespace {

std::string non_finite(double d) {
    return std::isnan(d) ? "nan" : d < 0 ? "-inf" : "inf";
}

std::string exponent_text(int exponent) {
    char text[16];
    std::snprintf(text, sizeof text, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return text;
}

/// Lays out `digits` (no leading zero) with the decimal point after `point` of them.
std::string fixed(std::string_view digits, int point) {
    if (point <= 0) return "0." + std::string(size_t(-point), '0') + std::string(digits);
    if (size_t(point) >= digits.size())
        return std::string(digits) + std::string(size_t(point) - digits.size(), '0');
    return std::string(digits.substr(0, size_t(point))) + "." + std::string(digits.substr(size_t(point)));
}

std::string with_exponent(std::string_view digits, int exponent, bool point) {
    std::string text(digits.substr(0, 1));
    if (digits.size() > 1 || point) text += "." + std::string(digits.substr(1));
    return text + exponent_text(exponent);
}

/// Digits and decimal exponent of |d| rounded to `count` significant digits.
std::pair<std::string, int> significant(double d, int count) {
    std::string text(size_t(count) + 32, '\0');
    text.resize(size_t(std::snprintf(text.data(), text.size(), "%.*e", count - 1, std::abs(d))));
    const size_t e = text.find('e');
    std::string digits = text.substr(0, e);
    std::erase(digits, '.');
    return {digits, std::stoi(text.substr(e + 1))};
}

std::string grouped(std::string_view digits, char separator, size_t every, size_t min_width) {
    std::string result;
    size_t in_group = 0, i = digits.size();
    // Zeros fill up to the width, grouped like the digits; the width is never ended by a separator.
    while (i > 0 || result.size() < min_width) {
        if (in_group == every) {
            result += separator;
            in_group = 0;
        }
        result += i > 0 ? digits[--i] : '0';
        ++in_group;
    }
    std::reverse(result.begin(), result.end());
    return result;
}

/// Sign, prefix, digits, rest, put together with padding.
std::string lay_out(const FormatSpec& spec, bool negative, std::string prefix, std::string digits,
                    std::string rest) {
    const char* sign = negative ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
    const bool inner = spec.align == '=' || (spec.zero_padded && !spec.align);
    const std::string head = sign + prefix;
    const size_t width = spec.width > 0 ? size_t(spec.width) : 0;
    if (spec.grouping) {
        const size_t every =
            spec.type && std::string_view("bBoxX").find(spec.type) != std::string_view::npos ? 4 : 3;
        const bool zeros = inner && spec.fill == "0";
        const size_t taken = head.size() + rest.size();
        digits = grouped(digits, spec.grouping, every, zeros && width > taken ? width - taken : 0);
    }
    const std::string body = digits + rest;
    if (inner) {
        std::string filled = head;
        for (size_t n = head.size() + body.size(); n < width; ++n)
            filled += spec.fill;
        return filled + body;
    }
    const std::string text = head + body;
    return pad(spec, text, text.size(), '>');
}

[[noreturn]] void unknown_code(char code, std::string_view type_name) {
    throw Error(Exc::ValueError, std::string("Unknown format code '") + code + "' for object of type '" +
                                     std::string(type_name) + "'");
}

std::string encode_code_point(uint32_t c) {
    std::string s;
    if (c < 0x80) return {char(c)};
    if (c < 0x800) return {char(0xc0 | c >> 6), char(0x80 | (c & 63))};
    if (c < 0x10000) return {char(0xe0 | c >> 12), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
    return {char(0xf0 | c >> 18), char(0x80 | (c >> 12 & 63)), char(0x80 | (c >> 6 & 63)),
            char(0x80 | (c & 63))};
}

} // namespace

std::string float_repr(double d) {
    if (!std::isfinite(d)) return non_finite(d);
    if (d == 0) return std::signbit(d) ? "-0.0" : "0.0";
    char buffer[40];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, std::abs(d), std::chars_format::scientific).ptr;
    const std::string_view text(buffer, size_t(end - buffer));
    const size_t e = text.find('e');
    std::string digits(text.substr(0, e));
    std::erase(digits, '.');
    int exponent = 0;
    std::from_chars(text.data() + e + 1 + (text[e + 1] == '+'), text.data() + text.size(), exponent);
    std::string result = d < 0 ? "-" : "";
    if (exponent < -4 || exponent >= 16) return result + with_exponent(digits, exponent, false);
    result += fixed(digits, exponent + 1);
    if (int(digits.size()) <= exponent + 1) result += ".0";
    return result;
}

std::string double_to_text(double value, char code, int precision, bool alternate, bool add_dot_zero) {
    const char lower = char(code | 0x20);
    std::string text;
    if (!std::isfinite(value)) {
        text = non_finite(value);
    } else if (lower == 'r') {
        text = float_repr(value);
    } else if (lower == 'g') {
        precision = std::max(precision, 1);
        auto [digits, exponent] = significant(value, precision);
        if (!alternate) {
            while (digits.size() > 1 && digits.back() == '0')
                digits.pop_back();
        }
        text = std::signbit(value) ? "-" : "";
        if (value != 0 && (exponent < -4 || exponent + 1 > precision - (add_dot_zero ? 1 : 0))) {
            text += with_exponent(digits, exponent, alternate);
        } else {
            const bool whole = int(digits.size()) <= exponent + 1;
            text += fixed(digits, exponent + 1);
            if (whole && (alternate || add_dot_zero)) text += add_dot_zero ? ".0" : ".";
        }
    } else {
        const std::string pattern = std::string("%") + (alternate ? "#" : "") + ".*" + lower;
        text.resize(size_t(std::snprintf(nullptr, 0, pattern.c_str(), precision, value)) + 1);
        text.resize(size_t(std::snprintf(text.data(), text.size(), pattern.c_str(), precision, value)));
    }
    if (code < 'a')
        std::transform(text.begin(), text.end(), text.begin(), [](char c) { return char(toupper(c)); });
    return text;
}

bool parse_double(std::string_view text, double& result) {
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    std::string plain;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_') { // only between digits
            if (i == 0 || i + 1 == text.size() || !isdigit(text[i - 1]) || !isdigit(text[i + 1]))
                return false;
            continue;
        }
        plain += char(tolower(text[i]));
    }
    std::string_view rest = plain;
    bool negative = false;
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
        negative = rest[0] == '-';
        rest.remove_prefix(1);
    }
    if (rest == "inf" || rest == "infinity") {
        result = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (rest == "nan") {
        result = NAN;
        return true;
    }
    if (rest.empty() || !(isdigit(rest[0]) || rest[0] == '.')) return false;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), result);
    if (error == std::errc::invalid_argument || end != rest.data() + rest.size()) return false;
    // Out of range: from_chars leaves `result` as it was, strtod says which way it went.
    if (error == std::errc::result_out_of_range) result = std::strtod(std::string(rest).c_str(), nullptr);
    if (negative) result = -result;
    return true;
}

FormatSpec parse_format_spec(std::string_view text, std::string_view type_name) {
    FormatSpec spec;
    const std::string_view whole = text;
    auto is_align = [](char c) { return c == '<' || c == '>' || c == '=' || c == '^'; };
    size_t first = 0; // bytes of the first code point
    if (!text.empty())
        for (first = 1; first < text.size() && (static_cast<unsigned char>(text[first]) & 0xc0) == 0x80;)
            ++first;
    bool fill_given = false;
    if (first && text.size() > first && is_align(text[first])) {
        spec.fill = text.substr(0, first);
        spec.align = text[first];
        text.remove_prefix(first + 1);
        fill_given = true;
    } else if (!text.empty() && is_align(text[0])) {
        spec.align = text[0];
        text.remove_prefix(1);
    }
    auto take = [&](char c) {
        if (text.empty() || text[0] != c) return false;
        text.remove_prefix(1);
        return true;
    };
    if (!text.empty() && (text[0] == '+' || text[0] == '-' || text[0] == ' ')) {
        spec.sign = text[0];
        text.remove_prefix(1);
    }
    spec.no_negative_zero = take('z');
    spec.alternate = take('#');
    if (!fill_given && take('0')) {
        spec.fill = "0";
        if (!spec.align) spec.zero_padded = true;
    }
    auto number = [&]() -> int64_t {
        if (text.empty() || !isdigit(text[0])) return -1;
        int64_t n = 0;
        while (!text.empty() && isdigit(text[0])) {
            n = n * 10 + (text[0] - '0');
            if (n > INT32_MAX) throw Error(Exc::ValueError, "Too many decimal digits in format string");
            text.remove_prefix(1);
        }
        return n;
    };
    spec.width = number();
    if (take(',')) spec.grouping = ',';
    if (take('_')) {
        if (spec.grouping) throw Error(Exc::ValueError, "Cannot specify both ',' and '_'.");
        spec.grouping = '_';
    }
    if (!text.empty() && text[0] == ',' && spec.grouping)
        throw Error(Exc::ValueError, spec.grouping == ',' ? "Cannot specify ',' with ','."
                                                          : "Cannot specify both ',' and '_'.");
    if (take('.')) {
        spec.precision = number();
        if (spec.precision < 0) throw Error(Exc::ValueError, "Format specifier missing precision");
    }
    if (text.size() > 1)
        throw Error(Exc::ValueError, "Invalid format specifier '" + std::string(whole) +
                                         "' for object of type '" + std::string(type_name) + "'");
    if (!text.empty()) spec.type = text[0];
    // CPython: invalid_thousands_separator_type
    const std::string_view grouped = spec.grouping == '_' ? "deEfFgG%boxX" : "deEfFgG%";
    if (spec.grouping && spec.type && grouped.find(spec.type) == std::string_view::npos)
        throw Error(Exc::ValueError, std::string("Cannot specify '") + spec.grouping + "' with '" + spec.type + "'.");
    return spec;
}

FormatSpec parse_format_spec(Runtime& runtime, std::string_view text, const Value& value) {
    FormatSpec spec = parse_format_spec(text, runtime.type_of(value).name());
    // A fraction is written as text first: its digits, the grouping and the padding.
    if (spec.width > 0) runtime.heap().require(size_t(std::min<int64_t>(spec.width, int64_t(1) << 60)) * 4);
    return spec;
}

std::string pad(const FormatSpec& spec, std::string_view text, size_t length, char default_align) {
    if (spec.width < 0 || size_t(spec.width) <= length) return std::string(text);
    const size_t total = size_t(spec.width) - length;
    const char align = spec.align ? spec.align : default_align;
    const size_t left = align == '<' ? 0 : align == '^' ? total / 2 : total;
    std::string result;
    const auto fill = [&](size_t count) {
        if (spec.fill.size() == 1) return void(result.append(count, spec.fill[0]));
        for (; count > 0; --count) result += spec.fill;
    };
    result.reserve(text.size() + total * spec.fill.size());
    fill(left);
    result += text;
    fill(total - left);
    return result;
}

std::string format_int(const Value& value, const FormatSpec& spec) {
    if (spec.type && std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos)
        return format_double(to_double(value), spec, "int");
    if (spec.type && std::string_view("bcdnoxX").find(spec.type) == std::string_view::npos)
        unknown_code(spec.type, value.is_bool() ? "bool" : "int");
    if (spec.precision >= 0)
        throw Error(Exc::ValueError, "Precision not allowed in integer format specifier");
    if (spec.no_negative_zero)
        throw Error(Exc::ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec.type == 'c') {
        if (spec.sign) throw Error(Exc::ValueError, "Sign not allowed with integer format specifier 'c'");
        const std::optional<int64_t> code = to_int64(value);
        if (!code || *code < 0 || *code > 0x10ffff)
            throw Error(Exc::OverflowError, "%c arg not in range(0x110000)");
        return pad(spec, encode_code_point(uint32_t(*code)), 1, '>');
    }
    const int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : (spec.type | 0x20) == 'x' ? 16 : 10;
    std::string digits = int_text(value, base);
    const bool negative = digits[0] == '-';
    if (negative) digits.erase(0, 1);
    if (spec.type == 'X')
        std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) { return char(toupper(c)); });
    std::string prefix;
    if (spec.alternate && base != 10) prefix = std::string("0") + spec.type;
    return lay_out(spec, negative, prefix, digits, "");
}

std::string format_double(double value, const FormatSpec& spec, std::string_view type_name) {
    if (spec.type && std::string_view("eEfFgGn%").find(spec.type) == std::string_view::npos)
        unknown_code(spec.type, type_name);
    char code = spec.type == 'n' ? 'g' : spec.type;
    int precision = int(std::min<int64_t>(spec.precision, 100'000));
    bool add_dot_zero = false, percent = false;
    if (code == '%') {
        value *= 100;
        code = 'f';
        percent = true;
    }
    if (!code) {
        add_dot_zero = true;
        code = precision < 0 ? 'r' : 'g';
    }
    if (precision < 0) precision = 6;
    std::string text = double_to_text(value, code, precision, spec.alternate, add_dot_zero);
    if (percent) text += '%';
    bool negative = text[0] == '-';
    if (negative) text.erase(0, 1);
    if (spec.no_negative_zero && negative && text.find_first_of("123456789") == std::string::npos &&
        std::isfinite(value))
        negative = false;
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0) { // inf, nan: nothing to group
        FormatSpec plain = spec;
        plain.grouping = 0;
        return lay_out(plain, negative, "", "", text);
    }
    return lay_out(spec, negative, "", text.substr(0, digits), text.substr(digits));
}

std::string format_text(const Str& value, const FormatSpec& spec) {
    if (spec.sign == ' ') throw Error(Exc::ValueError, "Space not allowed in string format specifier");
    if (spec.sign) throw Error(Exc::ValueError, "Sign not allowed in string format specifier");
    if (spec.no_negative_zero)
        throw Error(Exc::ValueError, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        throw Error(Exc::ValueError, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        throw Error(Exc::ValueError, "'=' alignment not allowed in string format specifier");
    if (spec.type && spec.type != 's') unknown_code(spec.type, "str");
    if (spec.grouping)
        throw Error(Exc::ValueError, std::string("Cannot specify '") + spec.grouping + "' with 's'.");
    const uint32_t length =
        spec.precision >= 0 && spec.precision < value.length() ? uint32_t(spec.precision) : value.length();
    return pad(spec, value.view().substr(0, value.offset_of(length)), length, '<');
}

} // namespace relata::python
