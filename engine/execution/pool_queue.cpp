// Which connection a pool hands out, and where it goes afterwards. SQLAlchemy: pool/impl.py.
#include "execution/engine.h"
#include "execution/pool.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <algorithm>
#include <cstdio>

namespace relata::execution {

Type& pool_type(Runtime& runtime, PoolClass cls) {
    switch (cls) {
    case PoolClass::queue: return runtime.type_for<PoolType<PoolClass::queue>>();
    case PoolClass::async_adapted_queue: return runtime.type_for<PoolType<PoolClass::async_adapted_queue>>();
    case PoolClass::singleton_thread: return runtime.type_for<PoolType<PoolClass::singleton_thread>>();
    case PoolClass::static_: return runtime.type_for<PoolType<PoolClass::static_>>();
    case PoolClass::null: return runtime.type_for<PoolType<PoolClass::null>>();
    case PoolClass::assertion: return runtime.type_for<PoolType<PoolClass::assertion>>();
    }
    return runtime.type_for<Pool>();
}

Ref<ConnectionRecord> Pool::get() {
    switch (m_options.cls) {
    case PoolClass::queue:
    case PoolClass::async_adapted_queue:
        return get_queued();
    case PoolClass::singleton_thread:
    case PoolClass::static_:
        if (!m_single || !m_single->dbapi_connection) m_single = create();
        return m_single;
    case PoolClass::assertion:
        if (m_single && m_single->checked_out)
            throw Error(Exc::AssertionError, "connection is already checked out");
        if (!m_single) m_single = create();
        return m_single;
    case PoolClass::null:
        break;
    }
    return create();
}

Ref<ConnectionRecord> Pool::get_queued() {
    // SQLAlchemy: QueuePool._do_get.
    Runtime& run = runtime();
    RunState& state = RunState::of(run);
    const auto wait = std::chrono::nanoseconds(int64_t(m_options.timeout * 1e9));
    const int64_t max_overflow = m_options.size == 0 ? -1 : m_options.max_overflow;
    for (;;) {
        if (!m_idle.empty()) {
            Ref<ConnectionRecord> record = m_options.use_lifo ? m_idle.back() : m_idle.front();
            m_options.use_lifo ? m_idle.pop_back() : m_idle.pop_front();
            if (!record->dbapi_connection) open(*record);
            return record;
        }
        if (max_overflow < 0 || m_overflow < max_overflow) break;
        bool timed_out = true;
        if (m_is_async && run.current_greenlet() && state.event_loop()) {
            const Value future = state.event_loop()->make_future();
            m_waiting.push_back(future);
            try {
                Greenlet::await_only(run, state.event_loop()->wait_for(future, wait));
                timed_out = false;
            } catch (Error& error) {
                std::erase_if(m_waiting, [&](const Value& v) { return v.is(future); });
                if (!run.matches(error, Exc::TimeoutError)) throw;
            }
        } else {
            run.advance(wait); // one thread: nobody can give a connection back while we wait
        }
        if (!timed_out) continue;
        state.emit(ConnectionEvent{ConnectionEvent::Kind::timed_out, 0, {}});
        char text[160];
        std::snprintf(text, sizeof text,
                      "QueuePool limit of size %d overflow %d reached, connection timed out, timeout %0.2f",
                      int(size()), int(overflow()), m_options.timeout);
        throw Error(Exc::SATimeoutError, text).with("code", run.make_str("3o7r"));
    }
    ++m_overflow;
    try {
        return create();
    } catch (...) {
        --m_overflow;
        throw;
    }
}

void Pool::give_back(ConnectionRecord& record) {
    record.checked_out = false;
    fire("checkin",
         {record.dbapi_connection ? Value(record.dbapi_connection) : Value::none(), Value(record)});
    RunState::of(runtime()).emit(ConnectionEvent{ConnectionEvent::Kind::checked_in, record.number, {}});
    switch (m_options.cls) {
    case PoolClass::queue:
    case PoolClass::async_adapted_queue:
        if (m_options.size != 0 && int64_t(m_idle.size()) >= m_options.size) {
            record.close();
            --m_overflow;
            return;
        }
        m_idle.emplace_back(record);
        while (!m_waiting.empty()) {
            const Value future = m_waiting.front();
            m_waiting.pop_front();
            EventLoop* loop = RunState::of(runtime()).event_loop();
            if (loop->is_done(future)) continue;
            loop->set_result(future, Value::none());
            break;
        }
        return;
    case PoolClass::null:
        record.close();
        return;
    default:
        return;
    }
}

int64_t Pool::checked_out() const {
    return m_options.size - checked_in() + m_overflow;
}

void Pool::dispose() {
    while (!m_idle.empty()) {
        const Ref<ConnectionRecord> record = m_idle.front();
        m_idle.pop_front();
        record->close();
    }
    m_overflow = -m_options.size;
    if (m_single) m_single->close();
    m_single.reset();
}

std::string Pool::status() const {
    switch (m_options.cls) {
    case PoolClass::queue:
    case PoolClass::async_adapted_queue:
        return "Pool size: " + std::to_string(size()) +
               "  Connections in pool: " + std::to_string(checked_in()) +
               " Current Overflow: " + std::to_string(overflow()) +
               " Current Checked out connections: " + std::to_string(checked_out());
    case PoolClass::singleton_thread:
        return "SingletonThreadPool id:" + std::to_string(reinterpret_cast<uintptr_t>(this)) +
               " size: " + std::to_string(m_single ? 1 : 0);
    default:
        return class_name();
    }
}

const char* class_name_of(PoolClass cls) {
    switch (cls) {
    case PoolClass::queue:
        return "QueuePool";
    case PoolClass::async_adapted_queue:
        return "AsyncAdaptedQueuePool";
    case PoolClass::singleton_thread:
        return "SingletonThreadPool";
    case PoolClass::static_:
        return "StaticPool";
    case PoolClass::null:
        return "NullPool";
    case PoolClass::assertion:
        return "AssertionPool";
    }
    return "";
}

std::string Pool::class_name() const {
    return class_name_of(m_options.cls);
}

} // namespace relata::execution
