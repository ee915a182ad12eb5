// Compiler, statements: which function compiles which. CPython: Python/compile.c, compiler_visit_stmt.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

void FunctionCompiler::statements(Stmts body) {
    for (Stmt* s : body)
        statement(*s);
}

/// A leading string is the docstring: a constant of the code, and `__doc__` of a module or class.
void FunctionCompiler::body_with_docstring(Stmts body) {
    if (!body.empty() && body[0]->kind == StmtKind::Expr) {
        Expr& first = *body[0]->as<ExprStmt>().value;
        if (first.kind == ExprKind::Constant && first.as<Constant>().value->as<Str>()) {
            b().code().docstring = *first.as<Constant>().value;
            if (!m_scope.is_function()) {
                b().set_span(first.span);
                b().load_constant(b().code().docstring);
                name_access(*m_module.runtime.intern("__doc__"), Access::store);
            }
            body = body.subspan(1);
        }
    }
    statements(body);
}

namespace {
/// Where a failing `assert` points. CPython: compiler_jump_if leaves its place behind only where it meets a comparison.
const Expr* last_comparison(const Expr& test) {
    switch (test.kind) {
    case ExprKind::Compare: return &test;
    case ExprKind::UnaryOp:
        return test.as<ast::UnaryOp>().op == UnaryOperator::not_ ? last_comparison(*test.as<ast::UnaryOp>().operand) : nullptr;
    case ExprKind::BoolOp: {
        const Expr* found = nullptr;
        for (const Expr* value : test.as<BoolOp>().values)
            if (const Expr* inner = last_comparison(*value)) found = inner;
        return found;
    }
    case ExprKind::IfExp: {
        const Expr* found = last_comparison(*test.as<IfExp>().test);
        for (const Expr* value : {test.as<IfExp>().body, test.as<IfExp>().orelse})
            if (const Expr* inner = last_comparison(*value)) found = inner;
        return found;
    }
    default: return nullptr;
    }
}
} // namespace

void FunctionCompiler::statement(Stmt& s) {
    b().set_span(s.span);
    switch (s.kind) {
    case StmtKind::FunctionDef:
        return function_def(s.as<FunctionDef>());
    case StmtKind::ClassDef:
        return class_def(s.as<ClassDef>());
    case StmtKind::Return:
        return return_statement(s.as<Return>());
    case StmtKind::Delete:
        for (Expr* target : s.as<Delete>().targets)
            delete_target(*target);
        return;
    case StmtKind::Assign:
        return assign(s.as<Assign>());
    case StmtKind::AugAssign:
        return augmented_assign(s.as<AugAssign>());
    case StmtKind::AnnAssign:
        return annotated_assign(s.as<AnnAssign>());
    case StmtKind::For:
        return s.as<For>().is_async ? async_for_statement(s.as<For>()) : for_statement(s.as<For>());
    case StmtKind::While:
        return while_statement(s.as<While>());
    case StmtKind::If:
        return if_statement(s.as<If>());
    case StmtKind::With:
        return with_statement(s.as<With>(), 0);
    case StmtKind::Match:
        return match_statement(s.as<Match>());
    case StmtKind::Raise: {
        auto& r = s.as<Raise>();
        uint32_t count = 0;
        if (r.exc) expression(*r.exc), ++count;
        if (r.cause) expression(*r.cause), ++count;
        b().set_span(s.span);
        return b().emit(Op::RAISE, count);
    }
    case StmtKind::Try:
        return try_statement(s.as<Try>());
    case StmtKind::Assert: {
        auto& a = s.as<Assert>();
        if (a.test->kind == ExprKind::Tuple && !a.test->as<ast::Tuple>().elts.empty())
            warn(s.span, "assertion is always true, perhaps remove parentheses?");
        const Label ok = b().new_label();
        jump_if(*a.test, ok, true);
        b().set_span(s.span);
        b().emit(Op::LOAD_ASSERTION_ERROR);
        if (a.msg) {
            expression(*a.msg);
            b().set_span(s.span);
            b().emit(Op::CALL, 1);
        }
        const Expr* compared = last_comparison(*a.test);
        b().set_span(compared ? compared->span : s.span);
        b().emit(Op::RAISE, 1);
        return b().bind(ok);
    }
    case StmtKind::Import:
        return import_name(s.as<Import>());
    case StmtKind::ImportFrom:
        return import_from(s.as<ImportFrom>());
    case StmtKind::Global:
    case StmtKind::Nonlocal:
        return;
    case StmtKind::Expr: {
        Expr& value = *s.as<ExprStmt>().value;
        if (value.kind == ExprKind::Constant) return; // no effect
        expression(value);
        return b().emit(Op::POP_TOP);
    }
    case StmtKind::Pass:
        return b().emit(Op::NOP); // a line of its own for tracing
    case StmtKind::Break: {
        const size_t loop = innermost_loop();
        if (loop == SIZE_MAX) leave_no_loop(s.span, "'break' outside loop");
        const auto handlers = b().save_handlers();
        unwind_to(loop + 1, false);
        unwind_block(m_blocks[loop], false);
        b().set_span(s.span);
        b().jump(Op::JUMP_FORWARD, m_blocks[loop].exit);
        return b().restore_handlers(handlers);
    }
    case StmtKind::Continue: {
        const size_t loop = innermost_loop();
        if (loop == SIZE_MAX) leave_no_loop(s.span, "'continue' not properly in loop");
        const auto handlers = b().save_handlers();
        unwind_to(loop + 1, false);
        b().set_span(s.span);
        b().jump(Op::JUMP_BACKWARD, m_blocks[loop].start);
        return b().restore_handlers(handlers);
    }
    }
}

} // namespace relata::python
