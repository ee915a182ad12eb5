// The asyncio module: run, tasks, waiting. CPython: Lib/asyncio/{runners,tasks}.py. Locks and queues: asyncio_locks.cpp;
// TaskGroup and timeout: asyncio_scopes.cpp.
#include "modules/stdlib/stdlib.h"

#include "modules/stdlib/asyncio.h"
#include "modules/stdlib/event_loop.h"
#include "python/arguments.h"
#include "python/exception_object.h"
#include "python/generator.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using python::ArgReader;
using python::make_function;
using python::make_native_coroutine;

std::chrono::nanoseconds seconds_argument(Runtime& runtime, const Value& value) {
    const Value number = value.is_none() ? Value::small_int(0) : value;
    double s = 0;
    if (number.is_small_int())
        s = double(number.as_small_int());
    else if (const auto* f = number.as<Float>())
        s = f->value();
    else if (const auto to_float = runtime.type_of(number).slots.to_float)
        s = to_float(runtime, number).get<Float>().value();
    else
        throw Error(Exc::TypeError, "'" + runtime.type_of(number).name() + "' object cannot be interpreted as a number");
    if (!(s > 0)) return std::chrono::nanoseconds(0);
    return std::chrono::nanoseconds(int64_t(std::min(s, 1e9) * 1e9));
}

void wait_for_future(Runtime& runtime, Future& future) {
    const Ref<Future> waiter = future.loop().create_future();
    const uint64_t token = future.add_done_callback([waiter](Future&) {
        if (!waiter->is_done()) waiter->set_result(Value::none());
    });
    try {
        Greenlet::await_only(runtime, waiter);
    } catch (...) {
        future.remove_done_callback(token);
        throw;
    }
}

void cancel_and_wait(Runtime& runtime, Future& future) {
    const Ref<Future> keep(future);
    if (future.is_done()) return;
    future.cancel(Value::none());
    wait_for_future(runtime, future);
}

namespace {

// asyncio.run: CPython's Runner.run and its close().
Value run(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "run", .names = {"main", "debug"}, .required = 1, .positional = 1, .origin = python::Signature::Origin::python}, a);
    auto& state = runtime.extension<AsyncioState>();
    if (state.running) throw Error(Exc::RuntimeError, "asyncio.run() cannot be called from a running event loop");
    if (!python::is_coroutine(args[0]))
        throw Error(Exc::ValueError, "a coroutine was expected, got " + repr_text(runtime, args[0]));
    const Ref<EventLoop> loop = runtime.make<EventLoop>(runtime.type_for<EventLoop>());
    // CPython: BaseEventLoop._asyncgen_finalizer_hook
    bool dropped_generators = false;
    python::set_async_generator_hook(python::interpreter_of(runtime), [&runtime, &dropped_generators, loop](const Value& generator) {
        dropped_generators = true;
        loop->call_soon([&runtime, loop, generator] {
            loop->create_task(make_native_coroutine(runtime, "aclose", [&runtime, generator]() -> Value {
                return Greenlet::await_only(runtime, call_method(runtime, generator, "aclose"));
            }));
        });
    });
    struct Unhook {
        Runtime& runtime;
        ~Unhook() { python::set_async_generator_hook(python::interpreter_of(runtime), nullptr); }
    } const unhook{runtime};
    Ref<Task> main = loop->create_task(args[0]);
    auto shut_down = [&] {
        const std::vector<Ref<Task>> left = loop->all_tasks();
        for (const Ref<Task>& task : left) task->cancel(Value::none());
        for (const Ref<Task>& task : left)
            if (!task->is_done()) loop->run_until_complete(*task);
        // What shutdown_asyncgens() and shutdown_default_executor() run lets dropped generators end.
        for (int round = 0; dropped_generators && round < 2; ++round)
            loop->run_until_complete(*loop->create_task(make_native_coroutine(runtime, "shutdown_asyncgens", [&runtime] {
                return Greenlet::await_only(runtime, Value::none());
            })));
        loop->close();
    };
    try {
        loop->run_until_complete(*main);
    } catch (Error& error) {
        const Value raised = runtime.exception_object(error);
        shut_down();
        throw Error(raised);
    }
    shut_down();
    return main->result();
}

Value sleep(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime,
                   {.function = "sleep", .names = {"delay", "result"}, .required = 1, .origin = python::Signature::Origin::python},
                   a);
    const Value delay = args[0], result = args.get(1);
    return make_native_coroutine(runtime, "sleep", [&runtime, delay, result]() -> Value {
        const auto time = seconds_argument(runtime, delay);
        if (time.count() == 0) {
            Greenlet::await_only(runtime, Value::none());
            return result;
        }
        EventLoop& loop = running_loop(runtime);
        const Ref<Future> future = loop.create_future();
        const EventLoop::HandleRef timer = loop.call_later(time, [future] {
            if (!future->is_done()) future->set_result(Value::none());
        });
        try {
            Greenlet::await_only(runtime, future);
        } catch (...) {
            timer->cancelled = true;
            throw;
        }
        return result;
    });
}

Value create_task(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime,
                   {.function = "create_task", .names = {"coro", "name", "context"}, .required = 1, .positional = 1,
                    .origin = python::Signature::Origin::python},
                   a);
    return running_loop(runtime).create_task(args[0], args.get(1));
}

Value ensure_future(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "ensure_future", .names = {"coro_or_future", "loop"}, .required = 1, .origin = python::Signature::Origin::python}, a);
    return running_loop(runtime).ensure_future(args[0]);
}

/// The future of gather(): cancelling it cancels the children. CPython: _GatheringFuture.
class GatheringFuture final : public Future {
  public:
    GatheringFuture(Type& type, EventLoop& loop) : Future(type, loop) {}
    void clear_references() override {
        Future::clear_references();
        children.clear();
    }
    bool cancel(const Value& message) override {
        if (is_done()) return false;
        bool any = false;
        for (const Ref<Future>& child : children) any = child->cancel(message) || any;
        cancel_requested = cancel_requested || any;
        return any;
    }
    std::vector<Ref<Future>> children;
    bool cancel_requested = false;
    size_t finished = 0;
};

void gather_child_done(Runtime& runtime, GatheringFuture& outer, Future& child, bool return_exceptions) {
    ++outer.finished;
    if (outer.is_done()) {
        if (!child.is_cancelled()) child.exception(); // looked at: not "never retrieved"
        return;
    }
    if (!return_exceptions) {
        if (child.is_cancelled()) {
            Error error = child.cancelled_error();
            return outer.set_exception(runtime.exception_object(error));
        }
        const Value exception = child.exception();
        if (!exception.is_none()) return outer.set_exception(exception);
    }
    if (outer.finished < outer.children.size()) return;
    std::vector<Value> results;
    for (const Ref<Future>& f : outer.children) {
        if (f->is_cancelled()) {
            Error error = f->cancelled_error();
            results.push_back(runtime.exception_object(error));
        } else {
            const Value exception = f->exception();
            results.push_back(exception.is_none() ? f->result() : exception);
        }
    }
    if (outer.cancel_requested) {
        Error error(Exc::CancelledError, std::vector<Value>{});
        outer.set_exception(runtime.exception_object(error));
    } else {
        outer.set_result(runtime.make_list(std::move(results)));
    }
}

Value gather(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime,
                   {.function = "gather", .names = {"return_exceptions"}, .positional = 0, .more_positional = true, .origin = python::Signature::Origin::python}, a);
    EventLoop& loop = running_loop(runtime);
    if (a.positional_count() == 0) {
        const Ref<Future> done = loop.create_future();
        done->set_result(runtime.make_list());
        return done;
    }
    const bool return_exceptions = args.truth(0);
    const Ref<GatheringFuture> outer = runtime.make<GatheringFuture>(runtime.type_for<Future>(), loop);
    std::vector<std::pair<Value, Ref<Future>>> seen; // one awaitable given twice is one task
    std::vector<Ref<Future>> distinct;
    for (const Value& awaitable : a.positional()) {
        Ref<Future> future;
        for (const auto& [given, made] : seen)
            if (given.is(awaitable)) future = made;
        if (!future) {
            future = loop.ensure_future(awaitable);
            seen.emplace_back(awaitable, future);
            distinct.push_back(future);
        }
        outer->children.push_back(std::move(future));
    }
    for (const Ref<Future>& child : distinct) {
        const auto times = size_t(std::count(outer->children.begin(), outer->children.end(), child));
        child->add_done_callback([&runtime, outer, times, return_exceptions](Future& done) {
            outer->finished += times - 1;
            gather_child_done(runtime, *outer, done, return_exceptions);
        });
    }
    return outer;
}

// CPython 3.11: tasks.wait_for.
Value wait_for(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime,
                   {.function = "wait_for", .names = {"fut", "timeout"}, .required = 2, .origin = python::Signature::Origin::python},
                   a);
    const Value awaitable = args[0], timeout = args[1];
    return make_native_coroutine(runtime, "wait_for", [&runtime, awaitable, timeout]() -> Value {
        if (timeout.is_none()) return Greenlet::await_only(runtime, awaitable);
        EventLoop& loop = running_loop(runtime);
        const auto time = seconds_argument(runtime, timeout);
        const Ref<Future> future = loop.ensure_future(awaitable);
        auto give_up = [&]() -> Value {
            cancel_and_wait(runtime, *future);
            try {
                return future->result();
            } catch (Error& error) {
                if (!runtime.matches(error, Exc::CancelledError)) throw;
                throw Error(Exc::TimeoutError, std::vector<Value>{}).from(runtime.exception_object(error));
            }
        };
        if (future->is_done()) return future->result();
        if (time.count() == 0) return give_up();
        const Ref<Future> waiter = loop.create_future();
        auto release = [waiter] {
            if (!waiter->is_done()) waiter->set_result(Value::none());
        };
        const EventLoop::HandleRef timer = loop.call_later(time, release);
        const uint64_t token = future->add_done_callback([release](Future&) { release(); });
        try {
            Greenlet::await_only(runtime, waiter);
        } catch (Error& error) {
            timer->cancelled = true;
            if (!runtime.matches(error, Exc::CancelledError)) throw;
            if (future->is_done()) return future->result();
            const Value cancelled = runtime.exception_object(error);
            future->remove_done_callback(token);
            cancel_and_wait(runtime, *future);
            throw Error(cancelled);
        }
        timer->cancelled = true;
        if (future->is_done()) return future->result();
        future->remove_done_callback(token);
        return give_up();
    });
}

// CPython: tasks.wait and _wait. Returns (done, pending).
Value wait(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "wait", .names = {"fs", "timeout", "return_when"}, .required = 1, .positional = 1, .origin = python::Signature::Origin::python}, a);
    if (args[0].as<Future>() || python::is_coroutine(args[0]))
        throw Error(Exc::TypeError, "expect a list of futures, not " + runtime.type_of(args[0]).name());
    const Value given = args[0], timeout = args.get(1);
    const std::string when(args.text(2, "ALL_COMPLETED"));
    return make_native_coroutine(runtime, "wait", [&runtime, given, timeout, when]() -> Value {
        std::vector<Ref<Future>> futures;
        for (const Value& item : to_vector(runtime, given)) {
            if (python::is_coroutine(item))
                throw Error(Exc::TypeError, "Passing coroutines is forbidden, use tasks explicitly.");
            auto* future = item.as<Future>();
            if (!future) throw Error(Exc::TypeError, "An asyncio.Future is required");
            if (std::find(futures.begin(), futures.end(), future) == futures.end()) futures.emplace_back(future);
        }
        if (futures.empty()) throw Error(Exc::ValueError, "Set of Tasks/Futures is empty.");
        if (when != "ALL_COMPLETED" && when != "FIRST_COMPLETED" && when != "FIRST_EXCEPTION")
            throw Error(Exc::ValueError, "Invalid return_when value: " + when);
        auto enough = [&] {
            bool all = true;
            for (const Ref<Future>& f : futures) {
                if (!f->is_done())
                    all = false;
                else if (when == "FIRST_COMPLETED" || (when == "FIRST_EXCEPTION" && f->failed()))
                    return true;
            }
            return all;
        };
        if (!enough()) {
            EventLoop& loop = running_loop(runtime);
            const Ref<Future> waiter = loop.create_future();
            auto release = [waiter] {
                if (!waiter->is_done()) waiter->set_result(Value::none());
            };
            EventLoop::HandleRef timer;
            if (!timeout.is_none()) timer = loop.call_later(seconds_argument(runtime, timeout), release);
            std::vector<uint64_t> tokens;
            for (const Ref<Future>& f : futures)
                tokens.push_back(f->is_done() ? 0 : f->add_done_callback([&enough, release](Future&) {
                    if (enough()) release();
                }));
            auto leave = [&] {
                if (timer) timer->cancelled = true;
                for (size_t i = 0; i < futures.size(); ++i) futures[i]->remove_done_callback(tokens[i]);
            };
            try {
                Greenlet::await_only(runtime, waiter);
            } catch (...) {
                leave();
                throw;
            }
            leave();
        }
        std::vector<Value> done, pending;
        for (const Ref<Future>& f : futures) (f->is_done() ? done : pending).push_back(Value(f));
        Type& set = runtime.type(BuiltinType::set);
        return runtime.make_tuple({call(runtime, Value(set), {Value(runtime.make_list(std::move(done)))}),
                                   call(runtime, Value(set), {Value(runtime.make_list(std::move(pending)))})});
    });
}

/// as_completed: an iterator of coroutines, each of which gives the next result that is there.
Value as_completed(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "as_completed", .names = {"fs", "timeout"}, .required = 1, .positional = 1, .origin = python::Signature::Origin::python}, a);
    EventLoop& loop = running_loop(runtime);
    struct Shared {
        std::deque<Ref<Future>> done;
        std::deque<Ref<Future>> waiters;
    };
    auto shared = std::make_shared<Shared>();
    std::vector<Value> steps;
    for (const Value& item : to_vector(runtime, args[0])) {
        const Ref<Future> future = loop.ensure_future(item);
        future->add_done_callback([shared](Future& finished) {
            shared->done.emplace_back(finished);
            if (shared->waiters.empty()) return;
            if (!shared->waiters.front()->is_done()) shared->waiters.front()->set_result(Value::none());
            shared->waiters.pop_front();
        });
        steps.push_back(make_native_coroutine(runtime, "as_completed.<locals>._wait_for_one", [&runtime, shared]() -> Value {
            while (shared->done.empty()) {
                const Ref<Future> waiter = running_loop(runtime).create_future();
                shared->waiters.push_back(waiter);
                Greenlet::await_only(runtime, waiter);
            }
            const Ref<Future> next = shared->done.front();
            shared->done.pop_front();
            return next->result();
        }));
    }
    return iterate(runtime, runtime.make_list(std::move(steps)));
}

/// shield: a future of its own, so that cancelling who waits does not cancel what is awaited.
Value shield(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "shield", .names = {"arg"}, .required = 1, .origin = python::Signature::Origin::python}, a);
    EventLoop& loop = running_loop(runtime);
    const Ref<Future> inner = loop.ensure_future(args[0]);
    if (inner->is_done()) return inner;
    const Ref<Future> outer = loop.create_future();
    inner->add_done_callback([outer](Future& done) {
        if (outer->is_done()) return;
        if (done.is_cancelled())
            outer->cancel(Value::none());
        else if (const Value exception = done.exception(); !exception.is_none())
            outer->set_exception(exception);
        else
            outer->set_result(done.result());
    });
    return outer;
}

/// to_thread: there are no threads here; the function runs when the coroutine does.
Value to_thread(Runtime& runtime, const Value&, Args a) {
    if (a.positional_count() < 1)
        throw Error(Exc::TypeError, "to_thread() missing 1 required positional argument: 'func'");
    std::vector<Value> values(a.values.begin() + 1, a.values.end());
    Ref<Tuple> keywords = a.keywords ? runtime.make_tuple(a.keywords->items()) : Ref<Tuple>();
    return make_native_coroutine(runtime, "to_thread", [&runtime, fn = a.values[0], values, keywords]() -> Value {
        Greenlet::await_only(runtime, Value::none());
        return call(runtime, fn, Args{values, keywords.get()});
    });
}

Value current_task(Runtime& runtime, const Value&, Args) {
    Task* task = running_loop(runtime).current_task();
    return task ? Value(task) : Value::none();
}

Value all_tasks(Runtime& runtime, const Value&, Args) {
    std::vector<Value> tasks;
    for (const Ref<Task>& task : running_loop(runtime).all_tasks()) tasks.push_back(Value(task));
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(tasks)))});
}

Value get_running_loop(Runtime& runtime, const Value&, Args) { return Value(running_loop(runtime)); }

Value new_event_loop(Runtime& runtime, const Value&, Args) {
    return runtime.make<EventLoop>(runtime.type_for<EventLoop>());
}

Value get_event_loop(Runtime& runtime, const Value& self, Args a) {
    auto& state = runtime.extension<AsyncioState>();
    return state.running ? Value(state.running) : new_event_loop(runtime, self, a);
}

Value is_coroutine(Runtime&, const Value&, Args a) {
    return Value::boolean(a.positional_count() > 0 && python::is_coroutine(a.values[0]));
}

Value is_future(Runtime&, const Value&, Args a) {
    return Value::boolean(a.positional_count() > 0 && a.values[0].as<Future>() != nullptr);
}

void init_asyncio(python::Interpreter& interpreter, python::Module& module) {
    make_event_loop_types(interpreter);
    struct {
        const char* name;
        python::NativeFn fn;
    } constexpr functions[] = {
        {"run", run}, {"sleep", sleep}, {"create_task", create_task}, {"ensure_future", ensure_future},
        {"gather", gather}, {"wait_for", wait_for}, {"wait", wait}, {"as_completed", as_completed}, {"shield", shield},
        {"to_thread", to_thread}, {"current_task", current_task}, {"all_tasks", all_tasks},
        {"get_running_loop", get_running_loop}, {"get_event_loop", get_event_loop}, {"new_event_loop", new_event_loop},
        {"iscoroutine", is_coroutine}, {"isfuture", is_future},
    };
    for (const auto& [name, fn] : functions) module.set(name, make_function(interpreter, name, fn, "asyncio"));
    python::set_signatures(module.dict(), {"current_task(loop=None)", "all_tasks(loop=None)", "iscoroutine(obj)", "isfuture(obj)",
                                           "new_event_loop()"});
    for (const char* constant : {"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"})
        module.set(constant, interpreter.make_str(constant));
    module.define_lazily("iscoroutinefunction",
                         [](python::Interpreter& in) { return in.import_module("inspect").find(in, "iscoroutinefunction"); });
    for (const char* name : {"Barrier", "BrokenBarrierError"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& in) {
            return in.import_module("_asyncio_barrier").find(in, name);
        });
    module.set("Future", interpreter.type_for<Future>());
    module.set("Task", interpreter.type_for<Task>());
    module.set("AbstractEventLoop", interpreter.type_for<EventLoop>());
    module.set("CancelledError", interpreter.exception_type(Exc::CancelledError));
    module.set("InvalidStateError", interpreter.exception_type(Exc::InvalidStateError));
    module.set("TimeoutError", interpreter.exception_type(Exc::TimeoutError));
    add_asyncio_locks(interpreter, module);
    add_asyncio_scopes(interpreter, module);
}

} // namespace

void register_asyncio(python::Interpreter& interpreter) { interpreter.register_module("asyncio", init_asyncio); }

} // namespace relata::modules
