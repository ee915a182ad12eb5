// Lock, Event, Condition, Semaphore and the queues of asyncio. CPython: Lib/asyncio/{locks,queues}.py.
#include "modules/stdlib/asyncio.h"
#include "modules/stdlib/event_loop.h"
#include "python/parameters.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <algorithm>
#include <deque>

namespace relata::modules {

using python::ArgReader;
using python::make_native_coroutine;
using python::TypeBuilder;

namespace {

/// Tasks that wait for something, in order.
class Waiters {
  public:
    /// Waits until woken. A waiter that is cancelled takes itself out, and passes on a wake-up that came too late.
    void wait(Runtime& runtime) {
        const Ref<Future> waiter = running_loop(runtime).create_future();
        m_futures.push_back(waiter);
        try {
            Greenlet::await_only(runtime, waiter);
        } catch (...) {
            const bool was_woken = waiter->is_done() && !waiter->is_cancelled();
            std::erase(m_futures, waiter);
            if (was_woken) wake_one();
            throw;
        }
        std::erase(m_futures, waiter);
    }
    bool wake_one() {
        for (const Ref<Future>& f : m_futures)
            if (!f->is_done()) {
                f->set_result(Value::none());
                return true;
            }
        return false;
    }
    void wake_all() {
        for (const Ref<Future>& f : m_futures)
            if (!f->is_done()) f->set_result(Value::none());
    }
    size_t count() const { return m_futures.size(); }
    bool anybody_waits() const {
        return std::any_of(m_futures.begin(), m_futures.end(), [](const auto& f) { return !f->is_cancelled(); });
    }
    void clear() { std::exchange(m_futures, {}); }

  private:
    std::deque<Ref<Future>> m_futures;
};

class Lock final : public Container {
  public:
    explicit Lock(Type& type) : Container(type) {}
    void clear_references() override { waiters.clear(); }
    void acquire(Runtime& runtime) {
        if (!locked && !waiters.anybody_waits()) {
            locked = true;
            return;
        }
        do waiters.wait(runtime);
        while (locked);
        locked = true;
    }
    void release() {
        if (!locked) throw Error(Exc::RuntimeError, "Lock is not acquired.");
        locked = false;
        waiters.wake_one();
    }
    bool locked = false;
    Waiters waiters;
};

class Event final : public Container {
  public:
    explicit Event(Type& type) : Container(type) {}
    void clear_references() override { waiters.clear(); }
    bool set = false;
    Waiters waiters;
};

class Semaphore final : public Container {
  public:
    Semaphore(Type& type, int64_t initial, bool is_bounded) : Container(type), value(initial), bound(initial), bounded(is_bounded) {}
    void clear_references() override { waiters.clear(); }
    bool locked() const { return value == 0 || waiters.anybody_waits(); }
    void acquire(Runtime& runtime) {
        if (!locked()) {
            --value;
            return;
        }
        do waiters.wait(runtime);
        while (value == 0);
        --value;
        if (value > 0) waiters.wake_one();
    }
    void release() {
        if (bounded && value >= bound) throw Error(Exc::ValueError, "BoundedSemaphore released too many times");
        ++value;
        waiters.wake_one();
    }
    int64_t value, bound;
    bool bounded;
    Waiters waiters;
};

class Condition final : public Container {
  public:
    Condition(Type& type, Ref<Lock> its_lock) : Container(type), lock(std::move(its_lock)) {}
    void clear_references() override {
        waiters.clear();
        lock.reset();
    }
    void wait(Runtime& runtime) {
        if (!lock->locked) throw Error(Exc::RuntimeError, "cannot wait on un-acquired lock");
        lock->release();
        try {
            waiters.wait(runtime);
        } catch (...) {
            lock->acquire(runtime);
            throw;
        }
        lock->acquire(runtime);
    }
    Ref<Lock> lock;
    Waiters waiters;
};

class Queue final : public Container {
  public:
    enum class Order { fifo, lifo, priority };
    Queue(Type& type, int64_t max, Order its_order) : Container(type), max_size(max), order(its_order), items(HeapAllocator<Value>(type.runtime().heap())) {}
    void clear_references() override {
        items.clear();
        getters.clear();
        putters.clear();
        joiners.clear();
    }
    bool full() const { return max_size > 0 && int64_t(items.size()) >= max_size; }
    void put_now(Runtime& runtime, Value item) {
        if (full()) throw Error(Exc::QueueFull, std::vector<Value>{});
        size_t at = items.size();
        if (order == Order::priority)
            for (at = 0; at < items.size(); ++at) { // a comparison may be the program's, and change the queue
                const Value other = items[at];
                if (compare_truth(runtime, item, other, CompareOp::lt)) break;
            }
        items.insert(items.begin() + std::ptrdiff_t(std::min(at, items.size())), std::move(item));
        ++unfinished;
        getters.wake_one();
    }
    Value get_now() {
        if (items.empty()) throw Error(Exc::QueueEmpty, std::vector<Value>{});
        Value item;
        if (order == Order::lifo) {
            item = std::move(items.back());
            items.pop_back();
        } else {
            item = std::move(items.front());
            items.pop_front();
        }
        putters.wake_one();
        return item;
    }
    int64_t max_size;
    Order order;
    std::deque<Value, HeapAllocator<Value>> items;
    int64_t unfinished = 0;
    Waiters getters, putters, joiners;
};

/// What the repr of a lock adds to object's: `<asyncio.locks.Lock object at 0x... [locked, waiters:1]>`.
Value repr_with(Runtime& runtime, const Value& self, std::string state, const Waiters& waiters) {
    if (waiters.count() > 0) state += ", waiters:" + std::to_string(waiters.count());
    std::string text(runtime.type(BuiltinType::object).slots.repr(runtime, self).get<Str>().view());
    text.pop_back();
    return runtime.make_str(text + " [" + state + "]>");
}

/// `<Queue maxsize=2 _queue=[1] _getters[1] tasks=1>`. CPython: queues.Queue._format.
Value repr_queue(Runtime& runtime, const Value& self) {
    const auto& queue = self.get<Queue>();
    std::string text = "<" + runtime.type_of(self).name() + " maxsize=" + std::to_string(queue.max_size);
    if (!queue.items.empty()) {
        const std::vector<Value> items(queue.items.begin(), queue.items.end());
        text += " _queue=" + repr_text(runtime, Value(runtime.make_list(items)));
    }
    if (queue.getters.count() > 0) text += " _getters[" + std::to_string(queue.getters.count()) + "]";
    if (queue.putters.count() > 0) text += " _putters[" + std::to_string(queue.putters.count()) + "]";
    if (queue.unfinished > 0) text += " tasks=" + std::to_string(queue.unfinished);
    return runtime.make_str(text + ">");
}

/// A method that is a coroutine: its body gets `self`, kept alive.
template <class T, class Body> Value coroutine(Runtime& runtime, const char* name, const Value& self, Body body) {
    return make_native_coroutine(runtime, name, [&runtime, self, body]() -> Value { return body(runtime, self.get<T>()); });
}

void add_lock(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "Lock", "asyncio.locks");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        python::check_arguments("Lock.__init__(self)", a);
        return r.make<Lock>(type);
    };
    b.slots().init = [](Runtime&, const Value&, Args) {};
    b.slots().repr = [](Runtime& r, const Value& self) {
        const auto& lock = self.get<Lock>();
        return repr_with(r, self, lock.locked ? "locked" : "unlocked", lock.waiters);
    };
    constexpr auto acquire = [](Runtime& r, const Value& self, Args) {
        return coroutine<Lock>(r, "Lock.acquire", self, [](Runtime& rt, Lock& lock) {
            lock.acquire(rt);
            return Value::boolean(true);
        });
    };
    b.method("acquire", acquire)
        .method("release",
                [](Runtime&, const Value& self, Args) {
                    self.get<Lock>().release();
                    return Value::none();
                })
        .method("locked", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Lock>().locked); })
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return coroutine<Lock>(r, "Lock.__aenter__", self, [](Runtime& rt, Lock& lock) {
                        lock.acquire(rt);
                        return Value::none();
                    });
                })
        .method("__aexit__", [](Runtime& r, const Value& self, Args) {
            return coroutine<Lock>(r, "Lock.__aexit__", self, [](Runtime&, Lock& lock) {
                lock.release();
                return Value::none();
            });
        });
    Type& type = b.finish();
    interpreter.set_type_for<Lock>(type);
    module.set("Lock", type);
}

void add_event(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "Event", "asyncio.locks");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        python::check_arguments("Event.__init__(self)", a);
        return r.make<Event>(type);
    };
    b.slots().repr = [](Runtime& r, const Value& self) {
        const auto& event = self.get<Event>();
        return repr_with(r, self, event.set ? "set" : "unset", event.waiters);
    };
    b.method("is_set", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Event>().set); })
        .method("set",
                [](Runtime&, const Value& self, Args) {
                    auto& event = self.get<Event>();
                    event.set = true;
                    event.waiters.wake_all();
                    return Value::none();
                })
        .method("clear",
                [](Runtime&, const Value& self, Args) {
                    self.get<Event>().set = false;
                    return Value::none();
                })
        .method("wait", [](Runtime& r, const Value& self, Args) {
            return coroutine<Event>(r, "Event.wait", self, [](Runtime& rt, Event& event) {
                if (!event.set) event.waiters.wait(rt);
                return Value::boolean(true);
            });
        });
    module.set("Event", b.finish());
}

template <bool bounded> void add_semaphore(python::Interpreter& interpreter, python::Module& module, const char* name) {
    TypeBuilder b(interpreter, name, "asyncio.locks");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        ArgReader args(r, {.function = bounded ? "BoundedSemaphore.__init__" : "Semaphore.__init__", .names = {"value"}, .origin = python::Signature::Origin::python, .self_count = 1}, a);
        const int64_t value = args.integer(0, 1);
        if (value < 0) throw Error(Exc::ValueError, "Semaphore initial value must be >= 0");
        return r.make<Semaphore>(type, value, bounded);
    };
    b.slots().repr = [](Runtime& r, const Value& self) {
        const auto& s = self.get<Semaphore>();
        return repr_with(r, self, s.locked() ? "locked" : "unlocked, value:" + std::to_string(s.value), s.waiters);
    };
    b.method("acquire",
             [](Runtime& r, const Value& self, Args) {
                 return coroutine<Semaphore>(r, "Semaphore.acquire", self, [](Runtime& rt, Semaphore& s) {
                     s.acquire(rt);
                     return Value::boolean(true);
                 });
             })
        .method("release",
                [](Runtime&, const Value& self, Args) {
                    self.get<Semaphore>().release();
                    return Value::none();
                })
        .method("locked", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Semaphore>().locked()); })
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return coroutine<Semaphore>(r, "Semaphore.__aenter__", self, [](Runtime& rt, Semaphore& s) {
                        s.acquire(rt);
                        return Value::none();
                    });
                })
        .method("__aexit__", [](Runtime& r, const Value& self, Args) {
            return coroutine<Semaphore>(r, "Semaphore.__aexit__", self, [](Runtime&, Semaphore& s) {
                s.release();
                return Value::none();
            });
        });
    module.set(name, b.finish());
}

void add_condition(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "Condition", "asyncio.locks");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        ArgReader args(r, {.function = "Condition.__init__", .names = {"lock"}, .origin = python::Signature::Origin::python, .self_count = 1}, a);
        Ref<Lock> lock(args.is_none(0) ? nullptr : args[0].as<Lock>());
        if (!lock) lock = r.make<Lock>(r.type_for<Lock>());
        return r.make<Condition>(type, std::move(lock));
    };
    b.slots().repr = [](Runtime& r, const Value& self) {
        const auto& condition = self.get<Condition>();
        return repr_with(r, self, condition.lock->locked ? "locked" : "unlocked", condition.waiters);
    };
    b.method("acquire",
             [](Runtime& r, const Value& self, Args) {
                 return coroutine<Condition>(r, "Lock.acquire", self, [](Runtime& rt, Condition& c) {
                     c.lock->acquire(rt);
                     return Value::boolean(true);
                 });
             })
        .method("release",
                [](Runtime&, const Value& self, Args) {
                    self.get<Condition>().lock->release();
                    return Value::none();
                })
        .method("locked", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Condition>().lock->locked); })
        .method("wait",
                [](Runtime& r, const Value& self, Args) {
                    return coroutine<Condition>(r, "Condition.wait", self, [](Runtime& rt, Condition& c) {
                        c.wait(rt);
                        return Value::boolean(true);
                    });
                })
        .method("wait_for",
                [](Runtime& r, const Value& self, Args a) {
                    const Value predicate = python::expect_one_argument("Condition.wait_for", a);
                    return make_native_coroutine(r, "Condition.wait_for", [&r, self, predicate]() -> Value {
                        Value result = call(r, predicate);
                        while (!truth(r, result)) {
                            self.get<Condition>().wait(r);
                            result = call(r, predicate);
                        }
                        return result;
                    });
                })
        .method("notify",
                [](Runtime& r, const Value& self, Args a) {
                    ArgReader args(r, {.function = "notify", .names = {"n"}}, a);
                    for (int64_t n = args.integer(0, 1); n > 0 && self.get<Condition>().waiters.wake_one(); --n) {
                    }
                    return Value::none();
                })
        .method("notify_all",
                [](Runtime&, const Value& self, Args) {
                    self.get<Condition>().waiters.wake_all();
                    return Value::none();
                })
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return coroutine<Condition>(r, "Condition.__aenter__", self, [](Runtime& rt, Condition& c) {
                        c.lock->acquire(rt);
                        return Value::none();
                    });
                })
        .method("__aexit__", [](Runtime& r, const Value& self, Args) {
            return coroutine<Condition>(r, "Condition.__aexit__", self, [](Runtime&, Condition& c) {
                c.lock->release();
                return Value::none();
            });
        });
    module.set("Condition", b.finish());
}

Value queue_put(Runtime& r, const Value& self, Args a) {
    const Value item = python::expect_one_argument("Queue.put", a);
    return make_native_coroutine(r, "Queue.put", [&r, self, item]() -> Value {
        auto& queue = self.get<Queue>();
        while (queue.full()) queue.putters.wait(r);
        queue.put_now(r, item);
        return Value::none();
    });
}

Value queue_get(Runtime& r, const Value& self, Args) {
    return coroutine<Queue>(r, "Queue.get", self, [](Runtime& rt, Queue& queue) {
        while (queue.items.empty()) queue.getters.wait(rt);
        return queue.get_now();
    });
}

Value queue_task_done(Runtime&, const Value& self, Args) {
    auto& queue = self.get<Queue>();
    if (queue.unfinished <= 0) throw Error(Exc::ValueError, "task_done() called too many times");
    if (--queue.unfinished == 0) queue.joiners.wake_all();
    return Value::none();
}

template <Queue::Order order> Type& make_queue(python::Interpreter& interpreter, const char* name, std::vector<Type*> bases) {
    TypeBuilder b(interpreter, name, "asyncio.queues", std::move(bases));
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        ArgReader args(r, {.function = "Queue.__init__", .names = {"maxsize"}, .origin = python::Signature::Origin::python, .self_count = 1}, a);
        return r.make<Queue>(type, args.integer(0, 0), order);
    };
    b.slots().repr = repr_queue;
    return b.finish();
}

void add_queues(python::Interpreter& interpreter, python::Module& module) {
    Type& queue = make_queue<Queue::Order::fifo>(interpreter, "Queue", {});
    TypeBuilder b(interpreter, queue);
    b.method("put", queue_put)
        .method("get", queue_get)
        .method("put_nowait",
                [](Runtime& r, const Value& self, Args a) {
                    self.get<Queue>().put_now(r, python::expect_one_argument("Queue.put_nowait", a));
                    return Value::none();
                })
        .method("get_nowait", [](Runtime&, const Value& self, Args) { return self.get<Queue>().get_now(); })
        .method("qsize", [](Runtime& r, const Value& self, Args) { return r.make_int(int64_t(self.get<Queue>().items.size())); })
        .method("empty", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Queue>().items.empty()); })
        .method("full", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<Queue>().full()); })
        .method("task_done", queue_task_done)
        .method("join",
                [](Runtime& r, const Value& self, Args) {
                    return coroutine<Queue>(r, "Queue.join", self, [](Runtime& rt, Queue& q) {
                        while (q.unfinished > 0) q.joiners.wait(rt);
                        return Value::none();
                    });
                })
        .property("maxsize", [](Runtime& r, const Value& self) { return r.make_int(self.get<Queue>().max_size); });
    module.set("Queue", queue);
    module.set("LifoQueue", make_queue<Queue::Order::lifo>(interpreter, "LifoQueue", {&queue}));
    module.set("PriorityQueue", make_queue<Queue::Order::priority>(interpreter, "PriorityQueue", {&queue}));
    module.set("QueueEmpty", interpreter.exception_type(Exc::QueueEmpty));
    module.set("QueueFull", interpreter.exception_type(Exc::QueueFull));
}

} // namespace

void add_asyncio_locks(python::Interpreter& interpreter, python::Module& module) {
    add_lock(interpreter, module);
    add_event(interpreter, module);
    add_condition(interpreter, module);
    add_semaphore<false>(interpreter, module, "Semaphore");
    add_semaphore<true>(interpreter, module, "BoundedSemaphore");
    add_queues(interpreter, module);
}

} // namespace relata::modules
