// Parser, the match statement. Authority: CPython's Grammar/python.gram.
#include "python/number_literal.h"
#include "python/parser.h"
#include "python/parser_depth.h"

namespace relata::python {

using namespace ast;

Pattern* Parser::make_pattern(PatternKind kind, const Span& span) {
    return node<Pattern>(kind, span);
}

/// Null, and nothing consumed, where `match` is but a name.
Stmt* Parser::match_statement() {
    const size_t before = m_at;
    const Span first = start();
    advance();
    Expr* subject = nullptr;
    try {
        subject = [&]() -> Expr* {
            const Span here = start();
            Expr* value = star_named_expression();
            if (!at(T::comma)) {
                if (value->kind == ExprKind::Starred) reject();
                return value;
            }
            std::vector<Expr*> elts{value};
            while (accept(T::comma)) {
                if (at_expression_end()) break;
                elts.push_back(star_named_expression());
            }
            return node<ast::Tuple>(from(here), m_arena.copy(elts));
        }();
        if (!at(T::colon) || peek(1).type != T::newline) subject = nullptr;
    } catch (const Rejected& rejected) {
        m_furthest = std::max(m_furthest, rejected.furthest);
        subject = nullptr;
    }
    if (!subject) {
        m_at = before;
        return nullptr;
    }
    expect(T::colon);
    expect(T::newline);
    expect(T::indent);
    std::vector<MatchCase> cases;
    while (at_soft("case")) {
        advance();
        Pattern* pattern = open_pattern();
        Expr* guard = accept(T::if_) ? named_expression() : nullptr;
        expect(T::colon);
        cases.push_back({pattern, guard, block()});
    }
    if (cases.empty()) reject();
    expect(T::dedent);
    const Span& last = cases.back().body.back()->span;
    return node<Match>(Stmt{StmtKind::Match, {first.line, first.column, last.end_line, last.end_column}},
                       subject, m_arena.copy(cases));
}

/// `case a, *b:` needs no parentheses.
Pattern* Parser::open_pattern() {
    const Span first = start();
    Pattern* pattern = maybe_star_pattern();
    if (!at(T::comma)) {
        if (pattern->kind == PatternKind::star) reject();
        return pattern;
    }
    std::vector<Pattern*> patterns{pattern};
    while (accept(T::comma)) {
        if (at(T::colon) || at(T::if_)) break;
        patterns.push_back(maybe_star_pattern());
    }
    Pattern* result = make_pattern(PatternKind::sequence, from(first));
    result->patterns = m_arena.copy(patterns);
    return result;
}

Pattern* Parser::maybe_star_pattern() {
    if (!at(T::star)) return as_pattern();
    const Span first = start();
    advance();
    Str* name = expect_name();
    Pattern* result = make_pattern(PatternKind::star, from(first));
    if (*name != std::string_view("_")) result->name = name;
    return result;
}

Pattern* Parser::as_pattern() {
    const Depth depth(*this);
    const Span first = start();
    Pattern* pattern = or_pattern();
    if (!accept(T::as)) return pattern;
    if (at_soft("_")) reject();
    Str* name = expect_name();
    Pattern* result = make_pattern(PatternKind::as, from(first));
    result->pattern = pattern;
    result->name = name;
    return result;
}

Pattern* Parser::or_pattern() {
    const Span first = start();
    Pattern* pattern = closed_pattern();
    if (!at(T::vbar)) return pattern;
    std::vector<Pattern*> patterns{pattern};
    while (accept(T::vbar))
        patterns.push_back(closed_pattern());
    Pattern* result = make_pattern(PatternKind::or_, from(first));
    result->patterns = m_arena.copy(patterns);
    return result;
}

/// A number with its sign, or a complex number like `-1 + 2j`.
Expr* Parser::pattern_number() {
    const Span first = start();
    const auto signed_number = [&]() -> Expr* {
        const Span here = start();
        if (!accept(T::minus)) return at(T::number) ? number() : (reject(), nullptr);
        Expr* operand = at(T::number) ? number() : (reject(), nullptr);
        return node<ast::UnaryOp>(from(here), UnaryOperator::minus, operand);
    };
    Expr* left = signed_number();
    if (!at(T::plus) && !at(T::minus)) return left;
    const auto is_imaginary = [](const Token& token) { return (token.text.back() | 0x20) == 'j'; };
    if (is_imaginary(m_stream.tokens[m_at - 1])) reject();
    const BinaryOp op = advance().type == T::plus ? BinaryOp::add : BinaryOp::subtract;
    if (!at(T::number) || !is_imaginary(peek())) reject();
    Expr* right = number();
    return node<BinOp>(from(first), left, op, right);
}

/// A literal or a dotted name; null where there is neither.
Expr* Parser::pattern_value() {
    switch (peek().type) {
    case T::number:
    case T::minus:
        return pattern_number();
    case T::string:
        return strings();
    case T::None:
    case T::True:
    case T::False:
        return atom();
    case T::name: {
        if (peek(1).type != T::dot) return nullptr;
        const Span first = start();
        Expr* value = atom();
        while (accept(T::dot)) {
            Str* name = expect_name();
            value = node<Attribute>(from(first), value, name);
        }
        return value;
    }
    default:
        return nullptr;
    }
}

Pattern* Parser::closed_pattern() {
    const Depth depth(*this);
    const Span first = start();
    switch (peek().type) {
    case T::lpar:
        advance();
        return sequence_until(T::rpar, first, true);
    case T::lsqb:
        advance();
        return sequence_until(T::rsqb, first, false);
    case T::lbrace:
        return mapping_pattern();
    default:
        break;
    }
    if (Expr* value = pattern_value()) {
        if (value->kind == ExprKind::Attribute && at(T::lpar)) return class_pattern(value, first);
        const bool singleton = value->kind == ExprKind::Constant && (value->as<Constant>().value->is_none() ||
                                                                     value->as<Constant>().value->is_bool());
        Pattern* result = make_pattern(singleton ? PatternKind::singleton : PatternKind::value, from(first));
        result->value = value;
        return result;
    }
    if (!at(T::name)) reject();
    if (peek(1).type == T::lpar) return class_pattern(atom(), first);
    Str* name = expect_name();
    Pattern* result = make_pattern(PatternKind::as, from(first));
    if (*name != std::string_view("_")) result->name = name;
    return result;
}

Pattern* Parser::sequence_until(T closing, const Span& first, bool parenthesized) {
    std::vector<Pattern*> patterns;
    bool comma = false;
    while (!at(closing)) {
        patterns.push_back(maybe_star_pattern());
        if (!accept(T::comma)) break;
        comma = true;
    }
    expect(closing);
    if (parenthesized && patterns.size() == 1 && !comma) {
        if (patterns[0]->kind == PatternKind::star) reject();
        return patterns[0];
    }
    Pattern* result = make_pattern(PatternKind::sequence, from(first));
    result->patterns = m_arena.copy(patterns);
    return result;
}

Pattern* Parser::mapping_pattern() {
    const Span first = start();
    expect(T::lbrace);
    std::vector<Expr*> keys;
    std::vector<Pattern*> patterns;
    Str* rest = nullptr;
    while (!at(T::rbrace)) {
        if (rest) reject();
        if (accept(T::doublestar)) {
            if (at_soft("_")) reject();
            rest = expect_name();
        } else {
            Expr* key = pattern_value();
            if (!key) reject();
            expect(T::colon);
            keys.push_back(key);
            patterns.push_back(as_pattern());
        }
        if (!accept(T::comma)) break;
    }
    expect(T::rbrace);
    Pattern* result = make_pattern(PatternKind::mapping, from(first));
    result->keys = m_arena.copy(keys);
    result->patterns = m_arena.copy(patterns);
    result->name = rest;
    return result;
}

Pattern* Parser::class_pattern(Expr* cls, const Span& first) {
    expect(T::lpar);
    std::vector<Pattern*> positional, by_keyword;
    std::vector<Str*> names;
    while (!at(T::rpar)) {
        if (at(T::name) && peek(1).type == T::equal) {
            names.push_back(expect_name());
            advance();
            by_keyword.push_back(as_pattern());
        } else {
            Pattern* pattern = as_pattern();
            if (!names.empty()) reject();
            positional.push_back(pattern);
        }
        if (!accept(T::comma)) break;
    }
    expect(T::rpar);
    Pattern* result = make_pattern(PatternKind::class_, from(first));
    result->value = cls;
    result->patterns = m_arena.copy(positional);
    result->keyword_names = m_arena.copy(names);
    result->keyword_patterns = m_arena.copy(by_keyword);
    return result;
}

} // namespace relata::python
