// RelationshipProperty: the other side of a relationship, and relationships that write to the same column.
#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "sql/visitors.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

std::string column_text(const sql::ColumnElement& column) {
    return column.kind() == sql::Kind::column ? static_cast<const sql::Column&>(column).text()
                                              : column.name().value_or(column.class_name());
}

/// The join condition seen from the other side: local and remote change places.
/// SQLAlchemy: _JoinCondition.primaryjoin_reverse_remote.
Ref<sql::ColumnElement> reverse_remote(sql::ColumnElement& join) {
    const auto swap = [](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        const sql::Annotations::Fields& had = *e.annotations();
        if (!had.remote && !had.local) return {};
        sql::Annotations annotations;
        sql::Annotations::Fields& fields = annotations.edit();
        fields.local = had.remote;
        fields.remote = had.local && !had.remote;
        fields.foreign = had.foreign;
        Ref<sql::ClauseElement> plain(*e.identity());
        return sql::annotate(*plain, annotations);
    };
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(join, swap).get()));
}

/// Only what is foreign stays marked. SQLAlchemy: primaryjoin_minus_local, secondaryjoin_minus_local.
Ref<sql::ColumnElement> minus_local(sql::ColumnElement& join) {
    const auto strip = [](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        const sql::Annotations::Fields& had = *e.annotations();
        if (!had.remote && !had.local) return {};
        Ref<sql::ClauseElement> plain(*e.identity());
        if (!had.foreign) return plain;
        sql::Annotations annotations;
        annotations.edit().foreign = true;
        return sql::annotate(*plain, annotations);
    };
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(join, strip).get()));
}

bool is_sibling(const Mapper& a, const Mapper& b) { return a.common_parent(b) && !a.isa(b) && !b.isa(a); }

bool names_it(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

void RelationshipProperty::check_sync_backref(RelationshipProperty& a, RelationshipProperty& b) {
    if (a.viewonly() && b.m_sync_backref_given && b.m_sync_backref)
        throw Error(Exc::InvalidRequestError, "Relationship " + b.text() +
                                                  " cannot specify sync_backref=True since " + a.text() +
                                                  " includes viewonly=True.");
    if (a.viewonly() && !b.viewonly()) b.m_sync_backref = false;
}

void RelationshipProperty::add_reverse_property(const std::string& other_key) {
    MapperProperty& property = m_mapper->get_property(other_key, false);
    RelationshipProperty* other = property.as_relationship();
    if (!other)
        throw Error(Exc::InvalidRequestError,
                    "back_populates on relationship '" + text() + "' refers to attribute '" + property.text() +
                        "' that is not a relationship.  The back_populates parameter should refer to the name of a "
                        "relationship on the target class.");
    check_sync_backref(*this, *other);
    check_sync_backref(*other, *this);
    const auto add = [](std::vector<RelationshipProperty*>& set, RelationshipProperty* p) {
        if (std::find(set.begin(), set.end(), p) == set.end()) set.push_back(p);
    };
    add(m_reverse_property, other);
    add(other->m_reverse_property, this);
    other->setup_entity();
    if (!other->m_mapper->common_parent(parent()))
        throw Error(Exc::ArgumentError, "reverse_property '" + other_key + "' on relationship " + text() +
                                            " references relationship " + other->text() +
                                            ", which does not reference mapper " + parent().text());
    if (other->is_configure_started() && other->m_join_condition && m_direction != Direction::many_to_many &&
        m_direction == other->m_direction)
        throw Error(Exc::ArgumentError,
                    other->text() + " and back-reference " + text() + " are both of the same direction " +
                        "<RelationshipDirection." + direction_name(m_direction) + ": " +
                        std::to_string(int(m_direction) + 1) +
                        ">.  Did you mean to set remote_side on the many-to-one side ?");
}

void RelationshipProperty::generate_backref() {
    const bool has_backref = m_options.backref.is_set() && !m_options.backref.is_none();
    if (has_backref && (!m_back_populates || m_back_populates->empty())) {
        RelationshipOptions options;
        std::string backref_key;
        if (const Str* name = m_options.backref.as<Str>()) {
            backref_key = std::string(name->view());
        } else {
            const std::vector<Value> parts = to_vector(m_runtime, m_options.backref);
            backref_key = std::string(parts.at(0).get<Str>().view());
            options = orm_runtime(m_runtime).relationship_options(m_runtime, parts.at(1));
        }
        std::vector<Mapper*> check = m_mapper->iterate_to_root();
        for (Mapper* m : m_mapper->self_and_descendants()) check.push_back(m);
        for (Mapper* m : check)
            if (m->has_property(backref_key))
                throw Error(Exc::ArgumentError, "Error creating backref '" + backref_key + "' on relationship '" +
                                                    text() + "': property of that name exists on mapper '" + m->text() +
                                                    "'");
        const bool own_join = options.primaryjoin.is_set() && !options.primaryjoin.is_none();
        options.argument = Value(parent().mapped_class());
        options.viewonly = options.viewonly || m_options.viewonly;
        options.post_update = options.post_update || m_options.post_update;
        options.passive_updates = options.passive_updates && m_options.passive_updates;
        if (!options.sync_backref) options.sync_backref = m_options.sync_backref;
        options.back_populates = key();
        options.secondary_table = m_secondary;
        auto relationship = make_ref<RelationshipProperty>(m_runtime, std::move(options));
        if (!own_join) {
            relationship->m_join_given = true;
            relationship->m_secondary = m_secondary;
            relationship->m_user_defined_foreign_keys = m_user_defined_foreign_keys;
            if (m_secondary) {
                relationship->m_primaryjoin_argument = minus_local(*m_join_condition->secondaryjoin());
                relationship->m_secondaryjoin_argument = minus_local(m_join_condition->primaryjoin());
            } else {
                relationship->m_primaryjoin_argument = reverse_remote(m_join_condition->primaryjoin());
            }
        }
        m_back_populates = backref_key;
        m_mapper->configure_property(backref_key, relationship, m_mapper->is_configured());
    }
    if (m_back_populates && !m_back_populates->empty()) add_reverse_property(*m_back_populates);
}

void RelationshipProperty::warn_for_conflicting_sync_targets() {
    if (!m_join_condition->support_sync()) return;
    auto& track = orm_runtime(m_runtime).sync_targets;
    std::vector<ColumnPair> pairs = synchronize_pairs();
    pairs.insert(pairs.end(), secondary_synchronize_pairs().begin(), secondary_synchronize_pairs().end());
    for (const auto& [from, to] : pairs) {
        std::vector<std::pair<std::string, std::string>> others; // text, key
        for (const auto& [other, other_from] : track[to]) {
            const auto& overlaps = m_options.overlaps;
            const auto& theirs = other->m_options.overlaps;
            if (other == this ||
                std::find(m_reverse_property.begin(), m_reverse_property.end(), other) != m_reverse_property.end() ||
                names_it(overlaps, other->key()) || names_it(theirs, key()) || names_it(overlaps, "__*") ||
                names_it(theirs, "__*") || is_sibling(parent(), other->parent()) ||
                is_sibling(*m_mapper, *other->m_mapper) || is_sibling(parent(), *other->m_mapper) ||
                is_sibling(*m_mapper, other->parent()) ||
                (key() == other->key() && parent().common_parent(other->parent())))
                continue;
            others.emplace_back("'" + other->text() + "' (copies " + column_text(*other_from) + " to " +
                                    column_text(*to) + ")",
                                other->key());
        }
        if (!others.empty()) {
            std::string texts, keys;
            std::sort(others.begin(), others.end());
            for (const auto& o : others) texts += (texts.empty() ? "" : ", ") + o.first;
            std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
            for (const auto& o : others) keys += (keys.empty() ? "" : ",") + o.second;
            sa_warn(m_runtime, "relationship '" + text() + "' will copy column " + column_text(*from) + " to column " +
                    column_text(*to) + ", which conflicts with relationship(s): " + texts +
                    ". If this is not the intention, consider if these relationships should be linked with "
                    "back_populates, or if viewonly=True should be applied to one or more if they are read-only. For "
                    "the less common case that foreign key constraints are partially overlapping, the orm.foreign() "
                    "annotation can be used to isolate the columns that should be written towards.   To silence this "
                    "warning, add the parameter 'overlaps=\"" +
                    keys + "\"' to the '" + text() +
                    "' relationship. (Background on this warning at: https://sqlalche.me/e/20/qzyx)");
        }
        track[to].emplace_back(this, from);
    }
}

} // namespace relata::orm
