#include "python/syntax_diagnosis.h"

#include <algorithm>
#include <optional>
#include <string>

namespace relata::python {

namespace {

using T = TokenType;

bool begins_expression(const Token& t) {
    switch (t.type) {
    case T::name: case T::number: case T::string: case T::True: case T::False: case T::None: case T::lpar: case T::lsqb:
    case T::lbrace: case T::ellipsis: case T::lambda: case T::not_: case T::await: return true;
    default: return false;
    }
}
bool ends_expression(const Token& t) {
    switch (t.type) {
    case T::name: case T::number: case T::string: case T::True: case T::False: case T::None: case T::rpar: case T::rsqb:
    case T::rbrace: case T::ellipsis: return true;
    default: return false;
    }
}
bool is_layout(const Token& t) { return t.type == T::newline || t.type == T::indent || t.type == T::dedent; }

/// Looks at one rejected stream of tokens.
class Diagnosis {
  public:
    Diagnosis(const TokenStream& stream, size_t at)
        : m_stream(stream), m_at(std::min(at, stream.tokens.size() - 1)) {
        m_first = m_at;
        while (m_first > 0 && !is_layout(m_stream.tokens[m_first - 1])) --m_first;
    }

    SyntaxFailure find() {
        if (m_stream.failure && (m_stream.failure_overrides || token(m_at).type == T::error)) return *m_stream.failure;
        // CPython: _PyPegen_tokenize_full_source_to_check_for_errors.
        if (m_stream.unclosed && m_stream.unclosed->span.line < token(m_at).span.line) return never_closed();
        if (auto f = indentation()) return *f;
        if (auto f = clauses()) return *f;
        if (auto f = deletion()) return *f;
        if (auto f = keyword_argument()) return *f;
        if (auto f = dictionary()) return *f;
        if (auto f = old_print()) return *f;
        if (auto f = assignment()) return *f;
        if (auto f = arguments()) return *f;
        if (auto f = missing_colon()) return *f;
        if (auto f = missing_comma()) return *f;
        if (m_stream.unclosed && token(m_at).type == T::end_marker) return never_closed();
        return SyntaxFailure::at(token(m_at).span, "invalid syntax");
    }

  private:
    using Found = std::optional<SyntaxFailure>;
    const Token& token(size_t i) const { return m_stream.tokens[i]; }
    SyntaxFailure never_closed() const {
        return SyntaxFailure::at(m_stream.unclosed->span, "'" + std::string(m_stream.unclosed->text) + "' was never closed");
    }
    /// From the first to the last of these tokens.
    Span span_of(size_t first, size_t last) const {
        Span span = token(first).span;
        span.end_line = token(last).span.end_line;
        span.end_column = token(last).span.end_column;
        return span;
    }
    /// The first token of the part of a bracket's contents, or of a statement, that ends with token `last`.
    size_t part_start(size_t last, size_t from) const {
        int depth = 0;
        for (size_t i = last + 1; i-- > from;) {
            const T type = token(i).type;
            depth += type == T::rpar || type == T::rsqb || type == T::rbrace;
            const bool opens = type == T::lpar || type == T::lsqb || type == T::lbrace;
            if (depth == 0 && (opens || type == T::comma || type == T::colon || type == T::equal)) return i + 1;
            depth -= opens;
        }
        return from;
    }

    /// `try` alone, several types without parentheses, `else if`. CPython: invalid_try_stmt, invalid_except_stmt.
    Found clauses() {
        const T head = token(m_first).type;
        if (head == T::else_ && m_at == m_first + 1 && token(m_at).type == T::if_)
            return SyntaxFailure::at(token(m_at).span, "expected ':'");
        if (head == T::except && token(m_at).type == T::comma && open_bracket(m_at) == SIZE_MAX) {
            const size_t start = m_first + 1 + (token(m_first + 1).type == T::star);
            size_t last = m_at;
            while (!is_layout(token(last + 1)) && token(last + 1).type != T::colon && token(last + 1).type != T::as &&
                   token(last + 1).type != T::end_marker)
                ++last;
            if (last > m_at && start < m_at)
                return SyntaxFailure::at(span_of(start, last), "multiple exception types must be parenthesized");
        }
        // The statement before, at the same depth, is a `try` whose clauses never came.
        if (m_at != m_first || m_at == 0 || token(m_at - 1).type != T::dedent) return std::nullopt;
        int depth = 0;
        for (size_t i = m_at; i-- > 0;) {
            depth += token(i).type == T::dedent;
            if (token(i).type != T::indent) continue;
            if (--depth > 0) continue;
            size_t header = i;
            while (header > 0 && token(header - 1).type != T::try_ && (header == i || !is_layout(token(header - 1)))) --header;
            if (header > 0 && token(header - 1).type == T::try_)
                return SyntaxFailure::at(token(m_at).span, "expected 'except' or 'finally' block");
            return std::nullopt;
        }
        return std::nullopt;
    }

    /// CPython: invalid_del_stmt.
    Found deletion() {
        if (token(m_first).type != T::del || m_at <= m_first + 1) return std::nullopt;
        const std::string kind = target_kind(m_first + 1, m_at);
        if (kind.empty() || !is_layout(token(m_at))) return std::nullopt;
        return SyntaxFailure::at(span_of(m_first + 1, m_at - 1), "cannot delete " + kind);
    }

    /// `f(a.b=1)`. CPython: invalid_kwarg.
    Found keyword_argument() {
        const size_t open = open_bracket(m_at);
        if (token(m_at).type != T::equal || open == SIZE_MAX || token(open).type != T::lpar || open == m_first ||
            !ends_expression(token(open - 1)))
            return std::nullopt;
        const size_t start = part_start(m_at - 1, open + 1);
        if (start >= m_at || (start + 1 == m_at && token(start).type == T::name)) return std::nullopt;
        const T only = token(start).type;
        if (start + 1 == m_at && (only == T::True || only == T::False || only == T::None))
            return SyntaxFailure::at(span_of(start, m_at), "cannot assign to " + std::string(token(start).text));
        return SyntaxFailure::at(span_of(start, m_at), "expression cannot contain assignment, perhaps you meant \"==\"?");
    }

    /// CPython: invalid_double_starred_kvpairs.
    Found dictionary() {
        const size_t open = open_bracket(m_at);
        if (open == SIZE_MAX || token(open).type != T::lbrace || m_at == open + 1) return std::nullopt;
        const T at = token(m_at).type;
        if (at != T::rbrace && at != T::comma) return std::nullopt;
        if (token(m_at - 1).type == T::colon)
            return SyntaxFailure::at(token(m_at - 1).span, "expression expected after dictionary key and ':'");
        if (!ends_expression(token(m_at - 1))) return std::nullopt;
        const size_t start = part_start(m_at - 1, open + 1);
        if (start == open + 1 || token(start - 1).type != T::comma) return std::nullopt;
        Span span = token(m_at - 1).span;
        span.line = span.end_line;
        span.column = span.end_column - 1;
        return SyntaxFailure::at(span, "':' expected after dictionary key");
    }

    /// The innermost bracket open before token `at` on this logical line; SIZE_MAX where none is.
    size_t open_bracket(size_t at) const {
        int depth = 0;
        for (size_t i = at; i-- > m_first;) {
            const T type = token(i).type;
            if (type == T::rpar || type == T::rsqb || type == T::rbrace) ++depth;
            if (type == T::lpar || type == T::lsqb || type == T::lbrace) {
                if (depth == 0) return i;
                --depth;
            }
        }
        return SIZE_MAX;
    }
    /// First token of a line's statement, behind `async`.
    size_t keyword_of(size_t first) const { return token(first).type == T::async ? first + 1 : first; }

    Found indentation() {
        if (token(m_at).type == T::indent) return SyntaxFailure::at(token(m_at).span, "unexpected indent", Exc::IndentationError);
        // A header that ends with ":" and no indented line below.
        if (m_at == 0) return std::nullopt;
        size_t newline = m_at;
        while (newline > 0 && (token(newline).type != T::newline)) {
            if (!is_layout(token(newline)) && newline != m_at) return std::nullopt;
            --newline;
        }
        if (newline == 0 || token(newline).type != T::newline || token(newline - 1).type != T::colon || token(m_at).type == T::indent)
            return std::nullopt;
        size_t first = newline - 1;
        while (first > 0 && !is_layout(token(first - 1))) --first;
        const size_t keyword = keyword_of(first);
        std::string what;
        switch (token(keyword).type) {
        case T::def: what = "function definition"; break;
        case T::class_: what = "class definition"; break;
        case T::if_: case T::elif: case T::else_: case T::for_: case T::while_: case T::with: case T::try_: case T::except:
        case T::finally: what = "'" + std::string(token(keyword).text) + "' statement"; break;
        default:
            if (token(keyword).text != "match" && token(keyword).text != "case") return std::nullopt;
            what = "'" + std::string(token(keyword).text) + "' statement";
        }
        if (token(keyword).type == T::except && token(keyword + 1).type == T::star) what = "'except*' statement";
        Span place = token(m_at).span;
        place.end_column = -1; // the caret stands alone
        return SyntaxFailure::at(place,
                                 "expected an indented block after " + what + " on line " + std::to_string(token(keyword).span.line),
                                 Exc::IndentationError);
    }

    Found old_print() {
        if (m_at == 0 || m_at - 1 != m_first || token(m_first).type != T::name || !begins_expression(token(m_at))) return std::nullopt;
        const std::string name(token(m_first).text);
        if (name != "print" && name != "exec") return std::nullopt;
        size_t last = m_at;
        while (last + 1 < m_stream.tokens.size() && !is_layout(token(last + 1)) && token(last + 1).type != T::end_marker) ++last;
        Span span = token(m_first).span;
        span.end_line = token(last).span.end_line;
        span.end_column = token(last).span.end_column;
        return SyntaxFailure::at(span, "Missing parentheses in call to '" + name + "'. Did you mean " + name + "(...)?");
    }

    /// What stands between `from` and `to` (both token indexes, `to` not included), as CPython names it.
    std::string target_kind(size_t from, size_t to) const {
        if (to == from + 1) {
            switch (token(from).type) {
            case T::number: case T::string: return token(from).text.find_first_of("fF") < token(from).text.find_first_of("'\"") &&
                                                           token(from).type == T::string
                                                       ? "f-string expression" : "literal";
            case T::True: return "True";
            case T::False: return "False";
            case T::None: return "None";
            case T::ellipsis: return "ellipsis";
            default: return "";
            }
        }
        int depth = 0;
        bool call = false;
        for (size_t i = from; i < to; ++i) {
            const T type = token(i).type;
            if (depth == 0) {
                if (type == T::lambda) return "lambda";
                if (type == T::await) return "await expression";
                if (type == T::yield) return "yield expression";
                if (type == T::if_) return "conditional expression";
                if (type == T::eqequal || type == T::notequal || type == T::less || type == T::greater || type == T::lessequal ||
                    type == T::greaterequal || type == T::in || type == T::is)
                    return "comparison";
                if (type == T::and_ || type == T::or_ || type == T::not_ ||
                    (type >= T::plus && type <= T::doubleslash && type != T::star && i > from) || (type == T::star && i > from) ||
                    (type == T::minus && i == from))
                    return "expression";
                if (type == T::lpar) call = i > from;
                if (type == T::dot) call = false;
                if (type == T::lsqb) call = false;
            }
            depth += type == T::lpar || type == T::lsqb || type == T::lbrace;
            depth -= type == T::rpar || type == T::rsqb || type == T::rbrace;
        }
        return call ? "function call" : "";
    }

    Found assignment() {
        int depth = 0;
        bool comma = false;
        size_t part = m_first;
        for (size_t i = m_first; i < m_stream.tokens.size() && !is_layout(token(i)) && token(i).type != T::end_marker; ++i) {
            const T type = token(i).type;
            depth += type == T::lpar || type == T::lsqb || type == T::lbrace;
            depth -= type == T::rpar || type == T::rsqb || type == T::rbrace;
            if (depth != 0) continue;
            comma = comma || type == T::comma;
            const bool augmented = type >= T::plusequal && type <= T::atequal;
            if (type != T::equal && !augmented) continue;
            const T head = token(keyword_of(m_first)).type;
            if (head == T::if_ || head == T::elif || head == T::while_) {
                Span span = token(i - 1).span;
                span.end_line = token(std::min(i + 1, m_stream.tokens.size() - 1)).span.end_line;
                span.end_column = token(std::min(i + 1, m_stream.tokens.size() - 1)).span.end_column;
                if (type == T::equal && ends_expression(token(i - 1)) && i - 1 >= m_first + 1) {
                    if (token(i - 1).type == T::name && (i < 2 || token(i - 2).type != T::dot))
                        return SyntaxFailure::at(span, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
                    const std::string kind = target_kind(m_first + 1, i);
                    Span whole = token(m_first + 1).span;
                    whole.end_line = token(i - 1).span.end_line;
                    whole.end_column = token(i - 1).span.end_column;
                    return SyntaxFailure::at(whole, "cannot assign to " + (kind.empty() ? std::string("attribute") : kind) +
                                                        " here. Maybe you meant '==' instead of '='?");
                }
                return std::nullopt;
            }
            const std::string kind = augmented && comma ? "tuple" : target_kind(part, i);
            if (!kind.empty() && i <= m_at + 1) {
                Span span = token(part).span;
                span.end_line = token(i - 1).span.end_line;
                span.end_column = token(i - 1).span.end_column;
                if (augmented)
                    return SyntaxFailure::at(span, "'" + kind + "' is an illegal expression for augmented assignment");
                const bool word = kind == "True" || kind == "False" || kind == "None" || kind == "comparison" || kind == "lambda" ||
                                  kind == "conditional expression";
                return SyntaxFailure::at(span, "cannot assign to " + kind + (word ? "" : " here. Maybe you meant '==' instead of '='?"));
            }
            part = i + 1;
        }
        return std::nullopt;
    }

    Found arguments() {
        const size_t open = open_bracket(m_at);
        if (open == SIZE_MAX || token(open).type != T::lpar || open == m_first) return std::nullopt;
        const bool definition = open >= 2 && token(open - 2).type == T::def;
        if (!definition && !ends_expression(token(open - 1))) return std::nullopt;
        bool keyword = false;
        int depth = 0;
        size_t start = open + 1;
        for (size_t i = open + 1; i < m_stream.tokens.size(); ++i) {
            const T type = token(i).type;
            if (type == T::end_marker || type == T::error) return std::nullopt;
            const bool closes = depth == 0 && type == T::rpar;
            if (depth == 0 && (type == T::comma || closes)) {
                if (i > start) {
                    bool has_equal = false;
                    int inner = 0;
                    for (size_t k = start; k < i; ++k) {
                        inner += token(k).type == T::lpar || token(k).type == T::lsqb || token(k).type == T::lbrace;
                        inner -= token(k).type == T::rpar || token(k).type == T::rsqb || token(k).type == T::rbrace;
                        has_equal = has_equal || (inner == 0 && token(k).type == T::equal);
                    }
                    const bool star = token(start).type == T::star || token(start).type == T::doublestar || token(start).type == T::slash;
                    if (definition && star) return std::nullopt;
                    if (!has_equal && !star && keyword) {
                        if (definition) return SyntaxFailure::at(token(start).span, "non-default argument follows default argument");
                        // CPython points at the closing parenthesis.
                        size_t close = i;
                        for (int d = 0; close < m_stream.tokens.size(); ++close) {
                            const T t = token(close).type;
                            if (t == T::end_marker) return std::nullopt;
                            if (t == T::rpar && d == 0) break;
                            d += t == T::lpar || t == T::lsqb || t == T::lbrace;
                            d -= t == T::rpar || t == T::rsqb || t == T::rbrace;
                        }
                        return SyntaxFailure::at(token(close).span, "positional argument follows keyword argument");
                    }
                    keyword = keyword || has_equal;
                }
                start = i + 1;
            }
            if (closes) return std::nullopt;
            depth += type == T::lpar || type == T::lsqb || type == T::lbrace;
            depth -= type == T::rpar || type == T::rsqb || type == T::rbrace;
        }
        return std::nullopt;
    }

    Found missing_colon() {
        if (token(m_at).type != T::newline || m_at == m_first) return std::nullopt;
        const size_t keyword = keyword_of(m_first);
        switch (token(keyword).type) {
        case T::if_: case T::elif: case T::else_: case T::for_: case T::while_: case T::def: case T::class_: case T::with:
        case T::try_: case T::except: case T::finally: break;
        default:
            if ((token(keyword).text != "match" && token(keyword).text != "case") || m_at < keyword + 2) return std::nullopt;
        }
        const Token& last = token(m_at - 1);
        const bool complete = ends_expression(last) || last.type == T::else_ || last.type == T::try_ || last.type == T::finally ||
                              last.type == T::except;
        if (last.type == T::colon || !complete) return std::nullopt;
        // `for x` and `def f` lack more than a colon.
        const auto has = [&](T type) {
            return std::any_of(m_stream.tokens.begin() + std::ptrdiff_t(keyword), m_stream.tokens.begin() + std::ptrdiff_t(m_at),
                               [&](const Token& t) { return t.type == type; });
        };
        if (token(keyword).type == T::for_ && !has(T::in)) return std::nullopt;
        if (token(keyword).type == T::def && !has(T::rpar)) return std::nullopt;
        return SyntaxFailure::at(token(m_at).span, "expected ':'");
    }

    Found missing_comma() {
        if (m_at == 0 || !begins_expression(token(m_at)) || !ends_expression(token(m_at - 1))) return std::nullopt;
        const size_t open = open_bracket(m_at);
        if (open == SIZE_MAX) return std::nullopt;
        if (token(m_at - 1).type == T::string && token(m_at).type == T::string) return std::nullopt;
        // From the start of the expression before to the end of the one behind.
        size_t start = m_at - 1;
        for (int depth = 0; start > open; --start) {
            const T type = token(start).type;
            depth += type == T::rpar || type == T::rsqb || type == T::rbrace;
            const bool opens = type == T::lpar || type == T::lsqb || type == T::lbrace;
            if (depth == 0 && (opens || type == T::comma || type == T::colon || type == T::equal)) break;
            depth -= opens;
        }
        Span span = token(start + 1).span;
        span.end_line = token(m_at).span.end_line;
        span.end_column = token(m_at).span.end_column;
        return SyntaxFailure::at(span, "invalid syntax. Perhaps you forgot a comma?");
    }

    const TokenStream& m_stream;
    size_t m_at, m_first;
};

} // namespace

SyntaxFailure diagnose(const TokenStream& stream, size_t furthest) {
    return Diagnosis(stream, furthest).find();
}

} // namespace relata::python
