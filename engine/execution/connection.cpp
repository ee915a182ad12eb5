#include "execution/connection.h"

#include "execution/nested_transaction.h"
#include "support/protocol.h"

namespace relata::execution {

Connection::Connection(Type& type, Engine& engine, Ref<PooledConnection> pooled, bool allow_autobegin)
    : Container(type), m_engine(engine), m_pooled(std::move(pooled)), m_options(engine.execution_options()),
      m_allow_autobegin(allow_autobegin) {
    m_number = m_pooled->record() ? m_pooled->record()->number : 0;
}

// Not in the constructor: nobody refers to the object there yet, so a listener's argument would be the last reference.
void Connection::opened() {
    if (!m_options.empty()) apply_isolation_level();
    fire("engine_connect", {Value(*this)});
}

Connection::~Connection() = default;

void Connection::clear_references() {
    m_transaction.reset();
    m_nested.reset();
    m_pooled.reset();
    m_engine.reset();
    m_info.reset();
    m_options = {};
    listeners.clear();
}

bool Connection::has_listeners(std::string_view name) const {
    return listeners.has(name) || m_engine->has_listeners(name);
}

void Connection::fire(std::string_view name, std::initializer_list<Value> arguments) {
    if (!has_listeners(name)) return;
    m_engine->fire(name, arguments);
    listeners.call(runtime(), name, arguments);
}

void Connection::emit(TransactionEvent::Kind kind, std::string_view savepoint) {
    RunState::of(runtime()).emit(TransactionEvent{kind, savepoint, m_number, session});
}

PooledConnection& Connection::pooled() const {
    if (m_pooled) return *m_pooled;
    if (m_invalidated) {
        auto& self = const_cast<Connection&>(*this);
        if (self.m_transaction) self.raise_invalid_transaction();
        self.m_pooled = m_engine->raw_connection();
        self.m_invalidated = false;
        return *m_pooled;
    }
    throw Error(Exc::ResourceClosedError, "This Connection is closed");
}

Ref<Dict> Connection::info() {
    ConnectionRecord* record = pooled().record();
    Ref<Dict>& info = record ? record->info : m_info;
    if (!info) info = runtime().make_dict();
    return info;
}

void Connection::raise_invalid_transaction() const {
    throw Error(Exc::PendingRollbackError,
                std::string("Can't reconnect until invalid ") + (m_nested ? "savepoint " : "") +
                    "transaction is rolled back.  Please rollback() fully before proceeding")
        .with("code", runtime().make_str("8s2b"));
}

void Connection::check_for_outer_transaction_ctx_manager() const {
    // SQLAlchemy: TransactionalContext._trans_ctx_check.
    if (m_context_manager && !m_context_manager->is_active())
        throw Error(Exc::InvalidRequestError, "Can't operate on closed transaction inside context manager.  "
                                              "Please complete the context manager "
                                              "before emitting further commands.");
}

void Connection::autobegin() {
    if (m_transaction || !m_allow_autobegin) return;
    (void)begin();
}

/// Before each statement. SQLAlchemy: the beginning of _execute_context.
void Connection::check_transaction() {
    (void)pooled();
    if ((m_transaction && !m_transaction->is_active()) || (m_nested && !m_nested->is_active()))
        raise_invalid_transaction();
    check_for_outer_transaction_ctx_manager();
    autobegin();
}

Ref<Transaction> Connection::begin() {
    if (m_transaction)
        throw Error(
            Exc::InvalidRequestError,
            "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
            "autobegin; can't call begin() here unless rollback() or commit() is called first.");
    return runtime().make<Transaction>(runtime().type_for<Transaction>(), *this, TransactionKind::root);
}

Ref<Transaction> Connection::begin_nested() {
    if (!m_transaction) autobegin();
    return runtime().make<Transaction>(runtime().type_for<NestedTransaction>(), *this, TransactionKind::nested);
}

void Connection::commit() {
    if (m_transaction) Ref<Transaction>(m_transaction)->commit();
}

void Connection::rollback() {
    if (m_transaction) Ref<Transaction>(m_transaction)->rollback();
}

void Connection::begin_impl() {
    check_for_outer_transaction_ctx_manager();
    (void)pooled();
    fire("begin", {Value(*this)});
    emit(TransactionEvent::Kind::begin);
    m_engine->log(isolation_level() == "AUTOCOMMIT"
                      ? "BEGIN (implicit; DBAPI should not BEGIN due to autocommit mode)"
                      : "BEGIN (implicit)");
}

void Connection::commit_impl() {
    fire("commit", {Value(*this)});
    emit(TransactionEvent::Kind::commit);
    m_engine->log("COMMIT");
    const Ref<PooledConnection> used(pooled());
    try {
        m_engine->drive([&] { used->dbapi_connection().commit(); });
    } catch (Error& error) {
        raise_wrapped(error, {}, {}, 0, false);
    }
}

void Connection::rollback_impl() {
    fire("rollback", {Value(*this)});
    emit(TransactionEvent::Kind::rollback);
    if (!m_pooled || !m_pooled->is_valid()) return;
    m_engine->log("ROLLBACK");
    const Ref<PooledConnection> used(m_pooled);
    try {
        m_engine->drive([&] { used->dbapi_connection().rollback(); });
    } catch (Error& error) {
        raise_wrapped(error, {}, {}, 0, false);
    }
}

void Connection::savepoint_impl(const std::string& name, TransactionEvent::Kind kind) {
    const Value shown = runtime().make_str(name);
    std::string sql;
    switch (kind) {
    case TransactionEvent::Kind::savepoint:
        fire("savepoint", {Value(*this), shown});
        sql = "SAVEPOINT " + name;
        break;
    case TransactionEvent::Kind::rollback_to_savepoint:
        fire("rollback_savepoint", {Value(*this), shown, Value::none()});
        sql = "ROLLBACK TO SAVEPOINT " + name;
        break;
    default:
        fire("release_savepoint", {Value(*this), shown, Value::none()});
        sql = "RELEASE SAVEPOINT " + name;
    }
    if (!m_pooled || !m_pooled->is_valid()) return;
    emit(kind, name);
    const Cause cause{Cause::Kind::savepoint, {}};
    DriverStatement statement;
    statement.sql = sql;
    statement.cause = &cause;
    (void)send(statement);
}

void Connection::close() {
    const Ref<Connection> alive(*this);
    bool was_reset = false;
    if (m_transaction) {
        Ref<Transaction>(m_transaction)->close();
        was_reset = true;
    }
    if (const Ref<PooledConnection> used = std::exchange(m_pooled, nullptr)) {
        used->transaction_was_reset = was_reset;
        used->close();
    }
    m_invalidated = false;
    m_transaction.reset();
}

void Connection::invalidate() {
    if (m_invalidated) return;
    if (!m_pooled) throw Error(Exc::ResourceClosedError, "This Connection is closed");
    const Ref<PooledConnection> used = std::exchange(m_pooled, nullptr);
    m_invalidated = true;
    used->invalidate();
}

void Connection::detach() {
    pooled().detach();
}

void Connection::set_execution_options(const ExecutionOptions& options) {
    m_options = m_options.merged(runtime(), options);
    if (!options.find("isolation_level").is_set()) return;
    if (in_transaction())
        throw Error(
            Exc::InvalidRequestError,
            "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
            "autobegin; isolation_level may not be altered unless rollback() or commit() is called first.");
    apply_isolation_level();
}

void Connection::apply_isolation_level() {
    const Value level = m_options.find("isolation_level");
    if (!level.is_set()) return;
    const std::string name = str_text(runtime(), level);
    dbapi::Connection& dbapi = pooled().dbapi_connection();
    if (name == "AUTOCOMMIT")
        dbapi.set_isolation_level(std::nullopt);
    else if (name == "SERIALIZABLE" || name == "READ UNCOMMITTED")
        dbapi.set_isolation_level("");
    else
        throw Error(Exc::ArgumentError, "Invalid value '" + name +
                                            "' for isolation_level. Valid isolation levels for "
                                            "'sqlite' are READ UNCOMMITTED, SERIALIZABLE, AUTOCOMMIT");
}

std::string Connection::isolation_level() const {
    return m_pooled && m_pooled->is_valid() && !m_pooled->dbapi_connection().isolation_level()
               ? "AUTOCOMMIT"
               : "SERIALIZABLE";
}

} // namespace relata::execution
