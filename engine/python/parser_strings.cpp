// Parser, string literals and f-strings. Authority: CPython 3.11's Parser/string_parser.c.
#include "python/parser.h"
#include "python/parser_depth.h"
#include "python/syntax_diagnosis.h"

#include <algorithm>
#include <cctype>

namespace relata::python {

using namespace ast;

namespace {

void append_utf8(std::string& out, uint32_t point) {
    if (point < 0x80) {
        out += char(point);
    } else if (point < 0x800) {
        out += {char(0xc0 | (point >> 6)), char(0x80 | (point & 0x3f))};
    } else if (point < 0x10000) {
        out += {char(0xe0 | (point >> 12)), char(0x80 | ((point >> 6) & 0x3f)), char(0x80 | (point & 0x3f))};
    } else {
        out += {char(0xf0 | (point >> 18)), char(0x80 | ((point >> 12) & 0x3f)), char(0x80 | ((point >> 6) & 0x3f)),
                char(0x80 | (point & 0x3f))};
    }
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The text of a literal with its escapes resolved.
std::string decode_escapes(std::string_view text, bool is_bytes, const Span& span) {
    if (text.find('\\') == std::string_view::npos) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
        if (text[i] != '\\' || i + 1 >= text.size()) {
            out += text[i++];
            continue;
        }
        const size_t escape = i;
        const char c = text[i + 1];
        i += 2;
        const auto hex = [&](size_t digits) {
            uint32_t point = 0;
            for (size_t n = 0; n < digits; ++n, ++i) {
                const int digit = i < text.size() ? hex_digit(text[i]) : -1;
                if (digit < 0) {
                    const std::string range = std::to_string(escape) + "-" + std::to_string(i > escape + 1 ? i - 1 : escape + 1);
                    const std::string shape = digits == 2 ? "\\xXX" : digits == 4 ? "\\uXXXX" : "\\UXXXXXXXX";
                    if (is_bytes)
                        throw SyntaxFailure::at(span, "(value error) invalid \\x escape at position " + std::to_string(escape));
                    throw SyntaxFailure::at(span, "(unicode error) 'unicodeescape' codec can't decode bytes in position " + range +
                                                      ": truncated " + shape + " escape");
                }
                point = point * 16 + uint32_t(digit);
            }
            return point;
        };
        switch (c) {
        case '\n': break;
        case '\\': out += '\\'; break;
        case '\'': out += '\''; break;
        case '"': out += '"'; break;
        case 'a': out += '\a'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'v': out += '\v'; break;
        case 'x': {
            const uint32_t value = hex(2);
            if (is_bytes)
                out += char(value);
            else
                append_utf8(out, value);
            break;
        }
        case 'u':
        case 'U':
            if (is_bytes) {
                out += {'\\', c};
            } else {
                const uint32_t point = hex(c == 'u' ? 4 : 8);
                if (point > 0x10ffff)
                    throw SyntaxFailure::at(span, "(unicode error) 'unicodeescape' codec can't decode bytes in position " +
                                                      std::to_string(escape) + "-" + std::to_string(i - 1) +
                                                      ": illegal Unicode character");
                append_utf8(out, point);
            }
            break;
        case 'N':
            if (!is_bytes && (i >= text.size() || text[i] != '{' || text.find('}', i) <= i + 1 || text.find('}', i) == text.npos))
                throw SyntaxFailure::at(span, "(unicode error) 'unicodeescape' codec can't decode bytes in position " +
                                                  std::to_string(escape) + "-" +
                                                  std::to_string(i < text.size() && text[i] == '{' ? std::min(text.find('}', i), text.size() - 1) : i - 1) +
                                                  ": malformed \\N character escape");
            if (!is_bytes) throw SyntaxFailure::at(span, "not supported here: \\N{...} escapes; write the character itself");
            out += "\\N";
            break;
        default:
            if (c >= '0' && c <= '7') {
                uint32_t value = uint32_t(c - '0');
                for (int n = 0; n < 2 && i < text.size() && text[i] >= '0' && text[i] <= '7'; ++n) value = value * 8 + uint32_t(text[i++] - '0');
                if (is_bytes)
                    out += char(value & 0xff);
                else
                    append_utf8(out, value);
            } else {
                out += {'\\', c}; // an unknown escape stays as it is
            }
        }
    }
    return out;
}

} // namespace

/// Puts the parts of adjacent literals together.
class StringParser {
  public:
    explicit StringParser(Parser& parser) : m_parser(parser) {}

    Expr* parse() {
        const Span first = m_parser.start();
        const std::vector<Token>& tokens = m_parser.m_stream.tokens;
        for (m_behind = m_parser.m_at; tokens[m_behind].type == TokenType::string;) ++m_behind;
        if (tokens[m_behind].type == TokenType::error) m_parser.tokenizer_failed();
        bool any_bytes = false, any_text = false, is_u = false;
        while (m_parser.at(TokenType::string)) {
            const Token& token = m_parser.advance();
            std::string_view text = token.text;
            bool raw = false, bytes = false, formatted = false;
            size_t quote = 0;
            for (; text[quote] != '\'' && text[quote] != '"'; ++quote) {
                const char c = char(text[quote] | 0x20);
                raw = raw || c == 'r';
                bytes = bytes || c == 'b';
                formatted = formatted || c == 'f';
                is_u = is_u || (c == 'u' && !any_text && !any_bytes);
            }
            const size_t width = text.substr(quote, 3) == std::string(3, text[quote]) && text.size() >= quote + 6 ? 3 : 1;
            const std::string_view body = text.substr(quote + width, text.size() - quote - 2 * width);
            (bytes ? any_bytes : any_text) = true;
            if (any_bytes && any_text)
                fail("cannot mix bytes and nonbytes literals");
            m_token = &token;
            m_raw = raw;
            if (formatted) {
                m_formatted = true;
                m_body = body;
                m_at = 0;
                m_line = token.span.line;
                m_line_start = token.span.column + int(quote + width);
                fields(0, m_values);
                continue;
            }
            if (bytes)
                for (char c : body)
                    if (static_cast<unsigned char>(c) >= 0x80)
                        fail("bytes can only contain ASCII literal characters");
            add_text(raw ? std::string(body) : decode_escapes(body, bytes, behind()));
        }
        const Span span = m_parser.from(first);
        if (any_bytes) return m_parser.constant(span, m_parser.m_runtime.make_bytes(m_text));
        if (!m_formatted) return m_parser.node<Constant>(span, keep_text(m_text), is_u);
        flush(m_values, span);
        return m_parser.node<JoinedStr>(span, m_parser.m_arena.copy(m_values));
    }

  private:
    const Value* keep_text(const std::string& text) {
        // Short words are interned, as CPython's compiler does: names in getattr() and dict keys meet the same object.
        Runtime& runtime = m_parser.m_runtime;
        const bool word = text.size() <= 32;
        return m_parser.m_arena.keep(Value(word ? runtime.intern(text) : runtime.make_str(text)));
    }
    void add_text(std::string_view text) { m_text += text; }
    void flush(std::vector<Expr*>& values, const Span& span) {
        if (m_text.empty()) return;
        values.push_back(m_parser.node<Constant>(span, keep_text(m_text)));
        m_text.clear();
    }
    [[noreturn]] void fail(const std::string& message) { throw SyntaxFailure::at(behind(), message); }
    const Span& behind() const { return m_parser.m_stream.tokens[m_behind].span; }
    bool more() const { return m_at < m_body.size(); }

    /// Literal text and `{fields}` up to the end, or (in a format spec) up to the closing brace.
    void fields(int level, std::vector<Expr*>& values) {
        size_t from = m_at;
        const auto take = [&](size_t to) {
            const std::string_view piece = m_body.substr(from, to - from);
            add_text(m_raw ? std::string(piece) : decode_escapes(piece, false, behind()));
        };
        while (more()) {
            const char c = m_body[m_at];
            if (!m_raw && c == '\\' && m_at + 1 < m_body.size()) {
                // `\N{...}` has braces of its own.
                if (m_body[m_at + 1] == '{' || m_body[m_at + 1] == '}')
                    m_at += 1;
                else
                    m_at += 2;
                continue;
            }
            if (c != '{' && c != '}') {
                ++m_at;
                continue;
            }
            if (level == 0 && m_at + 1 < m_body.size() && m_body[m_at + 1] == c) {
                take(m_at + 1);
                m_at += 2;
                from = m_at;
                continue;
            }
            if (c == '}') {
                if (level > 0) break;
                fail("f-string: single '}' is not allowed");
            }
            take(m_at);
            flush(values, m_token->span);
            field(level, values);
            from = m_at;
        }
        take(m_at);
        if (level > 0) flush(values, m_token->span);
    }

    /// `{expression[=][!conversion][:spec]}`. CPython: fstring_find_expr.
    void field(int level, std::vector<Expr*>& values) {
        if (level >= 2) fail("f-string: expressions nested too deeply");
        ++m_at; // the brace
        const size_t from = m_at;
        std::string open;
        char quote = 0;
        size_t quote_width = 0;
        for (; more(); ++m_at) {
            const char c = m_body[m_at];
            if (c == '\\') fail("f-string expression part cannot include a backslash");
            if (quote) {
                if (c == quote && m_body.substr(m_at, quote_width) == std::string(quote_width, quote)) {
                    m_at += quote_width - 1;
                    quote = 0;
                }
                continue;
            }
            if (c == '\'' || c == '"') {
                quote = c;
                quote_width = m_body.substr(m_at, 3) == std::string(3, c) ? 3 : 1;
                m_at += quote_width - 1;
                continue;
            }
            if (c == '(' || c == '[' || c == '{') {
                open += c;
                continue;
            }
            if (c == '#') fail("f-string expression part cannot include '#'");
            if (open.empty() && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
                // Comparison operators are part of the expression.
                const char next = m_at + 1 < m_body.size() ? m_body[m_at + 1] : '\0';
                if ((c == '!' || c == '=' || c == '<' || c == '>') && next == '=') {
                    ++m_at;
                    continue;
                }
                if (c == '>' || c == '<') continue;
                break;
            }
            if (c == ')' || c == ']' || c == '}') {
                if (open.empty()) fail(std::string("f-string: unmatched '") + c + "'");
                const char opened = open.back();
                open.pop_back();
                if (!((opened == '(' && c == ')') || (opened == '[' && c == ']') || (opened == '{' && c == '}')))
                    fail(std::string("f-string: closing parenthesis '") + c + "' does not match opening parenthesis '" + opened + "'");
            }
        }
        if (quote) fail("f-string: unterminated string");
        if (!open.empty()) fail(std::string("f-string: unmatched '") + open.back() + "'");
        if (!more()) fail("f-string: expecting '}'");
        const size_t to = m_at;
        Expr* value = expression(from, to);
        bool debug = false;
        if (m_body[m_at] == '=') {
            debug = true;
            ++m_at;
            while (more() && std::isspace(static_cast<unsigned char>(m_body[m_at]))) ++m_at;
            add_text(m_body.substr(from, m_at - from));
            flush(values, m_token->span);
        }
        int conversion = -1;
        if (more() && m_body[m_at] == '!') {
            ++m_at;
            if (!more()) fail("f-string: expecting '}'");
            conversion = m_body[m_at++];
            if (conversion != 's' && conversion != 'r' && conversion != 'a')
                fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
        }
        Expr* spec = nullptr;
        if (more() && m_body[m_at] == ':') {
            ++m_at;
            std::vector<Expr*> parts;
            fields(level + 1, parts);
            spec = m_parser.node<JoinedStr>(m_token->span, m_parser.m_arena.copy(parts));
        }
        if (!more() || m_body[m_at] != '}') fail("f-string: expecting '}'");
        ++m_at;
        if (debug && conversion < 0 && !spec) conversion = 'r';
        values.push_back(m_parser.node<FormattedValue>(m_token->span, value, conversion, spec));
    }

    Expr* expression(size_t from, size_t to) {
        const std::string_view text = m_body.substr(from, to - from);
        if (text.find_first_not_of(" \t\f\r\n") == std::string_view::npos) fail(
                to < m_body.size() && m_body[to] != '}' ? std::string("f-string: expression required before '") + m_body[to] + "'"
                                                        : "f-string: empty expression not allowed");
        // In parentheses, so that it may go over several lines; they stand where the braces do.
        const std::string wrapped = "(" + std::string(text) + ")";
        const Value* kept = m_parser.m_arena.keep(m_parser.m_runtime.make_str(wrapped));
        Origin origin;
        const std::string_view before = m_body.substr(0, from);
        const size_t line_break = before.rfind('\n');
        origin.line = m_line + int(std::count(before.begin(), before.end(), '\n'));
        origin.column = (line_break == std::string_view::npos ? m_line_start + int(from) : int(from - line_break - 1)) - 1;
        const TokenStream stream = tokenize(kept->get<Str>().view(), origin);
        Parser inner(m_parser.m_runtime, m_parser.m_source, stream, m_parser.m_arena);
        inner.m_depth = m_parser.m_depth;
        try {
            return inner.parse_fstring_expression();
        } catch (const Parser::Rejected& rejected) {
            // CPython shows the line of the expression in its parentheses, as if they were the program.
            SyntaxFailure failure = diagnose(stream, 0, rejected.furthest, true);
            failure.message = "f-string: " + failure.message;
            std::string_view shown = wrapped;
            for (int line = origin.line; line < failure.line && shown.find('\n') != std::string_view::npos; ++line)
                shown.remove_prefix(shown.find('\n') + 1);
            failure.text_line = shown.substr(0, shown.find('\n'));
            if (failure.line == origin.line) failure.column = std::max(0, failure.column - origin.column);
            if (failure.end_line == origin.line && failure.end_column >= 0)
                failure.end_column = std::max(failure.column + 1, failure.end_column - origin.column);
            throw failure;
        }
    }

    Parser& m_parser;
    const Token* m_token = nullptr;
    size_t m_behind = 0; ///< the token behind the literals: the last one that CPython has read then
    std::string m_text;
    std::vector<Expr*> m_values;
    bool m_formatted = false, m_raw = false;
    std::string_view m_body;
    size_t m_at = 0;
    int m_line = 0, m_line_start = 0;
};

Expr* Parser::strings() { return StringParser(*this).parse(); }

/// `(expression)` and nothing behind it.
Expr* Parser::parse_fstring_expression() {
    const Depth depth(*this);
    expect(T::lpar);
    Expr* value = at(T::yield) ? yield_expression() : star_expressions();
    if (at(T::colonequal)) reject();
    expect(T::rpar);
    if (value->kind == ExprKind::Starred) reject();
    while (accept(T::newline)) {
    }
    if (!at(T::end_marker)) reject();
    return value;
}

} // namespace relata::python
