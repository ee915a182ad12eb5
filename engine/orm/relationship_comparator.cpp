// RelationshipProperty.Comparator: what `Task.assignee == x`, any(), has() and contains() mean in SQL.
// SQLAlchemy: orm/relationships.py Comparator.
#include "orm/registry.h"
#include "orm/collections.h"
#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "orm/aliased.h"
#include "orm/relationship.h"
#include "sql/coercions.h"
#include "sql/select.h"
#include "sql/visitors.h"
#include "support/protocol.h"

namespace relata::orm {

namespace {

Ref<sql::ColumnElement> column_of(const Ref<sql::ClauseElement>& element) {
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(element.get()));
}

/// The alias that an entity stands for; null: the mapper's own table.
sql::FromClause* selectable_of(sql::Entity* entity) { return entity ? entity->alias_selectable() : nullptr; }

/// What a bound parameter asks the object for when the statement runs. SQLAlchemy: _get_attr_w_warn_on_none.
std::function<Value(Runtime&)> attr_with_warning_on_none(Mapper& mapper, InstanceState& state, sql::ColumnElement& column) {
    const AttributeImpl* impl = &mapper.attribute(mapper.get_property_by_column(column).key());
    state.track_last_known_value(*impl);
    // The object lives as long as the expression does.
    return [object = Ref<Instance>(state.object()), &mapper, column = &column, impl](Runtime& runtime) {
        InstanceState& s = instance_state(runtime, Value(object));
        const LoaderResult current = mapper.get_state_attr_by_column(
            s, *column, s.has_identity() && s.session ? Passive::off : (Passive::no_fetch & ~Passive::init_ok));
        LoaderResult found = s.last_known_value(*impl);
        if (current.has_value()) {
            found = current;
        } else if (!found.has_value()) {
            const bool detached = current.is(LoaderResult::Status::passive_no_result);
            throw Error(Exc::InvalidRequestError,
                        "Can't resolve value for column " + static_cast<sql::Column&>(*column).text() + " on object " +
                            s.text() + "; " +
                            (detached ? "the object is detached and the value was expired"
                                      : "no value has been set for this column"));
        }
        if (found.value.is_none())
            sa_warn(runtime, "Got None for value of column " + static_cast<sql::Column&>(*column).text() +
                             "; this is unsupported for a relationship comparison and will not currently produce an "
                             "IS comparison (but may in a future release)");
        return found.value;
    };
}

/// `fk = :bind` becomes `fk IS NULL`. SQLAlchemy: sql.util.adapt_criterion_to_null.
Ref<sql::ColumnElement> criterion_to_null(Runtime& runtime, sql::ColumnElement& criterion) {
    return column_of(sql::replacement_traverse(criterion, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        if (e.kind() != sql::Kind::binary) return {};
        auto& binary = static_cast<sql::BinaryExpression&>(e);
        const bool left = binary.left->kind() == sql::Kind::bind_parameter;
        if (!left && binary.right->kind() != sql::Kind::bind_parameter) return {};
        return sql::operate(runtime, sql::Op::is_, left ? *binary.right : *binary.left, Value::none());
    }));
}

/// The state that `Task.assignee == other` compares with. SQLAlchemy: the check of _optimized_compare.
InstanceState& compared_state(const RelationshipProperty& property, const Value& other) {
    if (InstanceState* state = find_instance_state(other)) return *state;
    throw Error(Exc::ArgumentError,
                "Mapped instance expected for relationship comparison to object.   Classes, queries and other SQL "
                "elements are not accepted in this context; for comparison with a subquery, use " +
                    property.text() + ".has(**criteria).");
}

/// `contains()` of a many-to-many relationship: negated, it asks with NOT EXISTS. SQLAlchemy: negation_clause.
class ContainsClause final : public sql::BooleanClauseList {
  public:
    ContainsClause(const sql::BooleanClauseList& list, Ref<sql::ColumnElement> negated)
        : BooleanClauseList(list), m_negated(std::move(negated)) {}
    Ref<sql::ClauseElement> clone() const override { return make_ref<ContainsClause>(*this); }
    Ref<sql::ColumnElement> negate() override { return m_negated; }

  private:
    Ref<sql::ColumnElement> m_negated;
};

} // namespace

Ref<sql::ColumnElement> RelationshipProperty::optimized_compare(Runtime& runtime, InstanceState* state,
                                                                bool value_is_parent, sql::Entity* adapt_source) {
    parent().check_configure();
    const LazyClause lazy = m_join_condition->create_lazy_clause(!value_is_parent);
    Ref<sql::ColumnElement> criterion = lazy.criterion;
    Mapper& value_mapper = value_is_parent ? parent() : mapper();
    if (!state) {
        criterion = criterion_to_null(runtime, *criterion);
    } else {
        if (m_secondary) criterion = column_of(sql::ClauseAdapter(*m_secondary->alias()).traverse(*criterion));
        criterion = column_of(sql::cloned_traverse(*criterion, [&](sql::ClauseElement& e) {
            if (e.kind() != sql::Kind::bind_parameter) return;
            auto& bind = static_cast<sql::BindParameter&>(e);
            for (const auto& [key, column] : lazy.bind_to_column)
                if (bind.identifying_key == key)
                    bind.native_callable = attr_with_warning_on_none(value_mapper, *state, *column);
        }));
    }
    if (sql::FromClause* source = selectable_of(adapt_source))
        criterion = column_of(sql::ClauseAdapter(*source).traverse(*criterion));
    return criterion;
}

Ref<sql::ColumnElement> RelationshipProperty::compare(Runtime& runtime, const Value& other, bool negate,
                                                      sql::Entity* entity) {
    parent().check_configure();
    if (other.is_none()) {
        if (m_direction == Direction::many_to_one) {
            Ref<sql::ColumnElement> criterion = optimized_compare(runtime, nullptr, false, entity);
            return negate ? sql::not_(*criterion) : criterion;
        }
        Ref<sql::ColumnElement> exists = criterion_exists(nullptr, entity, nullptr);
        return negate ? exists : sql::not_(*exists);
    }
    if (m_uselist)
        throw Error(Exc::InvalidRequestError,
                    std::string("Can't compare a collection to an object or collection; use contains() to test for "
                                "membership."));
    if (negate) return negated_contains_or_equals(runtime, other, entity);
    return optimized_compare(runtime, &compared_state(*this, other), false, entity);
}

// SQLAlchemy: Comparator.__negated_contains_or_equals: NULL counts as different.
Ref<sql::ColumnElement> RelationshipProperty::negated_contains_or_equals(Runtime& runtime, const Value& other,
                                                                         sql::Entity* entity) {
    InstanceState& state = related_instance_state(runtime, other);
    std::vector<Ref<sql::ColumnElement>> parts;
    if (m_direction == Direction::many_to_one && lazy_loader_uses_get(*this)) {
        for (const auto& [l, r] : local_remote_pairs()) {
            Ref<sql::ColumnElement> column(*l);
            if (sql::FromClause* source = selectable_of(entity))
                column = column_of(sql::ClauseAdapter(*source).traverse(*l));
            sql::BindParameter::Options options;
            options.key = l->key();
            options.type = l->type;
            options.type_given = true;
            options.unique = true;
            options.value = Value::none();
            auto bind = make_ref<sql::BindParameter>(runtime, std::move(options));
            bind->native_callable = attr_with_warning_on_none(mapper(), state, *r);
            parts.push_back(sql::or_({sql::operate(runtime, sql::Op::ne, *column, *bind),
                                      sql::operate(runtime, sql::Op::is_, *column, Value::none())}));
        }
        return parts.size() == 1 ? parts[0] : sql::and_(std::move(parts));
    }
    for (sql::ColumnElement* column : mapper().primary_key()) {
        const LoaderResult value = mapper().get_state_attr_by_column(state, *column);
        parts.push_back(sql::operate(runtime, sql::Op::eq, *column, value.has_value() ? value.value : Value::none()));
    }
    const Ref<sql::ColumnElement> criterion = parts.size() == 1 ? parts[0] : sql::and_(std::move(parts));
    return sql::not_(*criterion_exists(criterion.get(), entity, nullptr));
}

Ref<sql::ColumnElement> RelationshipProperty::any(Runtime&, sql::ColumnElement* criterion, sql::Entity* entity,
                                                  sql::Entity* of_type) {
    parent().check_configure();
    if (!m_uselist)
        throw Error(Exc::InvalidRequestError,
                    "'any()' not implemented for scalar attributes. Use has().");
    return criterion_exists(criterion, entity, of_type);
}

Ref<sql::ColumnElement> RelationshipProperty::has(Runtime&, sql::ColumnElement* criterion, sql::Entity* entity,
                                                  sql::Entity* of_type) {
    parent().check_configure();
    if (m_uselist)
        throw Error(Exc::InvalidRequestError, "'has()' not implemented for collections. Use any().");
    return criterion_exists(criterion, entity, of_type);
}

Ref<sql::ColumnElement> RelationshipProperty::contains(Runtime& runtime, const Value& other, sql::Entity* entity) {
    parent().check_configure();
    if (!m_uselist)
        throw Error(Exc::InvalidRequestError,
                    "'contains' not implemented for scalar attributes.  Use ==");
    Ref<sql::ColumnElement> clause = optimized_compare(runtime, &compared_state(*this, other), false, entity);
    if (!m_secondary || clause->kind() != sql::Kind::boolean_list) return clause;
    return make_ref<ContainsClause>(static_cast<sql::BooleanClauseList&>(*clause),
                                    negated_contains_or_equals(runtime, other, entity));
}

Ref<sql::ColumnElement> RelationshipProperty::criterion_exists(sql::ColumnElement* criterion, sql::Entity* entity,
                                                               sql::Entity* of_type) {
    // SQLAlchemy: Comparator._criterion_exists
    Ref<sql::FromClause> to_selectable(of_type ? selectable_of(of_type) : nullptr);
    Ref<sql::ColumnElement> single;
    if (of_type && !to_selectable && of_type != &mapper()) to_selectable = Ref<sql::FromClause>(selectable_of(*of_type));
    if (of_type) single = mapper_of(*of_type).single_table_criterion();
    if (single)
        if (AliasedInsp* named = as_aliased(*of_type)) single = named->adapter()(*single);
    const bool self = is_self_referential() && !(of_type && as_aliased(*of_type));
    if (self) to_selectable = anonymous_from(of_type ? mapper_of(*of_type).selectable() : mapper().selectable(), {}, false);
    const bool aliased = bool(to_selectable);
    JoinTargets targets = m_join_condition->join_targets(selectable_of(entity), to_selectable.get(), aliased);
    Ref<sql::ColumnElement> where = targets.primaryjoin;
    if (targets.secondaryjoin) where = sql::and_({targets.primaryjoin, targets.secondaryjoin});
    if (criterion) {
        Ref<sql::ColumnElement> given(*criterion);
        // The criterion names the target's own columns: they go to the alias that the subquery selects from.
        if (self) given = column_of(targets.target_adapter->traverse(*criterion));
        where = sql::and_({where, given});
    }
    if (single) where = sql::and_({where, single});
    auto select = make_ref<sql::Select>();
    select->raw_columns.push_back(make_ref<sql::ColumnClause>("1", sql::make_type(sql::TypeKind::integer), true));
    select->from_obj.push_back(targets.dest_selectable);
    if (targets.secondary) select->from_obj.push_back(targets.secondary);
    select->where_criteria.push_back(where);
    // The parent's own FROM is the enclosing statement's.
    select->correlate_except = select->from_obj;
    return make_ref<sql::Exists>(*select);
}

} // namespace relata::orm
