// format(Decimal, spec). CPython: Lib/_pydecimal.py, Decimal.__format__.
#include "modules/stdlib/decimal/decimal.h"
#include "python/types/number_text.h"

#include <algorithm>
#include <cctype>

namespace relata::modules {

namespace {

/// Groups of three from the right, zeros added on the left up to `width`.
std::string grouped(std::string digits, char separator, int64_t width) {
    if (!separator) {
        if (int64_t(digits.size()) < width) digits.insert(0, size_t(width) - digits.size(), '0');
        return digits;
    }
    std::string text;
    size_t taken = 0;
    for (size_t i = digits.size(); i-- > 0;) {
        if (taken && taken % 3 == 0) text.insert(text.begin(), separator);
        text.insert(text.begin(), digits[i]);
        ++taken;
    }
    while (int64_t(text.size()) < width) {
        if (taken % 3 == 0) text.insert(text.begin(), separator);
        text.insert(text.begin(), '0');
        ++taken;
    }
    return text;
}

} // namespace

std::string format_decimal(Runtime& runtime, const Number& given, std::string_view text) {
    python::FormatSpec spec = python::parse_format_spec(text, "decimal.Decimal");
    if (spec.type == 'N' || (spec.type && std::string_view("eEfFgGn%").find(spec.type) == std::string_view::npos))
        throw Error(Exc::ValueError, "invalid format string");
    char type = spec.type == 'n' ? 'g' : spec.type;
    const bool upper = type && std::isupper(static_cast<unsigned char>(type));
    const char kind = type ? char(std::tolower(static_cast<unsigned char>(type))) : 0;
    const bool capitals = current_context(runtime).settings.capitals;
    const Rounding rounding = current_context(runtime).settings.rounding;
    Number n = given;
    std::string sign = n.negative ? "-" : spec.sign == '+' || spec.sign == ' ' ? std::string(1, spec.sign) : "";
    if (!n.is_finite()) {
        n.negative = false;
        const std::string body = sign + number_text(n);
        python::FormatSpec words = spec;
        if (words.zero_padded && !spec.align) words.fill = " ";
        return python::pad(words, body, body.size(), '>');
    }
    if (kind == '%') n.exponent += 2;
    const int64_t precision = spec.precision;
    // Digits and padding are asked of the budget before they are made, each many times for the time they take.
    const int64_t zeros_to_write = kind == 'f' || kind == '%' ? std::max<int64_t>(0, n.exponent) : 0;
    runtime.heap().require(size_t(std::max<int64_t>({precision, spec.width, zeros_to_write, 0})) * 64);
    if (precision >= 0) {
        if (kind == 'e')
            n = n.coefficient == 0 ? Number{n.negative, 0, n.exponent + n.digits() - 1 - precision}
                                   : rescale(n, n.adjusted() - precision, rounding);
        else if (kind == 'f' || kind == '%')
            n = rescale(n, -precision, rounding);
        else if (n.coefficient != 0 && n.digits() > std::max<int64_t>(precision, 1))
            n = rescale(n, n.adjusted() + 1 - std::max<int64_t>(precision, 1), rounding);
        if (kind == 'e' && n.digits() > precision + 1) n = rescale(n, n.exponent + 1, rounding);
    }
    if (n.coefficient == 0 && n.exponent > 0 && (kind == 'f' || kind == '%')) n.exponent = 0;
    const std::string digits = n.coefficient.get_str();
    const auto length = int64_t(digits.size());
    const int64_t left = n.exponent + length;
    int64_t point;
    if (kind == 'e')
        point = n.coefficient == 0 && precision >= 0 ? 1 - precision : 1;
    else if (kind == 'f' || kind == '%')
        point = left;
    else
        point = n.exponent <= 0 && left > -6 ? left : 1;
    std::string whole, fraction;
    if (point < 0) {
        whole = "0";
        fraction = std::string(size_t(-point), '0') + digits;
    } else if (point > length) {
        whole = digits + std::string(size_t(point - length), '0');
    } else {
        whole = point == 0 ? "0" : digits.substr(0, size_t(point));
        fraction = digits.substr(size_t(point));
    }
    std::string tail;
    if (!fraction.empty() || spec.alternate) tail = "." + fraction;
    const int64_t power = left - point;
    if (power != 0 || kind == 'e') {
        const bool capital = kind ? upper : capitals;
        tail += (capital ? "E" : "e") + std::string(power < 0 ? "-" : "+") + std::to_string(power < 0 ? -power : power);
    }
    if (kind == '%') tail += "%";
    const bool zeros = spec.zero_padded && (!spec.align || spec.align == '=');
    const int64_t width = zeros && spec.width > 0 ? spec.width - int64_t(sign.size() + tail.size()) : 1;
    const std::string number = grouped(whole, spec.grouping, width) + tail;
    if (spec.align == '=' && !zeros) {
        std::string fill;
        for (int64_t k = int64_t(sign.size() + number.size()); k < spec.width; ++k) fill += spec.fill;
        return sign + fill + number;
    }
    const std::string body = sign + number;
    return python::pad(spec, body, body.size(), '>');
}

} // namespace relata::modules
