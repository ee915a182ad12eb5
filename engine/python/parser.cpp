#include "python/parser.h"

#include "python/parser_depth.h"

namespace relata::python {

using namespace ast;

Parser::Parser(Runtime& runtime, const Source& source, const TokenStream& stream, Arena& arena)
    : m_runtime(runtime), m_source(source), m_stream(stream), m_arena(arena) {}

const Token& Parser::peek(size_t ahead) {
    const size_t index = std::min(m_at + ahead, m_stream.tokens.size() - 1);
    const Token& token = m_stream.tokens[index];
    if (token.type == T::error) tokenizer_failed();
    m_furthest = std::max(m_furthest, index);
    return token;
}

bool Parser::accept(T type) {
    if (!at(type)) return false;
    ++m_at;
    return true;
}

const Token& Parser::expect(T type) {
    if (!at(type)) reject();
    return advance();
}

void Parser::reject() {
    throw Rejected{std::max(m_furthest, m_at)};
}

void Parser::tokenizer_failed() {
    throw *m_stream.failure;
}

Span Parser::from(const Span& first) const {
    const Span& last = m_stream.tokens[m_at - 1].span;
    return {first.line, first.column, last.end_line, last.end_column};
}

Str* Parser::identifier(const Token& token) {
    return m_runtime.intern(token.text).get(); // the table of interned strings keeps it
}

Stmts Parser::parse_module() {
    std::vector<Stmt*> body;
    while (!at(T::end_marker)) {
        m_statement = m_at;
        statement(body);
    }
    return m_arena.copy(body);
}

Expr* Parser::parse_expression_input() {
    Expr* value = star_expressions();
    while (accept(T::newline)) {
    }
    expect(T::end_marker);
    return value;
}

} // namespace relata::python
