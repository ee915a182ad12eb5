// persistence: INSERT, UPDATE and DELETE for the states of a flush. SQLAlchemy: orm/persistence.py.
#pragma once

#include "orm/sync.h"
#include "orm/unit_of_work.h"

namespace relata::execution {
class Connection;
}

namespace relata::orm::persistence {

/// INSERT for new states, UPDATE for changed ones, of all mappers of the hierarchy.
void save_obj(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow);
void delete_obj(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow);
/// The UPDATE after the INSERT (or before the DELETE) of a relationship with post_update.
void post_update(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow,
                 const std::vector<const sql::Column*>& columns);

/// Writes rows of the table behind a many-to-many relationship.
class AssociationTable {
  public:
    AssociationTable(UOWTransaction& uow, sql::Table& table, Mapper& mapper);
    /// Throws StaleDataError where not as many rows were there.
    void delete_rows(const std::vector<sync::Row>& rows);
    void update_rows(const std::vector<sync::Row>& rows, const std::vector<sync::Row>& old_rows);
    void insert_rows(const std::vector<sync::Row>& rows);

  private:
    void check(const char* verb, const char* past, size_t expected, int64_t matched) const;
    UOWTransaction& m_uow;
    sql::Table& m_table;
    execution::Connection& m_connection;
};

} // namespace relata::orm::persistence
