// Connection and Transaction: SQLAlchemy 2.0's engine/base.py.
#pragma once

#include "execution/cursor_result.h"
#include "execution/engine.h"
#include "execution/events.h"
#include "execution/execution_options.h"
#include "execution/result.h"

namespace relata::sql {
class ClauseElement;
}

namespace relata::execution {

class Connection;

/// "\n[SQL: ...]\n[parameters: ...]" as it ends an error's text.
std::string statement_detail(const Engine& engine, std::string_view sql, std::span<const Value> parameters,
                             size_t width, bool executemany);

/// Tag for Runtime::type_for: the `context` of cursor events.
struct ExecutionContext;

/// A statement as the driver gets it.
struct DriverStatement {
    std::string_view sql;
    std::span<const Value> parameters; ///< in the order of the `?`; for executemany one set after the other
    size_t width = 0;                  ///< values in a set (executemany only)
    bool executemany = false;
    bool is_batch = false; ///< a part of an INSERT of many rows: listeners hear of an executemany
    const Cause* cause = nullptr; ///< null: query
    const ExecutionOptions* options = nullptr;
    /// The caller reads all rows before it lets another task run: an async engine then need not copy them.
    bool reads_at_once = false;
    Value compiled; ///< `context.compiled` for listeners; may be unset
    bool is_raw = false; ///< text for the driver, not compiled
    /// An INSERT of one row returns this and nothing else.
    const dbapi::RowIdColumn* returned = nullptr;
    /// Which part of an INSERT of many rows this is, for the log of `echo`. SQLAlchemy: _InsertManyValuesBatch.
    struct Part {
        size_t number = 0, total = 0; ///< from 1; 0: not of many
        bool is_sorted = true, is_downgraded = false;
    } part{};
};

enum class TransactionKind : uint8_t { root, nested };

/// RootTransaction and NestedTransaction.
class Transaction : public Container {
  public:
    Transaction(Type& type, Connection& connection, TransactionKind kind);
    ~Transaction() override = default;
    void clear_references() override;
    TransactionKind kind() const { return m_kind; }
    bool is_active() const { return m_active; }
    bool is_valid() const;
    void commit();
    void rollback();
    void close();
    /// The end of a `with` block: commit, or rollback where an error leaves it.
    void exit(bool with_error);
    void enter();
    Connection* connection() const { return m_connection.get(); }
    const std::string& savepoint() const { return m_savepoint; }
    Transaction* parent() const { return m_parent.get(); }

  private:
    friend class Connection;
    void deactivate(bool warn);
    void cancel();
    void end(bool deactivate_from_connection, bool warn);
    bool is_deassociated() const;
    bool may_rollback() const;

    Ref<Connection> m_connection;
    Ref<Transaction> m_parent; ///< of a nested one: the nested one around it, or null
    TransactionKind m_kind;
    std::string m_savepoint;
    bool m_active = true;           ///< may still commit
    bool m_entered = false;         ///< inside its `with`
    Transaction* m_outer = nullptr; ///< the `with` around it
};

class Connection : public Container {
  public:
    Connection(Type& type, Engine& engine, Ref<PooledConnection> pooled, bool allow_autobegin = true);
    ~Connection() override;
    void clear_references() override;
    void opened(); ///< once it is made: isolation level, event `engine_connect`

    // ---- transactions
    // -------------------------------------------------------------------------------------------
    Ref<Transaction> begin();
    Ref<Transaction> begin_nested();
    void commit(); ///< of the autobegun or explicit transaction; nothing without one
    void rollback();
    bool in_transaction() const { return m_transaction && m_transaction->is_active(); }
    bool in_nested_transaction() const { return m_nested && m_nested->is_active(); }
    Transaction* transaction() const { return m_transaction.get(); }
    Transaction* nested_transaction() const { return m_nested.get(); }

    // ---- statements
    // ---------------------------------------------------------------------------------------------
    /// Executes what Core can execute: select, insert, update, delete, text, DDL, a function, a default.
    /// `parameters` is None, a mapping or a list of mappings.
    Ref<Result> execute(sql::ClauseElement& statement, const Value& parameters = Value::none(),
                        const ExecutionOptions& options = {}, const Cause& cause = {});
    Ref<Result> exec_driver_sql(const std::string& sql, const Value& parameters,
                                const ExecutionOptions& options = {});
    /// The way to the driver for those who compile and read rows themselves (the ORM): begins if needed,
    /// calls the listeners, logs, records, executes, and turns errors into sqlalchemy.exc ones. The cursor
    /// stands on the first row.
    Ref<dbapi::Cursor> send(const DriverStatement& statement);

    // ---- life
    // -----------------------------------------------------------------------------------------------------
    void close();
    bool is_closed() const { return !m_pooled && !m_invalidated; }
    bool is_invalidated() const { return m_invalidated; }
    void invalidate();
    void detach();
    Engine& engine() const { return *m_engine; }
    PooledConnection& pooled() const; ///< raises ResourceClosedError "This Connection is closed"
    const ExecutionOptions& execution_options() const { return m_options; }
    /// Changes this connection's options (isolation_level takes effect).
    void set_execution_options(const ExecutionOptions& options);
    std::string isolation_level() const;
    Runtime& runtime() const { return type().runtime(); }
    uint64_t number() const { return m_number; }
    uint64_t last_statement() const { return m_last_statement; } ///< number of the last statement sent
    Ref<Dict> info();
    uint64_t session = 0; ///< the ORM's session that owns it, for the record
    Listeners listeners;

    /// Raises the sqlalchemy.exc error that wraps a driver's error, or lets another kind through.
    [[noreturn]] void raise_wrapped(Error& error, std::string_view sql, std::span<const Value> parameters,
                                    size_t width, bool executemany);

  private:
    friend class Transaction;
    void autobegin();
    void begin_impl();
    void check_transaction();
    [[noreturn]] void raise_invalid_transaction() const;
    void apply_isolation_level();
    Value make_context(const DriverStatement& statement);
    void commit_impl();
    void rollback_impl();
    void savepoint_impl(const std::string& name, TransactionEvent::Kind kind);
    void emit(TransactionEvent::Kind kind, std::string_view savepoint = {});
    void check_for_outer_transaction_ctx_manager() const;
    bool has_listeners(std::string_view name) const;
    void fire(std::string_view name, std::initializer_list<Value> arguments);

    Ref<Engine> m_engine;
    Ref<PooledConnection> m_pooled;
    Ref<Transaction> m_transaction, m_nested;
    Transaction* m_context_manager = nullptr; ///< _trans_context_manager
    ExecutionOptions m_options;
    uint64_t m_number = 0;
    int m_savepoint_seq = 0;
    bool m_allow_autobegin;
    bool m_invalidated = false;
    Ref<Dict> m_info;
    uint64_t m_last_statement = 0;
};

} // namespace relata::execution
