// Compiler: tree to code objects. One FunctionCompiler for each code object; statements, expressions and patterns stand in
// files of their own. CPython: Python/compile.c.
#pragma once

#include "python/ast.h"
#include "python/code_builder.h"
#include "python/source.h"
#include "python/symtable.h"

#include <functional>

namespace relata::python {

/// What the compilers of one module share.
struct ModuleCompiler {
    Runtime& runtime;
    const Source& source;
    Symtable& symtable;
    bool future_annotations = false;
    int last_future_line = 0; ///< of the `from __future__` imports that begin the file
    int expression_depth = 0;
    bool has_warned = false;
};

class FunctionCompiler {
  public:
    FunctionCompiler(ModuleCompiler& module, Scope& scope, FunctionCompiler* outer, std::string name, const Span& span);
    Ref<Code> module_body(ast::Module& module);
    /// A SyntaxWarning; a filter may make it an error.
    void warn(const Span& span, const std::string& message);

  private:
    // ---- frame blocks: what a return, break or continue leaves (CPython: struct fblockinfo) ----
    struct Block {
        enum class Kind : uint8_t {
            while_loop, for_loop, async_for_loop, try_body, try_finally, finally_end, with, async_with, handler_cleanup, group_handler, pop_value
        };
        Kind kind;
        Label start{}, exit{};
        ast::Stmts finalbody{};       ///< try_finally
        Str* name = nullptr;          ///< handler_cleanup: the name to delete
        Span span{};                  ///< with: of the manager
        size_t handler_depth = 0;     ///< handlers in force outside of the block
    };
    void push_block(Block block);
    void unwind_block(const Block& block, bool preserve_top);
    /// Leaves blocks from the innermost to (not including) `until`.
    void unwind_to(size_t until, bool preserve_top);
    size_t innermost_loop() const;
    [[noreturn]] void leave_no_loop(const Span& span, const char* otherwise); ///< a break or continue outside of one

    // ---- names ----
    Ref<Code> finish_code();
    void prepare_slots(const ast::Arguments* args);
    uint32_t slot(Str& name) const;
    NameScope scope_of(Str& name) const;
    enum class Access : uint8_t { load, store, del };
    void name_access(Str& name, Access access);
    void store_name(Str& name) { name_access(name, Access::store); }
    Ref<Str> mangle(Str& name) const { return Symtable::mangle(m_module.runtime, m_scope.class_name, name); }

    // ---- statements (compiler_statements.cpp and its neighbours) ----
    void statements(ast::Stmts body);
    void body_with_docstring(ast::Stmts body);
    void statement(ast::Stmt& s);
    void if_statement(ast::If& s);
    void while_statement(ast::While& s);
    void for_statement(ast::For& s);
    void async_for_statement(ast::For& s);
    void try_statement(ast::Try& s);
    void try_except(ast::Try& s);
    void try_except_star(ast::Try& s);
    void try_finally(ast::Stmts finalbody, const std::function<void()>& body);
    void with_statement(ast::With& s, size_t item);
    void return_statement(ast::Return& s);
    void function_def(ast::FunctionDef& s);
    void class_def(ast::ClassDef& s);
    void import_name(ast::Import& s);
    void import_from(ast::ImportFrom& s);
    void assign(ast::Assign& s);
    void augmented_assign(ast::AugAssign& s);
    void annotated_assign(ast::AnnAssign& s);
    void delete_target(ast::Expr& target);
    void store(ast::Expr& target);
    void unpack(ast::Exprs targets, const Span& span);
    void call_exit_with_nones();
    void reraise_after_cleanup();
    void jump_if(ast::Expr& test, Label target, bool condition);

    // ---- functions ----
    Ref<Code> function_code(Scope& scope, std::string name, const Span& span, ast::Arguments& args, bool is_async,
                            ast::Stmts body, ast::Expr* lambda_body);
    uint32_t defaults_and_annotations(ast::Arguments& args, ast::Expr* returns);
    void make_function(const Ref<Code>& code, uint32_t parts);
    void annotation(ast::Expr& e);

    // ---- match (compiler_patterns.cpp) ----
    void match_statement(ast::Match& s);
    struct PatternContext {
        std::vector<Str*> stores; ///< names bound so far, their values on the stack below the subject
        std::vector<Label> fail;  ///< fail[n]: pops n values more than the subject
        int on_top = 0;
        bool allow_irrefutable = false;
    };
    void pattern(ast::Pattern& p, PatternContext& pc);
    void pattern_as(ast::Pattern& p, PatternContext& pc);
    void pattern_sequence(ast::Pattern& p, PatternContext& pc);
    void pattern_mapping(ast::Pattern& p, PatternContext& pc);
    void pattern_class(ast::Pattern& p, PatternContext& pc);
    void pattern_or(ast::Pattern& p, PatternContext& pc);
    void subpattern(ast::Pattern& p, PatternContext& pc);
    void store_capture(Str* name, PatternContext& pc, const Span& span);
    void jump_to_fail(Op op, PatternContext& pc);
    void emit_and_reset_fail(PatternContext& pc);
    void rotate(int count);

    // ---- expressions (compiler_expressions.cpp) ----
    void expression(ast::Expr& e);
    void expression_at(ast::Expr& e);
    void compare(ast::Compare& e);
    void call(ast::Call& e);
    void call_with_unpacking(ast::Exprs args, std::span<ast::Keyword> keywords);
    void sequence(ast::Exprs elts, Op build, Op append, Op extend);
    void dict(ast::Dict& e);
    void joined_string(ast::JoinedStr& e);
    void comprehension(ast::ComprehensionExpr& e);
    void comprehension_loop(ast::ComprehensionExpr& e, size_t level, int depth);
    void await_on_stack(uint32_t argument);
    void yield_from_on_stack();
    void refuse_repeated(std::span<ast::Keyword> keywords);
    bool has_unpacking(ast::Exprs args, std::span<ast::Keyword> keywords) const;
    void set_attribute_span(const ast::Expr& whole, const ast::Attribute& attribute);
    Value fold(const ast::Expr& e) const;

    // ---- warnings (compiler_warnings.cpp) ----
    void warn_about_call(const ast::Call& e);
    void warn_about_subscript(const ast::Subscript& e);
    void warn_about_comparison(const ast::Compare& e);

    [[noreturn]] void fail(const Span& span, const std::string& message) { throw SyntaxFailure::at(span, message); }
    void none() { b().load_constant(Value::none()); }
    CodeBuilder& b() { return m_builder; }

    ModuleCompiler& m_module;
    Scope& m_scope;
    FunctionCompiler* m_outer;
    CodeBuilder m_builder;
    std::vector<Block> m_blocks;
    bool m_is_async_function = false;
};

} // namespace relata::python
