// Compiler, statements. CPython: Python/compile.c, compiler_visit_stmt and what it calls.
// Long because it has one function for each kind of statement, as CPython's file does, and they share its helpers.
#include "python/compiler_impl.h"

#include <algorithm>

namespace relata::python {

using namespace ast;

void FunctionCompiler::statements(Stmts body) {
    for (Stmt* s : body) statement(*s);
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

void FunctionCompiler::statement(Stmt& s) {
    b().set_span(s.span);
    switch (s.kind) {
    case StmtKind::FunctionDef: return function_def(s.as<FunctionDef>());
    case StmtKind::ClassDef: return class_def(s.as<ClassDef>());
    case StmtKind::Return: return return_statement(s.as<Return>());
    case StmtKind::Delete:
        for (Expr* target : s.as<Delete>().targets) delete_target(*target);
        return;
    case StmtKind::Assign: return assign(s.as<Assign>());
    case StmtKind::AugAssign: return augmented_assign(s.as<AugAssign>());
    case StmtKind::AnnAssign: return annotated_assign(s.as<AnnAssign>());
    case StmtKind::For: return s.as<For>().is_async ? async_for_statement(s.as<For>()) : for_statement(s.as<For>());
    case StmtKind::While: return while_statement(s.as<While>());
    case StmtKind::If: return if_statement(s.as<If>());
    case StmtKind::With: return with_statement(s.as<With>(), 0);
    case StmtKind::Match: return match_statement(s.as<Match>());
    case StmtKind::Raise: {
        auto& r = s.as<Raise>();
        uint32_t count = 0;
        if (r.exc) expression(*r.exc), ++count;
        if (r.cause) expression(*r.cause), ++count;
        b().set_span(s.span);
        return b().emit(Op::RAISE, count);
    }
    case StmtKind::Try: return try_statement(s.as<Try>());
    case StmtKind::Assert: {
        auto& a = s.as<Assert>();
        const Label ok = b().new_label();
        jump_if(*a.test, ok, true);
        b().set_span(s.span);
        b().emit(Op::LOAD_ASSERTION_ERROR);
        if (a.msg) {
            expression(*a.msg);
            b().set_span(s.span);
            b().emit(Op::CALL, 1);
        }
        b().set_span(a.test->span);
        b().emit(Op::RAISE, 1);
        return b().bind(ok);
    }
    case StmtKind::Import: return import_name(s.as<Import>());
    case StmtKind::ImportFrom: return import_from(s.as<ImportFrom>());
    case StmtKind::Global:
    case StmtKind::Nonlocal: return;
    case StmtKind::Expr: {
        Expr& value = *s.as<ExprStmt>().value;
        if (value.kind == ExprKind::Constant) return; // no effect
        expression(value);
        return b().emit(Op::POP_TOP);
    }
    case StmtKind::Pass: return b().emit(Op::NOP); // a line of its own for tracing
    case StmtKind::Break: {
        const size_t loop = innermost_loop();
        if (loop == SIZE_MAX) fail(s.span, "'break' outside loop");
        const auto handlers = b().save_handlers();
        unwind_to(loop + 1, false);
        unwind_block(m_blocks[loop], false);
        b().set_span(s.span);
        b().jump(Op::JUMP_FORWARD, m_blocks[loop].exit);
        return b().restore_handlers(handlers);
    }
    case StmtKind::Continue: {
        const size_t loop = innermost_loop();
        if (loop == SIZE_MAX) fail(s.span, "'continue' not properly in loop");
        const auto handlers = b().save_handlers();
        unwind_to(loop + 1, false);
        b().set_span(s.span);
        b().jump(Op::JUMP_BACKWARD, m_blocks[loop].start);
        return b().restore_handlers(handlers);
    }
    }
}

// ---- leaving blocks -----------------------------------------------------------------------------------------------------

size_t FunctionCompiler::innermost_loop() const {
    for (size_t i = m_blocks.size(); i-- > 0;)
        if (m_blocks[i].kind == Block::Kind::while_loop || m_blocks[i].kind == Block::Kind::for_loop ||
            m_blocks[i].kind == Block::Kind::async_for_loop)
            return i;
    return SIZE_MAX;
}

void FunctionCompiler::push_block(Block block) {
    constexpr size_t max_blocks = 20; // CPython: CO_MAXBLOCKS
    if (m_blocks.size() >= max_blocks)
        throw SyntaxFailure::at(b().span(), "too many statically nested blocks");
    m_blocks.push_back(std::move(block));
}

// CPython: compiler_unwind_fblock.
void FunctionCompiler::unwind_block(const Block& block, bool preserve_top) {
    const auto under_top = [&](Op op) {
        if (preserve_top) b().emit(Op::SWAP, 2);
        b().emit(op);
    };
    b().cut_handlers(block.handler_depth);
    switch (block.kind) {
    case Block::Kind::while_loop:
    case Block::Kind::try_body: return;
    case Block::Kind::for_loop:
    case Block::Kind::async_for_loop:
    case Block::Kind::pop_value: return under_top(Op::POP_TOP);
    case Block::Kind::try_finally: {
        // The `finally` runs as if it stood here, outside of its own `try`.
        std::vector<Block> inner(m_blocks.begin() + (&block - m_blocks.data()), m_blocks.end());
        m_blocks.resize(m_blocks.size() - inner.size());
        if (preserve_top) push_block({.kind = Block::Kind::pop_value, .handler_depth = b().handler_depth()});
        const Span span = b().span();
        const Stmts finalbody = inner[0].finalbody;
        statements(finalbody);
        b().set_span(span);
        if (preserve_top) m_blocks.pop_back();
        m_blocks.insert(m_blocks.end(), inner.begin(), inner.end());
        return;
    }
    case Block::Kind::finally_end:
        under_top(Op::POP_TOP); // the exception
        return under_top(Op::POP_EXCEPT);
    case Block::Kind::with:
    case Block::Kind::async_with: {
        const Span span = b().span();
        if (preserve_top) b().emit(Op::SWAP, 2);
        b().set_span(block.span);
        call_exit_with_nones();
        if (block.kind == Block::Kind::async_with) await_on_stack(2);
        b().emit(Op::POP_TOP);
        return b().set_span(span);
    }
    case Block::Kind::handler_cleanup:
        under_top(Op::POP_EXCEPT);
        if (block.name) {
            none();
            name_access(*block.name, Access::store);
            name_access(*block.name, Access::del);
        }
        return;
    }
}

void FunctionCompiler::unwind_to(size_t until, bool preserve_top) {
    for (size_t i = m_blocks.size(); i-- > until;) {
        // unwind_block may move the blocks: it is given a copy of nothing, but an index stays.
        unwind_block(m_blocks[i], preserve_top);
    }
}

void FunctionCompiler::return_statement(Return& s) {
    if (!m_scope.is_function()) fail(s.span, "'return' outside function");
    if (s.value && m_scope.is_coroutine && m_scope.is_generator)
        fail(s.span, "'return' with value in async generator");
    const bool constant = !s.value || s.value->kind == ExprKind::Constant;
    if (!constant) expression(*s.value);
    b().set_span(s.span);
    const auto handlers = b().save_handlers();
    unwind_to(0, !constant);
    b().set_span(s.span);
    if (constant) b().load_constant(s.value ? *s.value->as<Constant>().value : Value::none());
    b().emit(Op::RETURN_VALUE);
    b().restore_handlers(handlers);
}

// ---- branches and loops -----------------------------------------------------------------------------------------------------

void FunctionCompiler::jump_if(Expr& test, Label target, bool condition) {
    switch (test.kind) {
    case ExprKind::UnaryOp:
        if (test.as<ast::UnaryOp>().op == UnaryOperator::not_)
            return jump_if(*test.as<ast::UnaryOp>().operand, target, !condition);
        break;
    case ExprKind::BoolOp: {
        auto& e = test.as<BoolOp>();
        const bool is_or = e.op == BoolOperator::or_;
        const Label end = b().new_label();
        // `a or b`: a true `a` decides for true, so the rest is only looked at where it is false.
        for (size_t i = 0; i + 1 < e.values.size(); ++i) jump_if(*e.values[i], is_or == condition ? target : end, is_or);
        jump_if(*e.values.back(), target, condition);
        return b().bind(end);
    }
    default: break;
    }
    expression(test);
    b().set_span(test.span);
    b().jump(condition ? Op::POP_JUMP_IF_TRUE : Op::POP_JUMP_IF_FALSE, target);
}

void FunctionCompiler::if_statement(If& s) {
    const Label orelse = b().new_label(), end = b().new_label();
    jump_if(*s.test, orelse, false);
    statements(s.body);
    if (s.orelse.empty()) return b().bind(orelse);
    b().jump(Op::JUMP_FORWARD, end);
    b().bind(orelse);
    statements(s.orelse);
    b().bind(end);
}

void FunctionCompiler::while_statement(While& s) {
    const Label start = b().new_label(), orelse = b().new_label(), end = b().new_label();
    b().bind(start);
    const int depth = b().depth();
    push_block({.kind = Block::Kind::while_loop, .start = start, .exit = end, .handler_depth = b().handler_depth()});
    const bool forever = s.test->kind == ExprKind::Constant && s.test->as<Constant>().value->is_true();
    if (!forever) jump_if(*s.test, orelse, false);
    statements(s.body);
    b().set_span(s.span);
    b().jump(Op::JUMP_BACKWARD, start);
    m_blocks.pop_back();
    b().set_depth(depth);
    b().bind(orelse);
    statements(s.orelse);
    b().bind(end);
}

void FunctionCompiler::for_statement(For& s) {
    const Label start = b().new_label(), finished = b().new_label(), end = b().new_label();
    expression(*s.iter);
    b().set_span(s.span);
    b().emit(Op::GET_ITER);
    b().bind(start);
    push_block({.kind = Block::Kind::for_loop, .start = start, .exit = end, .handler_depth = b().handler_depth()});
    b().jump(Op::FOR_ITER, finished);
    store(*s.target);
    statements(s.body);
    b().set_span(s.span);
    b().jump(Op::JUMP_BACKWARD, start);
    m_blocks.pop_back();
    b().bind(finished);
    statements(s.orelse);
    b().bind(end);
}

void FunctionCompiler::async_for_statement(For& s) {
    if (!m_is_async_function) fail(s.span, "'async for' outside async function");
    const Label start = b().new_label(), stop = b().new_label(), end = b().new_label();
    expression(*s.iter);
    b().set_span(s.span);
    b().emit(Op::GET_AITER);
    b().bind(start);
    push_block({.kind = Block::Kind::async_for_loop, .start = start, .exit = end, .handler_depth = b().handler_depth()});
    const int depth = b().depth();
    b().push_handler(stop);
    b().emit(Op::GET_ANEXT);
    none();
    yield_from_on_stack();
    b().pop_handler();
    store(*s.target);
    statements(s.body);
    b().set_span(s.span);
    b().jump(Op::JUMP_BACKWARD, start);
    m_blocks.pop_back();
    b().set_depth(depth + 1);
    b().bind_handler(stop);
    b().set_span(s.span);
    b().emit(Op::END_ASYNC_FOR);
    statements(s.orelse);
    b().bind(end);
}

// ---- try ------------------------------------------------------------------------------------------------------------------------

void FunctionCompiler::try_statement(Try& s) {
    const auto body = [&] {
        if (s.handlers.empty())
            statements(s.body);
        else if (s.is_star)
            try_except_star(s);
        else
            try_except(s);
    };
    if (s.finalbody.empty()) return body();
    try_finally(s.finalbody, body);
}

/// The end of code that handles an exception and failed itself: `previous exception` are on the stack.
void FunctionCompiler::reraise_after_cleanup() {
    b().emit(Op::SWAP, 2);
    b().emit(Op::POP_EXCEPT);
    b().emit(Op::RERAISE);
}

void FunctionCompiler::try_finally(Stmts finalbody, const std::function<void()>& body) {
    const Label handler = b().new_label(), cleanup = b().new_label(), end = b().new_label();
    const Span span = b().span();
    push_block({.kind = Block::Kind::try_finally, .finalbody = finalbody, .handler_depth = b().handler_depth()});
    b().push_handler(handler);
    body();
    b().pop_handler();
    m_blocks.pop_back();
    statements(finalbody);
    b().jump(Op::JUMP_FORWARD, end);
    b().bind_handler(handler);
    b().set_span(span);
    b().emit(Op::PUSH_EXC_INFO);
    const int depth = b().depth();
    b().set_depth(depth - 1);
    push_block({.kind = Block::Kind::finally_end, .handler_depth = b().handler_depth()});
    b().push_handler(cleanup); // keeps the previous exception below
    b().set_depth(depth);
    statements(finalbody);
    b().emit(Op::RERAISE);
    b().pop_handler();
    m_blocks.pop_back();
    b().bind_handler(cleanup);
    b().set_span(span);
    reraise_after_cleanup();
    b().bind(end);
}

// CPython: compiler_try_except.
void FunctionCompiler::try_except(Try& s) {
    const Label handler = b().new_label(), cleanup = b().new_label(), end = b().new_label();
    const size_t outside = b().handler_depth();
    b().push_handler(handler);
    push_block({.kind = Block::Kind::try_body, .handler_depth = outside});
    statements(s.body);
    b().pop_handler();
    m_blocks.pop_back();
    statements(s.orelse);
    b().jump(Op::JUMP_FORWARD, end);
    b().bind_handler(handler);
    b().set_span(s.span);
    b().emit(Op::PUSH_EXC_INFO);
    const int depth = b().depth(); // previous, exception
    b().set_depth(depth - 1);
    b().push_handler(cleanup);
    b().set_depth(depth);
    for (size_t i = 0; i < s.handlers.size(); ++i) {
        const ExceptHandler& h = s.handlers[i];
        if (!h.type && i + 1 < s.handlers.size()) fail(h.span, "default 'except:' must be last");
        const Label next = b().new_label();
        b().set_span(h.span);
        if (h.type) {
            expression(*h.type);
            b().set_span(h.type->span);
            b().emit(Op::CHECK_EXC_MATCH);
            b().jump(Op::POP_JUMP_IF_FALSE, next);
        }
        b().set_span(h.span);
        if (!h.name) {
            b().emit(Op::POP_TOP);
            push_block({.kind = Block::Kind::handler_cleanup, .handler_depth = outside});
            statements(h.body);
            m_blocks.pop_back();
            b().set_span(h.span);
            b().emit(Op::POP_EXCEPT);
        } else {
            const Label forget = b().new_label();
            name_access(*h.name, Access::store);
            push_block({.kind = Block::Kind::handler_cleanup, .name = h.name, .handler_depth = outside});
            b().push_handler(forget);
            statements(h.body);
            b().pop_handler();
            m_blocks.pop_back();
            b().set_span(h.span);
            b().emit(Op::POP_EXCEPT);
            none();
            name_access(*h.name, Access::store);
            name_access(*h.name, Access::del);
            b().jump(Op::JUMP_FORWARD, end);
            // The handler failed: the name goes, the exception goes on.
            b().bind_handler(forget);
            none();
            name_access(*h.name, Access::store);
            name_access(*h.name, Access::del);
            b().emit(Op::RERAISE);
        }
        b().jump(Op::JUMP_FORWARD, end);
        b().set_depth(depth);
        if (h.type) b().bind(next);
    }
    b().set_span(s.span);
    b().emit(Op::RERAISE);
    b().pop_handler();
    b().bind_handler(cleanup);
    reraise_after_cleanup();
    b().bind(end);
}

// CPython: compiler_try_star_except. On the stack: previous, original, list of what handlers raised, rest.
void FunctionCompiler::try_except_star(Try& s) {
    const Label handler = b().new_label(), cleanup = b().new_label(), end = b().new_label(), reraise = b().new_label();
    const size_t outside = b().handler_depth();
    b().push_handler(handler);
    push_block({.kind = Block::Kind::try_body, .handler_depth = outside});
    statements(s.body);
    m_blocks.pop_back();
    b().pop_handler();
    statements(s.orelse);
    b().jump(Op::JUMP_FORWARD, end);
    b().bind_handler(handler);
    b().set_span(s.span);
    b().emit(Op::PUSH_EXC_INFO);
    const int depth = b().depth();
    b().set_depth(depth - 1);
    b().push_handler(cleanup);
    b().set_depth(depth);
    b().emit(Op::COPY, 1);
    b().emit(Op::BUILD_LIST, 0);
    b().emit(Op::SWAP, 2);
    for (const ExceptHandler& h : s.handlers) {
        const Label no_match = b().new_label(), failed = b().new_label(), next = b().new_label();
        b().set_span(h.span);
        expression(*h.type);
        b().set_span(h.span);
        b().emit(Op::CHECK_EG_MATCH); // rest, matched
        b().emit(Op::COPY, 1);
        b().jump(Op::POP_JUMP_IF_NONE, no_match);
        if (h.name)
            name_access(*h.name, Access::store);
        else
            b().emit(Op::POP_TOP);
        b().push_handler(failed);
        statements(h.body);
        b().pop_handler();
        if (h.name) {
            none();
            name_access(*h.name, Access::store);
            name_access(*h.name, Access::del);
        }
        b().jump(Op::JUMP_FORWARD, next);
        b().bind_handler(failed); // original, list, rest, exception
        b().set_span(h.span);
        if (h.name) {
            none();
            name_access(*h.name, Access::store);
            name_access(*h.name, Access::del);
        }
        b().emit(Op::LIST_APPEND, 2);
        b().jump(Op::JUMP_FORWARD, next);
        b().bind(no_match);
        b().emit(Op::POP_TOP); // the None that did not match
        b().bind(next);
    }
    b().set_span(s.span);
    b().emit(Op::LIST_APPEND, 1); // what no handler took
    b().emit(Op::PREP_RERAISE_STAR);
    b().emit(Op::COPY, 1);
    b().jump(Op::POP_JUMP_IF_NOT_NONE, reraise);
    b().emit(Op::POP_TOP);
    b().emit(Op::POP_EXCEPT);
    b().jump(Op::JUMP_FORWARD, end);
    b().bind(reraise);
    b().emit(Op::RERAISE);
    b().pop_handler();
    b().bind_handler(cleanup);
    reraise_after_cleanup();
    b().bind(end);
}

// ---- with -----------------------------------------------------------------------------------------------------------------------

void FunctionCompiler::call_exit_with_nones() {
    none();
    none();
    none();
    b().emit(Op::CALL, 3);
}

void FunctionCompiler::with_statement(With& s, size_t index) {
    if (index == s.items.size()) return statements(s.body);
    const WithItem& item = s.items[index];
    const Span span = s.span;
    if (s.is_async && !m_is_async_function) fail(s.span, "'async with' outside async function");
    const Label handler = b().new_label(), cleanup = b().new_label(), suppressed = b().new_label(), end = b().new_label();
    expression(*item.context_expr);
    b().set_span(span);
    const size_t outside = b().handler_depth();
    if (s.is_async) {
        b().emit(Op::BEFORE_ASYNC_WITH);
        await_on_stack(1);
    } else {
        b().emit(Op::BEFORE_WITH);
    }
    const int depth = b().depth() - 1; // exit
    b().set_depth(depth);
    b().push_handler(handler);
    b().set_depth(depth + 1);
    push_block({.kind = s.is_async ? Block::Kind::async_with : Block::Kind::with, .span = span, .handler_depth = outside});
    if (item.optional_vars)
        store(*item.optional_vars);
    else
        b().emit(Op::POP_TOP);
    with_statement(s, index + 1);
    b().pop_handler();
    m_blocks.pop_back();
    b().set_span(span);
    call_exit_with_nones();
    if (s.is_async) await_on_stack(2);
    b().emit(Op::POP_TOP);
    b().jump(Op::JUMP_FORWARD, end);

    b().bind_handler(handler); // exit, exception
    b().set_span(span);
    b().emit(Op::PUSH_EXC_INFO);
    b().set_depth(depth + 1);
    b().push_handler(cleanup);
    b().set_depth(depth + 2);
    b().emit(Op::WITH_EXCEPT_START);
    if (s.is_async) await_on_stack(2);
    b().jump(Op::POP_JUMP_IF_TRUE, suppressed);
    b().emit(Op::RERAISE);
    b().bind(suppressed);
    b().emit(Op::POP_TOP);
    b().pop_handler();
    b().emit(Op::POP_EXCEPT);
    b().emit(Op::POP_TOP); // exit
    b().jump(Op::JUMP_FORWARD, end);
    b().bind_handler(cleanup);
    reraise_after_cleanup();
    b().bind(end);
}

// ---- definitions ------------------------------------------------------------------------------------------------------------------

void FunctionCompiler::annotation(Expr& e) {
    if (m_module.future_annotations) {
        b().set_span(e.span);
        return b().load_constant(m_module.runtime.make_str(unparse(m_module.runtime, e)));
    }
    expression(e);
}

uint32_t FunctionCompiler::defaults_and_annotations(Arguments& args, Expr* returns) {
    uint32_t parts = 0;
    if (!args.defaults.empty()) {
        for (Expr* e : args.defaults) expression(*e);
        b().emit(Op::BUILD_TUPLE, uint32_t(args.defaults.size()));
        parts |= function_part::defaults;
    }
    uint32_t keyword_defaults = 0;
    for (size_t i = 0; i < args.kwonlyargs.size(); ++i)
        if (args.kw_defaults[i]) {
            b().load_constant(Value(mangle(*args.kwonlyargs[i].name)));
            expression(*args.kw_defaults[i]);
            ++keyword_defaults;
        }
    if (keyword_defaults) {
        b().emit(Op::BUILD_MAP, keyword_defaults);
        parts |= function_part::kwdefaults;
    }
    uint32_t count = 0;
    const auto add = [&](const Value& name, Expr* e) {
        if (!e) return;
        b().load_constant(name);
        annotation(*e);
        count += 2;
    };
    for (auto list : {args.posonlyargs, args.args})
        for (const Arg& a : list) add(Value(mangle(*a.name)), a.annotation);
    if (args.vararg) add(Value(mangle(*args.vararg->name)), args.vararg->annotation);
    for (const Arg& a : args.kwonlyargs) add(Value(mangle(*a.name)), a.annotation);
    if (args.kwarg) add(Value(mangle(*args.kwarg->name)), args.kwarg->annotation);
    add(Value(m_module.runtime.intern("return")), returns);
    if (count) {
        b().emit(Op::BUILD_TUPLE, count);
        parts |= function_part::annotations;
    }
    return parts;
}

void FunctionCompiler::make_function(const Ref<Code>& code, uint32_t parts) {
    if (!code->freevars.empty()) {
        for (const Ref<Str>& name : code->freevars) b().emit(Op::LOAD_CLOSURE, slot(*name));
        b().emit(Op::BUILD_TUPLE, uint32_t(code->freevars.size()));
        parts |= function_part::closure;
    }
    b().load_constant(Value(code));
    b().emit(Op::MAKE_FUNCTION, parts);
}

Ref<Code> FunctionCompiler::function_code(Scope& scope, std::string name, const Span& span, Arguments& args, bool is_async,
                                          Stmts body, Expr* lambda_body) {
    FunctionCompiler inner(m_module, scope, this, std::move(name), span);
    inner.m_is_async_function = is_async;
    Code& code = inner.b().code();
    if (is_async)
        code.flags |= scope.is_generator ? Code::async_generator : Code::coroutine;
    else if (scope.is_generator)
        code.flags |= Code::generator;
    inner.prepare_slots(&args);
    if (lambda_body) {
        inner.expression(*lambda_body);
        inner.b().set_span(lambda_body->span);
        if (scope.is_generator) {
            inner.b().emit(Op::POP_TOP);
            inner.none();
        }
        inner.b().emit(Op::RETURN_VALUE);
        return inner.b().finish();
    }
    inner.body_with_docstring(body);
    return inner.finish_code();
}

void FunctionCompiler::function_def(FunctionDef& s) {
    for (Expr* decorator : s.decorator_list) expression(*decorator);
    Span span = s.span;
    span.end_line = span.line; // the definition's own line: "def" to its name
    span.end_column = span.column;
    const uint32_t parts = defaults_and_annotations(*s.args, s.returns);
    Span first = s.span;
    if (!s.decorator_list.empty()) first.line = s.decorator_list[0]->span.line;
    const Ref<Code> code =
        function_code(m_module.symtable.scope_of(&s), std::string(s.name->view()), first, *s.args, s.is_async, s.body, nullptr);
    b().set_span(s.span);
    make_function(code, parts);
    for (size_t i = s.decorator_list.size(); i-- > 0;) {
        b().set_span(s.decorator_list[i]->span);
        b().emit(Op::CALL, 1);
    }
    b().set_span(s.span);
    store_name(*s.name);
}

void FunctionCompiler::class_def(ClassDef& s) {
    for (Expr* decorator : s.decorator_list) expression(*decorator);
    Scope& scope = m_module.symtable.scope_of(&s);
    Runtime& runtime = m_module.runtime;
    Span first = s.span;
    if (!s.decorator_list.empty()) first.line = s.decorator_list[0]->span.line;
    FunctionCompiler inner(m_module, scope, this, std::string(s.name->view()), first);
    inner.prepare_slots(nullptr);
    inner.b().set_span(s.span);
    inner.b().emit(Op::LOAD_NAME, inner.b().name(*runtime.intern("__name__")));
    inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__module__")));
    inner.b().load_constant(Value(inner.b().code().qualname));
    inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__qualname__")));
    if (scope.has_annotations) inner.b().emit(Op::SETUP_ANNOTATIONS);
    inner.body_with_docstring(s.body);
    if (scope.needs_class_cell) {
        inner.b().emit(Op::LOAD_CLOSURE, inner.slot(*runtime.intern("__class__")));
        inner.b().emit(Op::COPY, 1);
        inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__classcell__")));
        inner.b().emit(Op::RETURN_VALUE);
    }
    const Ref<Code> code = inner.finish_code();
    b().set_span(s.span);
    b().emit(Op::LOAD_BUILD_CLASS);
    make_function(code, 0);
    b().load_constant(Value(code->name));
    if (has_unpacking(s.bases, s.keywords)) {
        b().emit(Op::BUILD_LIST, 2);
        for (Expr* base : s.bases) {
            if (base->kind == ExprKind::Starred) {
                expression(*base->as<Starred>().value);
                b().emit(Op::LIST_EXTEND, 1);
            } else {
                expression(*base);
                b().emit(Op::LIST_APPEND, 1);
            }
        }
        b().emit(Op::LIST_TO_TUPLE);
        b().emit(Op::BUILD_MAP, 0);
        for (const Keyword& k : s.keywords) {
            if (k.name) {
                b().load_constant(Value(Ref<Str>(k.name)));
                expression(*k.value);
                b().emit(Op::BUILD_MAP, 1);
            } else {
                expression(*k.value);
            }
            b().emit(Op::DICT_MERGE, 1);
        }
        b().set_span(s.span);
        b().emit(Op::CALL_EX, 1);
    } else {
        for (Expr* base : s.bases) expression(*base);
        std::vector<Value> names;
        for (const Keyword& k : s.keywords) {
            expression(*k.value);
            names.push_back(Value(Ref<Str>(k.name)));
        }
        b().set_span(s.span);
        const auto count = uint32_t(2 + s.bases.size() + s.keywords.size());
        if (names.empty()) {
            b().emit(Op::CALL, count);
        } else {
            b().load_constant(runtime.make_tuple(names));
            b().emit(Op::CALL_KW, count);
        }
    }
    for (size_t i = s.decorator_list.size(); i-- > 0;) {
        b().set_span(s.decorator_list[i]->span);
        b().emit(Op::CALL, 1);
    }
    b().set_span(s.span);
    store_name(*s.name);
}

// ---- imports --------------------------------------------------------------------------------------------------------------------------

void FunctionCompiler::import_name(Import& s) {
    Runtime& runtime = m_module.runtime;
    for (const Alias& a : s.names) {
        b().load_constant(Value::small_int(0));
        none();
        b().emit(Op::IMPORT_NAME, b().name(*a.name));
        const std::string_view text = a.name->view();
        if (!a.asname) {
            store_name(*runtime.intern(text.substr(0, text.find('.'))));
            continue;
        }
        // `import a.b.c as x`: the attributes in turn.
        for (size_t dot = text.find('.'); dot != std::string_view::npos;) {
            const size_t next = text.find('.', dot + 1);
            b().emit(Op::IMPORT_FROM, b().name(*runtime.intern(text.substr(dot + 1, next - dot - 1))));
            b().emit(Op::SWAP, 2);
            b().emit(Op::POP_TOP);
            dot = next;
        }
        store_name(*a.asname);
    }
}

void FunctionCompiler::import_from(ImportFrom& s) {
    Runtime& runtime = m_module.runtime;
    if (s.module && s.module->view() == "__future__" && s.level == 0) {
        static constexpr std::string_view features[] = {"annotations", "division", "absolute_import", "with_statement",
                                                        "print_function", "unicode_literals", "generators", "nested_scopes",
                                                        "generator_stop", "barry_as_FLUFL"};
        for (const Alias& a : s.names)
            if (std::ranges::find(features, a.name->view()) == std::end(features))
                fail(s.span, "future feature " + std::string(a.name->view()) + " is not defined");
    }
    std::vector<Value> names;
    for (const Alias& a : s.names) names.push_back(Value(Ref<Str>(a.name)));
    b().load_constant(Value::small_int(s.level));
    b().load_constant(runtime.make_tuple(names));
    b().emit(Op::IMPORT_NAME, b().name(s.module ? *s.module : *runtime.intern("")));
    if (s.names[0].name->view() == "*") return b().emit(Op::IMPORT_STAR);
    for (const Alias& a : s.names) {
        b().emit(Op::IMPORT_FROM, b().name(*a.name));
        store_name(a.asname ? *a.asname : *a.name);
    }
    b().emit(Op::POP_TOP);
}

// ---- assignment -------------------------------------------------------------------------------------------------------------------------

void FunctionCompiler::assign(Assign& s) {
    expression(*s.value);
    for (size_t i = 0; i < s.targets.size(); ++i) {
        if (i + 1 < s.targets.size()) b().emit(Op::COPY, 1);
        store(*s.targets[i]);
    }
}

void FunctionCompiler::store(Expr& target) {
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name: {
        Str& name = *target.as<Name>().id;
        if (name.view() == "__debug__") fail(target.span, "cannot assign to __debug__");
        return store_name(name);
    }
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::STORE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    case ExprKind::Subscript:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        return b().emit(Op::STORE_SUBSCR);
    case ExprKind::List: return unpack(target.as<ast::List>().elts, target.span);
    case ExprKind::Tuple: return unpack(target.as<ast::Tuple>().elts, target.span);
    case ExprKind::Starred: fail(target.span, "starred assignment target must be in a list or tuple");
    default: fail(target.span, "cannot assign to expression here. Maybe you meant '==' instead of '='?");
    }
}

void FunctionCompiler::unpack(Exprs targets, const Span& span) {
    size_t star = SIZE_MAX;
    for (size_t i = 0; i < targets.size(); ++i)
        if (targets[i]->kind == ExprKind::Starred) {
            if (star != SIZE_MAX) fail(span, "multiple starred expressions in assignment");
            star = i;
        }
    b().set_span(span);
    if (star == SIZE_MAX)
        b().emit(Op::UNPACK_SEQUENCE, uint32_t(targets.size()));
    else
        b().emit(Op::UNPACK_EX, uint32_t(star) | uint32_t(targets.size() - star - 1) << 16);
    for (Expr* target : targets) store(target->kind == ExprKind::Starred ? *target->as<Starred>().value : *target);
}

void FunctionCompiler::augmented_assign(AugAssign& s) {
    Expr& target = *s.target;
    switch (target.kind) {
    case ExprKind::Name:
        b().set_span(target.span);
        name_access(*target.as<Name>().id, Access::load);
        break;
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        b().emit(Op::COPY, 1);
        set_attribute_span(target, target.as<Attribute>());
        b().emit(Op::LOAD_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
        break;
    default:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        b().emit(Op::COPY, 2);
        b().emit(Op::COPY, 2);
        b().emit(Op::BINARY_SUBSCR);
    }
    expression(*s.value);
    b().set_span(s.span);
    b().emit(Op::INPLACE_OP, uint32_t(s.op));
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name: return name_access(*target.as<Name>().id, Access::store);
    case ExprKind::Attribute:
        b().emit(Op::SWAP, 2);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::STORE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    default: // container, key, value -> value, container, key
        b().emit(Op::SWAP, 3);
        b().emit(Op::SWAP, 2);
        return b().emit(Op::STORE_SUBSCR);
    }
}

void FunctionCompiler::annotated_assign(AnnAssign& s) {
    if (s.value) {
        expression(*s.value);
        store(*s.target);
    }
    b().set_span(s.span);
    const bool keeps = s.simple && s.target->kind == ExprKind::Name && !m_scope.is_function();
    if (keeps) {
        annotation(*s.annotation);
        b().set_span(s.span);
        name_access(*m_module.runtime.intern("__annotations__"), Access::load);
        b().load_constant(Value(mangle(*s.target->as<Name>().id)));
        return b().emit(Op::STORE_SUBSCR);
    }
    if (s.target->kind == ExprKind::Name) return;
    // Targets other than names are evaluated where they are not assigned.
    if (!s.value) {
        Expr& part = s.target->kind == ExprKind::Attribute ? *s.target->as<Attribute>().value : *s.target->as<Subscript>().value;
        expression(part);
        b().emit(Op::POP_TOP);
    }
    if (!m_module.future_annotations && !m_scope.is_function()) {
        expression(*s.annotation);
        b().emit(Op::POP_TOP);
    }
}

void FunctionCompiler::delete_target(Expr& target) {
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name: return name_access(*target.as<Name>().id, Access::del);
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::DELETE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    case ExprKind::Subscript:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        return b().emit(Op::DELETE_SUBSCR);
    case ExprKind::List:
        for (Expr* e : target.as<ast::List>().elts) delete_target(*e);
        return;
    case ExprKind::Tuple:
        for (Expr* e : target.as<ast::Tuple>().elts) delete_target(*e);
        return;
    default: fail(target.span, "cannot delete expression");
    }
}

} // namespace relata::python
