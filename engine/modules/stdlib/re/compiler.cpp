// From the tree to the program. CPython: Lib/re/_compiler.py.
#include "modules/stdlib/re/syntax.h"
#include "support/exceptions.h"

#include <algorithm>

namespace relata::modules::regex {

namespace {

class Compiler {
  public:
    Compiler(Runtime& runtime, const Str& pattern, Program& program) : m_runtime(runtime), m_pattern(pattern), m_program(program) {}

    void emit_node(const Node& n) {
        switch (n.kind) {
        case Node::Kind::empty: break;
        case Node::Kind::one: emit_one(n); break;
        case Node::Kind::assertion: emit(n.one); break;
        case Node::Kind::sequence:
            for (const Node& child : n.children) emit_node(child);
            break;
        case Node::Kind::alternatives: emit_alternatives(n.children); break;
        case Node::Kind::group:
            if (n.group) emit({.op = Op::save, .a = n.group * 2});
            emit_node(n.children[0]);
            if (n.group) emit({.op = Op::save, .a = n.group * 2 + 1});
            break;
        case Node::Kind::repeat: emit_repeat(n); break;
        case Node::Kind::back_reference: emit({.op = Op::back_reference, .fold = n.fold, .a = n.group}); break;
        case Node::Kind::look: case Node::Kind::atomic: {
            const bool look = n.kind == Node::Kind::look;
            const size_t at = emit({.op = look ? Op::look : Op::atomic, .negated = n.negated, .a = uint32_t(!look || n.ahead),
                                    .b = look && !n.ahead ? uint32_t(width_of(n.children[0]).least) : 0});
            emit_node(n.children[0]);
            emit({.op = Op::accept});
            m_program.code[at].target = here();
            break;
        }
        case Node::Kind::if_group: {
            const size_t at = emit({.op = Op::if_group, .a = n.group});
            emit_node(n.children[0]);
            const size_t end = emit({.op = Op::jump});
            m_program.code[at].b = here();
            if (n.children.size() > 1) emit_node(n.children[1]);
            m_program.code[end].a = here();
            break;
        }
        case Node::Kind::fail: emit({.op = Op::fail}); break;
        }
    }
    size_t emit(Instruction i) {
        constexpr size_t most = 200000;
        if (m_program.code.size() >= most) throw_error(m_runtime, "not supported here: the pattern is too large", m_pattern, 0);
        m_program.code.push_back(i);
        return m_program.code.size() - 1;
    }

  private:
    uint32_t here() const { return uint32_t(m_program.code.size()); }

    void emit_one(const Node& n) {
        Instruction i = n.one;
        if (i.op == Op::set) {
            i.a = uint32_t(m_program.sets.size());
            m_program.sets.push_back(n.set);
        }
        emit(i);
    }
    void emit_alternatives(const std::vector<Node>& choices) {
        std::vector<size_t> ends;
        for (size_t k = 0; k + 1 < choices.size(); ++k) {
            const size_t split = emit({.op = Op::split});
            m_program.code[split].a = here();
            emit_node(choices[k]);
            ends.push_back(emit({.op = Op::jump}));
            m_program.code[split].b = here();
        }
        emit_node(choices.back());
        for (size_t end : ends) m_program.code[end].a = here();
    }
    void set_split(size_t at, uint32_t inside, uint32_t outside, bool greedy) {
        m_program.code[at].a = greedy ? inside : outside;
        m_program.code[at].b = greedy ? outside : inside;
    }
    void emit_repeat(const Node& n) {
        const Node& body = n.children[0];
        if (body.kind == Node::Kind::one) {
            emit({.op = Op::repeat_one, .greedy = n.greedy, .possessive = n.possessive, .a = n.low, .b = n.high});
            emit_one(body);
            return;
        }
        if (n.possessive) { // x*+ is (?>x*)
            Node loop = n;
            loop.possessive = false;
            Node atomic;
            atomic.kind = Node::Kind::atomic;
            atomic.children.push_back(std::move(loop));
            emit_node(atomic);
            return;
        }
        for (uint32_t k = 0; k < n.low; ++k) emit_node(body);
        if (n.high == UINT32_MAX) {
            // A pass that matches nothing ends the loop.
            const bool may_be_empty = width_of(body).least == 0;
            const uint32_t reg = may_be_empty ? m_program.registers++ : 0;
            const size_t split = emit({.op = Op::split});
            const uint32_t inside = here();
            if (may_be_empty) emit({.op = Op::save, .a = reg});
            emit_node(body);
            if (may_be_empty) emit({.op = Op::loop_check, .a = reg});
            emit({.op = Op::jump, .a = uint32_t(split)});
            set_split(split, inside, here(), n.greedy);
            return;
        }
        std::vector<size_t> splits;
        for (uint32_t k = n.low; k < n.high; ++k) {
            splits.push_back(emit({.op = Op::split}));
            emit_node(body);
        }
        for (size_t split : splits) set_split(split, uint32_t(split + 1), here(), n.greedy);
    }

    Runtime& m_runtime;
    const Str& m_pattern;
    Program& m_program;
};

} // namespace

void throw_error(Runtime& runtime, const std::string& message, const Str& pattern, size_t position) {
    const std::string_view text = pattern.view();
    std::string where = " at position " + std::to_string(position);
    size_t line = 1, column = position + 1;
    if (text.find('\n') != std::string_view::npos) {
        const std::string_view before = text.substr(0, pattern.offset_of(uint32_t(std::min<size_t>(position, pattern.length()))));
        line = 1 + size_t(std::ranges::count(before, '\n'));
        const size_t newline = before.rfind('\n');
        column = newline == std::string_view::npos ? position + 1 : before.size() - newline;
        where += " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
    }
    throw Error(Exc::ReError, message + where)
        .with("msg", Value(runtime.make_str(message)))
        .with("pattern", Value(const_cast<Str&>(pattern)))
        .with("pos", Value::small_int(int64_t(position)))
        .with("lineno", Value::small_int(int64_t(line)))
        .with("colno", Value::small_int(int64_t(column)));
}

void throw_error(Runtime& runtime, const std::string& message) {
    Error error(Exc::ReError, message);
    error.with("msg", Value(runtime.make_str(message)));
    for (const char* unknown : {"pattern", "pos", "lineno", "colno"}) error.with(unknown, Value::none());
    throw error;
}

Program compile(Runtime& runtime, const Str& pattern, uint32_t flags) {
    Parsed parsed = parse(runtime, pattern, flags);
    Program program;
    program.groups = parsed.groups;
    program.registers = (parsed.groups + 1) * 2;
    program.flags = parsed.flags;
    program.names = std::move(parsed.names);
    Compiler compiler(runtime, pattern, program);
    compiler.emit_node(parsed.root);
    compiler.emit({.op = Op::accept});
    return program;
}

} // namespace relata::modules::regex
