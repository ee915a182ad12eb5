// JoinBuilder: join() and outerjoin() of a statement over entities. SQLAlchemy: ORMSelectCompileState._join and what it
// calls, orm_util._ORMJoin.
#pragma once

#include "orm/context.h"

#include <tuple>

namespace relata::orm {

class JoinBuilder {
  public:
    explicit JoinBuilder(ORMCompileState& compile_state) : m_state(compile_state) {}
    void join_all();

  private:
    /// Where the left side stands: a FROM to be replaced, or an entity that becomes one.
    struct Left {
        Ref<sql::FromClause> clause;
        std::optional<size_t> replace_from_obj;
        sql::Entity* entity = nullptr; ///< where it was found among the columns
    };
    void join(const sql::Select::SetupJoin& setup);
    Left implicit_left_side(sql::FromClause& right, sql::Entity* right_entity, sql::ClauseElement* onclause,
                            const std::string& right_text);
    bool alias_overlapping(const Left& side, sql::Entity* left_entity, sql::Entity& right_entity);
    Left explicit_left_side(sql::FromClause& left, sql::Entity* entity);

    /// SQLAlchemy: _already_joined_edges: left and right sides and the relationship.
    using JoinedEdge = std::tuple<const sql::Entity*, const void*, const RelationshipProperty*>;
    ORMCompileState& m_state;
    std::vector<JoinedEdge> m_joined_edges;
};

/// A join along a relationship, and what adapts other clauses to its target. SQLAlchemy: _ORMJoin.
struct OrmJoin {
    Ref<sql::FromClause> join;
    std::shared_ptr<sql::ClauseAdapter> target_adapter;
};
OrmJoin orm_join(sql::FromClause& left, sql::Entity* left_entity, RelationshipProperty& property, sql::FromClause& right,
                 const std::vector<Ref<sql::ColumnElement>>& extra_criteria, bool isouter, bool full = false);

} // namespace relata::orm
