// The event loop of asyncio: futures, tasks, callbacks and timers in virtual time.
//
// CPython: Lib/asyncio/{base_events,futures,tasks}.py. One loop runs at a time, and no thread waits: when nothing is
// ready, the clock jumps to the next timer.
#pragma once

#include "support/exceptions.h"
#include "support/runtime.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace relata::modules {

class Future;
class Task;

/// asyncio's loop object.
class EventLoop final : public Container {
  public:
    using Callback = std::function<void()>;
    struct Handle {
        Callback run;
        std::chrono::nanoseconds when{0};
        uint64_t order = 0;
        bool cancelled = false;
    };
    using HandleRef = std::shared_ptr<Handle>;

    explicit EventLoop(Type& type);
    void clear_references() override;

    HandleRef call_soon(Callback run);
    HandleRef call_later(std::chrono::nanoseconds delay, Callback run);
    /// Runs callbacks until `future` is done. Throws RunStopped (waits_forever) where nothing is left that could end it.
    void run_until_complete(Future& future);

    Ref<Future> create_future();
    Ref<Task> create_task(const Value& coroutine, Value name = {}, Value context = {});
    /// A future as it is; a task around a coroutine or another awaitable (asyncio.ensure_future).
    Ref<Future> ensure_future(const Value& awaitable);

    Task* current_task() const { return m_current; }
    std::vector<Ref<Task>> all_tasks() const;
    bool is_closed() const { return m_closed; }
    bool is_running() const { return m_running; }
    void close();

  private:
    friend class Task;
    void run_once();
    Runtime& m_runtime;
    std::deque<HandleRef> m_ready;
    std::vector<HandleRef> m_timers; ///< a heap, earliest first
    std::vector<Task*> m_tasks;      ///< not owned: a task takes itself out
    Task* m_current = nullptr;
    uint64_t m_order = 0;
    uint64_t m_task_names = 0;
    bool m_running = false, m_closed = false;
};

/// asyncio.Future. `await` on it suspends the task until it is done.
class Future : public Container {
  public:
    enum class State : uint8_t { pending, cancelled, finished };
    using DoneCallback = std::function<void(Future&)>;

    Future(Type& type, EventLoop& loop);
    ~Future() override;
    void clear_references() override;

    EventLoop& loop() const { return *m_loop; }
    State state() const { return m_state; }
    bool is_done() const { return m_state != State::pending; }
    bool is_cancelled() const { return m_state == State::cancelled; }
    void set_result(Value result);
    void set_exception(Value exception);
    virtual bool cancel(const Value& message);
    /// The result, or throws the exception or CancelledError. InvalidStateError while pending.
    Value result();
    /// The exception object or None; throws like result() where there is no outcome.
    Value exception();
    /// What it ended with, for its repr: looking is not taking.
    const Value& known_result() const { return m_result; }
    const Value& known_exception() const { return m_exception; }
    /// True where it ended with an exception (not a cancellation).
    bool failed() const { return m_state == State::finished && m_exception.is_set(); }

    /// Returns a token for remove_done_callback. Runs through the loop, as call_soon.
    uint64_t add_done_callback(DoneCallback callback, Value python = {});
    void remove_done_callback(uint64_t token);
    size_t remove_python_callback(const Value& python);
    /// Set while a task that awaits this future takes it over (`_asyncio_future_blocking`).
    bool blocking = false;
    Error cancelled_error();

  protected:
    friend class Task;
    void schedule_callbacks();
    struct Registered {
        uint64_t token;
        DoneCallback callback;
        Value python;
    };
    Ref<EventLoop> m_loop;
    State m_state = State::pending;
    Value m_result, m_exception, m_cancel_message, m_cancelled_exception;
    bool m_log_traceback = false; ///< failed, and nobody has looked
    std::vector<Registered> m_callbacks;
    uint64_t m_next_token = 1;
};

/// asyncio.Task: drives a coroutine.
class Task final : public Future {
  public:
    Task(Type& type, EventLoop& loop, Value coroutine, Value name);
    ~Task() override;
    void clear_references() override;
    bool cancel(const Value& message) override;
    void start();

    const Value& coroutine() const { return m_coroutine; }
    const Value& name() const { return m_name; }
    void set_name(Value name) { m_name = std::move(name); }
    int cancelling() const { return m_cancels_requested; }
    int uncancel() { return m_cancels_requested > 0 ? --m_cancels_requested : 0; }

  private:
    void step(Value exception);
    void wake_up(Future& future);
    void wait_for(const Value& yielded);
    Value m_coroutine, m_iterator, m_name;
    Ref<Dict> m_context; ///< while the task rests: its context variables, a copy of its maker's
    Ref<Future> m_waiter;
    uint64_t m_waiter_token = 0;
    bool m_must_cancel = false;
    int m_cancels_requested = 0;
};

/// What asyncio keeps per run: the running loop.
struct AsyncioState : Runtime::Extension {
    explicit AsyncioState(Runtime&) {}
    void clear_references() override {
        running.reset();
        context.reset();
    }
    Ref<EventLoop> running;
    Ref<Dict> context; ///< values of the context variables in force; null until one is set
};

/// The running loop, or RuntimeError "no running event loop".
EventLoop& running_loop(Runtime& runtime);

/// Makes the Python types EventLoop, Future and Task.
void make_event_loop_types(Runtime& runtime);

} // namespace relata::modules
