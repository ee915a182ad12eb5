// JoinCondition: how the tables of a relationship join, and which way it points. SQLAlchemy: _JoinCondition.
#pragma once

#include "orm/relationship.h"
#include "sql/visitors.h"

namespace relata::orm {

/// The condition for a lazy load: with the parent's columns replaced by parameters.
struct LazyClause {
    Ref<sql::ColumnElement> criterion;
    /// Each parameter and the column of the parent (or, reversed, of the target) that gives its value.
    std::vector<std::pair<std::string, sql::ColumnElement*>> bind_to_column;
    /// Columns of the target that equal one of the parent: what use_get compares.
    std::vector<ColumnPair> equated_columns;
};

/// What a join along a relationship needs. SQLAlchemy: join_targets.
struct JoinTargets {
    Ref<sql::ColumnElement> primaryjoin, secondaryjoin;
    Ref<sql::FromClause> secondary;
    Ref<sql::FromClause> dest_selectable;
    /// Adapts what else concerns the target (ORDER BY); null without alias.
    std::shared_ptr<sql::ClauseAdapter> target_adapter;
};

class JoinCondition {
  public:
    /// Runs the steps below in their order and throws what they throw.
    explicit JoinCondition(RelationshipProperty& property);

    sql::ColumnElement& primaryjoin() const { return *m_primaryjoin; }
    sql::ColumnElement* secondaryjoin() const { return m_secondaryjoin.get(); }
    /// The same without annotations: what is written into a statement. SQLAlchemy: deannotated_primaryjoin.
    Ref<sql::ColumnElement> deannotated_primaryjoin() const;
    Ref<sql::ColumnElement> deannotated_secondaryjoin() const;
    Direction direction() const { return m_direction; }
    bool support_sync() const { return m_support_sync; }
    const std::vector<ColumnPair>& local_remote_pairs() const { return m_local_remote_pairs; }
    const std::vector<ColumnPair>& synchronize_pairs() const { return m_synchronize_pairs; }
    const std::vector<ColumnPair>& secondary_synchronize_pairs() const { return m_secondary_synchronize_pairs; }
    const std::vector<sql::ColumnElement*>& local_columns() const { return m_local_columns; }
    const std::vector<sql::ColumnElement*>& remote_columns() const { return m_remote_columns; }

    /// SQLAlchemy: create_lazy_clause.
    LazyClause create_lazy_clause(bool reverse_direction = false) const;
    /// The join from `source` (null: the parent's own table) to `dest` (null: the target's own table). `aliased` makes
    /// an anonymous alias of the secondary table.
    JoinTargets join_targets(sql::FromClause* source, sql::FromClause* dest, bool aliased,
                             const std::vector<Ref<sql::ColumnElement>>& extra_criteria = {}) const;

  private:
    void determine_joins();
    void sanitize_joins();
    void annotate_fks();
    void annotate_remote();
    void annotate_local();
    void annotate_parentmapper();
    void setup_pairs();
    void check_foreign_cols(sql::ColumnElement& join_condition, bool primary);
    void determine_direction();
    void check_remote_side();
    Ref<sql::ColumnElement> join_condition_between(sql::FromClause& a, sql::FromClause& b,
                                                   sql::FromClause* a_subset) const;
    bool refers_to_parent_table() const;
    sql::FromClause& parent_selectable() const;
    sql::FromClause& child_selectable() const;
    bool columns_are_mapped(const sql::ColumnElement& column) const;

    RelationshipProperty& m_property;
    Ref<sql::ColumnElement> m_primaryjoin, m_secondaryjoin;
    sql::FromClause* m_secondary = nullptr;
    bool m_support_sync = true;
    Direction m_direction = Direction::one_to_many;
    std::vector<ColumnPair> m_local_remote_pairs, m_synchronize_pairs, m_secondary_synchronize_pairs;
    std::vector<sql::ColumnElement*> m_local_columns, m_remote_columns, m_foreign_key_columns;
};

} // namespace relata::orm
