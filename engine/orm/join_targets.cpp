// The clauses that lazy loads and joins make of a join condition. SQLAlchemy: _JoinCondition.create_lazy_clause and
// join_targets.
#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "sql/coercions.h"
#include "sql/visitors.h"

namespace relata::orm {

namespace {

Ref<sql::ColumnElement> as_column(const Ref<sql::ClauseElement>& element) {
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(element.get()));
}

Ref<sql::ColumnElement> both(const Ref<sql::ColumnElement>& a, const std::vector<Ref<sql::ColumnElement>>& rest) {
    std::vector<Ref<sql::ColumnElement>> all{a};
    all.insert(all.end(), rest.begin(), rest.end());
    return sql::and_(std::move(all));
}

} // namespace

LazyClause JoinCondition::create_lazy_clause(bool reverse_direction) const {
    LazyClause lazy;
    const bool has_secondary = bool(m_secondaryjoin);
    for (const auto& [l, r] : m_local_remote_pairs) {
        if (has_secondary || !reverse_direction)
            lazy.equated_columns.emplace_back(r, l);
        else
            lazy.equated_columns.emplace_back(l, r);
    }
    std::vector<std::pair<sql::ClauseElement*, Ref<sql::BindParameter>>> binds;
    Runtime& runtime = m_property.parent().runtime();
    const auto wanted = [&](const sql::ClauseElement& e) {
        if (!reverse_direction) return e.annotations()->local;
        if (!has_secondary) return e.annotations()->remote;
        for (const auto& [l, r] : m_local_remote_pairs)
            if (l->same_as(e)) return true;
        return false;
    };
    const auto to_bind = [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        if (!e.is_column_element() || !wanted(e)) return {};
        for (const auto& [column, bind] : binds)
            if (column == e.identity()) return bind;
        sql::BindParameter::Options options;
        options.type = static_cast<sql::ColumnElement&>(e).type;
        options.type_given = true;
        options.unique = true;
        options.value = Value::none();
        auto bind = make_ref<sql::BindParameter>(runtime, std::move(options));
        binds.emplace_back(e.identity(), bind);
        return bind;
    };
    Ref<sql::ColumnElement> where = m_primaryjoin;
    if (!has_secondary || !reverse_direction) where = as_column(sql::replacement_traverse(*where, to_bind));
    if (has_secondary) {
        Ref<sql::ColumnElement> secondary = m_secondaryjoin;
        if (reverse_direction) secondary = as_column(sql::replacement_traverse(*secondary, to_bind));
        where = both(where, {secondary});
    }
    lazy.criterion = where;
    for (const auto& [column, bind] : binds)
        lazy.bind_to_column.emplace_back(bind->identifying_key, static_cast<sql::ColumnElement*>(column));
    return lazy;
}

JoinTargets JoinCondition::join_targets(sql::FromClause* source, sql::FromClause* dest, bool aliased,
                                        const std::vector<Ref<sql::ColumnElement>>& extra_criteria) const {
    JoinTargets targets{.primaryjoin = m_primaryjoin,
                        .secondaryjoin = m_secondaryjoin,
                        .secondary = Ref<sql::FromClause>(m_secondary),
                        .dest_selectable = Ref<sql::FromClause>(dest ? *dest : child_selectable()),
                        .target_adapter = {}};
    if (!extra_criteria.empty()) {
        Ref<sql::ColumnElement>& clause = targets.secondaryjoin ? targets.secondaryjoin : targets.primaryjoin;
        clause = both(clause, extra_criteria);
    }
    if (!aliased) return targets;
    const auto is_local = [](const sql::ClauseElement& e) { return e.annotations()->local; };
    const auto is_remote = [](const sql::ClauseElement& e) { return e.annotations()->remote; };
    if (targets.secondary) {
        targets.secondary = targets.secondary->alias({}, true);
        sql::AdapterOptions not_local;
        not_local.exclude = is_local;
        auto primary = std::make_shared<sql::ClauseAdapter>(*targets.secondary, not_local);
        auto secondary = std::make_shared<sql::ClauseAdapter>(*targets.dest_selectable);
        secondary->chain(std::make_shared<sql::ClauseAdapter>(*targets.secondary, not_local));
        if (source) primary->chain(std::make_shared<sql::ClauseAdapter>(*source));
        targets.secondaryjoin = (*secondary)(*targets.secondaryjoin);
        targets.primaryjoin = (*primary)(*targets.primaryjoin);
        targets.target_adapter = secondary;
        return targets;
    }
    const auto adapter = [&](bool exclude_local) {
        sql::AdapterOptions options;
        if (exclude_local) options.exclude = is_local;
        auto made = std::make_shared<sql::ClauseAdapter>(*targets.dest_selectable, options);
        if (source) {
            sql::AdapterOptions not_remote;
            not_remote.exclude = is_remote;
            made->chain(std::make_shared<sql::ClauseAdapter>(*source, not_remote));
        }
        return made;
    };
    targets.primaryjoin = (*adapter(true))(*targets.primaryjoin);
    targets.target_adapter = adapter(false); // what is adapted later may name local columns
    return targets;
}

} // namespace relata::orm
