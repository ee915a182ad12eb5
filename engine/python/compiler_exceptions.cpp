// Compiler: try, except*, finally and with. CPython: compiler_try_except and its neighbours.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

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
    push_block(
        {.kind = Block::Kind::try_finally, .finalbody = finalbody, .handler_depth = b().handler_depth()});
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
    const Label handler = b().new_label(), cleanup = b().new_label(), end = b().new_label(),
                reraise = b().new_label();
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
        push_block({.kind = Block::Kind::group_handler, .handler_depth = b().handler_depth()});
        statements(h.body);
        m_blocks.pop_back();
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
    const Label handler = b().new_label(), cleanup = b().new_label(), suppressed = b().new_label(),
                end = b().new_label();
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
    push_block({.kind = s.is_async ? Block::Kind::async_with : Block::Kind::with,
                .span = span,
                .handler_depth = outside});
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

} // namespace relata::python
