// JoinCondition: which columns are remote and local, what is copied where, which way it points; and the clauses that
// lazy loads and joins make of it. SQLAlchemy: relationships._JoinCondition.
#include "orm/registry.h"
#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "sql/coercions.h"
#include "sql/compiler.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::orm {

namespace {

using Flag = bool sql::Annotations::Fields::*;
constexpr Flag foreign = &sql::Annotations::Fields::foreign;
constexpr Flag remote = &sql::Annotations::Fields::remote;
constexpr Flag local = &sql::Annotations::Fields::local;

bool has(const sql::ClauseElement& element, Flag flag) { return (*element.annotations()).*flag; }

bool is_column(const sql::ClauseElement& element) {
    return element.kind() == sql::Kind::column || element.kind() == sql::Kind::column_clause;
}

Ref<sql::ClauseElement> mark(sql::ClauseElement& element, Flag flag) {
    sql::Annotations annotations;
    annotations.edit().*flag = true;
    return sql::annotate(element, annotations);
}

void mark_slot(Ref<sql::ColumnElement>& slot, Flag flag) {
    slot = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(mark(*slot, flag).get()));
}

bool contains(const sql::FromClause& from, const sql::ClauseElement& element) {
    if (!is_column(element)) return false;
    for (const auto& entry : from.columns().entries())
        if (entry.column->same_as(element)) return true;
    return false;
}

bool has_annotation(sql::ClauseElement& clause, Flag flag) {
    bool found = false;
    sql::traverse(clause, [&](sql::ClauseElement& e) { found = found || has(e, flag); });
    return found;
}

template <class F> void replace(Ref<sql::ColumnElement>& clause, F&& f) {
    if (!clause) return;
    clause = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(*clause, f).get()));
}

template <class F> void visit_binaries(Ref<sql::ColumnElement>& clause, F&& f) {
    clause = Ref<sql::ColumnElement>(
        static_cast<sql::ColumnElement*>(sql::cloned_traverse(*clause, [&](sql::ClauseElement& e) {
                                             if (e.kind() == sql::Kind::binary)
                                                 f(static_cast<sql::BinaryExpression&>(e));
                                         }).get()));
}

sql::ColumnElement* plain(sql::ColumnElement& element) { return static_cast<sql::ColumnElement*>(element.identity()); }

/// Columns with all these annotations, by identity, in order of occurrence.
std::vector<sql::ColumnElement*> gather(sql::ClauseElement* clause, std::initializer_list<Flag> flags,
                                        std::initializer_list<Flag> without = {}) {
    std::vector<sql::ColumnElement*> result;
    if (!clause) return result;
    sql::traverse(*clause, [&](sql::ClauseElement& e) {
        if (!e.is_column_element()) return;
        for (Flag flag : flags)
            if (!has(e, flag)) return;
        for (Flag flag : without)
            if (has(e, flag)) return;
        sql::ColumnElement* column = plain(static_cast<sql::ColumnElement&>(e));
        if (std::find(result.begin(), result.end(), column) == result.end()) result.push_back(column);
    });
    return result;
}

bool among(const std::vector<sql::ColumnElement*>& set, const sql::ColumnElement* column) {
    return std::find(set.begin(), set.end(), column) != set.end();
}

} // namespace

void JoinCondition::annotate_remote() {
    if (has_annotation(*m_primaryjoin, remote)) return;
    const auto& given = m_property.m_user_remote_side;
    const auto in_given = [&](const sql::ClauseElement& e) {
        return std::any_of(given.begin(), given.end(), [&](const auto& c) { return c->same_as(e); });
    };
    Runtime& runtime = m_property.parent().runtime();
    const auto warn_non_column = [&] {
        sa_warn(runtime, "Non-simple column elements in primary join condition for property " +
                                         m_property.text() +
                                         " - consider using remote() annotations to mark the remote side.");
    };
    const auto selfref = [&](const auto& is_remote, bool given_side) {
        visit_binaries(m_primaryjoin, [&](sql::BinaryExpression& binary) {
            const bool equated = binary.left->same_as(*binary.right);
            if (is_column(*binary.left) && is_column(*binary.right)) {
                if (is_remote(*binary.left)) mark_slot(binary.left, remote);
                if (is_remote(*binary.right) && !equated) mark_slot(binary.right, remote);
            } else if (!given_side) {
                warn_non_column();
            }
        });
    };
    const sql::FromClause &parent = parent_selectable(), &child = child_selectable();
    if (m_secondary) {
        const auto f = [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
            if (!contains(*m_secondary, e)) return {};
            return mark(e, remote);
        };
        replace(m_primaryjoin, f);
        replace(m_secondaryjoin, f);
    } else if (!given.empty()) {
        if (refers_to_parent_table())
            selfref(in_given, true);
        else
            replace(m_primaryjoin, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
                if (!is_column(e) || !in_given(e)) return {};
                return mark(e, remote);
            });
    } else if (refers_to_parent_table()) {
        selfref([](const sql::ClauseElement& e) { return has(e, foreign); }, false);
    } else if (sql::selectables_overlap(parent_selectable(), child_selectable())) {
        visit_binaries(m_primaryjoin, [&](sql::BinaryExpression& binary) {
            if (!is_column(*binary.left) || !is_column(*binary.right)) return warn_non_column();
            const bool right = contains(child, *binary.right) && contains(parent, *binary.left);
            const bool left = contains(child, *binary.left) && contains(parent, *binary.right);
            if (right) mark_slot(binary.right, remote);
            if (left) mark_slot(binary.left, remote);
        });
    } else {
        const sql::FromClause &parent_local = *m_property.parent().local_table(),
                              &child_local = *m_property.mapper().local_table();
        replace(m_primaryjoin, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
            if (!contains(child, e) || (contains(parent_local, e) && !contains(child_local, e))) return {};
            return mark(e, remote);
        });
    }
}

void JoinCondition::annotate_local() {
    if (has_annotation(*m_primaryjoin, local)) return;
    replace(m_primaryjoin, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        if (has(e, remote) || !contains(parent_selectable(), e)) return {};
        return mark(e, local);
    });
}

void JoinCondition::annotate_parentmapper() {
    replace(m_primaryjoin, [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
        sql::Annotations annotations;
        if (has(e, remote))
            annotations.edit().parentmapper = &m_property.mapper();
        else if (has(e, local))
            annotations.edit().parentmapper = &m_property.parent();
        else
            return {};
        return sql::annotate(e, annotations);
    });
}

bool JoinCondition::columns_are_mapped(const sql::ColumnElement& column) const {
    // SQLAlchemy: RelationshipProperty._columns_are_mapped
    return (m_secondary && contains(*m_secondary, column)) || contains(parent_selectable(), column) ||
           contains(child_selectable(), column);
}

void JoinCondition::setup_pairs() {
    const auto go = [&](sql::ColumnElement& clause, std::vector<ColumnPair>& pairs) {
        sql::visit_binary_product(
            [&](sql::BinaryExpression& binary, sql::ColumnElement& left, sql::ColumnElement& right) {
                const auto add_remote = [&](sql::ColumnElement& l, sql::ColumnElement& r) {
                    const ColumnPair pair{plain(l), plain(r)};
                    if (std::find(m_local_remote_pairs.begin(), m_local_remote_pairs.end(), pair) ==
                        m_local_remote_pairs.end())
                        m_local_remote_pairs.push_back(pair);
                };
                if (has(right, remote) && !has(left, remote) && columns_are_mapped(left))
                    add_remote(left, right);
                else if (has(left, remote) && !has(right, remote) && columns_are_mapped(right))
                    add_remote(right, left);
                if (binary.op().op != sql::Op::eq || !columns_are_mapped(left) || !columns_are_mapped(right)) return;
                if (has(right, foreign))
                    pairs.emplace_back(plain(left), plain(right));
                else if (has(left, foreign))
                    pairs.emplace_back(plain(right), plain(left));
            },
            clause);
    };
    go(*m_primaryjoin, m_synchronize_pairs);
    if (m_secondaryjoin) go(*m_secondaryjoin, m_secondary_synchronize_pairs);
    const auto both = [&](Flag flag) {
        std::vector<sql::ColumnElement*> columns = gather(m_primaryjoin.get(), {flag});
        for (sql::ColumnElement* c : gather(m_secondaryjoin.get(), {flag}))
            if (!among(columns, c)) columns.push_back(c);
        return columns;
    };
    m_local_columns = both(local);
    m_remote_columns = both(remote);
    m_foreign_key_columns = both(foreign);
}

void JoinCondition::check_foreign_cols(sql::ColumnElement& join_condition, bool primary) {
    const bool has_foreign = !gather(&join_condition, {foreign}).empty();
    const bool can_sync = !(primary ? m_synchronize_pairs : m_secondary_synchronize_pairs).empty();
    if ((m_support_sync && can_sync) || (!m_support_sync && has_foreign)) return;
    const std::string what = std::string(primary ? "primary" : "secondary") + " join condition '" +
                             sql::to_text(m_property.parent().runtime(), join_condition) + "' on relationship " +
                             m_property.text() + ".";
    const std::string ensure = "  Ensure that referencing columns are associated with a ForeignKey or "
                               "ForeignKeyConstraint, or are annotated in the join condition with the foreign() "
                               "annotation.";
    if (m_support_sync && has_foreign)
        throw Error(Exc::ArgumentError,
                    "Could not locate any simple equality expressions involving locally mapped foreign key columns for " +
                        what + ensure +
                        " To allow comparison operators other than '==', the relationship can be marked as "
                        "viewonly=True.");
    throw Error(Exc::ArgumentError, "Could not locate any relevant foreign key columns for " + what + ensure);
}

void JoinCondition::determine_direction() {
    if (m_secondaryjoin) {
        m_direction = Direction::many_to_many;
        return;
    }
    const auto any_in = [&](const sql::FromClause& from) {
        return std::any_of(m_foreign_key_columns.begin(), m_foreign_key_columns.end(),
                           [&](const sql::ColumnElement* c) { return contains(from, *c); });
    };
    const bool in_child = any_in(child_selectable()), in_parent = any_in(parent_selectable());
    if (in_child && in_parent) {
        // Self-referential, or a table with keys on both sides: what is remote decides.
        std::vector<sql::ColumnElement*> one_to_many = gather(m_primaryjoin.get(), {remote, foreign});
        std::vector<sql::ColumnElement*> many_to_one = gather(m_primaryjoin.get(), {foreign}, {remote});
        if (!one_to_many.empty() && !many_to_one.empty()) {
            const auto self_equated = [&](sql::ColumnElement* c) {
                return among(m_remote_columns, c) && among(m_local_columns, c);
            };
            std::erase_if(one_to_many, self_equated);
            std::erase_if(many_to_one, self_equated);
        }
        if (!one_to_many.empty() && many_to_one.empty())
            m_direction = Direction::one_to_many;
        else if (!many_to_one.empty() && one_to_many.empty())
            m_direction = Direction::many_to_one;
        else
            throw Error(Exc::ArgumentError,
                        "Can't determine relationship direction for relationship '" + m_property.text() +
                            "' - foreign key columns within the join condition are present in both the parent and the "
                            "child's mapped tables.  Ensure that only those columns referring to a parent column are "
                            "marked as foreign, either via the foreign() annotation or via the foreign_keys argument.");
    } else if (in_child) {
        m_direction = Direction::one_to_many;
    } else if (in_parent) {
        m_direction = Direction::many_to_one;
    } else {
        throw Error(Exc::ArgumentError,
                    "Can't determine relationship direction for relationship '" + m_property.text() +
                        "' - foreign key columns are present in neither the parent nor the child's mapped tables");
    }
}

void JoinCondition::check_remote_side() {
    if (m_local_remote_pairs.empty())
        throw Error(Exc::ArgumentError,
                    "Relationship " + m_property.text() +
                        " could not determine any unambiguous local/remote column pairs based on join condition and "
                        "remote_side arguments.  Consider using the remote() annotation to accurately mark those "
                        "elements of the join condition that are on the remote side of the relationship.");
    for (const auto& [l, r] : m_local_remote_pairs)
        if (contains(parent_selectable(), *r) && !contains(child_selectable(), *r))
            sa_warn(m_property.parent().runtime(), "Expression " + sql::to_text(m_property.parent().runtime(), *r) +
                                    " is marked as 'remote', but these column(s) are local to the local side.  The "
                                    "remote() annotation is needed only for a self-referential relationship where "
                                    "both sides of the relationship refer to the same tables.");
}

Ref<sql::ColumnElement> JoinCondition::deannotated_primaryjoin() const {
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deep_deannotate(*m_primaryjoin).get()));
}

Ref<sql::ColumnElement> JoinCondition::deannotated_secondaryjoin() const {
    if (!m_secondaryjoin) return {};
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deep_deannotate(*m_secondaryjoin).get()));
}

} // namespace relata::orm
