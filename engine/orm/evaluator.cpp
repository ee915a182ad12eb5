#include "orm/evaluator.h"

#include "orm/aliased.h"
#include "orm/attributes.h"
#include "sql/compiler.h"
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

bool is_number(const sql::ColumnElement& element) {
    const sql::Affinity affinity = element.type->affinity();
    return affinity == sql::Affinity::integer || affinity == sql::Affinity::numeric;
}

/// SQLAlchemy: sqltypes.Concatenable.
bool is_concatenable(const sql::ColumnElement& element) {
    switch (element.type->affinity()) {
    case sql::Affinity::string:
    case sql::Affinity::enum_:
    case sql::Affinity::binary: return true;
    default: return false;
    }
}

} // namespace

std::string Evaluator::function_text(sql::Op op) const {
    return "<function " + std::string(sql::operator_name(op)) + " at 0x7f0000000000>";
}

bool Evaluator::can_evaluate_all(const std::vector<Ref<sql::ColumnElement>>& clauses, sql::Op op) const {
    for (const auto& c : clauses)
        if (!can_evaluate(*c)) return false;
    if (op == sql::Op::and_ || op == sql::Op::or_ || op == sql::Op::comma) return true;
    const bool builtin = arithmetic(op) && op != sql::Op::concat;
    return refuse("Cannot evaluate clauselist with operator " +
                  (builtin ? "<built-in function " + std::string(sql::operator_name(op)) + ">" : function_text(op)));
}

bool Evaluator::can_evaluate_column(sql::ColumnElement& column) const {
    const sql::Annotations::Fields& annotations = *column.annotations();
    if (!annotations.parentmapper)
        return refuse("Cannot evaluate column: " + sql::to_text(m_runtime, column));
    Mapper& parent = mapper_of(*annotations.parentmapper);
    if (!m_mapper.isa(parent))
        return refuse("Can't evaluate criteria against alternate class " + repr_text(m_runtime, Value(parent.mapped_class())));
    if (parent.find_property_by_column(column)) return true;
    return refuse("Cannot evaluate expression: No column " + sql::to_text(m_runtime, column) + " is configured on mapper " +
                  parent.text() + "...");
}

bool Evaluator::can_evaluate_binary(sql::BinaryExpression& binary) const {
    const sql::Op op = binary.op().op;
    // IN (SELECT ...) is refused by the name of what stands inside.
    if (binary.right->kind() == sql::Kind::scalar_select && (op == sql::Op::in_ || op == sql::Op::not_in))
        return can_evaluate(*binary.left) &&
               refuse("Cannot evaluate " + static_cast<sql::ScalarSelect&>(*binary.right).element().class_name());
    if (!can_evaluate(*binary.left) || !can_evaluate(*binary.right)) return false;
    const auto types = [&] {
        return "for datatypes " + binary.left->type->ddl(sql::stringify_dialect(binary)) + ", " +
               binary.right->type->ddl(sql::stringify_dialect(binary));
    };
    if (op == sql::Op::concat)
        return (is_concatenable(*binary.left) && is_concatenable(*binary.right)) ||
               refuse("Cannot evaluate concatenate operator \"concat_op\" " + types());
    if (arithmetic(op))
        return (is_number(*binary.left) && is_number(*binary.right)) ||
               refuse("Cannot evaluate math operator \"" + std::string(sql::operator_name(op)) + "\" " + types());
    if (op == sql::Op::custom)
        return refuse("Custom operator " + repr_text(m_runtime, m_runtime.make_str(binary.op().custom_text)) +
                      " can't be evaluated in Python unless it specifies a callable using `.python_impl`.");
    if (comparison(op) || op == sql::Op::is_ || op == sql::Op::is_not || op == sql::Op::in_ || op == sql::Op::not_in ||
        op == sql::Op::startswith || op == sql::Op::endswith)
        return true;
    return refuse("Cannot evaluate BinaryExpression with operator " + function_text(op));
}

bool Evaluator::can_evaluate(sql::ColumnElement& clause) const {
    switch (clause.kind()) {
    case sql::Kind::column: return can_evaluate_column(clause);
    case sql::Kind::bind_parameter:
    case sql::Kind::null_:
    case sql::Kind::true_:
    case sql::Kind::false_: return true;
    case sql::Kind::grouping: return can_evaluate(static_cast<sql::Grouping&>(clause).element());
    case sql::Kind::boolean_list:
    case sql::Kind::clause_list:
    case sql::Kind::tuple: {
        auto& list = static_cast<sql::ClauseList&>(clause);
        return can_evaluate_all(list.clauses, clause.kind() == sql::Kind::tuple ? sql::Op::comma : list.op().op);
    }
    case sql::Kind::expression_list: {
        auto& list = static_cast<sql::ExpressionClauseList&>(clause);
        return can_evaluate_all(list.clauses, list.op().op);
    }
    case sql::Kind::unary: {
        auto& unary = static_cast<sql::UnaryExpression&>(clause);
        const sql::Op op = unary.op().op;
        if (!can_evaluate(unary.element())) return false;
        if (op == sql::Op::inv) return true;
        const bool as_boolean = op == sql::Op::is_true || op == sql::Op::is_false;
        return refuse(std::string("Cannot evaluate ") + (as_boolean ? "AsBoolean" : "UnaryExpression") + " with operator " +
                      (op == sql::Op::none ? "None" : op == sql::Op::neg ? "<built-in function neg>" : function_text(op)));
    }
    case sql::Kind::binary: return can_evaluate_binary(static_cast<sql::BinaryExpression&>(clause));
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
    case sql::Kind::tuple: {
        std::vector<Value> values;
        for (const auto& c : static_cast<sql::ClauseList&>(clause).clauses) {
            const Result result = evaluate(*c, state);
            if (result.expired || result.value.is_none()) return result;
            values.push_back(result.value);
        }
        return {m_runtime.make_tuple(values), false};
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
        return {Value::boolean(!truth(m_runtime, result.value)), false};
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
    if (op == sql::Op::startswith || op == sql::Op::endswith)
        return {call_method(m_runtime, left.value, op == sql::Op::startswith ? "startswith" : "endswith", {right.value}), false};
    if (const auto compare_op = comparison(op))
        return {Value::boolean(compare_truth(m_runtime, left.value, right.value, *compare_op)), false};
    return {binary_op(m_runtime, *arithmetic(op), left.value, right.value), false};
}

} // namespace relata::orm
