// CodeBuilder: puts instructions, labels and exception handlers together into a Code. CPython: Python/compile.c, assemble().
#pragma once

#include "python/code.h"
#include "python/token.h"

#include <map>
#include <string_view>
#include <unordered_map>

namespace relata::python {

class Source;

/// A place in the code that jumps lead to; bound once.
struct Label {
    int id = -1;
};

/// One code object in the making. Knows the height of the stack at every instruction.
class CodeBuilder {
  public:
    CodeBuilder(Runtime& runtime, const Source& source, Ref<Code> code);

    /// Where the next instructions come from.
    void set_span(const Span& span) { m_span = span; }
    const Span& span() const { return m_span; }
    void emit(Op op, uint32_t arg = 0);
    void jump(Op op, Label target);
    Label new_label();
    void bind(Label label);
    /// Nothing falls through to here: `bind` gives the height.
    bool is_reachable() const { return m_reachable; }

    uint32_t constant(Value value);
    void load_constant(Value value) { emit(Op::LOAD_CONST, constant(std::move(value))); }
    uint32_t name(Str& name);

    /// Exceptions of what is emitted between push and pop go to `handler`, with the stack as high as it is now.
    void push_handler(Label handler);
    void pop_handler();
    /// Starts a handler's code: the stack has the height of its push_handler and the exception.
    void bind_handler(Label handler);
    /// The handlers in force: a `return` inside `try` runs the `finally` outside of them.
    struct Handlers {
        std::vector<int> active;
    };
    Handlers save_handlers() const { return {m_active}; }
    void restore_handlers(Handlers handlers) { m_active = std::move(handlers.active); }
    size_t handler_depth() const { return m_active.size(); }
    void cut_handlers(size_t depth) { m_active.resize(depth); }

    int depth() const { return m_depth; }
    void set_depth(int depth) { m_depth = depth; }
    Runtime& runtime() const { return m_runtime; }
    Code& code() const { return *m_code; }
    Ref<Code> finish();

  private:
    struct Handler {
        int label;
        int depth;
    };
    void resolve_jumps();
    void build_exception_table();

    Runtime& m_runtime;
    const Source& m_source;
    Ref<Code> m_code;
    Span m_span{};
    std::vector<int> m_label_at;    ///< instruction index; -1: not bound
    std::vector<int> m_label_depth; ///< height at the label; -1: nobody has jumped there yet
    std::vector<Handler> m_handlers;
    std::vector<int> m_active;      ///< indexes of m_handlers, innermost last
    std::vector<int> m_handler_of;  ///< of each instruction; -1: none
    std::map<const Str*, uint32_t> m_names;
    std::unordered_map<std::string_view, uint32_t> m_texts; ///< constants that are a str
    std::unordered_map<uintptr_t, uint32_t> m_constants;    ///< other ones, by their word
    int m_depth = 0;
    bool m_reachable = true;
};

} // namespace relata::python
