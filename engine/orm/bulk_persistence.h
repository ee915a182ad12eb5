// Rows written from dicts, without a unit of work: Session.bulk_insert_mappings and kin, and insert(Model) or update(Model)
// with a list of parameter sets. SQLAlchemy: orm/bulk_persistence.py _bulk_insert, _bulk_update.
#pragma once

#include "orm/session.h"

namespace relata::orm {

struct BulkInsert {
    bool return_defaults = false; ///< puts new keys into the dicts
    bool render_nulls = false;    ///< None is written, not left to the column's default
};

/// A row in each table of the mapper for each mapping; keys that the first table gives go into the others.
void bulk_insert(Session& session, Mapper& mapper, const std::vector<Ref<Dict>>& mappings, const BulkInsert& how);
void bulk_insert_mappings(Session& session, Mapper& mapper, const std::vector<Value>& mappings, const BulkInsert& how);
void bulk_update_mappings(Session& session, Mapper& mapper, const std::vector<Value>& mappings);
struct BulkSave {
    bool return_defaults = false;
    bool update_changed_only = true;
    bool preserve_order = true;
};
void bulk_save_objects(Session& session, const std::vector<Value>& objects, const BulkSave& how);

/// The parameter sets of a bulk INSERT for one table, those with the same columns together: each group is a list of dicts
/// by column key, for Connection::execute.
std::vector<Ref<List>> bulk_insert_groups(Mapper& mapper, sql::Table& table, const std::vector<Ref<Dict>>& mappings,
                                          bool render_nulls, const std::vector<std::string>& extra_keys);
/// UPDATE by primary key for each mapping. `extra`: criteria and values that the statement has of its own.
/// Throws InvalidRequestError where a mapping lacks its key, StaleDataError where `check` and a row was not there.
void bulk_update(Session& session, Mapper& mapper, const std::vector<Ref<Dict>>& mappings, bool check,
                 const std::vector<Ref<sql::ColumnElement>>& returning = {});
std::vector<Ref<Dict>> dicts_of(Runtime& runtime, const Value& mappings);

} // namespace relata::orm
