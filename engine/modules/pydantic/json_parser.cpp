#include "modules/pydantic/json_parser.h"

#include "modules/pydantic/line_error.h"
#include "python/types/int_object.h"

#include <cmath>
#include <cstdlib>

namespace relata::modules {

namespace {

class JsonParser {
  public:
    JsonParser(Runtime& runtime, std::string_view text, const Value& input) : m_runtime(runtime), m_text(text), m_input(input) {}
    Value document() {
        const Value value = parse_value();
        skip_space();
        if (m_at < m_text.size()) failed("trailing characters", m_at);
        return value;
    }

  private:
    /// Line and column as jiter counts them: the column of the character at `at`, from 1.
    [[noreturn]] void failed(const std::string& what, size_t at) {
        size_t line = 1, column = 0;
        for (size_t i = 0; i < std::min(at, m_text.size()); ++i) {
            ++column;
            if (m_text[i] == '\n') ++line, column = 0;
        }
        if (at < m_text.size()) ++column;
        fail(m_runtime, "json_invalid", m_input,
             {{"error", Value(m_runtime.make_str(what + " at line " + std::to_string(line) + " column " + std::to_string(column)))}});
    }
    void skip_space() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }
    Value parse_value() {
        const Runtime::NestedCall nested(m_runtime, " while parsing JSON");
        if (++m_depth > 200) failed("recursion limit exceeded", m_at);
        skip_space();
        if (m_at >= m_text.size()) failed("EOF while parsing a value", m_text.size());
        Value value;
        const char c = m_text[m_at];
        if (c == '{') value = parse_object();
        else if (c == '[') value = parse_list();
        else if (c == '"') value = parse_string();
        else if (c == 't') value = word("true", Value::boolean(true));
        else if (c == 'f') value = word("false", Value::boolean(false));
        else if (c == 'n') value = word("null", Value::none());
        else if (c == 'N') value = word("NaN", Value(m_runtime.make_float(NAN)));
        else if (c == 'I') value = word("Infinity", Value(m_runtime.make_float(INFINITY)));
        else if (c == '-' || (c >= '0' && c <= '9')) value = parse_number();
        else failed("expected value", m_at);
        --m_depth;
        return value;
    }
    Value word(std::string_view text, Value value) {
        for (size_t i = 0; i < text.size(); ++i) {
            if (m_at + i >= m_text.size()) failed("EOF while parsing a value", m_text.size());
            if (m_text[m_at + i] != text[i]) failed("expected ident", m_at + i);
        }
        m_at += text.size();
        return value;
    }
    Value parse_number() {
        const size_t start = m_at;
        bool is_float = false;
        const auto digits = [&] {
            const size_t first = m_at;
            while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') ++m_at;
            return m_at - first;
        };
        if (m_text[m_at] == '-') ++m_at;
        if (m_at >= m_text.size()) failed("EOF while parsing a value", m_text.size());
        const size_t first = m_at;
        if (digits() == 0) failed("invalid number", m_at);
        if (m_text[first] == '0' && m_at - first > 1) failed("invalid number", first + 1);
        if (m_at < m_text.size() && m_text[m_at] == '.') {
            is_float = true;
            ++m_at;
            if (digits() == 0) failed(m_at < m_text.size() ? "invalid number" : "EOF while parsing a value", m_at);
        }
        if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            is_float = true;
            ++m_at;
            if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) ++m_at;
            if (digits() == 0) failed(m_at < m_text.size() ? "invalid number" : "EOF while parsing a value", m_at);
        }
        const std::string text(m_text.substr(start, m_at - start));
        if (is_float) return Value(m_runtime.make_float(std::strtod(text.c_str(), nullptr)));
        if (text.size() > 4300) failed("number out of range", m_at - 1);
        return python::parse_int(m_runtime, text, 10);
    }
    unsigned hex4() {
        unsigned code = 0;
        for (int i = 0; i < 4; ++i, ++m_at) {
            if (m_at >= m_text.size()) failed("EOF while parsing a string", m_text.size());
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            if (!std::isxdigit(c)) failed("invalid escape", m_at);
            code = code * 16 + unsigned(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        }
        return code;
    }
    static void append_utf8(std::string& text, unsigned code) {
        if (code < 0x80) text += char(code);
        else if (code < 0x800) text += {char(0xC0 | code >> 6), char(0x80 | (code & 63))};
        else if (code < 0x10000) text += {char(0xE0 | code >> 12), char(0x80 | (code >> 6 & 63)), char(0x80 | (code & 63))};
        else text += {char(0xF0 | code >> 18), char(0x80 | (code >> 12 & 63)), char(0x80 | (code >> 6 & 63)), char(0x80 | (code & 63))};
    }
    Value parse_string() {
        std::string text;
        for (++m_at;;) {
            if (m_at >= m_text.size()) failed("EOF while parsing a string", m_text.size());
            const char c = m_text[m_at];
            if (c == '"') break;
            if (static_cast<unsigned char>(c) < 32) failed("control character (\\u0000-\\u001F) found while parsing a string", m_at);
            ++m_at;
            if (c != '\\') {
                text += c;
                continue;
            }
            if (m_at >= m_text.size()) failed("EOF while parsing a string", m_text.size());
            const char e = m_text[m_at++];
            constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
            if (const size_t k = from.find(e); k != std::string_view::npos) {
                text += to[k];
            } else if (e == 'u') {
                unsigned code = hex4();
                if (code >= 0xD800 && code < 0xDC00) {
                    if (m_text.substr(m_at, 2) != "\\u") failed("unexpected end of hex escape", m_at);
                    m_at += 2;
                    const unsigned low = hex4();
                    if (low < 0xDC00 || low > 0xDFFF) failed("lone leading surrogate in hex escape", m_at - 1);
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                } else if (code >= 0xDC00 && code < 0xE000) {
                    failed("lone leading surrogate in hex escape", m_at - 1);
                }
                append_utf8(text, code);
            } else {
                failed("invalid escape", m_at - 1);
            }
        }
        ++m_at;
        return Value(m_runtime.make_str(text));
    }
    Value parse_list() {
        std::vector<Value> items;
        ++m_at;
        skip_space();
        if (m_at < m_text.size() && m_text[m_at] == ']') return ++m_at, Value(m_runtime.make_list(items));
        for (;;) {
            skip_space();
            if (m_at >= m_text.size()) failed("EOF while parsing a list", m_text.size());
            if (m_text[m_at] == ']') failed("trailing comma", m_at);
            items.push_back(parse_value());
            skip_space();
            if (m_at >= m_text.size()) failed("EOF while parsing a list", m_text.size());
            if (m_text[m_at] == ']') return ++m_at, Value(m_runtime.make_list(std::move(items)));
            if (m_text[m_at] != ',') failed("expected `,` or `]`", m_at);
            ++m_at;
        }
    }
    Value parse_object() {
        const Ref<Dict> dict = m_runtime.make_dict();
        ++m_at;
        skip_space();
        if (m_at < m_text.size() && m_text[m_at] == '}') return ++m_at, Value(dict);
        for (;;) {
            skip_space();
            if (m_at >= m_text.size()) failed("EOF while parsing an object", m_text.size());
            if (m_text[m_at] == '}') failed("trailing comma", m_at);
            if (m_text[m_at] != '"') failed("key must be a string", m_at);
            const Value key = parse_string();
            skip_space();
            if (m_at >= m_text.size()) failed("EOF while parsing an object", m_text.size());
            if (m_text[m_at] != ':') failed("expected `:`", m_at);
            ++m_at;
            dict->set(m_runtime, key, parse_value());
            skip_space();
            if (m_at >= m_text.size()) failed("EOF while parsing an object", m_text.size());
            if (m_text[m_at] == '}') return ++m_at, Value(dict);
            if (m_text[m_at] != ',') failed("expected `,` or `}`", m_at);
            ++m_at;
        }
    }
    Runtime& m_runtime;
    std::string_view m_text;
    const Value& m_input;
    size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Value parse_json(Runtime& runtime, std::string_view text, const Value& input) { return JsonParser(runtime, text, input).document(); }

} // namespace relata::modules
