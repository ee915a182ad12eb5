// JoinCondition: the steps of its constructor. SQLAlchemy: relationships._JoinCondition.
#include "orm/join_condition.h"

#include "orm/mapper.h"
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

Ref<sql::ClauseElement> mark(sql::ClauseElement& element, Flag flag) {
    sql::Annotations annotations;
    annotations.edit().*flag = true;
    return sql::annotate(element, annotations);
}

Ref<sql::ColumnElement> mark_column(sql::ColumnElement& element, Flag flag) {
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(mark(element, flag).get()));
}

bool has_annotation(sql::ClauseElement& clause, Flag flag) {
    bool found = false;
    sql::traverse(clause, [&](sql::ClauseElement& e) { found = found || has(e, flag); });
    return found;
}

bool is_column(const sql::ClauseElement& element) {
    return element.kind() == sql::Kind::column || element.kind() == sql::Kind::column_clause;
}

bool contains(const sql::FromClause& from, const sql::ClauseElement& element) {
    if (!is_column(element)) return false;
    for (const auto& entry : from.columns().entries())
        if (entry.column->same_as(element)) return true;
    return false;
}

bool contains(const std::vector<Ref<sql::ColumnElement>>& set, const sql::ClauseElement& element) {
    return std::any_of(set.begin(), set.end(), [&](const auto& c) { return c->same_as(element); });
}

template <class F> void replace(Ref<sql::ColumnElement>& clause, F&& f) {
    if (!clause) return;
    clause = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(*clause, f).get()));
}

template <class F> void visit_binaries(Ref<sql::ColumnElement>& clause, F&& f) {
    if (!clause) return;
    clause = Ref<sql::ColumnElement>(
        static_cast<sql::ColumnElement*>(sql::cloned_traverse(*clause, [&](sql::ClauseElement& e) {
                                             if (e.kind() == sql::Kind::binary)
                                                 f(static_cast<sql::BinaryExpression&>(e));
                                         }).get()));
}

} // namespace

JoinCondition::JoinCondition(RelationshipProperty& property)
    : m_property(property), m_primaryjoin(property.m_primaryjoin_argument),
      m_secondaryjoin(property.m_secondaryjoin_argument), m_secondary(property.m_secondary.get()),
      m_support_sync(!property.viewonly()) {
    determine_joins();
    sanitize_joins();
    annotate_fks();
    annotate_remote();
    annotate_local();
    annotate_parentmapper();
    setup_pairs();
    check_foreign_cols(*m_primaryjoin, true);
    if (m_secondaryjoin) check_foreign_cols(*m_secondaryjoin, false);
    determine_direction();
    check_remote_side();
}

sql::FromClause& JoinCondition::parent_selectable() const { return m_property.parent().persist_selectable(); }
sql::FromClause& JoinCondition::child_selectable() const { return m_property.mapper().persist_selectable(); }

void JoinCondition::determine_joins() {
    const std::string prop = m_property.text();
    if (m_secondaryjoin && !m_secondary)
        throw Error(Exc::ArgumentError, "Property " + prop +
                                            " specified with secondary join condition but no secondary argument");
    Mapper& parent = m_property.parent();
    Mapper& child = m_property.mapper();
    try {
        if (m_secondary) {
            if (!m_secondaryjoin)
                m_secondaryjoin = join_condition_between(child_selectable(), *m_secondary, child.local_table());
            if (!m_primaryjoin)
                m_primaryjoin = join_condition_between(parent_selectable(), *m_secondary, parent.local_table());
        } else if (!m_primaryjoin) {
            m_primaryjoin = join_condition_between(parent_selectable(), child_selectable(), parent.local_table());
        }
    } catch (Error& error) {
        const bool none = error.exception_class() == Exc::NoForeignKeysError;
        if (!none && error.exception_class() != Exc::AmbiguousForeignKeysError) throw;
        const Value cause = parent.runtime().exception_object(error);
        std::string text =
            "Could not determine join condition between parent/child tables on relationship " + prop + " - there are ";
        text += none ? "no foreign keys linking these tables" : "multiple foreign key paths linking the tables";
        if (m_secondary) text += " via secondary table '" + m_secondary->description() + "'";
        if (none) {
            text += ".  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or "
                    "specify ";
            text += m_secondary ? "'primaryjoin' and 'secondaryjoin' expressions." : "a 'primaryjoin' expression.";
            throw Error(Exc::NoForeignKeysError, text).from(cause);
        }
        text += ".  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as "
                "containing a foreign key reference ";
        text += m_secondary ? "from the secondary table to each of the parent and child tables."
                            : "to the parent table.";
        throw Error(Exc::AmbiguousForeignKeysError, text).from(cause);
    }
}

Ref<sql::ColumnElement> JoinCondition::join_condition_between(sql::FromClause& a, sql::FromClause& b,
                                                              sql::FromClause* a_subset) const {
    const auto& keys = m_property.m_user_defined_foreign_keys;
    if (keys.empty()) return sql::join_condition(a, b, a_subset);
    // SQLAlchemy: Join._joincond_scan_left_right and _joincond_trim_constraints with consider_as_foreign_keys.
    using Pairs = std::vector<ColumnPair>;
    std::vector<std::pair<const sql::ForeignKeyConstraint*, Pairs>> constraints;
    const auto scan = [&](sql::FromClause& from, sql::FromClause& referred) {
        for (sql::ForeignKey* fk : from.foreign_keys()) {
            if (!contains(keys, *fk->parent)) continue;
            sql::ColumnElement* column = fk->get_referent(referred);
            if (!column) continue;
            auto it = std::find_if(constraints.begin(), constraints.end(),
                                   [&](const auto& c) { return c.first == fk->constraint; });
            if (it == constraints.end()) it = constraints.insert(constraints.end(), {fk->constraint, {}});
            it->second.emplace_back(column, fk->parent);
        }
    };
    for (sql::FromClause* left : {a_subset, &a}) {
        if (!left) continue;
        scan(b, *left);
        if (!left->same_as(b)) scan(*left, b);
        if (!constraints.empty()) break;
    }
    if (constraints.size() > 1) {
        std::erase_if(constraints, [&](const auto& c) {
            const auto& elements = c.first->elements;
            return elements.size() != keys.size() || !std::all_of(elements.begin(), elements.end(), [&](auto* fk) {
                return contains(keys, *fk->parent);
            });
        });
        if (constraints.size() > 1 &&
            std::all_of(constraints.begin(), constraints.end(),
                        [&](const auto& c) { return c.second == constraints[0].second; }))
            constraints.resize(1);
        if (constraints.size() != 1)
            throw Error(Exc::AmbiguousForeignKeysError,
                        "Can't determine join between '" + a.description() + "' and '" + b.description() +
                            "'; tables have more than one foreign key constraint relationship between them. Please "
                            "specify the 'onclause' of this join explicitly.");
    }
    if (constraints.empty())
        throw Error(Exc::NoForeignKeysError, "Can't find any foreign key relationships between '" + a.description() +
                                                 "' and '" + b.description() + "'.");
    std::vector<Ref<sql::ColumnElement>> criteria;
    for (const ColumnPair& pair : constraints[0].second)
        criteria.push_back(make_ref<sql::BinaryExpression>(*pair.first, *pair.second, sql::Operator(sql::Op::eq),
                                                           sql::make_type(sql::TypeKind::boolean),
                                                           sql::Operator(sql::Op::ne)));
    return criteria.size() == 1 ? criteria[0] : sql::and_(std::move(criteria));
}

void JoinCondition::sanitize_joins() {
    // Columns of mapped classes carry their entity: here they are columns of tables. foreign() and remote() stay.
    const auto plain = [](sql::ClauseElement& element) -> Ref<sql::ClauseElement> {
        if (!is_column(element) || element.annotations().empty()) return {};
        sql::Annotations kept;
        const sql::Annotations::Fields& had = *element.annotations();
        Ref<sql::ClauseElement> column(*element.identity());
        if (!had.foreign && !had.remote && !had.local) return column;
        kept.edit().foreign = had.foreign;
        kept.edit().remote = had.remote;
        kept.edit().local = had.local;
        return sql::annotate(*column, kept);
    };
    replace(m_primaryjoin, plain);
    replace(m_secondaryjoin, plain);
}

void JoinCondition::annotate_fks() {
    if (has_annotation(*m_primaryjoin, foreign)) return;
    const auto& keys = m_property.m_user_defined_foreign_keys;
    if (!keys.empty()) {
        const auto check = [&](sql::ClauseElement& e) -> Ref<sql::ClauseElement> {
            if (!is_column(e) || !contains(keys, e)) return {};
            return mark(e, foreign);
        };
        replace(m_primaryjoin, check);
        replace(m_secondaryjoin, check);
        return;
    }
    const auto is_foreign = [&](sql::ColumnElement& a, sql::ColumnElement& b) -> sql::ColumnElement* {
        if (a.kind() == sql::Kind::column && b.kind() == sql::Kind::column) {
            auto& left = static_cast<sql::Column&>(*a.identity());
            auto& right = static_cast<sql::Column&>(*b.identity());
            if (left.references(right)) return &a;
            if (right.references(left)) return &b;
        }
        if (m_secondary) {
            if (contains(*m_secondary, a) && !contains(*m_secondary, b)) return &a;
            if (contains(*m_secondary, b) && !contains(*m_secondary, a)) return &b;
        }
        return nullptr;
    };
    const auto visit = [&](sql::BinaryExpression& binary) {
        if (has(*binary.left, foreign) || has(*binary.right, foreign)) return;
        sql::ColumnElement* column = is_foreign(*binary.left, *binary.right);
        if (!column) return;
        Ref<sql::ColumnElement>& side = column->same_as(*binary.left) ? binary.left : binary.right;
        side = mark_column(*side, foreign);
    };
    visit_binaries(m_primaryjoin, visit);
    visit_binaries(m_secondaryjoin, visit);
}

bool JoinCondition::refers_to_parent_table() const {
    const sql::FromClause &parent = parent_selectable(), &child = child_selectable();
    bool result = false;
    sql::traverse(*m_primaryjoin, [&](sql::ClauseElement& e) {
        if (e.kind() != sql::Kind::binary) return;
        const auto& binary = static_cast<sql::BinaryExpression&>(e);
        if (!is_column(*binary.left) || !is_column(*binary.right)) return;
        const sql::FromClause *left = binary.left->table(), *right = binary.right->table();
        if (left && right && parent.is_derived_from(*left) && parent.is_derived_from(*right) &&
            child.is_derived_from(*left) && child.is_derived_from(*right))
            result = true;
    });
    return result;
}

} // namespace relata::orm
