// Parser, expressions. Authority: CPython's Grammar/python.gram.
// Long because it has one function for each level of precedence, in the grammar's order.
#include "python/number_literal.h"
#include "python/parser.h"
#include "python/parser_depth.h"
#include "support/protocol.h"

namespace relata::python {

using namespace ast;

Expr* Parser::constant(const Span& span, Value value) {
    return node<Constant>(span, m_arena.keep(std::move(value)));
}

/// Can no expression go on here: what may follow a trailing comma?
bool Parser::at_expression_end() {
    switch (peek().type) {
    case T::newline:
    case T::end_marker:
    case T::equal:
    case T::rpar:
    case T::rsqb:
    case T::rbrace:
    case T::colon:
    case T::semi:
    case T::in:
        return true;
    default:
        return peek().type >= T::plusequal && peek().type <= T::atequal;
    }
}

Expr* Parser::star_expressions() {
    const Span first = start();
    Expr* value = star_expression();
    if (!at(T::comma)) return value;
    std::vector<Expr*> elts{value};
    while (accept(T::comma)) {
        if (at_expression_end()) break;
        elts.push_back(star_expression());
    }
    return node<ast::Tuple>(from(first), m_arena.copy(elts));
}

Expr* Parser::star_expression() {
    if (!at(T::star)) return expression();
    const Span first = start();
    advance();
    Expr* value = bitwise_or();
    return node<Starred>(from(first), value);
}

Expr* Parser::star_named_expression() {
    return at(T::star) ? star_expression() : named_expression();
}

Expr* Parser::named_expression() {
    if (at(T::name) && peek(1).type == T::colonequal) {
        const Token& token = advance();
        auto* target = node<Name>(token.span, identifier(token));
        target->ctx = ExprContext::store;
        advance();
        Expr* value = expression();
        return node<NamedExpr>(from(token.span), target, value);
    }
    return expression();
}

Expr* Parser::expression() {
    const Depth depth(*this);
    if (at(T::lambda)) return lambda();
    const Span first = start();
    Expr* body = disjunction();
    if (!at(T::if_)) return body;
    advance();
    Expr* test = disjunction();
    expect(T::else_);
    Expr* orelse = expression();
    return node<IfExp>(from(first), test, body, orelse);
}

Expr* Parser::disjunction() {
    const Span first = start();
    Expr* value = conjunction();
    if (!at(T::or_)) return value;
    std::vector<Expr*> values{value};
    while (accept(T::or_))
        values.push_back(conjunction());
    return node<BoolOp>(from(first), BoolOperator::or_, m_arena.copy(values));
}

Expr* Parser::conjunction() {
    const Span first = start();
    Expr* value = inversion();
    if (!at(T::and_)) return value;
    std::vector<Expr*> values{value};
    while (accept(T::and_))
        values.push_back(inversion());
    return node<BoolOp>(from(first), BoolOperator::and_, m_arena.copy(values));
}

Expr* Parser::inversion() {
    if (!at(T::not_)) return comparison();
    const Depth depth(*this);
    const Span first = start();
    advance();
    Expr* operand = inversion();
    return node<ast::UnaryOp>(from(first), UnaryOperator::not_, operand);
}

Expr* Parser::comparison() {
    const Span first = start();
    Expr* left = bitwise_or();
    std::vector<CompareOperator> ops;
    std::vector<Expr*> comparators;
    for (;;) {
        CompareOperator op;
        switch (peek().type) {
        case T::eqequal:
            op = CompareOperator::eq;
            break;
        case T::notequal:
            op = CompareOperator::ne;
            break;
        case T::less:
            op = CompareOperator::lt;
            break;
        case T::lessequal:
            op = CompareOperator::le;
            break;
        case T::greater:
            op = CompareOperator::gt;
            break;
        case T::greaterequal:
            op = CompareOperator::ge;
            break;
        case T::in:
            op = CompareOperator::in;
            break;
        case T::is:
            op = peek(1).type == T::not_ ? CompareOperator::is_not : CompareOperator::is;
            break;
        case T::not_:
            if (peek(1).type != T::in) reject();
            op = CompareOperator::not_in;
            break;
        default:
            if (ops.empty()) return left;
            return node<Compare>(from(first), left, m_arena.copy(ops), m_arena.copy(comparators));
        }
        m_at += op == CompareOperator::is_not || op == CompareOperator::not_in ? 2 : 1;
        ops.push_back(op);
        comparators.push_back(bitwise_or());
    }
}

namespace {

struct BinaryOperator {
    int precedence;
    BinaryOp op;
};
BinaryOperator binary_operator(TokenType type) {
    switch (type) {
    case TokenType::vbar:
        return {1, BinaryOp::bit_or};
    case TokenType::circumflex:
        return {2, BinaryOp::bit_xor};
    case TokenType::amper:
        return {3, BinaryOp::bit_and};
    case TokenType::leftshift:
        return {4, BinaryOp::lshift};
    case TokenType::rightshift:
        return {4, BinaryOp::rshift};
    case TokenType::plus:
        return {5, BinaryOp::add};
    case TokenType::minus:
        return {5, BinaryOp::subtract};
    case TokenType::star:
        return {6, BinaryOp::multiply};
    case TokenType::slash:
        return {6, BinaryOp::true_divide};
    case TokenType::doubleslash:
        return {6, BinaryOp::floor_divide};
    case TokenType::percent:
        return {6, BinaryOp::remainder};
    case TokenType::at:
        return {6, BinaryOp::matrix_multiply};
    default:
        return {0, BinaryOp::add};
    }
}

} // namespace

/// Operators that bind tighter than `precedence`, by precedence climbing; all are left-associative.
Expr* Parser::binary(int precedence) {
    const Span first = start();
    Expr* left = factor();
    for (;;) {
        const BinaryOperator found = binary_operator(peek().type);
        if (found.precedence <= precedence) return left;
        advance();
        Expr* right = binary(found.precedence);
        left = node<BinOp>(from(first), left, found.op, right);
    }
}

Expr* Parser::factor() {
    UnaryOperator op;
    switch (peek().type) {
    case T::plus:
        op = UnaryOperator::plus;
        break;
    case T::minus:
        op = UnaryOperator::minus;
        break;
    case T::tilde:
        op = UnaryOperator::invert;
        break;
    default:
        return power();
    }
    const Depth depth(*this);
    const Span first = start();
    advance();
    Expr* operand = factor();
    return node<ast::UnaryOp>(from(first), op, operand);
}

Expr* Parser::power() {
    const Span first = start();
    Expr* left;
    if (accept(T::await)) {
        Expr* value = primary();
        left = node<Await>(from(first), value);
    } else {
        left = primary();
    }
    if (!at(T::doublestar)) return left;
    const Depth depth(*this);
    advance();
    Expr* right = factor();
    return node<BinOp>(from(first), left, BinaryOp::power, right);
}

Expr* Parser::primary() {
    const Span first = start();
    Expr* value = atom();
    for (;;) {
        switch (peek().type) {
        case T::dot: {
            advance();
            Str* name = expect_name();
            value = node<Attribute>(from(first), value, name);
            break;
        }
        case T::lpar:
            value = call(value, first);
            break;
        case T::lsqb: {
            advance();
            Expr* index = slices();
            expect(T::rsqb);
            value = node<Subscript>(from(first), value, index);
            break;
        }
        default:
            return value;
        }
    }
}

Expr* Parser::call(Expr* function, const Span& first) {
    expect(T::lpar);
    std::vector<Expr*> args;
    std::vector<Keyword> keywords;
    arguments(args, keywords);
    expect(T::rpar);
    // A generator expression that is the only argument takes the call's parentheses into its span.
    if (args.size() == 1 && keywords.empty() && args[0]->kind == ExprKind::GeneratorExp &&
        args[0]->span.column >= 0 && m_stream.tokens[m_at - 2].type != T::comma) {
        auto& generator = args[0]->as<ComprehensionExpr>();
        if (generator.span.end_line == 0) {
            generator.span.end_line = m_stream.tokens[m_at - 1].span.end_line;
            generator.span.end_column = m_stream.tokens[m_at - 1].span.end_column;
        }
    }
    return node<Call>(from(first), function, m_arena.copy(args), m_arena.copy(keywords));
}

/// Up to the closing parenthesis, which is left.
void Parser::arguments(std::vector<Expr*>& args, std::vector<Keyword>& keywords) {
    const Span open = m_stream.tokens[m_at - 1].span;
    bool after_keyword = false, after_double_star = false;
    while (!at(T::rpar)) {
        const Span first = start();
        if (accept(T::star)) {
            if (after_double_star) reject();
            Expr* value = expression();
            args.push_back(node<Starred>(from(first), value));
        } else if (accept(T::doublestar)) {
            Expr* value = expression();
            keywords.push_back({nullptr, value, from(first)});
            after_keyword = after_double_star = true;
        } else if (at(T::name) && peek(1).type == T::equal) {
            Str* name = identifier(advance());
            advance();
            Expr* value = expression();
            keywords.push_back({name, value, from(first)});
            after_keyword = true;
        } else {
            if (after_keyword) reject();
            Expr* value = named_expression();
            if (at_comprehension()) {
                const auto clauses = comprehension_clauses();
                const bool alone = args.empty() && at(T::rpar);
                if (!alone) reject();
                Span span = open;
                span.end_line = 0; // call() closes it
                args.push_back(
                    node<ComprehensionExpr>(span, ExprKind::GeneratorExp, value, nullptr, clauses));
                return;
            }
            args.push_back(value);
        }
        if (!accept(T::comma)) break;
    }
}

Expr* Parser::slices() {
    const Span first = start();
    Expr* value = slice();
    if (!at(T::comma)) {
        // `x[*y]` is a tuple of one.
        if (value->kind != ExprKind::Starred) return value;
        std::vector<Expr*> elts{value};
        return node<ast::Tuple>(from(first), m_arena.copy(elts));
    }
    std::vector<Expr*> elts{value};
    while (accept(T::comma)) {
        if (at(T::rsqb)) break;
        elts.push_back(slice());
    }
    return node<ast::Tuple>(from(first), m_arena.copy(elts));
}

Expr* Parser::slice() {
    const Span first = start();
    if (at(T::star)) return star_expression();
    Expr* lower = nullptr;
    if (!at(T::colon)) {
        lower = named_expression();
        if (!at(T::colon) || lower->kind == ExprKind::NamedExpr) return lower;
    }
    expect(T::colon);
    Expr *upper = nullptr, *step = nullptr;
    if (!at(T::colon) && !at(T::comma) && !at(T::rsqb)) upper = expression();
    if (accept(T::colon) && !at(T::comma) && !at(T::rsqb)) step = expression();
    return node<Slice>(from(first), lower, upper, step);
}

Expr* Parser::atom() {
    const Token& token = peek();
    switch (token.type) {
    case T::name:
        advance();
        return node<Name>(token.span, identifier(token));
    case T::True:
        advance();
        return constant(token.span, Value::boolean(true));
    case T::False:
        advance();
        return constant(token.span, Value::boolean(false));
    case T::None:
        advance();
        return constant(token.span, Value::none());
    case T::ellipsis:
        advance();
        return constant(token.span, Value::ellipsis());
    case T::number:
        return number();
    case T::string:
        return strings();
    case T::lpar:
        return group_or_tuple();
    case T::lsqb:
        return list_display();
    case T::lbrace:
        return dict_or_set();
    default:
        reject();
    }
}

Expr* Parser::number() {
    const Token& token = advance();
    try {
        return constant(token.span, parse_number(m_runtime, token.text));
    } catch (const Error& error) { // more decimal digits than int() takes
        if (!m_runtime.matches(error, Exc::ValueError)) throw;
        const Value exception = error.exception();
        throw SyntaxFailure{.message = (exception.is_set() ? str_text(m_runtime, exception) : error.message()) +
                                       " - Consider hexadecimal for huge integer literals to avoid decimal "
                                       "conversion limits",
                            .line = token.span.line,
                            .column = -1};
    }
}

Expr* Parser::group_or_tuple() {
    const Depth depth(*this);
    const Span first = start();
    expect(T::lpar);
    if (accept(T::rpar)) return node<ast::Tuple>(from(first), Exprs{});
    if (at(T::yield)) {
        Expr* value = yield_expression();
        expect(T::rpar);
        return value;
    }
    Expr* value = star_named_expression();
    if (at_comprehension()) {
        if (value->kind == ExprKind::Starred) reject();
        const auto clauses = comprehension_clauses();
        expect(T::rpar);
        return node<ComprehensionExpr>(from(first), ExprKind::GeneratorExp, value, nullptr, clauses);
    }
    if (!at(T::comma)) {
        expect(T::rpar);
        if (value->kind == ExprKind::Starred) reject();
        return value;
    }
    std::vector<Expr*> elts{value};
    while (accept(T::comma)) {
        if (at(T::rpar)) break;
        elts.push_back(star_named_expression());
    }
    expect(T::rpar);
    return node<ast::Tuple>(from(first), m_arena.copy(elts));
}

Expr* Parser::list_display() {
    const Depth depth(*this);
    const Span first = start();
    expect(T::lsqb);
    std::vector<Expr*> elts;
    while (!at(T::rsqb)) {
        elts.push_back(star_named_expression());
        if (elts.size() == 1 && at_comprehension()) {
            if (elts[0]->kind == ExprKind::Starred) reject();
            const auto clauses = comprehension_clauses();
            expect(T::rsqb);
            return node<ComprehensionExpr>(from(first), ExprKind::ListComp, elts[0], nullptr, clauses);
        }
        if (!accept(T::comma)) break;
    }
    expect(T::rsqb);
    return node<ast::List>(from(first), m_arena.copy(elts));
}

Expr* Parser::dict_or_set() {
    const Depth depth(*this);
    const Span first = start();
    expect(T::lbrace);
    std::vector<Expr*> keys, values;
    if (accept(T::rbrace)) return node<ast::Dict>(from(first), Exprs{}, Exprs{});
    bool is_dict = at(T::doublestar);
    for (bool first_item = true; !at(T::rbrace); first_item = false) {
        if (is_dict && accept(T::doublestar)) {
            keys.push_back(nullptr);
            values.push_back(bitwise_or());
            if (first_item && at_comprehension()) reject();
        } else {
            Expr* key = is_dict ? expression() : star_named_expression();
            if (first_item && at(T::colon) && key->kind != ExprKind::Starred &&
                key->kind != ExprKind::NamedExpr)
                is_dict = true;
            if (is_dict) {
                expect(T::colon);
                keys.push_back(key);
            }
            values.push_back(is_dict ? expression() : key);
            if (first_item && at_comprehension()) {
                if (key->kind == ExprKind::Starred) reject();
                const auto clauses = comprehension_clauses();
                expect(T::rbrace);
                return is_dict
                           ? node<ComprehensionExpr>(from(first), ExprKind::DictComp, key, values[0], clauses)
                           : node<ComprehensionExpr>(from(first), ExprKind::SetComp, key, nullptr, clauses);
            }
        }
        if (!accept(T::comma)) break;
    }
    expect(T::rbrace);
    if (is_dict) return node<ast::Dict>(from(first), m_arena.copy(keys), m_arena.copy(values));
    return node<ast::Set>(from(first), m_arena.copy(values));
}

bool Parser::at_comprehension() {
    return at(T::for_) || (at(T::async) && peek(1).type == T::for_);
}

std::span<Comprehension> Parser::comprehension_clauses() {
    std::vector<Comprehension> clauses;
    while (at_comprehension()) {
        const bool is_async = accept(T::async);
        expect(T::for_);
        Expr* target = target_list();
        expect(T::in);
        Expr* iter = disjunction();
        std::vector<Expr*> ifs;
        while (accept(T::if_))
            ifs.push_back(disjunction());
        clauses.push_back({target, iter, m_arena.copy(ifs), is_async});
    }
    return m_arena.copy(clauses);
}

Expr* Parser::target_list() {
    const Span first = start();
    const auto target = [&]() -> Expr* {
        const Span here = start();
        if (accept(T::star)) {
            Expr* value = primary();
            return node<Starred>(from(here), value);
        }
        return primary();
    };
    Expr* result = target();
    if (at(T::comma)) {
        std::vector<Expr*> elts{result};
        while (accept(T::comma)) {
            if (at_expression_end()) break;
            elts.push_back(target());
        }
        result = node<ast::Tuple>(from(first), m_arena.copy(elts));
    }
    to_target(*result, ExprContext::store);
    return result;
}

Expr* Parser::lambda() {
    const Span first = start();
    expect(T::lambda);
    Arguments* args = parameters(T::colon, false);
    expect(T::colon);
    Expr* body = expression();
    return node<Lambda>(from(first), args, body);
}

Expr* Parser::yield_expression() {
    const Span first = start();
    expect(T::yield);
    if (accept(T::from)) {
        Expr* value = expression();
        return node<YieldFrom>(from(first), value);
    }
    Expr* value = at_expression_end() ? nullptr : star_expressions();
    return node<Yield>(from(first), value);
}

bool Parser::is_parenthesized(const Expr& e) const {
    // Groups leave no node: a span that starts behind its first token, or a tuple with its parenthesis.
    for (size_t i = m_at; i-- > 0;) {
        const Token& token = m_stream.tokens[i];
        if (token.span.line < e.span.line ||
            (token.span.line == e.span.line && token.span.column < e.span.column))
            return token.type == T::lpar;
    }
    return false;
}

void Parser::to_target(Expr& e, ExprContext context) {
    switch (e.kind) {
    case ExprKind::Name:
        e.as<Name>().ctx = context;
        return;
    case ExprKind::Attribute:
        e.as<Attribute>().ctx = context;
        return;
    case ExprKind::Subscript:
        e.as<Subscript>().ctx = context;
        return;
    case ExprKind::Starred:
        if (context == ExprContext::del) reject();
        e.as<Starred>().ctx = context;
        to_target(*e.as<Starred>().value, context);
        return;
    case ExprKind::List:
        e.as<ast::List>().ctx = context;
        for (Expr* item : e.as<ast::List>().elts)
            to_target(*item, context);
        return;
    case ExprKind::Tuple:
        e.as<ast::Tuple>().ctx = context;
        for (Expr* item : e.as<ast::Tuple>().elts)
            to_target(*item, context);
        return;
    default:
        reject();
    }
}

} // namespace relata::python
