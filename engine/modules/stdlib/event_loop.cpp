#include "modules/stdlib/event_loop.h"

#include "python/arguments.h"
#include "python/code.h"
#include "python/exception_object.h"
#include "python/generator.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"
#include "support/run_stopped.h"

#include <algorithm>

namespace relata::modules {

using python::ArgReader;
using python::expect_no_arguments;
using python::expect_one_argument;
using python::TypeBuilder;

namespace {

bool later(const EventLoop::HandleRef& a, const EventLoop::HandleRef& b) {
    return a->when != b->when ? a->when > b->when : a->order > b->order;
}

bool is_exception_of(Runtime& runtime, const Value& exception, Exc cls) {
    return runtime.type_of(exception).is_subtype_of(runtime.exception_type(cls));
}

} // namespace

EventLoop& running_loop(Runtime& runtime) {
    auto& state = runtime.extension<AsyncioState>();
    if (!state.running) throw Error(Exc::RuntimeError, "no running event loop");
    return *state.running;
}

// ---- EventLoop ----------------------------------------------------------------------------------------------------------

EventLoop::EventLoop(Type& type) : Container(type), m_runtime(type.runtime()) {}

void EventLoop::clear_references() {
    std::exchange(m_ready, {});
    std::exchange(m_timers, {});
}

EventLoop::HandleRef EventLoop::call_soon(Callback run) {
    auto handle = std::make_shared<Handle>();
    handle->run = std::move(run);
    m_ready.push_back(handle);
    return handle;
}

EventLoop::HandleRef EventLoop::call_later(std::chrono::nanoseconds delay, Callback run) {
    auto handle = std::make_shared<Handle>();
    handle->run = std::move(run);
    handle->when = m_runtime.now() + std::max(delay, std::chrono::nanoseconds(0));
    handle->order = m_order++;
    m_timers.push_back(handle);
    std::push_heap(m_timers.begin(), m_timers.end(), later);
    return handle;
}

void EventLoop::run_once() {
    auto pop_timer = [&] {
        std::pop_heap(m_timers.begin(), m_timers.end(), later);
        HandleRef handle = std::move(m_timers.back());
        m_timers.pop_back();
        return handle;
    };
    while (!m_timers.empty() && m_timers.front()->cancelled) pop_timer();
    if (m_ready.empty()) {
        if (m_timers.empty()) throw RunStopped(RunStopped::Reason::waits_forever);
        m_runtime.advance(std::max(m_timers.front()->when - m_runtime.now(), std::chrono::nanoseconds(0)));
    }
    while (!m_timers.empty() && m_timers.front()->when <= m_runtime.now()) m_ready.push_back(pop_timer());
    m_runtime.check_interrupt();
    // Callbacks that these add run in the next round, as in CPython.
    for (size_t n = m_ready.size(); n > 0 && !m_ready.empty(); --n) {
        const HandleRef handle = std::move(m_ready.front());
        m_ready.pop_front();
        if (!handle->cancelled) handle->run();
    }
}

void EventLoop::run_until_complete(Future& future) {
    auto& state = m_runtime.extension<AsyncioState>();
    if (state.running) throw Error(Exc::RuntimeError, m_running ? "This event loop is already running"
                                                                : "Cannot run the event loop while another loop is running");
    if (m_closed) throw Error(Exc::RuntimeError, "Event loop is closed");
    const Ref<Future> keep(future);
    state.running = Ref<EventLoop>(*this);
    m_running = true;
    struct Leave {
        EventLoop& loop;
        AsyncioState& state;
        ~Leave() {
            loop.m_running = false;
            state.running.reset();
        }
    } leave{*this, state};
    const Ref<EventLoop> self(*this);
    while (!future.is_done()) run_once();
}

void EventLoop::close() {
    m_closed = true;
    clear_references();
}

Ref<Future> EventLoop::create_future() { return m_runtime.make<Future>(m_runtime.type_for<Future>(), *this); }

Ref<Task> EventLoop::create_task(const Value& coroutine, Value name, Value) {
    if (!python::is_coroutine(coroutine))
        throw Error(Exc::TypeError, "a coroutine was expected, got " + repr_text(m_runtime, coroutine));
    if (!name.is_set() || name.is_none()) name = m_runtime.make_str("Task-" + std::to_string(++m_task_names));
    Ref<Task> task = m_runtime.make<Task>(m_runtime.type_for<Task>(), *this, coroutine, std::move(name));
    m_tasks.push_back(task.get());
    task->start();
    return task;
}

Ref<Future> EventLoop::ensure_future(const Value& awaitable) {
    if (auto* future = awaitable.as<Future>()) return Ref<Future>(future);
    if (python::is_coroutine(awaitable)) return create_task(awaitable);
    if (!m_runtime.type_of(awaitable).slots.await)
        throw Error(Exc::TypeError, "An asyncio.Future, a coroutine or an awaitable is required");
    // CPython wraps it in a coroutine of its own: _wrap_awaitable.
    Runtime& runtime = m_runtime;
    return create_task(python::make_native_coroutine(
        runtime, "_wrap_awaitable", [&runtime, awaitable] { return Greenlet::await_only(runtime, awaitable); }));
}

std::vector<Ref<Task>> EventLoop::all_tasks() const {
    std::vector<Ref<Task>> tasks;
    for (Task* task : m_tasks)
        if (!task->is_done()) tasks.emplace_back(task);
    return tasks;
}

// ---- Future -------------------------------------------------------------------------------------------------------------

Future::Future(Type& type, EventLoop& loop) : Container(type), m_loop(loop) {}

Future::~Future() {
    // CPython: Future.__del__ logs "Task exception was never retrieved"; logging goes to stderr.
    if (!m_log_traceback || !m_exception.is_set()) return;
    auto& interpreter = python::interpreter_of(type().runtime());
    try {
        interpreter.write_stderr(type().name() + " exception was never retrieved\nfuture: " + repr_text(type().runtime(), Value(this)) + "\n" +
                                 python::format_exception(interpreter, m_exception));
    } catch (...) { // a destructor may not throw; the output budget stops the run at its next write
    }
}

void Future::clear_references() {
    m_log_traceback = false;
    std::exchange(m_callbacks, {});
    m_result.reset();
    m_exception.reset();
    m_cancel_message.reset();
    m_cancelled_exception.reset();
}

void Future::schedule_callbacks() {
    for (Registered& r : std::exchange(m_callbacks, {}))
        m_loop->call_soon([self = Ref<Future>(this), callback = std::move(r.callback)] { callback(*self); });
}

void Future::set_result(Value result) {
    if (is_done()) throw Error(Exc::InvalidStateError, "invalid state");
    m_result = std::move(result);
    m_state = State::finished;
    schedule_callbacks();
}

void Future::set_exception(Value exception) {
    if (is_done()) throw Error(Exc::InvalidStateError, "invalid state");
    Runtime& runtime = type().runtime();
    if (auto* cls = exception.as<Type>()) exception = call(runtime, Value(cls));
    if (is_exception_of(runtime, exception, Exc::StopIteration))
        throw Error(Exc::TypeError, "StopIteration interacts badly with generators and cannot be raised into a Future");
    m_exception = std::move(exception);
    m_state = State::finished;
    m_log_traceback = true;
    schedule_callbacks();
}

bool Future::cancel(const Value& message) {
    m_log_traceback = false;
    if (is_done()) return false;
    m_state = State::cancelled;
    m_cancel_message = message;
    schedule_callbacks();
    return true;
}

Error Future::cancelled_error() {
    if (m_cancelled_exception.is_set()) return Error(std::exchange(m_cancelled_exception, {}));
    std::vector<Value> args;
    if (m_cancel_message.is_set() && !m_cancel_message.is_none()) args.push_back(m_cancel_message);
    return Error(Exc::CancelledError, std::move(args));
}

Value Future::result() {
    if (m_state == State::cancelled) throw cancelled_error();
    if (m_state == State::pending) throw Error(Exc::InvalidStateError, "Result is not set.");
    m_log_traceback = false;
    if (m_exception.is_set()) throw Error(m_exception);
    return m_result;
}

Value Future::exception() {
    if (m_state == State::cancelled) throw cancelled_error();
    if (m_state == State::pending) throw Error(Exc::InvalidStateError, "Exception is not set.");
    m_log_traceback = false;
    return m_exception.is_set() ? m_exception : Value::none();
}

uint64_t Future::add_done_callback(DoneCallback callback, Value python) {
    if (is_done()) {
        m_loop->call_soon([self = Ref<Future>(this), callback = std::move(callback)] { callback(*self); });
        return 0;
    }
    m_callbacks.push_back({m_next_token, std::move(callback), std::move(python)});
    return m_next_token++;
}

void Future::remove_done_callback(uint64_t token) {
    std::erase_if(m_callbacks, [&](const Registered& r) { return r.token == token; });
}

size_t Future::remove_python_callback(const Value& python) {
    Runtime& runtime = type().runtime();
    return std::erase_if(m_callbacks,
                         [&](const Registered& r) { return r.python.is_set() && equal(runtime, r.python, python); });
}

// ---- Task ---------------------------------------------------------------------------------------------------------------

Task::Task(Type& type, EventLoop& loop, Value coroutine, Value name)
    : Future(type, loop), m_coroutine(std::move(coroutine)), m_name(std::move(name)) {
    Runtime& runtime = type.runtime();
    if (const Ref<Dict>& outer = runtime.extension<AsyncioState>().context) {
        m_context = runtime.make_dict();
        outer->for_each([&](const Value& key, const Value& value) { m_context->set(runtime, key, value); });
    }
}

Task::~Task() { std::erase(m_loop->m_tasks, this); }

void Task::clear_references() {
    Future::clear_references();
    m_coroutine.reset();
    m_iterator.reset();
    m_waiter.reset();
    m_context.reset();
}

void Task::start() {
    m_iterator = python::get_awaitable(type().runtime(), m_coroutine);
    m_loop->call_soon([self = Ref<Task>(this)] { self->step({}); });
}

bool Task::cancel(const Value& message) {
    m_log_traceback = false;
    if (is_done()) return false;
    ++m_cancels_requested;
    if (m_waiter && m_waiter->cancel(message)) return true;
    m_must_cancel = true;
    m_cancel_message = message;
    return true;
}

void Task::wake_up(Future& future) {
    Value exception;
    try {
        future.result();
    } catch (Error& error) {
        exception = type().runtime().exception_object(error);
    }
    step(std::move(exception));
}

// CPython: Task.__step.
void Task::step(Value exception) {
    if (is_done()) return;
    Runtime& runtime = type().runtime();
    if (m_must_cancel) {
        if (!exception.is_set() || !is_exception_of(runtime, exception, Exc::CancelledError)) {
            Error error = cancelled_error();
            exception = runtime.exception_object(error);
        }
        m_must_cancel = false;
    }
    m_waiter.reset();
    struct Enter {
        EventLoop& loop;
        Task* previous;
        Ref<Dict>&outside, &inside;
        ~Enter() {
            loop.m_current = previous;
            std::swap(outside, inside);
        }
    } enter{*m_loop, std::exchange(m_loop->m_current, this), runtime.extension<AsyncioState>().context, m_context};
    std::swap(enter.outside, enter.inside);
    const Value iterator = m_iterator;
    try {
        const python::SendResult sent = exception.is_set() ? python::throw_into(runtime, iterator, exception)
                                                           : python::send(runtime, iterator, Value::none());
        if (!sent.finished) return wait_for(sent.value);
        if (m_must_cancel) {
            m_must_cancel = false;
            Future::cancel(m_cancel_message);
        } else {
            set_result(sent.value);
        }
    } catch (Error& error) {
        const Value raised = runtime.exception_object(error);
        if (is_exception_of(runtime, raised, Exc::CancelledError)) {
            m_cancelled_exception = raised;
            Future::cancel(m_cancel_message);
        } else {
            set_exception(raised);
            if (is_exception_of(runtime, raised, Exc::SystemExit) ||
                is_exception_of(runtime, raised, Exc::KeyboardInterrupt)) {
                m_log_traceback = false;
                throw Error(raised);
            }
        }
    }
    m_iterator.reset();
}

void Task::wait_for(const Value& yielded) {
    Runtime& runtime = type().runtime();
    auto fail = [&](const std::string& message) {
        const Ref<python::ExceptionObject> e = python::make_exception(runtime, Exc::RuntimeError, message);
        m_loop->call_soon([self = Ref<Task>(this), e = Value(e)] { self->step(e); });
    };
    if (yielded.is_none()) {
        m_loop->call_soon([self = Ref<Task>(this)] { self->step({}); });
        return;
    }
    auto* future = yielded.as<Future>();
    if (!future) return fail("Task got bad yield: " + repr_text(runtime, yielded));
    if (!future->blocking)
        return fail("yield was used instead of yield from in task " + repr_text(runtime, Value(this)) + " with " +
                    repr_text(runtime, yielded));
    if (future == this) return fail("Task cannot await on itself: " + repr_text(runtime, Value(this)));
    future->blocking = false;
    m_waiter = Ref<Future>(future);
    future->add_done_callback([self = Ref<Task>(this)](Future& done) { self->wake_up(done); });
    if (m_must_cancel && m_waiter->cancel(m_cancel_message)) m_must_cancel = false;
}

// ---- the Python types ---------------------------------------------------------------------------------------------------

namespace {

/// What `future.__await__()` gives: yields the future once, then its result. CPython: FutureIter.
class FutureIterator final : public Container {
  public:
    FutureIterator(Type& type, Future& future) : Container(type), m_future(future) {}
    void clear_references() override { m_future.reset(); }
    Value next() {
        if (!m_future) return {};
        if (!m_future->is_done() && !m_yielded) {
            m_yielded = true;
            m_future->blocking = true;
            return Value(m_future);
        }
        if (!m_future->is_done()) throw Error(Exc::RuntimeError, "await wasn't used with future");
        const Ref<Future> future = std::exchange(m_future, {});
        throw Error(Exc::StopIteration, std::vector<Value>{future->result()});
    }

  private:
    Ref<Future> m_future;
    bool m_yielded = false;
};

Future& future_of(const Value& self) { return self.get<Future>(); }
Task& task_of(const Value& self) { return self.get<Task>(); }
EventLoop& loop_of(const Value& self) { return self.get<EventLoop>(); }

Value cancel(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "cancel", .names = {"msg"}}, a);
    return Value::boolean(future_of(self).cancel(args.get(0)));
}

Value add_done_callback(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "add_done_callback", .names = {"fn", "context"}, .required = 1}, a);
    const Value fn = args[0];
    future_of(self).add_done_callback([&runtime, fn](Future& future) { call(runtime, fn, {Value(future)}); }, fn);
    return Value::none();
}

/// CPython: coroutines._format_coroutine.
std::string coroutine_text(Runtime& runtime, const Value& coroutine) {
    const auto* generator = coroutine.as<python::Generator>();
    if (!generator) {
        const Value name = find_attribute(runtime, coroutine, "__qualname__");
        return "<" + (name.is_set() ? str_text(runtime, name) : runtime.type_of(coroutine).name()) + "()>";
    }
    const python::Code& code = *generator->code;
    const bool running = generator->frame != nullptr;
    return "<" + std::string(generator->qualname->view()) + (running ? "() running at " : "() done, defined at ") +
           std::string(code.file->view()) + ":" + std::to_string(running ? generator->frame->line() : code.first_line) + ">";
}

Value repr_future(Runtime& runtime, const Value& self) {
    Future& future = future_of(self);
    std::string text = "<" + future.type().name();
    text += future.state() == Future::State::pending     ? " pending"
            : future.state() == Future::State::cancelled ? " cancelled"
                                                         : " finished";
    if (auto* task = self.as<Task>()) {
        text += " name=" + repr_text(runtime, task->name());
        if (task->coroutine().is_set()) text += " coro=" + coroutine_text(runtime, task->coroutine());
    }
    if (future.failed())
        text += " exception=" + repr_text(runtime, future.known_exception());
    else if (future.state() == Future::State::finished)
        text += " result=" + repr_text(runtime, future.known_result());
    return runtime.make_str(text + ">");
}

void make_future_types(Runtime& runtime) {
    TypeBuilder iterator(runtime, "FutureIter", "_asyncio");
    iterator.slots().iter = [](Runtime&, const Value& self) { return self; };
    iterator.slots().next = [](Runtime&, const Value& self) { return self.get<FutureIterator>().next(); };
    runtime.set_type_for<FutureIterator>(iterator.finish());

    TypeBuilder future(runtime, "Future", "_asyncio");
    future.slots().repr = repr_future;
    future.slots().iter = future.slots().await = [](Runtime& r, const Value& self) -> Value {
        return r.make<FutureIterator>(r.type_for<FutureIterator>(), future_of(self));
    };
    future.slots().new_ = [](Runtime& r, Type&, Args) -> Value { return running_loop(r).create_future(); };
    future.method("done", [](Runtime&, const Value& self, Args) { return Value::boolean(future_of(self).is_done()); })
        .method("cancelled", [](Runtime&, const Value& self, Args) { return Value::boolean(future_of(self).is_cancelled()); })
        .method("result", [](Runtime&, const Value& self, Args) { return future_of(self).result(); })
        .method("exception", [](Runtime&, const Value& self, Args) { return future_of(self).exception(); })
        .method("set_result",
                [](Runtime&, const Value& self, Args a) {
                    future_of(self).set_result(expect_one_argument("Future.set_result", a));
                    return Value::none();
                })
        .method("set_exception",
                [](Runtime&, const Value& self, Args a) {
                    future_of(self).set_exception(expect_one_argument("Future.set_exception", a));
                    return Value::none();
                })
        .method("cancel", cancel)
        .method("add_done_callback", add_done_callback)
        .method("remove_done_callback",
                [](Runtime& r, const Value& self, Args a) {
                    const Value& fn = expect_one_argument("Future.remove_done_callback", a);
                    return r.make_int(int64_t(future_of(self).remove_python_callback(fn)));
                })
        .method("get_loop", [](Runtime&, const Value& self, Args) { return Value(future_of(self).loop()); });
    Type& future_type = future.finish();
    runtime.set_type_for<Future>(future_type);

    TypeBuilder task(runtime, "Task", "_asyncio", {&future_type});
    task.slots().new_ = [](Runtime& r, Type&, Args a) -> Value {
        ArgReader args(r, {.function = "Task", .names = {"coro", "loop", "name"}, .required = 1}, a);
        return running_loop(r).create_task(args[0], args.get(2));
    };
    task.method("get_name", [](Runtime&, const Value& self, Args) { return task_of(self).name(); })
        .method("set_name",
                [](Runtime& r, const Value& self, Args a) {
                    task_of(self).set_name(str(r, expect_one_argument("Task.set_name", a)));
                    return Value::none();
                })
        .method("get_coro", [](Runtime&, const Value& self, Args) { return task_of(self).coroutine(); })
        .method("cancelling", [](Runtime& r, const Value& self, Args) { return r.make_int(task_of(self).cancelling()); })
        .method("uncancel", [](Runtime& r, const Value& self, Args) { return r.make_int(task_of(self).uncancel()); });
    runtime.set_type_for<Task>(task.finish());
}

std::chrono::nanoseconds seconds(double s) {
    return std::chrono::nanoseconds(int64_t(std::clamp(s, 0.0, 1e9) * 1e9));
}

Value call_soon(Runtime& runtime, const Value& self, Args a) {
    if (a.positional_count() < 1) throw Error(Exc::TypeError, "call_soon() missing 1 required positional argument: 'callback'");
    std::vector<Value> rest(a.values.begin() + 1, a.values.begin() + std::ptrdiff_t(a.positional_count()));
    loop_of(self).call_soon([&runtime, fn = a.values[0], rest = std::move(rest)] { call(runtime, fn, Args{rest}); });
    return Value::none();
}

/// `run_in_executor(executor, function, *args)`: there are no threads, so the function runs when the loop comes to it.
Value run_in_executor(Runtime& runtime, const Value& self, Args a) {
    if (a.positional_count() < 2)
        throw Error(Exc::TypeError, "BaseEventLoop.run_in_executor() missing 1 required positional argument: 'func'");
    const Ref<Future> future = loop_of(self).create_future();
    std::vector<Value> rest(a.values.begin() + 2, a.values.begin() + std::ptrdiff_t(a.positional_count()));
    loop_of(self).call_soon([&runtime, future, fn = a.values[1], rest = std::move(rest)] {
        if (future->is_done()) return;
        try {
            future->set_result(call(runtime, fn, Args{rest}));
        } catch (Error& error) {
            future->set_exception(runtime.exception_object(error));
        }
    });
    return Value(future);
}

Value call_later(Runtime& runtime, const Value& self, Args a) {
    if (a.positional_count() < 2) throw Error(Exc::TypeError, "call_later() missing 1 required positional argument: 'callback'");
    ArgReader delay(runtime, {.function = "call_later", .names = {"delay"}, .more_positional = true, .origin = python::Signature::Origin::python}, a);
    std::vector<Value> rest(a.values.begin() + 2, a.values.begin() + std::ptrdiff_t(a.positional_count()));
    loop_of(self).call_later(seconds(delay.number(0)),
                             [&runtime, fn = a.values[1], rest = std::move(rest)] { call(runtime, fn, Args{rest}); });
    return Value::none();
}

} // namespace

void make_event_loop_types(Runtime& runtime) {
    make_future_types(runtime);
    TypeBuilder loop(runtime, "_UnixSelectorEventLoop", "asyncio.unix_events");
    loop.method("time",
                [](Runtime& r, const Value&, Args a) -> Value {
                    expect_no_arguments("time", a);
                    return r.make_float(std::chrono::duration<double>(r.now()).count());
                })
        .method("create_task",
                [](Runtime& r, const Value& self, Args a) -> Value {
                    ArgReader args(r, {.function = "create_task", .names = {"coro", "name", "context"}, .required = 1, .origin = python::Signature::Origin::python}, a);
                    return loop_of(self).create_task(args[0], args.get(1));
                })
        .method("create_future", [](Runtime&, const Value& self, Args) -> Value { return loop_of(self).create_future(); })
        .method("call_soon", call_soon)
        .method("call_soon_threadsafe", call_soon)
        .method("call_later", call_later)
        .method("run_in_executor", run_in_executor)
        .method("is_running", [](Runtime&, const Value& self, Args) { return Value::boolean(loop_of(self).is_running()); })
        .method("is_closed", [](Runtime&, const Value& self, Args) { return Value::boolean(loop_of(self).is_closed()); })
        .method("close",
                [](Runtime&, const Value& self, Args) {
                    loop_of(self).close();
                    return Value::none();
                })
        .method("run_until_complete", [](Runtime&, const Value& self, Args a) {
            EventLoop& l = loop_of(self);
            const Ref<Future> future = l.ensure_future(expect_one_argument("run_until_complete", a));
            l.run_until_complete(*future);
            return future->result();
        });
    runtime.set_type_for<EventLoop>(loop.finish());
}

} // namespace relata::modules
