#include "orm/evaluator.h"

#include "orm/attributes.h"
#include "sql/select.h"
#include "support/list.h"
#include "support/protocol.h"

namespace relata::orm {

namespace {

std::optional<CompareOp> comparison(sql::Op op) {
    switch (op) {
    case sql::Op::eq: return CompareOp::eq;
    case sql::Op::ne: return CompareOp::ne;
    case sql::Op::lt: return CompareOp::lt;
    case sql::Op::le: return CompareOp::le;
    case sql::Op::gt: return CompareOp::gt;
    case sql::Op::ge: return CompareOp::ge;
    default: return {};
    }
}

std::optional<BinaryOp> arithmetic(sql::Op op) {
    switch (op) {
    case sql::Op::add:
    case sql::Op::concat: return BinaryOp::add;
    case sql::Op::sub: return BinaryOp::subtract;
    case sql::Op::mul: return BinaryOp::multiply;
    case sql::Op::truediv: return BinaryOp::true_divide;
    case sql::Op::mod: return BinaryOp::remainder;
    default: return {};
    }
}

/// Where the operator's function would stand in memory.
std::string address_text(const Mapper& mapper) {
    char text[32];
    snprintf(text, sizeof text, "%llx", static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(&mapper)));
    return text;
}

} // namespace

bool Evaluator::can_evaluate(sql::ColumnElement& clause) const {
    switch (clause.kind()) {
    case sql::Kind::column:
        return m_mapper.find_property_by_column(clause) ? true : refuse("Cannot evaluate column: " + clause.name().value_or(""));
    case sql::Kind::bind_parameter:
    case sql::Kind::null_:
    case sql::Kind::true_:
    case sql::Kind::false_: return true;
    case sql::Kind::grouping: return can_evaluate(static_cast<sql::Grouping&>(clause).element());
    case sql::Kind::boolean_list:
    case sql::Kind::clause_list:
    case sql::Kind::expression_list: {
        const auto& clauses = clause.kind() == sql::Kind::expression_list
                                  ? static_cast<sql::ExpressionClauseList&>(clause).clauses
                                  : static_cast<sql::ClauseList&>(clause).clauses;
        for (const auto& c : clauses)
            if (!can_evaluate(*c)) return false;
        return clause.kind() != sql::Kind::expression_list ||
               arithmetic(static_cast<sql::ExpressionClauseList&>(clause).op().op).has_value();
    }
    case sql::Kind::unary: {
        auto& unary = static_cast<sql::UnaryExpression&>(clause);
        if (unary.op().op != sql::Op::inv && unary.op().op != sql::Op::is_true && unary.op().op != sql::Op::is_false)
            return refuse("Cannot evaluate UnaryExpression with operator " + std::string(sql::operator_name(unary.op().op)));
        return can_evaluate(unary.element());
    }
    case sql::Kind::binary: {
        auto& binary = static_cast<sql::BinaryExpression&>(clause);
        const sql::Op op = binary.op().op;
        const bool known = comparison(op) || arithmetic(op) || op == sql::Op::is_ || op == sql::Op::is_not ||
                           op == sql::Op::in_ || op == sql::Op::not_in;
        if (!known)
            return refuse("Cannot evaluate BinaryExpression with operator <function " + std::string(sql::operator_name(op)) + " at 0x" +
                          address_text(m_mapper) + ">");
        // IN (SELECT ...) is refused by the name of what stands inside.
        if (binary.right->kind() == sql::Kind::scalar_select && (op == sql::Op::in_ || op == sql::Op::not_in))
            return can_evaluate(*binary.left) &&
                   refuse("Cannot evaluate " + static_cast<sql::ScalarSelect&>(*binary.right).element().class_name());
        return can_evaluate(*binary.left) && can_evaluate(*binary.right);
    }
    default: return refuse("Cannot evaluate " + clause.class_name());
    }
}

Evaluator::Result Evaluator::evaluate(sql::ColumnElement& clause, InstanceState& state) const {
    switch (clause.kind()) {
    case sql::Kind::column: {
        ColumnProperty* property = m_mapper.find_property_by_column(clause);
        AttributeImpl* impl = state.mapper().attributes()[size_t(property->index())];
        const Value& value = impl->loaded(state);
        if (!value.is_set()) return {{}, true};
        return {value, false};
    }
    case sql::Kind::bind_parameter: return {static_cast<sql::BindParameter&>(clause).effective_value(m_runtime), false};
    case sql::Kind::null_: return {Value::none(), false};
    case sql::Kind::true_: return {Value::boolean(true), false};
    case sql::Kind::false_: return {Value::boolean(false), false};
    case sql::Kind::grouping: return evaluate(static_cast<sql::Grouping&>(clause).element(), state);
    case sql::Kind::expression_list: {
        auto& list = static_cast<sql::ExpressionClauseList&>(clause);
        Result result = evaluate(*list.clauses[0], state);
        for (size_t i = 1; i < list.clauses.size() && !result.expired && !result.value.is_none(); ++i) {
            const Result next = evaluate(*list.clauses[i], state);
            if (next.expired || next.value.is_none()) return next;
            result.value = binary_op(m_runtime, *arithmetic(list.op().op), result.value, next.value);
        }
        return result;
    }
    case sql::Kind::boolean_list:
    case sql::Kind::clause_list: {
        auto& list = static_cast<sql::ClauseList&>(clause);
        const bool is_or = list.op().op == sql::Op::or_;
        bool has_none = false;
        for (const auto& c : list.clauses) {
            const Result result = evaluate(*c, state);
            if (result.expired) return result;
            if (result.value.is_none()) {
                has_none = true;
                if (!is_or) return result;
            } else if (truth(m_runtime, result.value) == is_or) {
                return {Value::boolean(is_or), false};
            }
        }
        return {has_none ? Value::none() : Value::boolean(!is_or), false};
    }
    case sql::Kind::unary: {
        auto& unary = static_cast<sql::UnaryExpression&>(clause);
        const Result result = evaluate(unary.element(), state);
        if (result.expired || result.value.is_none()) return result;
        const bool is_true = truth(m_runtime, result.value);
        return {Value::boolean(unary.op().op == sql::Op::is_true ? is_true : !is_true), false};
    }
    default: break;
    }
    auto& binary = static_cast<sql::BinaryExpression&>(clause);
    const sql::Op op = binary.op().op;
    const Result left = evaluate(*binary.left, state);
    if (left.expired) return left;
    const Result right = evaluate(*binary.right, state);
    if (right.expired) return right;
    if (op == sql::Op::is_ || op == sql::Op::is_not) {
        const bool same = left.value.is(right.value) || equal(m_runtime, left.value, right.value);
        return {Value::boolean(same == (op == sql::Op::is_)), false};
    }
    if (left.value.is_none() || right.value.is_none()) return {Value::none(), false};
    if (op == sql::Op::in_ || op == sql::Op::not_in)
        return {Value::boolean(contains(m_runtime, right.value, left.value) == (op == sql::Op::in_)), false};
    if (const auto compare_op = comparison(op))
        return {Value::boolean(compare_truth(m_runtime, left.value, right.value, *compare_op)), false};
    return {binary_op(m_runtime, *arithmetic(op), left.value, right.value), false};
}

} // namespace relata::orm
