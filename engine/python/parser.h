// Parser: tokens to a tree, by recursive descent in one pass.
//
// It says only that and where a program is wrong; what to tell the learner is found by diagnose()
// (syntax_diagnosis.h), which runs only then. That is CPython's way, too (Parser/pegen.c: the second pass),
// and keeps the usual path fast.
#pragma once

#include "python/ast.h"
#include "python/compiler.h"
#include "python/tokenizer.h"

namespace relata::python {

class Parser {
  public:
    /// `source` and `stream` outlive the parser.
    Parser(Runtime& runtime, const Source& source, const TokenStream& stream, ast::Arena& arena);

    /// Throws SyntaxFailure (strings, f-strings, nesting, errors of the tokenizer) or Rejected.
    ast::Stmts parse_module();
    ast::Expr* parse_expression_input();

    /// Index of the first token of the outermost statement that is being parsed.
    size_t statement_start() const { return m_statement; }

    /// The tokens are no program. `furthest`: the last token that was looked at.
    struct Rejected {
        size_t furthest;
    };

  private:
    friend class StringParser;
    using T = TokenType;
    template <class N, class... A>
    N* node(A&&... args) {
        return m_arena.make<N>(std::forward<A>(args)...);
    }
    class Depth;

    const Token& peek() {
        const Token& token = m_stream.tokens[m_at];
        if (token.type == T::error) tokenizer_failed();
        return token;
    }
    const Token& peek(size_t ahead);
    bool at(T type) { return peek().type == type; }
    bool accept(T type);
    const Token& expect(T type);
    const Token& advance() {
        const Token& token = peek();
        ++m_at;
        return token;
    }
    [[noreturn]] void reject();
    [[noreturn]] void tokenizer_failed();
    bool at_soft(std::string_view word) { return at(T::name) && peek().text == word; }
    Span from(const Span& start) const;
    Span start() { return peek().span; }
    Str* identifier(const Token& token);
    Str* expect_name() { return identifier(expect(T::name)); }

    // statements (parser_statements.cpp)
    void statement(std::vector<ast::Stmt*>& out);
    void simple_statements(std::vector<ast::Stmt*>& out);
    ast::Stmt* simple_statement();
    ast::Stmt* expression_statement();
    ast::Stmt* import_name();
    ast::Stmt* import_from();
    ast::Stmts block();
    ast::Stmts else_block();
    ast::Stmt* if_statement();
    ast::Stmt* while_statement();
    ast::Stmt* for_statement(const Span& start, bool is_async);
    ast::Stmt* try_statement();
    ast::Stmt* with_statement(const Span& start, bool is_async);
    bool parenthesized_with_items(std::vector<ast::WithItem>& items);
    ast::WithItem with_item();
    ast::Stmt* function_def(const Span& start, ast::Exprs decorators, bool is_async);
    ast::Stmt* class_def(const Span& start, ast::Exprs decorators);
    ast::Stmt* decorated();
    ast::Arguments* parameters(T closing, bool annotated);

    // match (parser_patterns.cpp)
    ast::Stmt* match_statement();
    ast::Pattern* open_pattern();
    ast::Pattern* as_pattern();
    ast::Pattern* or_pattern();
    ast::Pattern* closed_pattern();
    ast::Pattern* maybe_star_pattern();
    ast::Pattern* mapping_pattern();
    ast::Pattern* class_pattern(ast::Expr* cls, const Span& start);
    ast::Pattern* sequence_until(T closing, const Span& start, bool parenthesized);
    ast::Expr* pattern_number();
    ast::Expr* pattern_value();
    ast::Pattern* make_pattern(ast::PatternKind kind, const Span& span);

    // expressions (parser_expressions.cpp)
    ast::Expr* star_expressions();
    ast::Expr* star_expression();
    ast::Expr* star_named_expression();
    ast::Expr* named_expression();
    ast::Expr* expression();
    ast::Expr* disjunction();
    ast::Expr* conjunction();
    ast::Expr* inversion();
    ast::Expr* comparison();
    ast::Expr* binary(int precedence);
    ast::Expr* bitwise_or() { return binary(0); }
    ast::Expr* factor();
    ast::Expr* power();
    ast::Expr* primary();
    ast::Expr* atom();
    ast::Expr* group_or_tuple();
    ast::Expr* list_display();
    ast::Expr* dict_or_set();
    ast::Expr* lambda();
    ast::Expr* yield_expression();
    ast::Expr* slices();
    ast::Expr* slice();
    ast::Expr* strings();
    ast::Expr* parse_fstring_expression();
    ast::Expr* number();
    ast::Expr* call(ast::Expr* function, const Span& start);
    void arguments(std::vector<ast::Expr*>& args, std::vector<ast::Keyword>& keywords);
    std::span<ast::Comprehension> comprehension_clauses();
    bool at_comprehension();
    ast::Expr* target_list(); ///< what stands between `for` and `in`
    ast::Expr* constant(const Span& span, Value value);
    bool at_expression_end();
    /// Makes the expression a target, or rejects.
    void to_target(ast::Expr& expression, ast::ExprContext context);
    bool is_parenthesized(const ast::Expr& expression) const;

    Runtime& m_runtime;
    const Source& m_source;
    const TokenStream& m_stream;
    ast::Arena& m_arena;
    size_t m_at = 0;
    size_t m_furthest = 0;
    size_t m_statement = 0;
    int m_depth = 0;
};

} // namespace relata::python
