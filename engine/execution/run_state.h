// RunState: what all engines of one run share.
#pragma once

#include "dbapi/connection.h"
#include "execution/events.h"
#include "support/runtime.h"

#include <functional>

namespace relata::execution {

class Engine;

/// What the asyncio module offers to the layers below it: the pool of an async engine waits through it.
class EventLoop {
  public:
    virtual ~EventLoop() = default;
    /// A future of the running loop.
    virtual Value make_future() = 0;
    virtual void set_result(const Value& future, const Value& result) = 0;
    virtual bool is_done(const Value& future) = 0;
    /// An awaitable: the future's result, or asyncio's TimeoutError after `timeout` of virtual time.
    virtual Value wait_for(const Value& future, std::chrono::nanoseconds timeout) = 0;
};

/// One per run: `RunState::of(runtime)`.
class RunState final : public Runtime::Extension {
  public:
    explicit RunState(Runtime& runtime) : m_runtime(runtime) {}
    static RunState& of(Runtime& runtime) { return runtime.extension<RunState>(); }
    void clear_references() override;

    /// Who hears of events; null: nobody.
    void set_sink(EventSink* sink) { m_sink = sink; }
    bool is_heard() const { return m_sink != nullptr; }
    bool hears_reads() const { return m_sink && m_sink->wants_reads(); }
    bool hears_objects() const { return m_sink && m_sink->wants_objects(); }
    template <class E>
    void emit(const E& event) {
        if (m_sink) m_sink->on_event(Event(event));
    }
    dbapi::VirtualFiles& files() { return m_files; }
    dbapi::Meter& meter() { return m_meter; }
    void set_event_loop(std::unique_ptr<EventLoop> loop) { m_loop = std::move(loop); }
    EventLoop* event_loop() const { return m_loop.get(); }

    /// Where the lines of an engine with echo=True go (the logger writes them to stdout).
    void set_log(std::function<void(const std::string&)> log) { m_log = std::move(log); }
    void log(const std::string& text) {
        if (m_log) m_log(text);
    }

    uint64_t next_connection() { return ++m_connections; }
    uint64_t next_session() { return ++m_sessions; }
    uint64_t next_statement() { return ++m_statements; }
    uint64_t next_result() { return ++m_results; }
    uint64_t next_eager_load() { return ++m_eager_loads; }
    Runtime& runtime() const { return m_runtime; }

  private:
    Runtime& m_runtime;
    EventSink* m_sink = nullptr;
    dbapi::VirtualFiles m_files;
    dbapi::Meter m_meter;
    std::unique_ptr<EventLoop> m_loop;
    std::function<void(const std::string&)> m_log;
    uint64_t m_connections = 0, m_sessions = 0, m_statements = 0, m_results = 0, m_eager_loads = 0;
};

} // namespace relata::execution
