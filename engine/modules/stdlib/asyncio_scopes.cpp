// asyncio.TaskGroup, asyncio.timeout and asyncio.Runner. CPython: Lib/asyncio/{taskgroups,timeouts,runners}.py.
#include "modules/stdlib/asyncio.h"
#include "modules/stdlib/event_loop.h"
#include "python/parameters.h"
#include "python/arguments.h"
#include "python/exception_object.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using python::ArgReader;
using python::make_native_coroutine;
using python::TypeBuilder;

namespace {

bool is_of(Runtime& runtime, const Value& exception, Exc cls) {
    return exception.is_set() && !exception.is_none() &&
           runtime.type_of(exception).is_subtype_of(runtime.exception_type(cls));
}

class TaskGroup final : public Container {
  public:
    explicit TaskGroup(Type& type) : Container(type) {}
    void clear_references() override {
        tasks.clear();
        errors.clear();
        parent.reset();
        base_error.reset();
        all_done.reset();
    }
    void abort() {
        aborting = true;
        for (const Ref<Task>& task : std::vector(tasks))
            if (!task->is_done()) task->cancel(Value::none());
    }
    void task_done(Task& task);
    Value exit(Runtime& runtime, const Value& exception);

    bool entered = false, exiting = false, aborting = false, parent_cancel_requested = false;
    Ref<Task> parent;
    std::vector<Ref<Task>> tasks;
    std::vector<Value> errors;
    Value base_error;
    Ref<Future> all_done;
};

// CPython: TaskGroup._on_task_done.
void TaskGroup::task_done(Task& task) {
    std::erase_if(tasks, [&](const Ref<Task>& t) { return t.get() == &task; });
    if (all_done && tasks.empty() && !all_done->is_done()) all_done->set_result(Value::boolean(true));
    if (task.is_cancelled()) return;
    const Value exception = task.exception();
    if (exception.is_none()) return;
    Runtime& runtime = type().runtime();
    errors.push_back(exception);
    if ((is_of(runtime, exception, Exc::SystemExit) || is_of(runtime, exception, Exc::KeyboardInterrupt)) &&
        !base_error.is_set())
        base_error = exception;
    if (parent->is_done()) return;
    if (!aborting && !parent_cancel_requested) {
        abort();
        parent_cancel_requested = true;
        parent->cancel(Value::none());
    }
}

// CPython: TaskGroup.__aexit__.
Value TaskGroup::exit(Runtime& runtime, const Value& exception) {
    exiting = true;
    Value propagate_cancellation;
    if (is_of(runtime, exception, Exc::CancelledError)) {
        if (parent_cancel_requested) parent->uncancel();
        propagate_cancellation = exception;
    }
    if ((is_of(runtime, exception, Exc::SystemExit) || is_of(runtime, exception, Exc::KeyboardInterrupt)) &&
        !base_error.is_set())
        base_error = exception;
    if (!exception.is_none() && !aborting) abort();
    while (!tasks.empty()) {
        if (!all_done) all_done = running_loop(runtime).create_future();
        try {
            Greenlet::await_only(runtime, all_done);
        } catch (Error& error) {
            if (!runtime.matches(error, Exc::CancelledError)) throw;
            if (!aborting) {
                propagate_cancellation = runtime.exception_object(error);
                abort();
            }
        }
        all_done.reset();
    }
    if (base_error.is_set()) throw Error(base_error);
    if (propagate_cancellation.is_set() && errors.empty()) throw Error(propagate_cancellation);
    if (!exception.is_none() && !is_of(runtime, exception, Exc::CancelledError)) errors.push_back(exception);
    if (errors.empty()) return Value::none();
    const Value list = runtime.make_list(std::exchange(errors, {}));
    const bool plain = [&] {
        for (const Value& e : list.get<List>().items())
            if (!is_of(runtime, e, Exc::Exception)) return false;
        return true;
    }();
    Type& group = runtime.exception_type(plain ? Exc::ExceptionGroup : Exc::BaseExceptionGroup);
    throw Error(call(runtime, Value(group), {Value(runtime.make_str("unhandled errors in a TaskGroup")), list}));
}

void add_task_group(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "TaskGroup", "asyncio.taskgroups");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        python::check_arguments("TaskGroup.__init__(self)", a);
        return r.make<TaskGroup>(type);
    };
    b.method("__aenter__",
             [](Runtime& r, const Value& self, Args) {
                 return make_native_coroutine(r, "TaskGroup.__aenter__", [&r, self]() -> Value {
                     auto& group = self.get<TaskGroup>();
                     if (group.entered)
                         throw Error(Exc::RuntimeError, "TaskGroup " + repr_text(r, self) + " has been already entered");
                     group.entered = true;
                     Task* parent = running_loop(r).current_task();
                     if (!parent)
                         throw Error(Exc::RuntimeError,
                                     "TaskGroup " + repr_text(r, self) + " cannot determine the parent task");
                     group.parent = Ref<Task>(parent);
                     return self;
                 });
             })
        .method("__aexit__",
                [](Runtime& r, const Value& self, Args a) {
                    const Value exception = a.positional_count() > 1 ? a.values[1] : Value::none();
                    return make_native_coroutine(r, "TaskGroup.__aexit__", [&r, self, exception]() -> Value {
                        return self.get<TaskGroup>().exit(r, exception);
                    });
                })
        .method("create_task", [](Runtime& r, const Value& self, Args a) -> Value {
            ArgReader args(r, {.function = "create_task", .names = {"coro", "name", "context"}, .required = 1, .origin = python::Signature::Origin::python}, a);
            auto& group = self.get<TaskGroup>();
            if (!group.entered)
                throw Error(Exc::RuntimeError, "TaskGroup " + repr_text(r, self) + " has not been entered");
            if (group.exiting && group.tasks.empty())
                throw Error(Exc::RuntimeError, "TaskGroup " + repr_text(r, self) + " is finished");
            if (group.aborting)
                throw Error(Exc::RuntimeError, "TaskGroup " + repr_text(r, self) + " is shutting down");
            const Ref<Task> task = running_loop(r).create_task(args[0], args.get(1));
            group.tasks.push_back(task);
            task->add_done_callback([self](Future& done) { self.get<TaskGroup>().task_done(static_cast<Task&>(done)); });
            return task;
        });
    module.set("TaskGroup", b.finish());
}

/// CPython: timeouts.Timeout. The task is cancelled when the time is up, and __aexit__ turns that into TimeoutError.
class Timeout final : public Container {
  public:
    Timeout(Type& type, Value deadline) : Container(type), when(std::move(deadline)) {}
    void clear_references() override {
        task.reset();
        when.reset();
        timer.reset();
    }
    void schedule(Runtime& runtime) {
        if (timer) timer->cancelled = true;
        timer.reset();
        if (when.is_none()) return;
        const auto delay = seconds_argument(runtime, when) - runtime.now();
        timer = running_loop(runtime).call_later(delay, [self = Ref<Timeout>(this)] {
            self->expiring = true;
            self->task->cancel(Value::none());
        });
    }
    Value when; ///< loop time in seconds, or None
    Ref<Task> task;
    EventLoop::HandleRef timer;
    bool expiring = false, expired = false;
};

void add_timeout(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "Timeout", "asyncio.timeouts");
    b.method("when", [](Runtime&, const Value& self, Args) { return self.get<Timeout>().when; })
        .method("expired", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Timeout>().expired); })
        .method("reschedule",
                [](Runtime& r, const Value& self, Args a) {
                    self.get<Timeout>().when = python::expect_one_argument("Timeout.reschedule", a);
                    self.get<Timeout>().schedule(r);
                    return Value::none();
                })
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return make_native_coroutine(r, "Timeout.__aenter__", [&r, self]() -> Value {
                        auto& timeout = self.get<Timeout>();
                        Task* task = running_loop(r).current_task();
                        if (!task) throw Error(Exc::RuntimeError, "Timeout should be used inside a task");
                        timeout.task = Ref<Task>(task);
                        timeout.schedule(r);
                        return self;
                    });
                })
        .method("__aexit__", [](Runtime& r, const Value& self, Args a) {
            const Value exception = a.positional_count() > 1 ? a.values[1] : Value::none();
            return make_native_coroutine(r, "Timeout.__aexit__", [&r, self, exception]() -> Value {
                auto& timeout = self.get<Timeout>();
                if (timeout.timer) timeout.timer->cancelled = true;
                timeout.timer.reset();
                if (timeout.expiring) {
                    timeout.expiring = false;
                    timeout.expired = true;
                    if (timeout.task->uncancel() <= 0 && is_of(r, exception, Exc::CancelledError))
                        throw Error(Exc::TimeoutError, std::vector<Value>{}).from(exception);
                }
                return Value::none();
            });
        });
    interpreter.set_type_for<Timeout>(b.finish());
    module.set("Timeout", interpreter.type_for<Timeout>());
    module.set("timeout", python::make_function(interpreter, "timeout", [](Runtime& r, const Value&, Args a) -> Value {
        ArgReader args(r, {.function = "timeout", .names = {"delay"}, .required = 1, .origin = python::Signature::Origin::python}, a);
        Value when = Value::none();
        if (!args.is_none(0))
            when = r.make_float(std::chrono::duration<double>(r.now() + seconds_argument(r, args[0])).count());
        return r.make<Timeout>(r.type_for<Timeout>(), std::move(when));
    }));
    module.set("timeout_at", python::make_function(interpreter, "timeout_at", [](Runtime& r, const Value&, Args a) -> Value {
        ArgReader args(r, {.function = "timeout_at", .names = {"when"}, .required = 1, .origin = python::Signature::Origin::python}, a);
        return r.make<Timeout>(r.type_for<Timeout>(), args[0]);
    }));
}

/// asyncio.Runner: `with asyncio.Runner() as runner: runner.run(main())`.
class Runner final : public Container {
  public:
    explicit Runner(Type& type) : Container(type) {}
    void clear_references() override { loop.reset(); }
    EventLoop& get_loop(Runtime& runtime) {
        if (!loop) loop = runtime.make<EventLoop>(runtime.type_for<EventLoop>());
        return *loop;
    }
    Ref<EventLoop> loop;
};

void add_runner(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "Runner", "asyncio.runners");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        python::check_arguments("Runner.__init__(self, *, debug=None, loop_factory=None)", a);
        return r.make<Runner>(type);
    };
    constexpr auto close = [](Runtime&, const Value& self, Args) {
        if (auto& runner = self.get<Runner>(); runner.loop) runner.loop->close();
        return Value::none();
    };
    b.method("run",
             [](Runtime& r, const Value& self, Args a) {
                 EventLoop& loop = self.get<Runner>().get_loop(r);
                 const Ref<Task> task = loop.create_task(python::expect_one_argument("Runner.run", a));
                 loop.run_until_complete(*task);
                 return task->result();
             })
        .method("get_loop", [](Runtime& r, const Value& self, Args) { return Value(self.get<Runner>().get_loop(r)); })
        .method("close", close)
        .method("__enter__", [](Runtime&, const Value& self, Args) { return self; })
        .method("__exit__", close);
    module.set("Runner", b.finish());
}

} // namespace

void add_asyncio_scopes(python::Interpreter& interpreter, python::Module& module) {
    add_task_group(interpreter, module);
    add_timeout(interpreter, module);
    add_runner(interpreter, module);
}

} // namespace relata::modules
