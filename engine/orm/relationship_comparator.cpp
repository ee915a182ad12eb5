// RelationshipProperty.Comparator: what `Task.assignee == x`, any(), has() and contains() mean in SQL.
// SQLAlchemy: orm/relationships.py Comparator.
#include "orm/collections.h"
#include "orm/join_condition.h"
#include "orm/mapper.h"
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

} // namespace

Ref<sql::ColumnElement> RelationshipProperty::optimized_compare(Runtime& runtime, InstanceState* state,
                                                                bool value_is_parent, sql::Entity* adapt_source) {
    parent().check_configure();
    const bool reverse = !value_is_parent;
    const LazyClause lazy = m_join_condition->create_lazy_clause(reverse);
    Ref<sql::ColumnElement> criterion = lazy.criterion;
    Mapper& value_mapper = value_is_parent ? parent() : mapper();
    criterion = column_of(sql::cloned_traverse(*criterion, [&](sql::ClauseElement& e) {
        if (e.kind() != sql::Kind::bind_parameter) return;
        auto& bind = static_cast<sql::BindParameter&>(e);
        for (const auto& [key, column] : lazy.bind_to_column) {
            if (bind.identifying_key != key) continue;
            if (!state) {
                bind.value = Value::none();
                continue;
            }
            // SQLAlchemy: _get_attr_w_warn_on_none: the value when the statement runs, the object alive until then.
            const Ref<Instance> object(state->object());
            sql::ColumnElement* c = column;
            Mapper* m = &value_mapper;
            bind.native_callable = [object, c, m](Runtime& r) {
                InstanceState& s = instance_state(r, Value(object));
                const LoaderResult current = m->get_state_attr_by_column(
                    s, *c, s.has_identity() ? Passive::off : (Passive::no_fetch & ~Passive::init_ok));
                if (!current.has_value())
                    throw Error(Exc::InvalidRequestError,
                                "Can't resolve value for column " + static_cast<sql::Column&>(*c).text() +
                                    " on object " + s.text() + "; the object is detached and the value was expired");
                if (current.value.is_none())
                    r.warn(Exc::SAWarning,
                           "Got None for value of column " + static_cast<sql::Column&>(*c).text() +
                               "; this is unsupported for a relationship comparison and will not currently produce an "
                               "IS comparison (but may in a future release)");
                return current.value;
            };
        }
    }));
    if (m_secondary && value_is_parent == false)
        criterion = column_of(sql::ClauseAdapter(*m_secondary->alias()).traverse(*criterion));
    if (sql::FromClause* source = selectable_of(adapt_source))
        criterion = column_of(sql::ClauseAdapter(*source).traverse(*criterion));
    (void)runtime;
    return criterion;
}

Ref<sql::ColumnElement> RelationshipProperty::compare(Runtime& runtime, const Value& other, bool negate,
                                                      sql::Entity* entity) {
    parent().check_configure();
    if (other.is_none()) {
        if (m_direction != Direction::many_to_one) {
            Ref<sql::ColumnElement> exists = criterion_exists(nullptr, entity, nullptr);
            return negate ? exists : sql::not_(*exists);
        }
        Ref<sql::ColumnElement> criterion = optimized_compare(runtime, nullptr, false, entity);
        // `fk = NULL` becomes `fk IS NULL`: SQLAlchemy's adapt_criterion_to_null.
        criterion = column_of(sql::replacement_traverse(
            *criterion, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
                if (e.kind() != sql::Kind::binary) return {};
                auto& binary = static_cast<sql::BinaryExpression&>(e);
                Ref<sql::ColumnElement> column;
                if (binary.left->kind() == sql::Kind::bind_parameter)
                    column = binary.right;
                else if (binary.right->kind() == sql::Kind::bind_parameter)
                    column = binary.left;
                else
                    return {};
                return sql::operate(runtime, negate ? sql::Op::is_not : sql::Op::is_, *column, Value::none());
            }));
        return criterion;
    }
    if (m_uselist)
        throw Error(Exc::InvalidRequestError,
                    std::string("Can't compare a collection to an object or collection; use ") +
                        (negate ? "contains() to test for membership." : "contains() to test for membership."));
    InstanceState* given = find_instance_state(other);
    if (!given) // SQLAlchemy: Comparator._optimized_compare
        throw Error(Exc::ArgumentError,
                    "Mapped instance expected for relationship comparison to object.   Classes, queries and other SQL elements "
                    "are not accepted in this context; for comparison with a subquery, use " +
                        text() + ".has(**criteria).");
    InstanceState& state = *given;
    Ref<sql::ColumnElement> criterion = optimized_compare(runtime, &state, false, entity);
    if (!negate) return criterion;
    // SQLAlchemy: __negated_contains_or_equals: NULL counts as different.
    std::vector<Ref<sql::ColumnElement>> parts;
    for (const auto& [l, r] : local_remote_pairs()) {
        sql::BindParameter::Options options;
        options.key = l->key();
        options.type = l->type;
        options.type_given = true;
        options.unique = true;
        const LoaderResult value = mapper().get_state_attr_by_column(state, *r);
        options.value = value.has_value() ? value.value : Value::none();
        auto bind = make_ref<sql::BindParameter>(runtime, std::move(options));
        Ref<sql::ColumnElement> column(*l);
        if (sql::FromClause* source = selectable_of(entity))
            column = column_of(sql::ClauseAdapter(*source).traverse(*l));
        parts.push_back(sql::or_({sql::operate(runtime, sql::Op::ne, *column, *bind),
                                  sql::operate(runtime, sql::Op::is_, *column, Value::none())}));
    }
    return parts.size() == 1 ? parts[0] : sql::and_(std::move(parts));
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
    return optimized_compare(runtime, &instance_state(runtime, other), false, entity);
}

Ref<sql::ColumnElement> RelationshipProperty::criterion_exists(sql::ColumnElement* criterion, sql::Entity* entity,
                                                               sql::Entity* of_type) {
    // SQLAlchemy: Comparator._criterion_exists
    Ref<sql::FromClause> to_selectable(of_type ? selectable_of(of_type) : nullptr);
    const bool self = is_self_referential() && !to_selectable;
    if (self) to_selectable = mapper().persist_selectable().alias({}, true);
    const bool aliased = to_selectable || selectable_of(entity);
    JoinTargets targets = m_join_condition->join_targets(selectable_of(entity), to_selectable.get(), aliased);
    Ref<sql::ColumnElement> where = targets.primaryjoin;
    if (targets.secondaryjoin) where = sql::and_({targets.primaryjoin, targets.secondaryjoin});
    if (criterion) {
        Ref<sql::ColumnElement> given(*criterion);
        // The criterion names the target's own columns: they go to the alias that the subquery selects from.
        if (self) given = column_of(targets.target_adapter->traverse(*criterion));
        where = sql::and_({where, given});
    }
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
