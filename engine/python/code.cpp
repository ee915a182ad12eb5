#include "python/code.h"

#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

void Code::clear_references() {
    constants.clear();
    docstring.reset();
    extension.reset();
}

bool Code::slot_is_cell(uint32_t slot) const {
    if (slot >= varnames.size()) return true;
    return std::ranges::any_of(cellvars, [&](const Ref<Str>& cell) { return *cell == *slot_names[slot]; });
}

const ExceptionEntry* Code::handler_for(uint32_t instruction) const {
    for (const ExceptionEntry& entry : exception_table)
        if (entry.start <= instruction && instruction < entry.end) return &entry;
    return nullptr;
}

namespace {

std::string flag_text(const Code& code) {
    static constexpr std::pair<uint32_t, const char*> names[] = {
        {Code::optimized, "OPTIMIZED"}, {Code::new_locals, "NEWLOCALS"},
        {Code::var_args, "VARARGS"},    {Code::var_keywords, "VARKEYWORDS"},
        {Code::nested, "NESTED"},       {Code::generator, "GENERATOR"},
        {Code::coroutine, "COROUTINE"}, {Code::async_generator, "ASYNC_GENERATOR"},
        {Code::class_body, "CLASS"},
    };
    std::string text;
    for (const auto& [bit, name] : names)
        if (code.flags & bit) text += (text.empty() ? "" : "|") + std::string(name);
    return text;
}

std::string operand_text(Runtime& runtime, const Code& code, const Instruction& instruction) {
    const uint32_t arg = instruction.arg;
    if (is_jump(instruction.op)) return "to " + std::to_string(arg);
    switch (instruction.op) {
    case Op::LOAD_CONST:
        if (const Code* inner = code.constants[arg].as<Code>())
            return "<code " + std::string(inner->name->view()) + ">";
        return repr_text(runtime, code.constants[arg]);
    case Op::LOAD_FAST:
    case Op::STORE_FAST:
    case Op::DELETE_FAST:
    case Op::MAKE_CELL:
    case Op::LOAD_CLOSURE:
    case Op::LOAD_DEREF:
    case Op::LOAD_CLASSDEREF:
    case Op::STORE_DEREF:
    case Op::DELETE_DEREF:
        return std::string(code.slot_names[arg]->view());
    case Op::LOAD_NAME:
    case Op::STORE_NAME:
    case Op::DELETE_NAME:
    case Op::LOAD_GLOBAL:
    case Op::STORE_GLOBAL:
    case Op::DELETE_GLOBAL:
    case Op::LOAD_ATTR:
    case Op::STORE_ATTR:
    case Op::DELETE_ATTR:
    case Op::LOAD_METHOD:
    case Op::IMPORT_NAME:
    case Op::IMPORT_FROM:
        return std::string(code.names[arg]->view());
    default:
        return arg ? std::to_string(arg) : "";
    }
}

} // namespace

std::string Code::dump(Runtime& runtime) const {
    std::string text = "code " + std::string(qualname->view()) + " (line " + std::to_string(first_line) +
                       ") flags=" + flag_text(*this) + " stack=" + std::to_string(stack_size) + "\n";
    for (size_t i = 0; i < instructions.size(); ++i) {
        const Position& at = positions[i];
        std::string operand = operand_text(runtime, *this, instructions[i]);
        text += "  " + std::to_string(at.line) + ":" + std::to_string(at.column) + "  " + std::to_string(i) +
                " " + std::string(op_name(instructions[i].op)) + (operand.empty() ? "" : " ") + operand +
                "\n";
    }
    for (const ExceptionEntry& entry : exception_table)
        text += "  except " + std::to_string(entry.start) + ".." + std::to_string(entry.end) + " -> " +
                std::to_string(entry.handler) + " depth " + std::to_string(entry.depth) + "\n";
    for (const Value& constant : constants)
        if (const Code* inner = constant.as<Code>()) text += inner->dump(runtime);
    return text;
}

} // namespace relata::python
