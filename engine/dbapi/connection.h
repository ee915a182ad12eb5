// Connection and Cursor: Python's sqlite3 module (PEP 249) over the SQLite library, for one run.
//
// Texts of errors and the legacy transaction control (BEGIN before INSERT, UPDATE, DELETE and REPLACE) are
// those of CPython 3.11's Modules/_sqlite. Both classes are Python objects: a "connect" event hands them to
// the program.
#pragma once

#include "dbapi/virtual_files.h"
#include "support/runtime.h"
#include "support/value.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace relata::dbapi {

/// What the statements of a run may cost together; shared by its connections.
struct Meter {
    uint64_t sql_steps = 0;  ///< virtual machine instructions of SQLite so far
    uint64_t statements = 0; ///< executions so far
    uint64_t rows = 0;       ///< rows fetched so far
};

/// Names of a statement's columns, interned; shared by the statement and the cursors over it.
struct ColumnNames : RefCounted {
    std::vector<Ref<Str>> all;
};

/// What an INSERT of one row returns, where that is the row's id and nothing else.
struct RowIdColumn {
    const std::string& table;
    const std::string& column;
};

/// A prepared statement. Kept by its connection's cache; one that is in use is prepared a second time.
class Statement : public RefCounted {
  public:
    Statement(sqlite3_stmt* handle, std::string sql);
    ~Statement() override;
    sqlite3_stmt* handle() const { return m_handle; }
    const std::string& sql() const { return m_sql; }
    bool is_dml() const { return m_is_dml; }
    bool returns_rows() const { return m_column_count > 0; }
    int column_count() const { return m_column_count; }
    int parameter_count() const { return m_parameter_count; }
    bool is_in_use() const { return m_in_use; }

  private:
    friend class Connection;
    friend class Cursor;
    sqlite3_stmt* m_handle;
    std::string m_sql;
    /// Looked up again where SQLite has prepared the statement anew (the schema changed).
    const Ref<ColumnNames>& column_names(Runtime& runtime);
    int m_column_count, m_parameter_count;
    Ref<ColumnNames> m_column_names;
    int m_named_after = -1; ///< preparations by SQLite when the names were looked up
    bool m_is_dml = false;
    bool m_in_use = false;
    bool m_changes_schema = false; ///< it may: neither DML nor read-only
    /// Prepared without its `RETURNING id`, for which SQLite would make a table and a journal of each execution:
    /// sqlite3_last_insert_rowid says the same.
    bool m_gives_row_id = false;
    uint64_t m_schema_changes = 0; ///< the connection's when this was prepared
};

struct ConnectionOptions {
    double timeout = 5.0;                            ///< seconds (of virtual time) to wait for a lock
    std::optional<std::string> isolation_level = ""; ///< null: autocommit, no BEGIN of the driver's own
    size_t cached_statements = 128;
    bool uri = false;
};

class Cursor;

class Connection : public Container {
  public:
    /// Opens ":memory:", "" or a name in `files`. Raises sqlite3.OperationalError.
    Connection(Type& type, VirtualFiles& files, Meter& meter, const std::string& name,
               ConnectionOptions options);
    ~Connection() override;
    void clear_references() override;

    Ref<Cursor> cursor();
    void commit();
    void rollback();
    void close();
    bool is_open() const { return m_db != nullptr; }
    /// A transaction is open in SQLite itself.
    bool in_transaction() const;
    int64_t total_changes() const;
    const std::string& name() const { return m_name; }
    const std::optional<std::string>& isolation_level() const { return m_options.isolation_level; }
    void set_isolation_level(std::optional<std::string> level);
    /// A Python function for SQL; `arity` -1 takes any number.
    void create_function(const std::string& name, int arity, Value function, bool deterministic);

    /// Runs `sql` and nothing else: PRAGMAs and savepoints of our own. No row is read.
    void run(const char* sql);
    /// `returned`: what the INSERT returns, where the caller knows that it is no more than that.
    Ref<Statement> prepare(std::string_view sql, const RowIdColumn* returned = nullptr);
    sqlite3* handle() const { return m_db; }
    Runtime& runtime() const { return type().runtime(); }
    /// Throws the sqlite3 exception that stands for SQLite's last error.
    [[noreturn]] void raise_last_error(int code) const;
    /// Throws sqlite3.ProgrammingError "Cannot operate on a closed database.".
    void check_open() const;

    Value row_factory = Value::none();

  private:
    friend class Cursor;
    void begin_if_needed(const Statement& statement);
    /// Null where the table's rows have no such id, or `sql` does not end in RETURNING.
    Ref<Statement> prepare_for_row_id(std::string_view sql, const RowIdColumn& returned);
    bool is_row_id(const RowIdColumn& column) const;

    sqlite3* m_db = nullptr;
    Meter& m_meter;
    std::string m_name;
    ConnectionOptions m_options;
    std::unordered_map<std::string_view, Ref<Statement>> m_statements;
    uint64_t m_schema_changes = 0; ///< statements so far that may have changed the schema
    std::exception_ptr m_pending_error; ///< thrown inside a callback of SQLite: raised when it returns
    friend struct Callbacks;
    friend struct FunctionCallback;
};

/// A cursor steps SQLite lazily: a row is read when it is asked for.
class Cursor : public Container {
  public:
    Cursor(Type& type, Connection& connection);
    ~Cursor() override;
    void clear_references() override;

    /// `parameters` in the order of the `?`. Advances to the first row, as sqlite3 does.
    void execute(std::string_view sql, std::span<const Value> parameters = {}, const RowIdColumn* returned = nullptr);
    /// The same with named parameters (`:name`).
    void execute_named(std::string_view sql, const Dict& parameters);
    /// Executes once for each set of `width` parameters.
    void execute_many(std::string_view sql, std::span<const Value> parameters, size_t width);
    void close();

    // Rows, without making a tuple: what the ORM and Result read.
    bool has_row() const { return m_has_row; } ///< the statement stands on a row
    int column_count() const { return m_column_count; }
    /// Column `i` of the current row: None, int, float, str or bytes.
    Value column(int i) const { return m_is_buffered ? m_buffer[m_buffer_at + size_t(i)] : read_column(i); }
    int64_t column_int64(int i) const; ///< for primary and foreign keys; NULL reads as 0: ask column_is_null
    bool column_is_null(int i) const;
    bool column_is_int(int i) const;
    std::string_view column_text(int i) const; ///< valid until advance(); empty where the column is no text
    void advance();
    /// Reads all rows that are left into memory and gives the statement back, as a cursor of aiosqlite does.
    void buffer();
    uint64_t rows_read() const { return m_rows_read; } ///< of the last statement
    /// Real time inside SQLite, last statement. Of a long result every sixteenth row is measured and stands for sixteen:
    /// asking for the time costs as much as a row.
    std::chrono::nanoseconds elapsed() const { return m_elapsed; }
    /// Called once when the last statement has given its last row, failed or been dropped.
    std::function<void(Cursor&)> on_finished;

    /// PEP 249, as Python sees them. fetch_one is unset at the end.
    Value fetch_one();
    std::vector<Value> fetch_many(size_t count);
    std::vector<Value> fetch_all();

    /// Names of the columns of the last statement; empty where it returns no rows.
    const std::vector<Ref<Str>>& column_names() const {
        static const std::vector<Ref<Str>> none;
        return m_column_names ? m_column_names->all : none;
    }
    bool returns_rows() const { return !column_names().empty(); }
    Value description() const;                          ///< None, or a tuple of 7-tuples
    int64_t row_count() const { return m_row_count; }   ///< -1 where unknown
    Value last_row_id() const { return m_last_row_id; } ///< None before the first INSERT
    Connection& connection() const { return *m_connection; }
    bool is_closed() const { return m_closed; }
    int64_t array_size = 1;

  private:
    void check_usable() const;
    void bind(Statement& statement, std::span<const Value> parameters);
    void bind_one(Statement& statement, int index, const Value& value);
    void start(std::string_view sql, const RowIdColumn* returned = nullptr);
    bool step();
    void finish_statement() noexcept;
    void note_effects();
    Value read_column(int i) const;

    Ref<Connection> m_connection;
    Ref<Statement> m_statement;
    Ref<ColumnNames> m_column_names;
    bool m_has_row = false;
    bool m_closed = false;
    int64_t m_row_count = -1;
    Value m_last_row_id = Value::none();
    int m_column_count = 0;
    uint64_t m_rows_read = 0;
    std::chrono::nanoseconds m_elapsed{};
    std::vector<Value> m_buffer; ///< rows that buffer() has read
    size_t m_buffer_at = 0;      ///< where the current row of the buffer begins
    bool m_is_buffered = false;
    bool m_gives_row_id = false; ///< the current row is m_last_row_id and nothing else
};

} // namespace relata::dbapi
