// Coercions: what the program may write where a statement wants a column, a FROM, a value. SQLAlchemy: sql/coercions.py.
#pragma once

#include "sql/select.h"
#include "support/object.h"

#include <variant>

namespace relata::sql {

/// The Python object around a node: `select(...)`, `table.c.id`, `User.id == 3`. modules gives each kind its class
/// (class_for_clause); the layers below only make and read it.
class ClauseObject : public Object {
  public:
    /// Throws RecursionError where the node is a tower of more than ClauseElement::max_depth nodes.
    ClauseObject(Type& type, Ref<ClauseElement> clause);
    ClauseElement& clause() const { return *m_clause; }
    const Ref<ClauseElement>& ref() const { return m_clause; }

  private:
    Ref<ClauseElement> m_clause;
};

/// How values of other classes become nodes and nodes become values; kept once per run (coercion_registry).
class CoercionRegistry {
  public:
    /// SQLAlchemy: inspection + `__clause_element__`: returns null where the value is not its business.
    using Coercer = std::function<Ref<ClauseElement>(Runtime&, const Value&)>;
    void add(Coercer coercer) { m_coercers.push_back(std::move(coercer)); }
    Ref<ClauseElement> clause_of(Runtime& runtime, const Value& value) const;
    /// Set by modules: the Python object for a node.
    std::function<Value(Runtime&, ClauseElement&)> wrap;

  private:
    std::vector<Coercer> m_coercers;
};
CoercionRegistry& coercion_registry(Runtime& runtime);

/// The node that a value is or stands for (a ClauseObject, an InstrumentedAttribute, a mapped class); null for a plain
/// Python value.
Ref<ClauseElement> clause_of(Runtime& runtime, const Value& value);
/// The Python object for a node.
Value wrap_clause(Runtime& runtime, ClauseElement& clause);

/// SQLAlchemy's roles, each with the words of its error.
enum class Role : uint8_t {
    columns_clause, where_having, on_clause, order_by, group_by, by_of, from_clause, strict_from_clause, join_target,
    expression_element, binary_element, in_element, limit_offset, labeled_column_expr, dml_table, dml_column, dml_select,
    select_statement, compound_element, const_expr, statement, ddl_expression, literal_value, column_argument,
    executable_option
};

struct CoerceOptions {
    const ColumnElement* compared_to = nullptr; ///< expr=: gives a literal its type and name
    Operator op{};
    std::optional<std::string> argname{};
    PropagateAttrs* propagate = nullptr; ///< takes the plugin of what is coerced
    TypeRef type{};
    std::optional<std::string> name{};   ///< of the bind parameter
};
/// SQLAlchemy: coercions.expect. Throws ArgumentError (or what SQLAlchemy throws) with its words.
Ref<ClauseElement> expect(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options = {});
Ref<ColumnElement> expect_column(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options = {});
Ref<FromClause> expect_from(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options = {});

/// SQLAlchemy: default_comparator.py / Operators.operate: `left <op> right`. `right` unset for unary ones.
struct OperateOptions {
    bool reverse = false;                ///< the Python value stood on the left
    std::optional<std::string> escape{};
    bool autoescape = false;
    Value other2{};                      ///< between's upper bound; regexp_replace's replacement
    bool symmetric = false;
    std::string flags{};
    TypeRef return_type{};
};
Ref<ColumnElement> operate(Runtime& runtime, const Operator& op, ColumnElement& left, const Value& right = {},
                           const OperateOptions& options = {});
/// The same between two nodes.
Ref<ColumnElement> operate(Runtime& runtime, const Operator& op, ColumnElement& left, ColumnElement& right,
                           const OperateOptions& options = {});
Ref<ColumnElement> not_(ColumnElement& element);
Ref<BindParameter> literal(Runtime& runtime, const Value& value, TypeRef type = {});
/// A bind parameter as `column <op> value` makes it.
Ref<BindParameter> bind_for(Runtime& runtime, const ColumnElement& compared_to, const Operator& op, const Value& value);
Ref<UnaryExpression> desc(ColumnElement& element);
Ref<UnaryExpression> asc(ColumnElement& element);
Ref<Label> label(ColumnElement& element, std::optional<std::string> name);

} // namespace relata::sql
