// Decimals as text. Authority: General Decimal Arithmetic, "Conversions".
#include "modules/stdlib/decimal/number.h"

#include <algorithm>
#include <cctype>

namespace relata::modules {

std::optional<Number> parse_number(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    std::string plain;
    for (char c : text)
        if (c != '_') plain += char(std::tolower(static_cast<unsigned char>(c)));
    std::string_view rest = plain;
    Number n;
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
        n.negative = rest[0] == '-';
        rest.remove_prefix(1);
    }
    const auto digits_only = [](std::string_view s) { return s.find_first_not_of("0123456789") == std::string_view::npos; };
    if (rest == "inf" || rest == "infinity") {
        n.kind = Number::Kind::infinity;
        return n;
    }
    for (const auto& [word, kind] : {std::pair<std::string_view, Number::Kind>{"nan", Number::Kind::nan}, {"snan", Number::Kind::signaling_nan}})
        if (rest.starts_with(word) && digits_only(rest.substr(word.size()))) {
            n.kind = kind;
            const std::string payload(rest.substr(word.size()));
            if (!payload.empty()) n.coefficient = mpz_class(payload, 10);
            return n;
        }
    const size_t e = rest.find('e');
    std::string_view mantissa = rest.substr(0, e);
    int64_t exponent = 0;
    if (e != std::string_view::npos) {
        std::string_view power = rest.substr(e + 1);
        bool negative = false;
        if (!power.empty() && (power[0] == '+' || power[0] == '-')) {
            negative = power[0] == '-';
            power.remove_prefix(1);
        }
        if (power.empty() || !digits_only(power)) return std::nullopt;
        while (power.size() > 1 && power[0] == '0') power.remove_prefix(1);
        if (power.size() > 15) power = "999999999999999";
        for (char c : power) exponent = exponent * 10 + (c - '0');
        if (negative) exponent = -exponent;
    }
    const size_t dot = mantissa.find('.');
    std::string digits(mantissa.substr(0, dot));
    if (dot != std::string_view::npos) {
        digits += mantissa.substr(dot + 1);
        exponent -= int64_t(mantissa.size() - dot - 1);
    }
    if (digits.empty() || !digits_only(digits)) return std::nullopt;
    n.coefficient = mpz_class(digits, 10);
    n.exponent = exponent;
    return n;
}

std::string number_text(const Number& n, bool engineering, bool capitals) {
    const std::string sign = n.negative ? "-" : "";
    if (n.kind == Number::Kind::infinity) return sign + "Infinity";
    if (n.is_nan()) return sign + (n.kind == Number::Kind::nan ? "NaN" : "sNaN") + (n.coefficient != 0 ? n.coefficient.get_str() : "");
    const std::string digits = n.coefficient.get_str();
    const auto length = int64_t(digits.size());
    const int64_t left = n.exponent + length; // digits before the point, were there no exponent
    int64_t point;
    if (n.exponent <= 0 && left > -6)
        point = left;
    else if (!engineering)
        point = 1;
    else if (digits == "0")
        point = ((left + 1) % 3 + 3) % 3 - 1;
    else
        point = ((left - 1) % 3 + 3) % 3 + 1;
    std::string text;
    if (point <= 0)
        text = "0." + std::string(size_t(-point), '0') + digits;
    else if (point >= length)
        text = digits + std::string(size_t(point - length), '0');
    else
        text = digits.substr(0, size_t(point)) + "." + digits.substr(size_t(point));
    if (left != point) {
        const int64_t power = left - point;
        text += (capitals ? "E" : "e") + std::string(power < 0 ? "-" : "+") + std::to_string(power < 0 ? -power : power);
    }
    return sign + text;
}

} // namespace relata::modules
