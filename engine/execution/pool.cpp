#include "execution/pool.h"

#include "execution/async_driver.h"
#include "execution/engine.h"
#include "support/greenlet.h"
#include "support/protocol.h"

namespace relata::execution {

void ConnectionRecord::clear_references() {
    dbapi_connection.reset();
    info.reset();
    dict.reset();
}

void ConnectionRecord::close() {
    if (!dbapi_connection) return;
    Runtime& runtime = type().runtime();
    if (m_pool) m_pool->fire("close", {Value(dbapi_connection), Value(*this)});
    dbapi_connection->close();
    dbapi_connection.reset();
    RunState::of(runtime).emit(ConnectionEvent{ConnectionEvent::Kind::closed, number, {}});
}

void ConnectionRecord::invalidate() {
    if (!dbapi_connection) return;
    if (m_pool) m_pool->fire("invalidate", {Value(dbapi_connection), Value(*this), Value::none()});
    RunState::of(type().runtime()).emit(ConnectionEvent{ConnectionEvent::Kind::invalidated, number, {}});
    dbapi_connection->close();
    dbapi_connection.reset();
    if (info) info->clear();
}

PooledConnection::PooledConnection(Type& type, Ref<Pool> pool, Ref<ConnectionRecord> record)
    : Container(type), m_pool(std::move(pool)), m_record(std::move(record)) {}

PooledConnection::~PooledConnection() {
    if (!m_pool || !m_record) return;
    if (m_pool->m_current == this) m_pool->m_current = nullptr;
    try {
        Runtime& runtime = type().runtime();
        const Ref<ConnectionRecord> record = std::exchange(m_record, nullptr);
        if (!m_pool->is_async()) {
            if (record->dbapi_connection && record->dbapi_connection->is_open())
                record->dbapi_connection->rollback();
            m_pool->give_back(*record);
            return;
        }
        // SQLAlchemy: _finalize_fairy: no I/O can happen here, so the connection is terminated.
        record->checked_out = false;
        if (m_pool->m_options.cls == PoolClass::async_adapted_queue) --m_pool->m_overflow;
        if (m_pool->m_single == record) m_pool->m_single.reset();
        record->close();
        runtime.warn(
            Exc::SAWarning,
            "The garbage collector is trying to clean up non-checked-in connection <AdaptedConnection "
            "<Connection(Thread-" +
                std::to_string(record->number) +
                ", started daemon)>>, which will be terminated.  Please ensure that SQLAlchemy pooled "
                "connections are returned to the pool explicitly, either by calling ``close()`` or by using "
                "appropriate context managers to manage their lifecycle.");
    } catch (...) { // a destructor has nobody to tell
    }
}

void PooledConnection::clear_references() {
    if (m_pool && m_pool->m_current == this) m_pool->m_current = nullptr;
    m_pool.reset();
    m_record.reset();
    m_detached.reset();
}

dbapi::Connection& PooledConnection::dbapi_connection() const {
    if (m_detached) return *m_detached;
    if (!m_record || !m_record->dbapi_connection)
        throw Error(Exc::InvalidRequestError, "This connection is closed");
    return *m_record->dbapi_connection;
}

void PooledConnection::close() {
    if (--m_users > 0) return;
    if (m_detached) {
        m_detached->close();
        m_detached.reset();
        return;
    }
    if (!m_record) return;
    const Ref<PooledConnection> alive(*this);
    const Ref<Pool> pool = m_pool;
    if (pool->m_current == this) pool->m_current = nullptr;
    pool->reset(*this);
    if (const Ref<ConnectionRecord> record = std::exchange(m_record, nullptr)) pool->give_back(*record);
}

void PooledConnection::invalidate() {
    if (m_record) m_record->invalidate();
    const Ref<ConnectionRecord> record = std::exchange(m_record, nullptr);
    if (m_pool && m_pool->m_current == this) m_pool->m_current = nullptr;
    if (record) m_pool->give_back(*record);
}

void PooledConnection::detach() {
    if (!m_record) return;
    m_detached = m_record->dbapi_connection;
    m_record->dbapi_connection.reset();
    const Ref<ConnectionRecord> record = std::exchange(m_record, nullptr);
    if (m_pool->m_current == this) m_pool->m_current = nullptr;
    if (m_pool->m_single == record)
        m_pool->m_single.reset();
    else if (m_pool->m_options.cls != PoolClass::null)
        --m_pool->m_overflow;
}

Pool::Pool(Type& type, PoolOptions options, Creator creator, bool is_async)
    : Container(type), m_options(options), m_creator(std::move(creator)), m_is_async(is_async),
      m_overflow(-options.size) {}
Pool::~Pool() = default;

void Pool::clear_references() {
    m_idle.clear();
    m_waiting.clear();
    m_single.reset();
    m_current = nullptr;
    m_creator = nullptr;
    listeners.clear();
}

Ref<Pool> Pool::recreate() const {
    Ref<Pool> pool = type().runtime().make<Pool>(type(), m_options, m_creator, m_is_async);
    pool->listeners = listeners;
    return pool;
}

void Pool::fire(std::string_view name, std::initializer_list<Value> arguments) {
    pool_class_listeners(runtime()).call(runtime(), name, arguments);
    listeners.call(runtime(), name, arguments);
}

Ref<ConnectionRecord> Pool::create() {
    Ref<ConnectionRecord> record =
        runtime().make<ConnectionRecord>(runtime().type_for<ConnectionRecord>(), *this);
    open(*record);
    return record;
}

void Pool::open(ConnectionRecord& record) {
    record.dbapi_connection = m_creator();
    record.opened_at = runtime().now();
    RunState& state = RunState::of(runtime());
    record.number = state.next_connection();
    state.emit(
        ConnectionEvent{ConnectionEvent::Kind::connected, record.number, record.dbapi_connection->name()});
    fire("connect", {Value(record.dbapi_connection), Value(record)});
}

Ref<PooledConnection> Pool::connect() {
    if (m_options.cls == PoolClass::singleton_thread && m_current) {
        ++m_current->m_users;
        return Ref<PooledConnection>(m_current);
    }
    Ref<ConnectionRecord> record = get();
    const double age = double((runtime().now() - record->opened_at).count()) / 1e9;
    if (m_options.recycle >= 0 && age > m_options.recycle) {
        record->close();
        open(*record);
    }
    record->checked_out = true;
    Ref<PooledConnection> connection =
        runtime().make<PooledConnection>(runtime().type_for<PooledConnection>(), Ref<Pool>(*this), record);
    RunState::of(runtime()).emit(ConnectionEvent{ConnectionEvent::Kind::checked_out, record->number,
                                                 record->dbapi_connection->name()});
    fire("checkout", {Value(record->dbapi_connection), Value(record), Value(connection)});
    if (m_options.cls == PoolClass::singleton_thread) m_current = connection.get();
    return connection;
}

void Pool::reset(PooledConnection& connection) {
    dbapi::Connection& dbapi = connection.dbapi_connection();
    fire("reset", {Value(dbapi), Value(*connection.m_record), Value::none()});
    if (connection.transaction_was_reset || m_options.reset_on_return == ResetStyle::none) return;
    std::exception_ptr failure;
    if (m_is_async && !runtime().current_greenlet()) return;
    if (dbapi.is_open()) {
        if (m_options.reset_on_return == ResetStyle::commit)
            dbapi.commit();
        else
            dbapi.rollback();
    }
    if (m_is_async) await_driver(runtime());
}

} // namespace relata::execution
