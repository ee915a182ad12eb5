// create_all and drop_all. SQLAlchemy: sql/ddl.py SchemaGenerator, SchemaDropper.
#include "modules/sqlalchemy/metadata_ddl.h"

#include "execution/connection.h"
#include "sql/ddl.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using namespace sql;
using execution::Connection;

namespace {

bool has_table(Connection& connection, const std::string& name) {
    for (const char* schema : {"main", "temp"}) {
        std::string quoted;
        for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        Ref<execution::Result> result = connection.exec_driver_sql(
            std::string("PRAGMA ") + schema + ".table_info(\"" + quoted + "\")", Value::none());
        const Value rows = result->all();
        if (rows.get<List>().size()) return true;
    }
    return false;
}

/// The connection of an engine, in a transaction that ends with the work; or the one that was given.
void with_connection(Runtime& runtime, const Value& bind, const std::function<void(Connection&)>& work) {
    if (auto* connection = bind.as<Connection>()) {
        work(*connection);
        return;
    }
    auto* engine = bind.as<execution::Engine>();
    if (!engine) {
        if (bind.is_none())
            throw Error(Exc::AttributeError, "'NoneType' object has no attribute '_run_ddl_visitor'");
        throw Error(Exc::AttributeError,
                    "'" + runtime.type_of(bind).name() + "' object has no attribute '_run_ddl_visitor'");
    }
    Ref<Connection> connection = engine->connect();
    Ref<execution::Transaction> transaction = connection->begin();
    try {
        work(*connection);
    } catch (...) {
        transaction->rollback();
        connection->close();
        throw;
    }
    transaction->commit();
    connection->close();
}

std::vector<Table*> chosen(Connection& connection, const std::vector<Table*>& tables, bool checkfirst, bool exists) {
    std::vector<Table*> result;
    for (Table* t : tables)
        if (!checkfirst || has_table(connection, t->name()) == exists) result.push_back(t);
    return result;
}

void create_table(Connection& connection, Table& table) {
    connection.execute(*make_ref<TableDDL>(Kind::create_table, table));
    for (const auto& index : table.indexes()) connection.execute(*make_ref<IndexDDL>(Kind::create_index, *index));
}

} // namespace

void create_tables(Runtime& runtime, const Value& bind, const std::vector<Table*>& tables, bool checkfirst) {
    with_connection(runtime, bind, [&](Connection& connection) {
        const auto missing = chosen(connection, tables, checkfirst, false);
        for (Table* t : sort_tables_and_constraints(runtime, missing, true).tables) create_table(connection, *t);
    });
}

void drop_tables(Runtime& runtime, const Value& bind, const std::vector<Table*>& tables, bool checkfirst) {
    with_connection(runtime, bind, [&](Connection& connection) {
        const auto present = chosen(connection, tables, checkfirst, true);
        std::vector<Table*> sorted = present;
        try {
            sorted = sort_tables_and_constraints(runtime, present, false).tables;
            std::reverse(sorted.begin(), sorted.end());
        } catch (const Error& error) {
            if (error.exception_class() != Exc::CircularDependencyError) throw;
            std::vector<std::string> names;
            for (const Table* t : present) names.push_back(t->fullname());
            std::sort(names.begin(), names.end());
            std::string list;
            for (const auto& n : names) list += (list.empty() ? "" : ", ") + n;
            runtime.warn(Exc::SAWarning,
                         "Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: " + list +
                             "; and backend does not support ALTER.  To restore at least a partial sort, apply "
                             "use_alter=True to ForeignKey and ForeignKeyConstraint objects involved in the cycle to mark "
                             "these as known cycles that will be ignored.");
        }
        for (Table* t : sorted) connection.execute(*make_ref<TableDDL>(Kind::drop_table, *t));
    });
}

} // namespace relata::modules
