// What persistence knows of a mapper's tables before it sees any object: columns, statements, how values are
// sent.
#pragma once

#include "execution/connection.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "orm/sync.h"
#include "sql/compiler.h"
#include "sql/dml.h"

#include <algorithm>
#include <span>

namespace relata::orm::persistence {

/// New values by column; those with an SQL expression; values by name of a bind parameter.
using Parameters = std::vector<std::pair<sql::Column*, Value>>;
using ValueParameters = std::vector<std::pair<sql::Column*, Ref<sql::ColumnElement>>>;
using NamedParameters = std::vector<std::pair<std::string, Value>>;

/// A row of a DELETE.
struct KeyRecord {
    NamedParameters key_params;
};

struct PlannedColumn {
    sql::Column* column;
    AttributeImpl* attribute;
    bool is_primary_key;
    bool server_default;
    bool insert_as_none; ///< an INSERT without value says NULL. SQLAlchemy: _insert_cols_as_none
    bool evaluates_none; ///< None is a value (JSON). SQLAlchemy: _insert_cols_evaluating_none
    bool deferred, expire_on_flush;
};

/// The columns of one table that a mapper writes, in the table's order. SQLAlchemy: _propkey_to_col and kin.
struct TablePlan {
    std::vector<PlannedColumn> columns;
    /// Null where the mapper does not write to the table.
    static const TablePlan* of(Mapper& mapper, const sql::Table& table);
    /// Attributes that are read and never written (column_property of an expression). SQLAlchemy:
    /// _readonly_props.
    static const TablePlan& readonly_of(Mapper& mapper);
};

enum class ReturnDefaults : uint8_t { none, primary_key, server_defaults, primary_key_and_server_defaults, version };

/// The database computes the column at an UPDATE. SQLAlchemy: _server_onupdate_default_cols.
bool has_server_onupdate(const sql::Column& column);

/// The statements of a mapper: each made once, so that it is compiled once for each set of columns.
class StatementCache final : public RefCounted {
  public:
    explicit StatementCache(Mapper& mapper) : m_mapper(mapper) {}
    static StatementCache& of(Mapper& mapper);
    Ref<sql::ClauseElement> insert(sql::Table& table, ReturnDefaults returned);
    /// `returns_defaults`: RETURNING gives the columns that the database computes at an UPDATE.
    Ref<sql::ClauseElement> update(sql::Table& table, bool with_version, bool has_all_pks, bool returns_defaults = false);
    Ref<sql::ClauseElement> delete_(sql::Table& table, bool with_version);

    /// The compiled form for these columns, made once. `many`: for an executemany.
    std::shared_ptr<sql::Compiled> compiled(sql::ClauseElement& statement,
                                            std::vector<std::string> column_keys, bool many);

  private:
    enum class Verb : uint8_t { insert, update, delete_ };
    struct Key {
        Verb verb;
        const sql::Table* table;
        uint8_t variant;
        auto operator<=>(const Key&) const = default;
    };
    Mapper& m_mapper;
    std::map<Key, Ref<sql::ClauseElement>> m_statements;
    struct CompiledKey {
        const sql::ClauseElement* statement;
        bool many;
        std::vector<std::string> columns;
        auto operator<=>(const CompiledKey&) const = default;
    };
    std::map<CompiledKey, std::shared_ptr<sql::Compiled>> m_compiled;
};

/// The statement with SQL expressions as values of some columns.
Ref<sql::ClauseElement> with_values(sql::ClauseElement& statement, const ValueParameters& values);
Ref<sql::ClauseElement> delete_by_columns(Runtime& runtime, sql::Table& table, const sync::Row& row);
/// Finds the rows by parameters named "old_" and the column.
Ref<sql::ClauseElement> update_by_columns(Runtime& runtime, sql::Table& table, const sync::Row& row);

/// Name of the parameter that finds the row by this column: "task_id" of task.id.
std::string key_label(const sql::Column& column);
/// The SQL expression that an attribute holds in place of a value, or null.
Ref<sql::ColumnElement> sql_value(Runtime& runtime, const Value& value);
Value next_version(Runtime& runtime, const Mapper& mapper, const Value& version);
/// All tables that mappers of the hierarchy write to, those referred to first. SQLAlchemy: _sorted_tables.
std::vector<sql::Table*> tables_of_hierarchy(Mapper& base);
/// Keys that a table's INSERT gives to the tables of inheriting mappers. SQLAlchemy: _table_to_equated.
std::vector<std::pair<Mapper*, std::vector<ColumnPair>>> equated_pairs(Mapper& mapper,
                                                                       const sql::Table& table);

/// Rows that one statement can take.
inline bool same_keys(const Parameters& a, const Parameters& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [](const auto& x, const auto& y) { return x.first == y.first; });
}

template <class Record, class Same>
std::vector<std::span<Record>> group_by(std::vector<Record>& records, Same&& same) {
    std::vector<std::span<Record>> groups;
    for (size_t from = 0; from < records.size();) {
        size_t to = from + 1;
        while (to < records.size() && same(records[from], records[to]))
            ++to;
        groups.emplace_back(records.data() + from, to - from);
        from = to;
    }
    return groups;
}

/// One row's values for a statement.
struct ParameterSet {
    const Parameters* params = nullptr;
    const NamedParameters* key_params = nullptr;
};

/// What is known after a statement ran, for each row that it was given.
struct SentStatement {
    /// Values of some columns, one row after the other. An unset value is not known.
    struct Values {
        std::vector<const sql::Column*> columns; ///< null: of no column
        std::vector<Value> all;
        std::span<const Value> row(size_t index) const {
            return all.empty() ? std::span<const Value>() : std::span(all).subspan(index * columns.size(), columns.size());
        }
        std::span<Value> row(size_t index) { return std::span(all).subspan(index * columns.size(), columns.size()); }
    };
    int64_t rowcount = 0;
    Values prefetched;  ///< defaults that were computed for each row
    Values returned;    ///< by RETURNING
    Values primary_key; ///< of an INSERT
    bool has_primary_key(size_t row) const {
        const auto key = primary_key.row(row);
        return !key.empty() && key[0].is_set();
    }
    std::vector<const sql::Column*> postfetch; ///< now known to the database only
};

/// Runs the statement for all sets: as an executemany, or (with RETURNING) an INSERT in batches and others one after the
/// other, reading what each returns.
SentStatement send(execution::Connection& connection, sql::ClauseElement& statement, sql::Table& table,
                   const std::vector<ParameterSet>& sets, StatementCache* cache = nullptr);

template <class Record>
std::vector<ParameterSet> parameter_sets(std::span<Record> records) {
    std::vector<ParameterSet> sets;
    sets.reserve(records.size());
    for (const auto& record : records) {
        ParameterSet& set = sets.emplace_back();
        if constexpr (requires { record.params; }) set.params = &record.params;
        if constexpr (requires { record.key_params; }) set.key_params = &record.key_params;
    }
    return sets;
}

} // namespace relata::orm::persistence
