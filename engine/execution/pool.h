// Pool: which connection an engine hands out. SQLAlchemy: pool/base.py, pool/impl.py.
#pragma once

#include "dbapi/connection.h"
#include "execution/listeners.h"
#include "execution/run_state.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace relata::execution {

class Dialect;
class Pool;

enum class PoolClass : uint8_t { queue, async_adapted_queue, singleton_thread, static_, null, assertion };
/// "QueuePool" ...
const char* class_name_of(PoolClass cls);
enum class ResetStyle : uint8_t { rollback, commit, none };

/// One DBAPI connection as its pool knows it (_ConnectionRecord).
class ConnectionRecord : public Container {
  public:
    ConnectionRecord(Type& type, Pool& pool) : Container(type), m_pool(&pool) {}
    void clear_references() override;
    Ref<dbapi::Connection> dbapi_connection; ///< null: invalidated
    uint64_t number = 0;                     ///< ConnectionEvent::connection
    Ref<Dict> info;                          ///< made at first use
    Value dict;                              ///< attributes that the program sets
    bool checked_out = false;
    std::chrono::nanoseconds opened_at{};
    void close();
    void invalidate();
    Pool& pool() const { return *m_pool; }

  private:
    Pool* m_pool;
};

/// A connection that is checked out (_ConnectionFairy); checked in when it dies.
class PooledConnection : public Container {
  public:
    PooledConnection(Type& type, Ref<Pool> pool, Ref<ConnectionRecord> record);
    ~PooledConnection() override;
    void clear_references() override;
    dbapi::Connection& dbapi_connection() const;
    ConnectionRecord* record() const { return m_record.get(); }
    bool is_valid() const { return m_record && m_record->dbapi_connection; }
    /// Gives the connection back: rolls back (reset-on-return) and checks in.
    void close();
    void invalidate();
    /// The pool forgets the connection, which close() then really closes.
    void detach();
    bool transaction_was_reset = false; ///< the Connection has rolled back itself: nothing left to reset
    uint64_t session = 0;               ///< the session that uses it now

  private:
    friend class Pool;
    Ref<Pool> m_pool;
    Ref<ConnectionRecord> m_record;
    Ref<dbapi::Connection> m_detached;
    int m_users = 1; ///< SingletonThreadPool hands one out to several
};

/// Tag for Runtime::type_for: the Python class of each kind of pool.
template <PoolClass> struct PoolType;
/// QueuePool, StaticPool, ...
Type& pool_type(Runtime& runtime, PoolClass cls);

struct PoolOptions {
    PoolClass cls = PoolClass::queue;
    int64_t size = 5;
    int64_t max_overflow = 10;
    double timeout = 30.0; ///< seconds
    double recycle = -1;
    bool pre_ping = false;
    bool use_lifo = false;
    ResetStyle reset_on_return = ResetStyle::rollback;
};

class Pool : public Container {
  public:
    using Creator = std::function<Ref<dbapi::Connection>()>;
    Pool(Type& type, PoolOptions options, Creator creator, bool is_async);
    ~Pool() override;
    void clear_references() override;

    Ref<PooledConnection> connect();
    /// Closes the idle connections.
    void dispose();
    Ref<Pool> recreate() const;
    std::string status() const;
    int64_t size() const { return m_options.size; }
    int64_t checked_in() const { return int64_t(m_idle.size()); }
    int64_t checked_out() const;
    int64_t overflow() const { return m_options.size ? m_overflow : 0; }
    double timeout() const { return m_options.timeout; }
    const PoolOptions& options() const { return m_options; }
    std::string class_name() const;
    bool is_async() const { return m_is_async; }
    Runtime& runtime() const { return type().runtime(); }
    Listeners listeners;

  private:
    friend class PooledConnection;
    friend class ConnectionRecord;
    Ref<ConnectionRecord> get();
    Ref<ConnectionRecord> get_queued();
    Ref<ConnectionRecord> create();
    void open(ConnectionRecord& record);
    void give_back(ConnectionRecord& record);
    void reset(PooledConnection& connection);
    void fire(std::string_view name, std::initializer_list<Value> arguments);

    PoolOptions m_options;
    Creator m_creator;
    bool m_is_async;
    std::deque<Ref<ConnectionRecord>> m_idle;
    std::deque<Value> m_waiting; ///< futures of coroutines that wait for a connection
    int64_t m_overflow;
    Ref<ConnectionRecord> m_single;        ///< SingletonThreadPool, StaticPool
    PooledConnection* m_current = nullptr; ///< SingletonThreadPool: what is out now
};

} // namespace relata::execution
