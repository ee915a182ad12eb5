#include "orm/context_joins.h"

#include "orm/join_condition.h"
#include "orm/registry.h"
#include "sql/visitors.h"
#include "support/object_number.h"

#include <algorithm>

namespace relata::orm {

namespace {

[[noreturn]] void raise_no_left_side(const std::string& right) {
    throw Error(Exc::InvalidRequestError, "Don't know how to join to " + right +
                                              ". Please use the .select_from() method to establish an explicit left side, as "
                                              "well as providing an explicit ON clause if not present already to help resolve "
                                              "the ambiguity.");
}

/// repr() of a join's target: "<Mapper at 0x7f..; Task>".
std::string target_repr(sql::Entity* entity, sql::FromClause& from) {
    if (!entity) return from.description();
    const std::string address = place_address(mapper_of(*entity).mapped_class().runtime(), entity);
    return std::string(as_aliased(*entity) ? "<AliasedInsp at " : "<Mapper at ") + address + "; " +
           mapper_of(*entity).entity_name() + (as_aliased(*entity) ? "(" + mapper_of(*entity).entity_name() + ")>" : ">");
}

Ref<sql::FromClause> plain(sql::FromClause& from) { return Ref<sql::FromClause>(from.plain()); }

Ref<sql::ColumnElement> without_annotations(const Ref<sql::ColumnElement>& clause) {
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deep_deannotate(*clause).get()));
}

/// SQLAlchemy: sql_util.find_left_clause_that_matches_given.
std::vector<size_t> matching_froms(const std::vector<Ref<sql::FromClause>>& clauses, sql::FromClause& wanted) {
    std::vector<size_t> indexes;
    const auto wanted_surface = sql::surface_selectables(wanted);
    for (size_t i = 0; i < clauses.size(); ++i) {
        const auto surface = sql::surface_selectables(*clauses[i]);
        const bool found = std::ranges::any_of(wanted_surface, [&](sql::FromClause* w) {
            return std::ranges::any_of(surface, [&](sql::FromClause* s) { return s->same_as(*w); });
        });
        if (found || clauses[i]->same_as(wanted)) indexes.push_back(i);
    }
    return indexes;
}

} // namespace

OrmJoin orm_join(sql::FromClause& left, sql::Entity* left_entity, RelationshipProperty& property, sql::FromClause& right,
                 const std::vector<Ref<sql::ColumnElement>>& extra_criteria, bool isouter, bool full) {
    sql::FromClause* source = left_entity ? &selectable_of(*left_entity) : &property.parent().selectable();
    if (!sql::clause_is_present(*source, left)) source = &left;
    const bool aliased = property.secondary() || !right.same_as(property.mapper().selectable()) ||
                         !source->same_as(property.parent().selectable());
    const JoinTargets targets = property.join_condition().join_targets(
        source->same_as(property.parent().selectable()) ? nullptr : source, &right, aliased, extra_criteria);
    Ref<sql::ColumnElement> on = without_annotations(targets.primaryjoin);
    if (targets.secondaryjoin) {
        Ref<sql::ColumnElement> secondary_on = without_annotations(targets.secondaryjoin);
        if (isouter) {
            const Ref<sql::Join> inner = make_ref<sql::Join>(*targets.secondary, right, secondary_on);
            return {make_ref<sql::Join>(left, *inner, on, true, full), targets.target_adapter};
        }
        const Ref<sql::Join> outer = make_ref<sql::Join>(left, *targets.secondary, on, false);
        return {make_ref<sql::Join>(*outer, right, secondary_on, false, full), targets.target_adapter};
    }
    return {make_ref<sql::Join>(left, right, on, isouter, full), targets.target_adapter};
}

Ref<sql::ClauseElement> RelationshipClause::extension_expression() const {
    RelationshipProperty* property = reference.property->as_relationship();
    if (!property) return {};
    property->parent().check_configure();
    AliasedInsp* parent = as_aliased(*reference.entity);
    AliasedInsp* target = reference.of_type ? as_aliased(*reference.of_type) : nullptr;
    const JoinTargets targets = property->join_condition().join_targets(
        parent ? &parent->selectable() : nullptr, target ? &target->selectable() : nullptr,
        parent || target || property->secondary(), reference.extra_criteria);
    Ref<sql::ColumnElement> on = without_annotations(targets.primaryjoin);
    if (targets.secondaryjoin) on = sql::and_({on, without_annotations(targets.secondaryjoin)});
    sql::Annotations annotations;
    sql::Annotations::Fields& fields = annotations.edit();
    fields.parententity = fields.plugin_subject = reference.entity;
    fields.parentmapper = &mapper_of(*reference.entity);
    fields.plugin = &orm_plugin(property->parent().runtime());
    fields.proxy_key = property->key();
    fields.keep = Ref<RefCounted>(reference.entity);
    return sql::annotated(*on, annotations);
}

void JoinBuilder::join_all() {
    for (const auto& setup : m_state.select_statement().setup_joins) join(setup);
}

JoinBuilder::Left JoinBuilder::implicit_left_side(sql::FromClause& right, sql::Entity* right_entity, sql::ClauseElement* onclause,
                                                  const std::string& right_text) {
    auto& froms = m_state.from_clauses;
    const auto ambiguous = [] {
        throw Error(Exc::InvalidRequestError,
                    "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. "
                    "Please use the .select_from() method to establish an explicit left side, as well as providing an "
                    "explicit ON clause if not present already to help resolve the ambiguity.");
    };
    if (!froms.empty()) {
        const auto indexes = sql::find_left_clause_to_join_from(froms, right, onclause);
        if (indexes.size() > 1) ambiguous();
        if (indexes.empty()) raise_no_left_side(right_text);
        return {froms[indexes[0]], indexes[0]};
    }
    if (m_state.entities().empty())
        throw Error(Exc::InvalidRequestError,
                    "No entities to join from; please use select_from() to establish the left entity/selectable of this join");
    std::vector<Ref<sql::FromClause>> candidates;
    std::vector<sql::Entity*> owners;
    const auto add = [&](sql::FromClause& from, sql::Entity* owner) {
        if (std::ranges::any_of(candidates, [&](const auto& c) { return c->same_as(from); })) return;
        candidates.emplace_back(from);
        owners.push_back(owner);
    };
    for (const auto& entity : m_state.entities()) {
        if (sql::Entity* zero = entity->entity_zero()) {
            if (zero != right_entity) add(selectable_of(*zero), zero);
        } else if (entity->target()) {
            const auto froms_of_column = sql::from_objects(*entity->target());
            if (!froms_of_column.empty() && froms_of_column[0]->identity() != right.identity()) add(*froms_of_column[0], nullptr);
        }
    }
    const auto indexes = sql::find_left_clause_to_join_from(candidates, right, onclause);
    if (indexes.size() > 1) ambiguous();
    if (indexes.empty()) raise_no_left_side(right_text);
    return {candidates[indexes[0]], std::nullopt, owners[indexes[0]]};
}

JoinBuilder::Left JoinBuilder::explicit_left_side(sql::FromClause& left, sql::Entity* entity) {
    auto& froms = m_state.from_clauses;
    const auto indexes = matching_froms(froms, left);
    if (indexes.size() > 1)
        throw Error(Exc::InvalidRequestError, "Can't identify which entity in which to assign the left side of this join.   "
                                              "Please use a more specific ON clause.");
    if (indexes.size() == 1) return {froms[indexes[0]], indexes[0]};
    (void)entity;
    return {plain(left), std::nullopt};
}

// SQLAlchemy: _join_check_and_adapt_right_side: joined tables that are there already come under an alias.
bool JoinBuilder::alias_overlapping(const Left& side, sql::Entity* left_entity, sql::Entity& right_entity) {
    Mapper& mapper = mapper_of(right_entity);
    if (mapper.persist_selectable().kind() != sql::Kind::join) return false;
    sql::FromClause& left = left_entity ? selectable_of(*left_entity) : *side.clause;
    sql::FromClause& right = selectable_of(right_entity);
    std::vector<Ref<sql::FromClause>> froms = m_state.from_clauses;
    if (froms.empty()) froms.emplace_back(left);
    const bool overlap = std::ranges::any_of(froms, [&](const auto& from) {
        return sql::selectables_overlap(left, *from) && sql::selectables_overlap(*from, right);
    });
    if (!overlap) return false;
    if (left.same_as(right))
        throw Error(Exc::InvalidRequestError, "Can't join table/selectable '" + left.description() + "' to itself");
    if (as_aliased(right_entity)) return false;
    const Ref<AliasedInsp> alias = make_ref<AliasedInsp>(mapper, anonymous_from(right, {}, true), std::string());
    sa_warn(m_state.runtime(), "An alias is being generated automatically against joined entity " + mapper.text() +
                                   " due to overlapping tables.  This is a legacy pattern which may be deprecated in a later "
                                   "release.  Use the aliased(<entity>, flat=True) construct explicitly, see the linked "
                                   "example. (Background on this warning at: https://sqlalche.me/e/20/xaj2)");
    m_state.load_polymorphically_with(mapper, *alias);
    return true;
}

// SQLAlchemy: _join and _join_left_to_right.
void JoinBuilder::join(const sql::Select::SetupJoin& setup) {
    auto* attribute = dynamic_cast<RelationshipClause*>(setup.onclause.get());
    sql::ClauseElement* target = setup.target.get();
    if (!attribute && !setup.onclause)
        if (auto* as_target = dynamic_cast<RelationshipClause*>(target)) {
            attribute = as_target;
            target = nullptr;
        }
    if (target && !target->is_from_clause()) {
        const sql::Entity* owner = parent_entity(*target);
        throw Error(Exc::ArgumentError, "Join target " + (owner ? owner->entity_name() + "." : std::string()) +
                                            static_cast<sql::ColumnElement&>(*target).key().value_or(target->class_name()) +
                                            " does not refer to a mapped entity");
    }
    sql::Entity* right_entity = target ? parent_entity(*target) : nullptr;
    sql::Entity* left_entity = setup.from ? parent_entity(*setup.from) : nullptr;
    sql::FromClause* left = setup.from.get();
    RelationshipProperty* property = nullptr;
    std::vector<Ref<sql::ColumnElement>> extra;
    if (attribute) {
        property = attribute->reference.property->as_relationship();
        if (!property)
            throw Error(Exc::InvalidRequestError, "Join target " + attribute->reference.text() +
                                                      " does not refer to a mapped entity");
        attribute->reference.property->parent().check_configure();
        if (!target) {
            right_entity = attribute->reference.of_type ? attribute->reference.of_type : &property->mapper();
        }
        if (left && left_entity != attribute->reference.entity)
            throw Error(Exc::InvalidRequestError, "explicit from clause " +
                                                      (left_entity ? entity_text(*left_entity) : left->description()) +
                                                      " does not match left side of relationship attribute " +
                                                      attribute->reference.text());
        left_entity = attribute->reference.entity;
        left = &selectable_of(*left_entity);
        // The same path is joined once.
        const JoinedEdge edge{left_entity, right_entity ? static_cast<const void*>(right_entity) : target->identity(), property};
        if (std::ranges::find(m_joined_edges, edge) != m_joined_edges.end()) return;
        m_joined_edges.push_back(edge);
        extra = attribute->reference.extra_criteria;
        for (const auto& kept : attribute->reference.keep) m_state.keep(kept);
    }
    // SQLAlchemy: _join_check_and_adapt_right_side.
    if (property && right_entity) {
        Mapper& right_mapper = mapper_of(*right_entity);
        if (!right_mapper.isa(property->mapper()) && !property->mapper().isa(right_mapper))
            throw Error(Exc::InvalidRequestError, "Join target " + entity_text(*right_entity) + " does not correspond to the right side "
                                                  "of join condition " + attribute->reference.text());
    }
    Ref<sql::FromClause> right = right_entity ? Ref<sql::FromClause>(selectable_of(*right_entity))
                                              : plain(static_cast<sql::FromClause&>(*target));
    if (right_entity) mapper_of(*right_entity).check_configure();
    const std::string right_text = right_entity ? entity_text(*right_entity) : right->description();
    const Left side = left ? explicit_left_side(left_entity ? selectable_of(*left_entity) : *left, left_entity)
                           : implicit_left_side(*right, right_entity, attribute ? nullptr : setup.onclause.get(), target_repr(right_entity, *right));
    if (left_entity && left_entity == right_entity)
        throw Error(Exc::InvalidRequestError, "Can't construct a join from " + entity_text(*left_entity) + " to " + right_text +
                                                  ", they are the same entity");
    if (right_entity && alias_overlapping(side, left ? left_entity : side.entity, *right_entity)) {
        right_entity = m_state.polymorphic_alias(mapper_of(*right_entity));
        right = Ref<sql::FromClause>(selectable_of(*right_entity));
    }
    if (right_entity) {
        m_state.m_join_entities.push_back(right_entity);
        for (const auto& criterion : m_state.additional_entity_criteria(*right_entity)) extra.push_back(criterion);
        if (Ref<sql::ColumnElement> single = mapper_of(*right_entity).single_table_criterion()) {
            if (AliasedInsp* aliased = as_aliased(*right_entity)) single = aliased->adapter()(*single);
            extra.push_back(single);
        }
    }
    Ref<sql::FromClause> left_clause = plain(*side.clause);
    Ref<sql::FromClause> joined;
    if (property) {
        joined = orm_join(*left_clause, left_entity, *property, *right, extra, setup.isouter, setup.full).join;
    } else {
        Ref<sql::ColumnElement> on;
        if (setup.onclause)
            on = m_state.adapt_polymorphic(Ref<sql::ColumnElement>(static_cast<sql::ColumnElement&>(*setup.onclause)));
        if (!extra.empty()) {
            if (!on) on = sql::join_condition(*left_clause, *right);
            std::vector<Ref<sql::ColumnElement>> all{on};
            all.insert(all.end(), extra.begin(), extra.end());
            on = sql::and_(std::move(all));
        }
        joined = make_ref<sql::Join>(*left_clause, *right, on, setup.isouter, setup.full);
    }
    if (side.replace_from_obj)
        m_state.from_clauses[*side.replace_from_obj] = joined;
    else
        m_state.from_clauses.push_back(joined);
}

} // namespace relata::orm
