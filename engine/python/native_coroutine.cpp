#include "python/native_coroutine.h"

#include "python/coroutine_wrapper.h"

#include "python/arguments.h"
#include "python/evaluation.h"
#include "python/generator.h"
#include "support/object_number.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <cinttypes>
#include <cstdio>

namespace relata::python {

namespace {

/// The coroutine around a Greenlet: awaits for it what await_only() asks for.
class NativeCoroutine final : public Container {
  public:
    NativeCoroutine(Type& type, std::string name, std::function<Value()> body)
        : Container(type), m_name(std::move(name)), m_body(std::move(body)) {}
    void clear_references() override {
        m_body = nullptr;
        m_inner.reset();
    }
    const std::string& name() const { return m_name; }
    bool is_started() const { return m_state != State::created; }

    SendResult step(Runtime& runtime, const Value& sent, const Value* error) {
        if (m_state == State::finished)
            throw Error(Exc::RuntimeError, "cannot reuse already awaited coroutine");
        if (m_state == State::running) throw Error(Exc::ValueError, "coroutine already executing");
        const Ref<NativeCoroutine> keep(this);
        const State before = std::exchange(m_state, State::running);
        try {
            SendResult r = advance(runtime, before == State::created, sent, error);
            m_state = r.finished ? State::finished : State::suspended;
            if (r.finished) end();
            return r;
        } catch (...) {
            m_state = State::finished;
            end();
            throw;
        }
    }

    void close(Runtime& runtime) {
        if (m_state == State::suspended && m_inner.is_set())
            if (Value close_inner = find_attribute(runtime, m_inner, "close"); close_inner.is_set())
                call(runtime, close_inner);
        m_state = State::finished;
        end();
    }

  private:
    enum class State : uint8_t { created, running, suspended, finished };

    void end() {
        m_inner.reset();
        m_greenlet.reset();
        m_body = nullptr;
    }

    SendResult advance(Runtime& runtime, bool first, const Value& sent, const Value* error) {
        Greenlet::State state;
        if (first) {
            if (error) throw Error(Value(*error));
            m_greenlet = std::make_unique<Greenlet>(runtime, std::move(m_body));
            state = m_greenlet->resume(Value::none());
        } else if (m_inner.is_set()) {
            SendResult r;
            if (!drive(runtime, sent, error, r, state)) return r;
        } else {
            state = error ? m_greenlet->resume_with_error(Error(Value(*error)))
                          : m_greenlet->resume(Value::none());
        }
        while (state == Greenlet::State::awaiting) {
            const Value awaitable = m_greenlet->take();
            if (awaitable.is_none()) return {false, Value::none()}; // once around the event loop
            SendResult r;
            try {
                m_inner = get_awaitable(runtime, awaitable);
            } catch (Error& failed) {
                state = m_greenlet->resume_with_error(std::move(failed));
                continue;
            }
            if (!drive(runtime, Value::none(), nullptr, r, state)) return r;
        }
        return {true, m_greenlet->take()};
    }

    /// One step of what is being awaited. False: it has yielded `r`. True: it is done and the greenlet has
    /// run on.
    bool drive(Runtime& runtime, const Value& sent, const Value* error, SendResult& r,
               Greenlet::State& state) {
        const Value inner = m_inner;
        Value failure;
        try {
            r = error ? throw_into(runtime, inner, *error) : send(runtime, inner, sent);
            if (!r.finished) return false;
        } catch (Error& failed) {
            failure = runtime.exception_object(failed);
        }
        m_inner.reset();
        state = failure.is_set() ? m_greenlet->resume_with_error(Error(std::move(failure)))
                                 : m_greenlet->resume(std::move(r.value));
        return true;
    }

    std::string m_name;
    std::function<Value()> m_body;
    std::unique_ptr<Greenlet> m_greenlet;
    Value m_inner; ///< iterator of what await_only() waits for
    State m_state = State::created;
};

/// An awaitable that is done.
class ReadyAwaitable final : public Container {
  public:
    ReadyAwaitable(Type& type, Value result) : Container(type), m_result(std::move(result)) {}
    void clear_references() override { m_result.reset(); }
    const Value& result() const { return m_result; }

  private:
    Value m_result;
};

Value value_or_stop(SendResult r) {
    if (!r.finished) return std::move(r.value);
    std::vector<Value> args;
    if (!r.value.is_none()) args.push_back(std::move(r.value));
    throw Error(Exc::StopIteration, std::move(args));
}

const Value& exception_argument(Args args) {
    const auto given = expect_positional("throw", args, 1, 3);
    return given[given.size() > 1 ? 1 : 0];
}

} // namespace

bool is_native_awaitable(const Value& iterator) {
    return iterator.is_object() && iterator.as_object()->kind() == ObjectKind::other &&
           (iterator.as<NativeCoroutine>() || iterator.as<ReadyAwaitable>());
}

SendResult send_native(Runtime& runtime, const Value& iterator, const Value& value, const Value* exception) {
    if (auto* coroutine = iterator.as<NativeCoroutine>()) return coroutine->step(runtime, value, exception);
    if (exception) throw Error(Value(*exception));
    return {true, iterator.get<ReadyAwaitable>().result()};
}

bool is_coroutine(const Value& value) {
    if (const auto* generator = value.as<Generator>()) return generator->kind == Generator::Kind::coroutine;
    return value.as<NativeCoroutine>() != nullptr;
}

Value make_native_coroutine(Runtime& runtime, std::string_view qualified_name, std::function<Value()> body) {
    return runtime.make<NativeCoroutine>(runtime.type_for<NativeCoroutine>(), std::string(qualified_name),
                                         std::move(body));
}

Value make_ready_awaitable(Runtime& runtime, Value result) {
    return runtime.make<ReadyAwaitable>(runtime.type_for<ReadyAwaitable>(), std::move(result));
}

void make_native_coroutine_types(Runtime& runtime) {
    {
        make_coroutine_wrapper_type(runtime);
        TypeBuilder b(runtime, "coroutine");
        b.slots().await = make_coroutine_wrapper;
        b.slots().del = [](Runtime& r, const Value& self) {
            auto& c = self.get<NativeCoroutine>();
            if (!c.is_started())
                warn_never_awaited(r, c.name());
            else
                c.close(r);
        };
        b.slots().repr = [](Runtime& r, const Value& self) -> Value {
            return r.make_str("<coroutine object " + self.get<NativeCoroutine>().name() + " at " + address_text(r, self) + ">");
        };
        b.method("send", [](Runtime& r, const Value& self, Args args) {
            return value_or_stop(send(r, self, expect_one_argument("coroutine.send", args)));
        });
        b.method("throw", [](Runtime& r, const Value& self, Args args) {
            return value_or_stop(throw_into(r, self, exception_to_raise(r, exception_argument(args))));
        });
        b.method("close", [](Runtime& r, const Value& self, Args) {
            self.get<NativeCoroutine>().close(r);
            return Value::none();
        });
        auto name = [](Runtime& r, const Value& self) -> Value {
            return r.make_str(self.get<NativeCoroutine>().name());
        };
        b.property("__qualname__", name).property("__name__", [](Runtime& r, const Value& self) -> Value {
            const std::string& full = self.get<NativeCoroutine>().name();
            return r.make_str(full.substr(full.rfind('.') + 1));
        });
        runtime.set_type_for<NativeCoroutine>(b.flag(Type::final_type).finish());
    }
    TypeBuilder b(runtime, "awaitable");
    b.slots().await = b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime&, const Value& self) -> Value {
        throw Error(Exc::StopIteration, std::vector<Value>{self.get<ReadyAwaitable>().result()});
    };
    runtime.set_type_for<ReadyAwaitable>(b.flag(Type::final_type).finish());
}

} // namespace relata::python
