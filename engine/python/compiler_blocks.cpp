// Compiler, frame blocks: what return, break and continue leave. CPython: Python/compile.c,
// compiler_unwind_fblock.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

size_t FunctionCompiler::innermost_loop() const {
    for (size_t i = m_blocks.size(); i-- > 0;)
        if (m_blocks[i].kind == Block::Kind::while_loop || m_blocks[i].kind == Block::Kind::for_loop ||
            m_blocks[i].kind == Block::Kind::async_for_loop)
            return i;
    return SIZE_MAX;
}

void FunctionCompiler::leave_no_loop(const Span& span, const char* otherwise) {
    // CPython: compiler_unwind_fblock_stack, which meets the handler before it misses the loop
    for (const Block& block : m_blocks)
        if (block.kind == Block::Kind::group_handler)
            fail(span, "'break', 'continue' and 'return' cannot appear in an except* block");
    fail(span, otherwise);
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
    case Block::Kind::try_body:
        return;
    case Block::Kind::for_loop:
    case Block::Kind::async_for_loop:
    case Block::Kind::pop_value:
        return under_top(Op::POP_TOP);
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
    case Block::Kind::group_handler:
        fail(b().span(), "'break', 'continue' and 'return' cannot appear in an except* block");
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

} // namespace relata::python
