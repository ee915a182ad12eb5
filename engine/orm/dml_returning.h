// INSERT, UPDATE and DELETE ... RETURNING of entities: which columns come back, and the objects made of them.
// SQLAlchemy: ORMDMLState._setup_orm_returning, _return_orm_returning.
#pragma once

#include "execution/result.h"
#include "orm/context.h"
#include "sql/dml.h"

namespace relata::orm {

class DmlReturning {
  public:
    DmlReturning(Session& session, sql::UpdateBase& statement);
    /// What the program asked for, as columns.
    const std::vector<Ref<sql::ColumnElement>>& columns() const { return m_columns; }
    /// The same in the table's order with the keys that are not known otherwise, expressions last. SQLAlchemy:
    /// return_defaults(*primary_key, supplemental_cols=...).
    std::vector<Ref<sql::ColumnElement>> with_keys(Mapper& mapper, bool all_keys) const;
    /// A Result of the entities, from rows of `returned` columns one after the other.
    Ref<execution::Result> result(const std::vector<Ref<sql::ColumnElement>>& returned, std::vector<Value> rows,
                                  const execution::ExecutionOptions& options);

  private:
    Session& m_session;
    Ref<sql::Select> m_select;
    Ref<ORMCompileState> m_state;
    std::vector<Ref<sql::ColumnElement>> m_columns;
};

} // namespace relata::orm
