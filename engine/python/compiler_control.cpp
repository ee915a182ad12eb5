// Compiler, branches and loops.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

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
        for (size_t i = 0; i + 1 < e.values.size(); ++i)
            jump_if(*e.values[i], is_or == condition ? target : end, is_or);
        jump_if(*e.values.back(), target, condition);
        return b().bind(end);
    }
    default:
        break;
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
    push_block(
        {.kind = Block::Kind::while_loop, .start = start, .exit = end, .handler_depth = b().handler_depth()});
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
    push_block(
        {.kind = Block::Kind::for_loop, .start = start, .exit = end, .handler_depth = b().handler_depth()});
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
    push_block({.kind = Block::Kind::async_for_loop,
                .start = start,
                .exit = end,
                .handler_depth = b().handler_depth()});
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

} // namespace relata::python
