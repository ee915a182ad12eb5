#include "python/code_builder.h"

#include "python/source.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

CodeBuilder::CodeBuilder(Runtime& runtime, const Source& source, Ref<Code> code)
    : m_runtime(runtime), m_source(source), m_code(std::move(code)) {}

namespace {

bool has_inline_cache(Op op) {
    return op == Op::LOAD_ATTR || op == Op::STORE_ATTR || op == Op::LOAD_METHOD || op == Op::LOAD_GLOBAL ||
           op == Op::STORE_GLOBAL || op == Op::STORE_NAME;
}

/// Control never goes on behind it.
bool ends_flow(Op op) {
    return op == Op::RETURN_VALUE || op == Op::RAISE || op == Op::RERAISE || op == Op::JUMP_FORWARD || op == Op::JUMP_BACKWARD;
}

} // namespace

void CodeBuilder::emit(Op op, uint32_t arg) {
    if (!m_reachable) return;
    Instruction instruction{op, Instruction::no_cache, arg};
    if (has_inline_cache(op) && m_code->cache_count < Instruction::no_cache) instruction.cache = uint16_t(m_code->cache_count++);
    m_code->instructions.push_back(instruction);
    m_code->positions.push_back({m_span.line, m_span.end_line, m_source.column_in_code_points(m_span.line, m_span.column),
                                 m_source.column_in_code_points(m_span.end_line, m_span.end_column)});
    m_handler_of.push_back(m_active.empty() ? -1 : m_active.back());
    if (!is_jump(op)) {
        m_depth += stack_effect(op, arg, false);
        m_code->stack_size = std::max(m_code->stack_size, uint32_t(std::max(m_depth, 0)));
    }
    if (ends_flow(op)) m_reachable = false;
}

void CodeBuilder::jump(Op op, Label target) {
    if (!m_reachable) return;
    const int before = m_depth;
    emit(op, uint32_t(target.id));
    m_label_depth[size_t(target.id)] = before + stack_effect(op, 0, true);
    m_depth = before + stack_effect(op, 0, false);
    m_code->stack_size = std::max(m_code->stack_size, uint32_t(std::max({m_depth, m_label_depth[size_t(target.id)], 0})));
}

Label CodeBuilder::new_label() {
    m_label_at.push_back(-1);
    m_label_depth.push_back(-1);
    return {int(m_label_at.size() - 1)};
}

void CodeBuilder::bind(Label label) {
    m_label_at[size_t(label.id)] = int(m_code->instructions.size());
    if (m_label_depth[size_t(label.id)] >= 0) {
        m_depth = m_label_depth[size_t(label.id)];
        m_reachable = true;
    }
}

uint32_t CodeBuilder::constant(Value value) {
    // Equal constants of one type share an entry; 1, 1.0 and True do not, nor do 0.0 and -0.0.
    const Str* text = value.as<Str>();
    const auto next = uint32_t(m_code->constants.size());
    const auto share = [&](auto& table, const auto& key) {
        const auto [at, is_new] = table.try_emplace(key, next);
        if (is_new) m_code->constants.push_back(std::move(value));
        return at->second;
    };
    return text ? share(m_texts, text->view()) : share(m_constants, value.bits());
}

uint32_t CodeBuilder::name(Str& text) {
    const Ref<Str> interned = m_runtime.intern(text);
    const auto [at, is_new] = m_names.try_emplace(interned.get(), uint32_t(m_code->names.size()));
    if (is_new) m_code->names.push_back(interned);
    return at->second;
}

void CodeBuilder::push_handler(Label handler) {
    m_handlers.push_back({handler.id, m_depth});
    m_active.push_back(int(m_handlers.size() - 1));
    m_label_depth[size_t(handler.id)] = m_depth + 1;
    m_code->stack_size = std::max(m_code->stack_size, uint32_t(m_depth + 1));
}

void CodeBuilder::pop_handler() { m_active.pop_back(); }

void CodeBuilder::bind_handler(Label handler) { bind(handler); }

void CodeBuilder::resolve_jumps() {
    for (Instruction& instruction : m_code->instructions)
        if (is_jump(instruction.op)) instruction.arg = uint32_t(m_label_at[instruction.arg]);
}

void CodeBuilder::build_exception_table() {
    for (size_t i = 0; i < m_handler_of.size();) {
        const int handler = m_handler_of[i];
        size_t end = i + 1;
        while (end < m_handler_of.size() && m_handler_of[end] == handler) ++end;
        if (handler >= 0) {
            const Handler& h = m_handlers[size_t(handler)];
            m_code->exception_table.push_back(
                {uint32_t(i), uint32_t(end), uint32_t(m_label_at[size_t(h.label)]), uint32_t(h.depth)});
        }
        i = end;
    }
}

Ref<Code> CodeBuilder::finish() {
    build_exception_table();
    resolve_jumps();
    return m_code;
}

} // namespace relata::python
