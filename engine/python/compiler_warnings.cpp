// Compiler: what it warns about, because it cannot mean what it says. CPython: Python/compile.c, check_caller,
// check_subscripter, check_index, check_compare.
#include "python/compiler_impl.h"
#include "python/interpreter.h"
#include "support/protocol.h"

namespace relata::python {

using namespace ast;

namespace {

/// The type that the expression surely has; empty where only running it tells. CPython: infer_type.
std::string type_of_display(Runtime& runtime, const Expr& e) {
    switch (e.kind) {
    case ExprKind::Tuple: return "tuple";
    case ExprKind::List:
    case ExprKind::ListComp: return "list";
    case ExprKind::Dict:
    case ExprKind::DictComp: return "dict";
    case ExprKind::Set:
    case ExprKind::SetComp: return "set";
    case ExprKind::GeneratorExp: return "generator";
    case ExprKind::Lambda: return "function";
    case ExprKind::JoinedStr:
    case ExprKind::FormattedValue: return "str";
    case ExprKind::Constant: return runtime.type_of(*e.as<Constant>().value).name();
    default: return {};
    }
}

constexpr std::string_view missed_comma = "; perhaps you missed a comma?";

} // namespace

void FunctionCompiler::warn(const Span& span, const std::string& message) {
    m_module.has_warned = true;
    Runtime& runtime = m_module.runtime;
    try {
        interpreter_of(runtime).warn_at(interpreter_of(runtime).exception_type(Exc::SyntaxWarning),
                                        Value(runtime.make_str(message)), {m_module.source.name(), span.line});
    } catch (const Error& error) {
        if (error.exception_class() != Exc::SyntaxWarning) throw;
        fail(span, message); // a filter made it an error
    }
}

void FunctionCompiler::warn_about_call(const Call& e) {
    if (e.func->kind == ExprKind::Lambda) return;
    const std::string type = type_of_display(m_module.runtime, *e.func);
    if (!type.empty()) warn(e.span, "'" + type + "' object is not callable" + std::string(missed_comma));
}

void FunctionCompiler::warn_about_subscript(const Subscript& e) {
    const Expr& value = *e.value;
    const std::string type = type_of_display(m_module.runtime, value);
    if (type.empty()) return;
    const bool is_constant = value.kind == ExprKind::Constant;
    const bool is_sequence = type == "str" || type == "tuple" || type == "list" || (is_constant && type == "bytes");
    if (type == "set" || type == "generator" || type == "function" || (is_constant && !is_sequence))
        return warn(e.span, "'" + type + "' object is not subscriptable" + std::string(missed_comma));
    const std::string index = type_of_display(m_module.runtime, *e.slice);
    if (!is_sequence || index.empty() || index == "int" || index == "bool") return;
    warn(e.span, type + " indices must be integers or slices, not " + index + std::string(missed_comma));
}

void FunctionCompiler::warn_about_comparison(const Compare& e) {
    const auto is_literal = [&](const Expr& side) {
        if (side.kind == ExprKind::Tuple && side.as<ast::Tuple>().elts.empty()) return true;
        if (side.kind != ExprKind::Constant) return fold(side).is_set();
        const Value& v = *side.as<Constant>().value;
        return !v.is_none() && !v.is_ellipsis() && !v.is_bool();
    };
    const Expr* left = e.left;
    for (size_t i = 0; i < e.ops.size(); left = e.comparators[i++]) {
        const bool negated = e.ops[i] == CompareOperator::is_not;
        if (!negated && e.ops[i] != CompareOperator::is) continue;
        if (!is_literal(*left) && !is_literal(*e.comparators[i])) continue;
        return warn(e.span, negated ? "\"is not\" with a literal. Did you mean \"!=\"?"
                                    : "\"is\" with a literal. Did you mean \"==\"?");
    }
}

} // namespace relata::python
