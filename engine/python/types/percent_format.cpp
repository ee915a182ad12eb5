// `"%-5s|%04d" % values`. CPython: Objects/unicodeobject.c (PyUnicode_Format).
#include "python/arguments.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <charconv>
#include <cstdio>

namespace relata::python {

namespace {

struct Directive {
    bool left = false, plus = false, space = false, alternate = false, zero = false;
    int64_t width = -1, precision = -1;
    bool is_plain() const { return !plus && !space && width < 0 && precision < 0; } ///< nothing is added or cut
};

class PercentFormatter {
  public:
    PercentFormatter(Runtime& runtime, std::string_view format, const Value& values)
        : m_runtime(runtime), m_format(format), m_values(values), m_tuple(values.as<Tuple>()) {}

    std::string run() {
        m_result.reserve(m_format.size() + 16);
        while (m_at < m_format.size()) {
            const size_t percent = std::min(m_format.find('%', m_at), m_format.size());
            m_result += m_format.substr(m_at, percent - m_at);
            m_at = percent + 1;
            if (percent < m_format.size()) directive();
        }
        const bool mapping = m_runtime.type_of(m_values).slots.get_item && !m_tuple && !m_values.as<Str>();
        if (m_next < (m_tuple ? m_tuple->size() : 1) && !m_used_mapping && !(mapping && m_next == 0))
            throw Error(Exc::TypeError, "not all arguments converted during string formatting");
        return std::move(m_result);
    }

  private:
    char take() {
        if (m_at >= m_format.size()) throw Error(Exc::ValueError, "incomplete format");
        return m_format[m_at++];
    }
    Value next_value() {
        if (m_key.is_set()) return get_item(m_runtime, m_values, m_key);
        if (m_next >= (m_tuple ? m_tuple->size() : 1))
            throw Error(Exc::TypeError, "not enough arguments for format string");
        return m_tuple ? (*m_tuple)[m_next++] : (++m_next, m_values);
    }
    int64_t number(char& c) {
        if (c == '*') {
            const Value v = next_value();
            c = take();
            if (!v.is_small_int()) throw Error(Exc::TypeError, "* wants int");
            return v.as_small_int();
        }
        int64_t n = 0;
        for (; c >= '0' && c <= '9'; c = take()) {
            n = n * 10 + (c - '0');
            if (n > INT32_MAX) throw Error(Exc::ValueError, "width too big");
        }
        return n;
    }

    void directive() {
        Directive d;
        m_key.reset();
        char c = take();
        if (c == '(') {
            if (m_tuple || m_values.as<Str>() || !m_runtime.type_of(m_values).slots.get_item)
                throw Error(Exc::TypeError, "format requires a mapping");
            const size_t start = m_at;
            for (int depth = 1; depth > 0;) {
                if (m_at >= m_format.size()) throw Error(Exc::ValueError, "incomplete format key");
                c = m_format[m_at++];
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            m_key = m_runtime.make_str(m_format.substr(start, m_at - 1 - start));
            m_used_mapping = true;
            c = take();
        }
        for (;; c = take()) {
            if (c == '-')
                d.left = true;
            else if (c == '+')
                d.plus = true;
            else if (c == ' ')
                d.space = true;
            else if (c == '#')
                d.alternate = true;
            else if (c == '0')
                d.zero = true;
            else
                break;
        }
        if (c == '*' || (c >= '1' && c <= '9')) {
            d.width = number(c);
            if (d.width < 0) {
                d.left = true;
                d.width = -d.width;
            }
        }
        if (c == '.') {
            c = take();
            d.precision = std::max<int64_t>(0, number(c));
        }
        while (c == 'h' || c == 'l' || c == 'L')
            c = take();
        convert(c, d);
    }

    void convert(char c, const Directive& d) {
        switch (c) {
        case '%':
            m_result += '%';
            return;
        case 's':
            return text(str(m_runtime, next_value())->view(), d);
        case 'r':
            return text(repr(m_runtime, next_value())->view(), d);
        case 'a':
            return text(quote_ascii(next_value()), d);
        case 'c':
            return text(character(next_value()), d);
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X':
            return integer(c, next_value(), d);
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': {
            const double value = real(next_value());
            const int precision = d.precision < 0 ? 6 : int(std::min<int64_t>(d.precision, 100'000));
            return signed_text(double_to_text(value, c, precision, d.alternate, false), "", d);
        }
        default:
            break;
        }
        char text[80];
        const auto index = code_point_count(m_format.substr(0, m_at - 1));
        std::snprintf(text, sizeof text, "unsupported format character '%c' (0x%x) at index %zu", c,
                      static_cast<unsigned char>(c), index);
        throw Error(Exc::ValueError, text);
    }

    std::string quote_ascii(const Value& v) const {
        std::string result;
        const Ref<Str> shown = repr(m_runtime, v);
        for (size_t at = 0; at < shown->byte_count();) {
            const uint32_t c = next_code_point(shown->view(), at);
            char escape[16];
            std::snprintf(escape, sizeof escape,
                          c < 0x80      ? "%c"
                          : c < 0x100   ? "\\x%02x"
                          : c < 0x10000 ? "\\u%04x"
                                        : "\\U%08x",
                          c);
            result += escape;
        }
        return result;
    }

    std::string character(const Value& v) const {
        std::string result;
        if (const Str* s = v.as<Str>(); s && s->length() == 1) return std::string(s->view());
        const auto code = to_int64(v);
        if (!code) throw Error(Exc::TypeError, "%c requires int or char");
        if (*code < 0 || *code > 0x10ffff) throw Error(Exc::OverflowError, "%c arg not in range(0x110000)");
        append_code_point(result, uint32_t(*code));
        return result;
    }

    double real(const Value& v) const {
        if (const Float* f = v.as<Float>()) return f->value();
        if (is_int(v)) return to_double(v);
        const Type& type = m_runtime.type_of(v);
        if (!type.slots.to_float) throw Error(Exc::TypeError, "must be real number, not " + type.name());
        return type.slots.to_float(m_runtime, v).get<Float>().value();
    }

    void integer(char c, const Value& v, const Directive& d) {
        const bool decimal = c == 'd' || c == 'i' || c == 'u';
        if (decimal && v.is_small_int() && d.is_plain()) {
            char digits[24];
            const auto written = std::to_chars(digits, digits + sizeof digits, v.as_small_int());
            m_result.append(digits, written.ptr);
            return;
        }
        Value whole = v;
        if (!is_int(v)) {
            const Type& type = m_runtime.type_of(v);
            const auto slot = decimal && type.slots.to_int ? type.slots.to_int : type.slots.index;
            if (!slot)
                throw Error(Exc::TypeError, std::string("%") + c +
                                                " format: " + (decimal ? "a real number" : "an integer") +
                                                " is required, not " + type.name());
            whole = slot(m_runtime, v);
        }
        std::string digits = int_text(whole, decimal ? 10 : c == 'o' ? 8 : 16);
        const bool negative = digits[0] == '-';
        if (negative) digits.erase(0, 1);
        if (d.precision > int64_t(digits.size())) digits.insert(0, size_t(d.precision) - digits.size(), '0');
        if (c == 'X')
            for (char& digit : digits)
                digit = char(toupper(digit));
        const std::string prefix = decimal || !d.alternate ? "" : std::string("0") + c;
        signed_text((negative ? "-" : "") + digits, prefix, d);
    }

    void signed_text(std::string number, const std::string& prefix, const Directive& d) {
        std::string head;
        if (number[0] == '-') {
            head = "-";
            number.erase(0, 1);
        } else if (d.plus || d.space) {
            head = d.plus ? "+" : " ";
        }
        head += prefix;
        const size_t length = head.size() + number.size(), width = d.width > 0 ? size_t(d.width) : 0;
        const size_t fill = width > length ? width - length : 0;
        m_runtime.heap().require(fill);
        if (d.left)
            m_result += head + number + std::string(fill, ' ');
        else if (d.zero)
            m_result += head + std::string(fill, '0') + number;
        else
            m_result += std::string(fill, ' ') + head + number;
    }

    void text(std::string_view shown, const Directive& d) {
        if (d.is_plain()) {
            m_result += shown;
            return;
        }
        size_t length = code_point_count(shown);
        if (d.precision >= 0 && size_t(d.precision) < length) {
            size_t end = 0;
            for (int64_t i = 0; i < d.precision; ++i)
                next_code_point(shown, end);
            shown = shown.substr(0, end);
            length = size_t(d.precision);
        }
        const size_t fill = d.width > int64_t(length) ? size_t(d.width) - length : 0;
        m_runtime.heap().require(fill);
        if (!d.left) m_result.append(fill, ' ');
        m_result += shown;
        if (d.left) m_result.append(fill, ' ');
    }

    Runtime& m_runtime;
    std::string_view m_format;
    const Value& m_values;
    const Tuple* m_tuple;
    Value m_key;
    bool m_used_mapping = false;
    size_t m_at = 0, m_next = 0;
    std::string m_result;
};

} // namespace

Value percent_format(Runtime& runtime, std::string_view format, const Value& values) {
    return runtime.make_str(PercentFormatter(runtime, format, values).run());
}

} // namespace relata::python
