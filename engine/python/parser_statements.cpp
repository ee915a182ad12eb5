// Parser, statements. Authority: CPython's Grammar/python.gram.
#include "python/parser.h"
#include "python/parser_depth.h"

namespace relata::python {

using namespace ast;

namespace {

BinaryOp augmented_operator(TokenType type) {
    switch (type) {
    case TokenType::plusequal:
        return BinaryOp::add;
    case TokenType::minequal:
        return BinaryOp::subtract;
    case TokenType::starequal:
        return BinaryOp::multiply;
    case TokenType::slashequal:
        return BinaryOp::true_divide;
    case TokenType::percentequal:
        return BinaryOp::remainder;
    case TokenType::amperequal:
        return BinaryOp::bit_and;
    case TokenType::vbarequal:
        return BinaryOp::bit_or;
    case TokenType::circumflexequal:
        return BinaryOp::bit_xor;
    case TokenType::leftshiftequal:
        return BinaryOp::lshift;
    case TokenType::rightshiftequal:
        return BinaryOp::rshift;
    case TokenType::doublestarequal:
        return BinaryOp::power;
    case TokenType::doubleslashequal:
        return BinaryOp::floor_divide;
    default:
        return BinaryOp::matrix_multiply;
    }
}

bool is_augmented(TokenType type) {
    return type >= TokenType::plusequal && type <= TokenType::atequal;
}

} // namespace

void Parser::statement(std::vector<Stmt*>& out) {
    const Depth depth(*this);
    const Span first = start();
    switch (peek().type) {
    case T::if_:
        out.push_back(if_statement());
        return;
    case T::while_:
        out.push_back(while_statement());
        return;
    case T::for_:
        out.push_back(for_statement(first, false));
        return;
    case T::try_:
        out.push_back(try_statement());
        return;
    case T::with:
        out.push_back(with_statement(first, false));
        return;
    case T::def:
        out.push_back(function_def(first, {}, false));
        return;
    case T::class_:
        out.push_back(class_def(first, {}));
        return;
    case T::at:
        out.push_back(decorated());
        return;
    case T::async:
        advance();
        if (at(T::def))
            out.push_back(function_def(first, {}, true));
        else if (at(T::for_))
            out.push_back(for_statement(first, true));
        else if (at(T::with))
            out.push_back(with_statement(first, true));
        else
            reject();
        return;
    case T::name:
        if (peek().text == "match") {
            if (Stmt* match = match_statement()) {
                out.push_back(match);
                return;
            }
        }
        break;
    default:
        break;
    }
    simple_statements(out);
}

void Parser::simple_statements(std::vector<Stmt*>& out) {
    for (;;) {
        out.push_back(simple_statement());
        if (!accept(T::semi)) break;
        if (at(T::newline)) break;
    }
    expect(T::newline);
}

Stmt* Parser::simple_statement() {
    const Span first = start();
    switch (peek().type) {
    case T::pass:
        advance();
        return node<Simple>(Stmt{StmtKind::Pass, from(first)});
    case T::break_:
        advance();
        return node<Simple>(Stmt{StmtKind::Break, from(first)});
    case T::continue_:
        advance();
        return node<Simple>(Stmt{StmtKind::Continue, from(first)});
    case T::return_: {
        advance();
        Expr* value = at(T::newline) || at(T::semi) ? nullptr : star_expressions();
        return node<Return>(Stmt{StmtKind::Return, from(first)}, value);
    }
    case T::raise: {
        advance();
        Expr *exc = nullptr, *cause = nullptr;
        if (!at(T::newline) && !at(T::semi)) {
            exc = expression();
            if (accept(T::from)) cause = expression();
        }
        return node<Raise>(Stmt{StmtKind::Raise, from(first)}, exc, cause);
    }
    case T::del: {
        advance();
        std::vector<Expr*> targets;
        do {
            if (!targets.empty() && (at(T::newline) || at(T::semi))) break;
            Expr* target = primary();
            to_target(*target, ExprContext::del);
            targets.push_back(target);
        } while (accept(T::comma));
        if (!at(T::newline) && !at(T::semi)) reject();
        return node<Delete>(Stmt{StmtKind::Delete, from(first)}, m_arena.copy(targets));
    }
    case T::assert_: {
        advance();
        Expr* test = expression();
        Expr* message = accept(T::comma) ? expression() : nullptr;
        return node<Assert>(Stmt{StmtKind::Assert, from(first)}, test, message);
    }
    case T::global:
    case T::nonlocal: {
        const StmtKind kind = advance().type == T::global ? StmtKind::Global : StmtKind::Nonlocal;
        std::vector<Str*> names;
        do
            names.push_back(expect_name());
        while (accept(T::comma));
        return node<Names>(Stmt{kind, from(first)}, m_arena.copy(names));
    }
    case T::import_:
        return import_name();
    case T::from:
        return import_from();
    default:
        return expression_statement();
    }
}

Stmt* Parser::expression_statement() {
    const Span first = start();
    const size_t first_token = m_at;
    const auto right_hand_side = [&] { return at(T::yield) ? yield_expression() : star_expressions(); };
    Expr* value = right_hand_side();
    const bool parenthesized = m_stream.tokens[first_token].type == T::lpar &&
                               value->kind != ExprKind::Tuple &&
                               m_stream.tokens[first_token].span.column != value->span.column;
    if (at(T::equal)) {
        std::vector<Expr*> targets;
        while (at(T::equal)) {
            if (value->kind == ExprKind::Yield || value->kind == ExprKind::YieldFrom) reject();
            to_target(*value, ExprContext::store);
            targets.push_back(value);
            advance();
            value = right_hand_side();
        }
        return node<Assign>(Stmt{StmtKind::Assign, from(first)}, m_arena.copy(targets), value);
    }
    if (is_augmented(peek().type)) {
        const bool single = value->kind == ExprKind::Name || value->kind == ExprKind::Attribute ||
                            value->kind == ExprKind::Subscript;
        if (!single) reject();
        to_target(*value, ExprContext::store);
        const BinaryOp op = augmented_operator(advance().type);
        Expr* operand = right_hand_side();
        return node<AugAssign>(Stmt{StmtKind::AugAssign, from(first)}, value, op, operand);
    }
    if (at(T::colon)) {
        const bool single = value->kind == ExprKind::Name || value->kind == ExprKind::Attribute ||
                            value->kind == ExprKind::Subscript;
        if (!single) reject();
        to_target(*value, ExprContext::store);
        advance();
        Expr* annotation = expression();
        Expr* assigned = accept(T::equal) ? right_hand_side() : nullptr;
        return node<AnnAssign>(Stmt{StmtKind::AnnAssign, from(first)}, value, annotation, assigned,
                               value->kind == ExprKind::Name && !parenthesized);
    }
    return node<ExprStmt>(Stmt{StmtKind::Expr, from(first)}, value);
}

Stmt* Parser::import_name() {
    const Span first = start();
    expect(T::import_);
    std::vector<Alias> names;
    do {
        const Span here = start();
        std::string dotted(expect(T::name).text);
        while (accept(T::dot))
            dotted += "." + std::string(expect(T::name).text);
        Str* asname = accept(T::as) ? expect_name() : nullptr;
        names.push_back({m_runtime.intern(dotted).get(), asname, from(here)});
    } while (accept(T::comma));
    return node<Import>(Stmt{StmtKind::Import, from(first)}, m_arena.copy(names));
}

Stmt* Parser::import_from() {
    const Span first = start();
    expect(T::from);
    int level = 0;
    for (; at(T::dot) || at(T::ellipsis); advance())
        level += at(T::dot) ? 1 : 3;
    Str* module = nullptr;
    if (level == 0 || at(T::name)) {
        std::string dotted(expect(T::name).text);
        while (accept(T::dot))
            dotted += "." + std::string(expect(T::name).text);
        module = m_runtime.intern(dotted).get();
    }
    expect(T::import_);
    std::vector<Alias> names;
    if (at(T::star)) {
        const Span here = start();
        advance();
        names.push_back({m_runtime.intern("*").get(), nullptr, here});
    } else {
        const bool parenthesized = accept(T::lpar);
        for (;;) {
            const Span here = start();
            Str* name = expect_name();
            Str* asname = accept(T::as) ? expect_name() : nullptr;
            names.push_back({name, asname, from(here)});
            if (!accept(T::comma)) break;
            if (parenthesized && at(T::rpar)) break;
        }
        if (parenthesized) expect(T::rpar);
    }
    return node<ImportFrom>(Stmt{StmtKind::ImportFrom, from(first)}, module, m_arena.copy(names), level);
}

Stmts Parser::block() {
    std::vector<Stmt*> body;
    if (accept(T::newline)) {
        expect(T::indent);
        while (!at(T::dedent) && !at(T::end_marker))
            statement(body);
        expect(T::dedent);
    } else {
        simple_statements(body);
    }
    return m_arena.copy(body);
}

Stmts Parser::else_block() {
    if (!accept(T::else_)) return {};
    expect(T::colon);
    return block();
}

namespace {
/// A compound statement ends where its last statement does: the tokens behind that are line ends and dedents.
Span ending_with(const Span& first, Stmts a, Stmts b = {}, Stmts c = {}) {
    const Span& last = (!c.empty() ? c : !b.empty() ? b : a).back()->span;
    return {first.line, first.column, last.end_line, last.end_column};
}
} // namespace

Stmt* Parser::if_statement() {
    const Depth depth(*this);
    const Span first = start();
    advance(); // if, elif
    Expr* test = named_expression();
    expect(T::colon);
    const Stmts body = block();
    Stmts orelse;
    if (at(T::elif)) {
        std::vector<Stmt*> nested{if_statement()};
        orelse = m_arena.copy(nested);
    } else {
        orelse = else_block();
    }
    return node<If>(Stmt{StmtKind::If, ending_with(first, body, orelse)}, test, body, orelse);
}

Stmt* Parser::while_statement() {
    const Span first = start();
    advance();
    Expr* test = named_expression();
    expect(T::colon);
    const Stmts body = block();
    const Stmts orelse = else_block();
    return node<While>(Stmt{StmtKind::While, ending_with(first, body, orelse)}, test, body, orelse);
}

Stmt* Parser::for_statement(const Span& first, bool is_async) {
    expect(T::for_);
    Expr* target = target_list();
    expect(T::in);
    Expr* iter = star_expressions();
    expect(T::colon);
    const Stmts body = block();
    const Stmts orelse = else_block();
    return node<For>(Stmt{StmtKind::For, ending_with(first, body, orelse)}, target, iter, body, orelse,
                     is_async);
}

Stmt* Parser::try_statement() {
    const Span first = start();
    advance();
    expect(T::colon);
    const Stmts body = block();
    std::vector<ExceptHandler> handlers;
    bool is_star = false;
    Span end = ending_with(first, body);
    while (at(T::except)) {
        const Span here = start();
        advance();
        const bool star = accept(T::star);
        if (!handlers.empty() && star != is_star) reject();
        is_star = star;
        ExceptHandler handler{};
        if (!at(T::colon)) {
            handler.type = expression();
            if (accept(T::as)) handler.name = expect_name();
        } else if (star) {
            reject();
        }
        expect(T::colon);
        handler.body = block();
        handler.span = ending_with(here, handler.body);
        end = ending_with(first, handler.body);
        if (!handlers.empty() && !handlers.back().type)
            throw SyntaxFailure::at(handlers.back().span, "default 'except:' must be last");
        handlers.push_back(handler);
    }
    Stmts orelse, finalbody;
    if (!handlers.empty() && at(T::else_)) {
        orelse = else_block();
        end = ending_with(first, orelse);
    }
    if (accept(T::finally)) {
        expect(T::colon);
        finalbody = block();
        end = ending_with(first, finalbody);
    } else if (handlers.empty()) {
        reject();
    }
    return node<Try>(Stmt{StmtKind::Try, end}, body, m_arena.copy(handlers), orelse, finalbody, is_star);
}

WithItem Parser::with_item() {
    Expr* context = expression();
    Expr* target = nullptr;
    if (accept(T::as)) {
        const Span here = start();
        target = at(T::star) ? star_expression() : primary();
        static_cast<void>(here);
        to_target(*target, ExprContext::store);
    }
    return {context, target};
}

/// `with (a as b, c as d):`. False, and nothing consumed, where the parenthesis belongs to an expression.
bool Parser::parenthesized_with_items(std::vector<WithItem>& items) {
    const size_t before = m_at;
    try {
        expect(T::lpar);
        do {
            if (at(T::rpar)) break;
            items.push_back(with_item());
        } while (accept(T::comma));
        expect(T::rpar);
        if (at(T::colon) && !items.empty()) return true;
    } catch (const Rejected& rejected) {
        m_furthest = std::max(m_furthest, rejected.furthest);
    }
    m_at = before;
    items.clear();
    return false;
}

Stmt* Parser::with_statement(const Span& first, bool is_async) {
    expect(T::with);
    std::vector<WithItem> items;
    if (!at(T::lpar) || !parenthesized_with_items(items)) {
        do
            items.push_back(with_item());
        while (accept(T::comma));
    }
    expect(T::colon);
    const Stmts body = block();
    return node<With>(Stmt{StmtKind::With, ending_with(first, body)}, m_arena.copy(items), body, is_async);
}

Stmt* Parser::decorated() {
    std::vector<Expr*> decorators;
    while (accept(T::at)) {
        decorators.push_back(named_expression());
        expect(T::newline);
    }
    const Span first = start();
    const Exprs list = m_arena.copy(decorators);
    if (at(T::class_)) return class_def(first, list);
    const bool is_async = accept(T::async);
    if (!at(T::def)) reject();
    return function_def(first, list, is_async);
}

Stmt* Parser::function_def(const Span& first, Exprs decorators, bool is_async) {
    expect(T::def);
    Str* name = expect_name();
    expect(T::lpar);
    Arguments* args = parameters(T::rpar, true);
    expect(T::rpar);
    Expr* returns = accept(T::arrow) ? expression() : nullptr;
    expect(T::colon);
    const Stmts body = block();
    return node<FunctionDef>(Stmt{StmtKind::FunctionDef, ending_with(first, body)}, name, args, body,
                             decorators, returns, is_async);
}

Stmt* Parser::class_def(const Span& first, Exprs decorators) {
    expect(T::class_);
    Str* name = expect_name();
    std::vector<Expr*> bases;
    std::vector<Keyword> keywords;
    if (accept(T::lpar)) {
        arguments(bases, keywords);
        if (bases.size() == 1 && bases[0]->kind == ExprKind::GeneratorExp && bases[0]->span.end_line == 0) reject();
        expect(T::rpar);
    }
    expect(T::colon);
    const Stmts body = block();
    return node<ClassDef>(Stmt{StmtKind::ClassDef, ending_with(first, body)}, name, m_arena.copy(bases),
                          m_arena.copy(keywords), body, decorators);
}

/// Up to `closing`, which is left.
Arguments* Parser::parameters(T closing, bool annotated) {
    auto* result = node<Arguments>();
    std::vector<Arg> positional, keyword_only;
    std::vector<Expr*> defaults, kw_defaults;
    bool star = false;
    const auto parameter = [&](bool starred) {
        const Span here = start();
        Str* name = expect_name();
        Expr* annotation = nullptr;
        if (annotated && accept(T::colon))
            annotation = starred && at(T::star) ? star_expression() : expression();
        return Arg{name, annotation, from(here)};
    };
    while (!at(closing)) {
        if (accept(T::doublestar)) {
            result->kwarg = node<Arg>(parameter(false));
            if (at(T::equal)) reject();
            accept(T::comma);
            break;
        }
        if (at(T::star)) {
            if (star) reject();
            advance();
            star = true;
            if (at(T::comma)) {
                if (peek(1).type == closing || peek(1).type == T::doublestar) {
                    advance();
                    reject();
                }
            } else {
                result->vararg = node<Arg>(parameter(true));
                if (at(T::equal)) reject();
            }
        } else if (at(T::slash)) {
            if (star || !result->posonlyargs.empty() || positional.empty()) reject();
            advance();
            result->posonlyargs = m_arena.copy(positional);
            positional.clear();
        } else {
            const Arg arg = parameter(false);
            Expr* value = accept(T::equal) ? expression() : nullptr;
            if (star) {
                keyword_only.push_back(arg);
                kw_defaults.push_back(value);
            } else {
                if (!value && !defaults.empty()) reject();
                positional.push_back(arg);
                if (value) defaults.push_back(value);
            }
        }
        if (!accept(T::comma)) break;
    }
    if (!at(closing)) reject();
    result->args = m_arena.copy(positional);
    result->kwonlyargs = m_arena.copy(keyword_only);
    result->kw_defaults = m_arena.copy(kw_defaults);
    result->defaults = m_arena.copy(defaults);
    return result;
}

} // namespace relata::python
