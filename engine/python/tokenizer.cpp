#include "python/tokenizer.h"

#include <array>
#include <cstdio>

namespace relata::python {

namespace {

constexpr size_t max_nesting = 200;
constexpr size_t max_indentation = 100;

bool is_digit(int c) {
    return c >= '0' && c <= '9';
}
bool is_hex(int c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_name_start(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}
bool is_name_part(int c) {
    return is_name_start(c) || is_digit(c);
}

uint32_t decode(std::string_view text, size_t at, size_t& length) {
    const auto byte = [&](size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const uint32_t lead = byte(0);
    if (lead >= 0xf0 && (length = 4))
        return (lead & 7) << 18 | (byte(1) & 63) << 12 | (byte(2) & 63) << 6 | (byte(3) & 63);
    if (lead >= 0xe0 && (length = 3)) return (lead & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63);
    if (lead >= 0xc0 && (length = 2)) return (lead & 31) << 6 | (byte(1) & 63);
    length = 1;
    return lead;
}

/// Letters of other scripts are names; spaces, punctuation, symbols and pictures are not. The ranges are the
/// blocks of those characters that people type or paste.
bool is_foreign_letter(uint32_t c) {
    if (c < 0xc0) return c == 0xaa || c == 0xb5 || c == 0xb7 || c == 0xba;
    if (c == 0xd7 || c == 0xf7) return false;
    if (c >= 0x2000 && c < 0x2c00)
        return c == 0x2071 || c == 0x207f || (c >= 0x2090 && c < 0x209d) || (c >= 0x2102 && c < 0x2190);
    if (c >= 0x2e00 && c < 0x3005) return false;
    if (c >= 0x3008 && c < 0x3021) return false;
    if (c >= 0xd800 && c < 0xf900) return false;
    if (c >= 0xfe00 && c < 0xfe70) return c < 0xfe10;
    if (c >= 0xff00 && c < 0xff10) return false;
    if (c >= 0xff1a && c < 0xff21) return false;
    if (c >= 0xff3b && c < 0xff41) return false;
    if (c >= 0xff5b && c < 0xff66) return false;
    if (c >= 0xfff0 && c < 0x10000) return false;
    if (c >= 0x1f000 && c < 0x20000) return false;
    return c < 0xe0000;
}

class Tokenizer {
  public:
    Tokenizer(std::string_view text, Origin origin)
        : m_text(text), m_line(origin.line), m_column_shift(origin.column) {}

    TokenStream run() {
        m_stream.tokens.reserve(m_text.size() / 4 + 8);
        m_indents.push_back({0, 0});
        try {
            while (next()) {
            }
        } catch (Stop&) {
        }
        if (!m_open.empty()) m_stream.unclosed = m_open.back();
        return std::move(m_stream);
    }

  private:
    struct Stop {};
    struct Indent {
        int columns;     ///< a tab goes to the next multiple of 8
        int alternative; ///< a tab is one column: where the two disagree, the file mixes tabs and spaces
    };

    int peek(size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? static_cast<unsigned char>(m_text[m_at + ahead]) : -1;
    }
    int column_of(size_t at) const { return int(at - m_line_start) + (m_on_first_line ? m_column_shift : 0); }
    int column() const { return column_of(m_at); }
    void start_line(size_t at) {
        m_line_start = at;
        ++m_line;
        m_on_first_line = false;
    }

    [[noreturn]] void fail(SyntaxFailure failure, bool overrides) {
        m_stream.failure = std::move(failure);
        m_stream.failure_overrides = overrides;
        m_stream.tokens.push_back({TokenType::error,
                                   {m_line, column(), m_line, column()},
                                   m_text.substr(std::min(m_at, m_text.size()), 0)});
        throw Stop{};
    }
    /// CPython's syntaxerror(): the caret stands at the last character read.
    [[noreturn]] void fail_here(std::string message) {
        const int at = std::max(column() - 1, 0);
        fail({Exc::SyntaxError, std::move(message), m_line, at, m_line, at}, true);
    }

    void push(TokenType type, size_t from, const Span& span) {
        m_stream.tokens.push_back({type, span, m_text.substr(from, m_at - from)});
    }
    void push(TokenType type, size_t from) { push(type, from, {m_line, column_of(from), m_line, column()}); }

    void indentation() {
        int columns = 0, alternative = 0;
        for (;; ++m_at) {
            if (peek() == ' ') {
                ++columns;
                ++alternative;
            } else if (peek() == '\t') {
                columns = (columns / 8 + 1) * 8;
                ++alternative;
            } else if (peek() == '\f') {
                columns = alternative = 0;
            } else {
                break;
            }
        }
        const int c = peek();
        if (c == '#' || c == '\n' || c == -1 || (c == '\\' && peek(1) == '\n')) {
            if (c != '\\') return; // blank lines say nothing
        }
        const Indent& top = m_indents.back();
        if (columns == top.columns) {
            if (alternative != top.alternative) tab_error();
        } else if (columns > top.columns) {
            if (m_indents.size() >= max_indentation)
                fail({Exc::IndentationError, "too many levels of indentation", m_line, 0, m_line, -1}, false);
            if (alternative <= top.alternative) tab_error();
            m_indents.push_back({columns, alternative});
            push(TokenType::indent, m_line_start);
        } else {
            while (m_indents.back().columns > columns) {
                m_indents.pop_back();
                push(TokenType::dedent, m_at);
            }
            if (m_indents.back().columns != columns) {
                size_t end = m_text.find('\n', m_at);
                m_at = end == std::string_view::npos ? m_text.size() : end;
                fail({Exc::IndentationError, "unindent does not match any outer indentation level", m_line,
                      column(), m_line, -1},
                     false);
            }
            if (m_indents.back().alternative != alternative) tab_error();
        }
    }
    /// The text ends behind a backslash.
    [[noreturn]] void unfinished_line(int line, int at_column) {
        fail({Exc::SyntaxError, "unexpected EOF while parsing", line, at_column, line, -1}, false);
    }
    [[noreturn]] void tab_error() {
        const size_t end = m_text.find('\n', m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end;
        fail({Exc::TabError, "inconsistent use of tabs and spaces in indentation", m_line, -1, m_line, -1}, false);
    }

    bool next() {
        if (m_at_line_start) {
            m_at_line_start = false;
            indentation();
        }
        for (;;) {
            while (peek() == ' ' || peek() == '\t' || peek() == '\f')
                ++m_at;
            if (peek() == '#')
                while (peek() != '\n' && peek() != -1)
                    ++m_at;
            if (peek() != '\\') break;
            ++m_at;
            if (peek() == -1) unfinished_line(m_line, column());
            if (peek() != '\n') {
                fail({Exc::SyntaxError, "unexpected character after line continuation character", m_line,
                      column(), m_line, -1},
                     false);
            }
            const int previous_column = column();
            ++m_at;
            start_line(m_at);
            if (peek() == -1) unfinished_line(m_line - 1, previous_column);
        }
        const size_t from = m_at;
        const int c = peek();
        if (c == -1) return end();
        if (c == '\n') {
            const bool blank = m_stream.tokens.empty() || m_stream.tokens.back().type == TokenType::newline ||
                               m_stream.tokens.back().type == TokenType::indent ||
                               m_stream.tokens.back().type == TokenType::dedent;
            if (m_open.empty() && !blank) {
                m_stream.tokens.push_back(
                    {TokenType::newline, {m_line, column(), m_line, column() + 1}, m_text.substr(m_at, 1)});
            }
            ++m_at;
            start_line(m_at);
            m_at_line_start = m_open.empty();
            return true;
        }
        if (is_name_start(c)) return name(from);
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(from);
        if (c == '"' || c == '\'') return string(from);
        return symbol(from);
    }

    bool end() {
        const TokenType last = m_stream.tokens.empty() ? TokenType::newline : m_stream.tokens.back().type;
        if (!m_open.empty()) {
            const Token& open = m_open.back();
            fail({Exc::SyntaxError, "'" + std::string(open.text) + "' was never closed", open.span.line,
                  open.span.column, open.span.line, -1},
                 false);
        }
        if (last != TokenType::newline && last != TokenType::dedent && last != TokenType::indent) {
            m_stream.tokens.push_back(
                {TokenType::newline, {m_line, column(), m_line, column() + 1}, m_text.substr(m_at, 0)});
            start_line(m_at);
        }
        if (m_line_start != m_at) start_line(m_at);
        while (m_indents.size() > 1) {
            m_indents.pop_back();
            push(TokenType::dedent, m_at, {m_line, 0, m_line, 0});
        }
        push(TokenType::end_marker, m_at, {m_line, 0, m_line, 0});
        return false;
    }

    bool name(size_t from) {
        bool ascii = true;
        bool prefix = true; // so far only letters that can stand before a string
        while (is_name_part(peek())) {
            const int c = peek();
            ascii &= c < 128;
            prefix &=
                c == 'r' || c == 'R' || c == 'b' || c == 'B' || c == 'u' || c == 'U' || c == 'f' || c == 'F';
            ++m_at;
            if (prefix && (peek() == '"' || peek() == '\'') &&
                is_string_prefix(m_text.substr(from, m_at - from)))
                return string(from);
        }
        if (!ascii) verify_identifier(from);
        const std::string_view text = m_text.substr(from, m_at - from);
        push(keyword_type(text), from);
        return true;
    }
    static bool is_string_prefix(std::string_view text) {
        if (text.size() == 1) return true;
        if (text.size() != 2) return false;
        const char a = char(text[0] | 32), b = char(text[1] | 32);
        return (a == 'r' && (b == 'b' || b == 'f')) || (b == 'r' && (a == 'b' || a == 'f'));
    }
    void verify_identifier(size_t from) {
        const size_t to = m_at;
        for (size_t i = from; i < to;) {
            size_t length;
            const uint32_t c = decode(m_text, i, length);
            if (c >= 128 && !is_foreign_letter(c)) {
                char text[64];
                m_at = i + length;
                const bool printable = c != 0xa0 && c != 0xad && !(c >= 0x2000 && c < 0x2010) &&
                                       !(c >= 0x2028 && c < 0x2030) && !(c >= 0x2060 && c < 0x2070) &&
                                       c != 0x3000 && c != 0xfeff && c >= 0xa0;
                if (printable) {
                    std::snprintf(text, sizeof text, "' (U+%04X)", c);
                    const std::string message =
                        "invalid character '" + std::string(m_text.substr(i, length)) + text;
                    fail({Exc::SyntaxError, message, m_line, column_of(i), m_line, column_of(i)}, true);
                }
                std::snprintf(text, sizeof text, "invalid non-printable character U+%04X", c);
                fail({Exc::SyntaxError, text, m_line, column_of(i), m_line, column_of(i)}, true);
            }
            i += length;
        }
    }

    void digits(bool (*ok)(int), const char* kind) {
        for (;;) {
            while (ok(peek()))
                ++m_at;
            if (peek() != '_') return;
            ++m_at;
            if (!ok(peek())) invalid_number(kind);
        }
    }
    [[noreturn]] void invalid_number(const char* kind) {
        fail_here(std::string("invalid ") + kind + " literal");
    }
    void end_of_number(const char* kind) {
        const int c = peek();
        if (!is_name_part(c)) return;
        // `1if x else y` is allowed: a keyword may follow at once.
        for (std::string_view word : {"and", "else", "for", "if", "in", "is", "not", "or"})
            if (m_text.substr(m_at).starts_with(word)) {
                m_stream.odd_numbers.push_back({m_line, kind});
                return;
            }
        if (c < 128) invalid_number(kind);
    }
    bool radix(size_t from, bool (*ok)(int), const char* kind) {
        m_at += 2;
        bool any = false;
        for (;;) {
            if (peek() == '_') ++m_at;
            if (!ok(peek())) {
                if (is_digit(peek())) {
                    const std::string digit(1, char(peek()));
                    ++m_at;
                    fail_here("invalid digit '" + digit + "' in " + kind + " literal");
                }
                if (!any || peek() == '_') invalid_number(kind);
                break;
            }
            while (ok(peek()))
                ++m_at;
            any = true;
            if (peek() != '_') {
                if (is_digit(peek())) continue;
                break;
            }
        }
        end_of_number(kind);
        push(TokenType::number, from);
        return true;
    }
    bool number(size_t from) {
        if (peek() == '0') {
            const int kind = peek(1) | 32;
            if (kind == 'x') return radix(from, is_hex, "hexadecimal");
            if (kind == 'o')
                return radix(
                    from, [](int c) { return c >= '0' && c <= '7'; }, "octal");
            if (kind == 'b')
                return radix(
                    from, [](int c) { return c == '0' || c == '1'; }, "binary");
        }
        bool integer = true;
        if (peek() != '.') digits(is_digit, "decimal");
        const size_t digits_end = m_at;
        if (peek() == '.') {
            integer = false;
            ++m_at;
            if (is_digit(peek())) digits(is_digit, "decimal");
        }
        if ((peek() | 32) == 'e') {
            const size_t sign = peek(1) == '+' || peek(1) == '-';
            if (is_digit(peek(1 + sign))) {
                integer = false;
                m_at += 1 + sign;
                digits(is_digit, "decimal");
            } else if (sign) {
                m_at += 2;
                invalid_number("decimal");
            }
        }
        if ((peek() | 32) == 'j') {
            ++m_at;
            end_of_number("imaginary");
        } else {
            if (integer && m_text[from] == '0') {
                size_t zeros = from;
                while (zeros < digits_end && (m_text[zeros] == '0' || m_text[zeros] == '_'))
                    ++zeros;
                if (zeros < digits_end)
                    fail({Exc::SyntaxError,
                          "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
                          "octal integers",
                          m_line, column_of(from), m_line, column_of(zeros)},
                         true);
            }
            end_of_number("decimal");
        }
        push(TokenType::number, from);
        return true;
    }

    bool string(size_t from) {
        const int line = m_line, start_column = column_of(from);
        const char quote = char(peek());
        const bool triple = peek(1) == quote && peek(2) == quote;
        m_at += triple ? 3 : 1;
        for (;;) {
            const int c = peek();
            if (c == -1 || (c == '\n' && !triple)) {
                // CPython counts the line after the last line end, too.
                const int detected = m_line;
                m_line = line;
                fail({Exc::SyntaxError,
                      std::string("unterminated ") + (triple ? "triple-quoted " : "") +
                          "string literal (detected at line " +
                          std::to_string(c == -1 && m_at > m_line_start ? detected
                                         : c == -1                      ? detected - 1
                                                                        : detected) +
                          ")",
                      line, start_column, line, start_column},
                     true);
            }
            ++m_at;
            if (c == '\\') {
                if (peek() == -1) continue;
                if (peek() == '\n') {
                    ++m_at;
                    start_line(m_at);
                } else {
                    ++m_at;
                }
            } else if (c == '\n') {
                start_line(m_at);
            } else if (c == quote) {
                if (!triple) break;
                if (peek() == quote && peek(1) == quote) {
                    m_at += 2;
                    break;
                }
            }
        }
        push(TokenType::string, from, {line, start_column, m_line, column()});
        return true;
    }

    bool symbol(size_t from) {
        const int c = peek();
        const auto type = [&](size_t n) {
            return m_at + n <= m_text.size() ? operator_type(m_text.substr(m_at, n)) : TokenType::unknown;
        };
        TokenType found = TokenType::unknown;
        if (c == '<' && peek(1) == '>') { // one token, which no rule takes
            m_at += 2;
            push(found, from);
            return true;
        }
        for (size_t n = 3; n >= 1; --n) {
            if ((found = type(n)) != TokenType::unknown) {
                m_at += n;
                break;
            }
        }
        if (found == TokenType::unknown) {
            ++m_at;
            if (c < 32 || c == 127) {
                char text[48];
                std::snprintf(text, sizeof text, "invalid non-printable character U+%04X", unsigned(c));
                fail_here(text);
            }
        }
        if (found == TokenType::lpar || found == TokenType::lsqb || found == TokenType::lbrace) {
            if (m_open.size() >= max_nesting) fail_here("too many nested parentheses");
            m_open.push_back({found, {m_line, column_of(from), m_line, column()}, m_text.substr(from, 1)});
        } else if (found == TokenType::rpar || found == TokenType::rsqb || found == TokenType::rbrace) {
            if (m_open.empty()) fail_here("unmatched '" + std::string(1, char(c)) + "'");
            const Token open = m_open.back();
            m_open.pop_back();
            const char expected = open.text[0] == '(' ? ')' : open.text[0] == '[' ? ']' : '}';
            if (c != expected)
                fail_here("closing parenthesis '" + std::string(1, char(c)) +
                          "' does not match opening parenthesis '" + std::string(open.text) + "'" +
                          (open.span.line != m_line ? " on line " + std::to_string(open.span.line) : ""));
        }
        push(found, from);
        return true;
    }

    std::string_view m_text;
    size_t m_at = 0;
    size_t m_line_start = 0;
    int m_line;
    int m_column_shift;
    bool m_on_first_line = true;
    bool m_at_line_start = true;
    std::vector<Indent> m_indents;
    std::vector<Token> m_open;
    TokenStream m_stream;
};

} // namespace

TokenType keyword_type(std::string_view text) {
    if (text.size() > 8 || text.size() < 2) return TokenType::name;
#define RELATA_KEYWORD(name, spelling)                                                                       \
    if (text == spelling) return TokenType::name;
    RELATA_KEYWORDS(RELATA_KEYWORD)
#undef RELATA_KEYWORD
    return TokenType::name;
}

TokenType operator_type(std::string_view text) {
    if (text == "<>") return TokenType::unknown;
    constexpr auto packed = [](std::string_view operator_text) {
        uint32_t bytes = 1; // tells the length too
        for (const char c : operator_text) bytes = bytes << 8 | static_cast<unsigned char>(c);
        return bytes;
    };
    if (text.size() > 3) return TokenType::unknown;
    switch (packed(text)) {
#define RELATA_OPERATOR(name, spelling) \
    case packed(spelling): return TokenType::name;
        RELATA_OPERATORS(RELATA_OPERATOR)
#undef RELATA_OPERATOR
    default: return TokenType::unknown;
    }
}

TokenStream tokenize(std::string_view text, Origin origin) {
    return Tokenizer(text, origin).run();
}

} // namespace relata::python
