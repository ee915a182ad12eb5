// The Python types of generators, coroutines and async generators, and one step of an async generator.
#include "python/coroutine_wrapper.h"
#include "python/arguments.h"
#include "python/evaluation.h"
#include "python/generator.h"
#include "python/interpreter_state.h"
#include "support/object_number.h"
#include "python/type_builder.h"
#include "support/protocol.h"


namespace relata::python {

namespace {

/// What Python's send() does with the result: a value, or StopIteration.
Value value_or_stop(SendResult r) {
    if (!r.finished) return std::move(r.value);
    std::vector<Value> args;
    if (!r.value.is_none()) args.push_back(std::move(r.value));
    throw Error(Exc::StopIteration, std::move(args));
}

Value generator_send(Runtime& runtime, const Value& self, Args args) {
    return value_or_stop(send(runtime, self, expect_one_argument("generator.send", args)));
}

/// The arguments of throw(): an exception, or a class and a value.
Value thrown_exception(Runtime& runtime, Args args) {
    const auto given = expect_positional("throw", args, 1, 3);
    if (given.size() >= 2 && given[0].as<Type>() && !given[1].is_none()) {
        if (given[1].as<ExceptionObject>()) return given[1];
        return call(runtime, given[0], {given[1]});
    }
    return exception_to_raise(runtime, given[0]);
}

Value generator_throw(Runtime& runtime, const Value& self, Args args) {
    return value_or_stop(throw_into(runtime, self, thrown_exception(runtime, args)));
}

Value generator_close(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("generator.close", args);
    self.get<Generator>().close(runtime);
    return Value::none();
}

Value generator_next(Runtime& runtime, const Value& self) {
    Generator& g = self.get<Generator>();
    SendResult r = g.resume(runtime, Value(), nullptr);
    if (!r.finished) return std::move(r.value);
    g.result = std::move(r.value);
    return {};
}

void generator_del(Runtime& runtime, const Value& self) {
    Generator& g = self.get<Generator>();
    if (!g.frame || g.running) return;
    if (!g.started) {
        if (g.kind == Generator::Kind::coroutine) warn_never_awaited(runtime, g.qualname->view());
        return;
    }
    if (g.kind == Generator::Kind::async_generator)
        if (auto& hook = interpreter_of(runtime).state().async_generator_hook) return hook(self);
    g.close(runtime);
}

Value generator_repr(Runtime& runtime, const Value& self) {
    const Generator& g = self.get<Generator>();
    return runtime.make_str("<" + runtime.type_of(self).name() + " object " +
                            std::string(g.qualname->view()) + " at " + address_text(runtime, self) + ">");
}

void add_members(TypeBuilder& b, const char* prefix) {
    b.slots().del = generator_del;
    b.slots().repr = generator_repr;
    b.property("__name__", [](Runtime&, const Value& self) -> Value { return self.get<Generator>().name; });
    b.property("__qualname__",
               [](Runtime&, const Value& self) -> Value { return self.get<Generator>().qualname; });
    const std::string p = prefix;
    b.property(p + "_code", [](Runtime&, const Value& self) -> Value {
        return Value(self.get<Generator>().code);
    });
    b.property(p + "_frame", [](Runtime&, const Value& self) -> Value {
        const Generator& g = self.get<Generator>();
        return g.frame ? Value(*g.frame->code) : Value::none();
    });
    b.property(p + "_running",
               [](Runtime&, const Value& self) { return Value::boolean(self.get<Generator>().running); });
}

// ---- async generators
// -----------------------------------------------------------------------------------------------

/// What asend(), athrow(), aclose() and `__anext__` give: awaiting it takes the generator to its next
/// `yield`.
class AsyncGeneratorStep final : public Container {
  public:
    AsyncGeneratorStep(Type& type, Ref<Generator> generator, AsyncStep step, Value argument)
        : Container(type), m_generator(std::move(generator)), m_argument(std::move(argument)), m_step(step) {}
    void clear_references() override {
        m_generator.reset();
        m_argument.reset();
    }

    SendResult step(Runtime& runtime, const Value& sent, const Value* error) {
        Generator& g = *m_generator;
        if (m_state == State::closed)
            throw Error(Exc::RuntimeError, "cannot reuse already awaited aclose()/athrow()");
        const Value* thrown = error;
        Value argument = sent;
        if (m_state == State::initial) {
            if (g.running_async)
                throw Error(Exc::RuntimeError, std::string(m_step == AsyncStep::close    ? "aclose"
                                                           : m_step == AsyncStep::throw_ ? "athrow"
                                                                                         : "anext") +
                                                   "(): asynchronous generator is already running");
            if (m_step == AsyncStep::close && (!g.frame || !g.started)) {
                g.clear_references();
                return end(Value::none());
            }
            if (!g.frame) {
                m_state = State::closed;
                if (m_step == AsyncStep::throw_) throw Error(Value(m_argument));
                throw Error(Exc::StopAsyncIteration, std::vector<Value>{});
            }
            g.running_async = true;
            m_state = State::running;
            if (!error) {
                if (m_step == AsyncStep::send)
                    argument = m_argument;
                else
                    thrown = &m_argument;
            }
        }
        SendResult r;
        try {
            r = thrown ? throw_into(runtime, Value(g), *thrown) : g.resume(runtime, argument, nullptr);
        } catch (const Error& e) {
            g.running_async = false;
            m_state = State::closed;
            if (m_step == AsyncStep::close &&
                (runtime.matches(e, Exc::GeneratorExit) || runtime.matches(e, Exc::StopAsyncIteration)))
                return {true, Value::none()};
            throw;
        }
        if (r.finished) {
            if (m_step == AsyncStep::close) return end(Value::none());
            end(Value());
            throw Error(Exc::StopAsyncIteration, std::vector<Value>{});
        }
        if (g.passes_on) return r; // an await inside the generator
        if (m_step == AsyncStep::close) {
            end(Value());
            throw Error(Exc::RuntimeError, "async generator ignored GeneratorExit");
        }
        return end(std::move(r.value));
    }

  private:
    enum class State : uint8_t { initial, running, closed };
    SendResult end(Value value) {
        m_generator->running_async = false;
        m_state = State::closed;
        return {true, std::move(value)};
    }
    Ref<Generator> m_generator;
    Value m_argument;
    AsyncStep m_step;
    State m_state = State::initial;
};

void make_async_step_type(Runtime& runtime) {
    TypeBuilder b(runtime, "async_generator_asend");
    b.slots().await = b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime& r, const Value& self) {
        return value_or_stop(self.get<AsyncGeneratorStep>().step(r, Value::none(), nullptr));
    };
    b.method("send", [](Runtime& r, const Value& self, Args args) {
        return value_or_stop(
            self.get<AsyncGeneratorStep>().step(r, expect_one_argument("send", args), nullptr));
    });
    b.method("throw", [](Runtime& r, const Value& self, Args args) {
        const Value exception = thrown_exception(r, args);
        return value_or_stop(self.get<AsyncGeneratorStep>().step(r, Value(), &exception));
    });
    b.method("close", [](Runtime&, const Value&, Args) { return Value::none(); });
    runtime.set_type_for<AsyncGeneratorStep>(b.finish());
}

template <AsyncStep Step>
Value async_method(Runtime& runtime, const Value& self, Args args) {
    Value argument = Value::none();
    if constexpr (Step == AsyncStep::send) argument = expect_one_argument("async_generator.asend", args);
    if constexpr (Step == AsyncStep::throw_) argument = thrown_exception(runtime, args);
    if constexpr (Step == AsyncStep::close) {
        const Ref<ExceptionObject> exit = make_exception(runtime, Exc::GeneratorExit, "");
        exit->args = runtime.make_tuple(size_t(0));
        argument = exit;
    }
    return async_generator_step(runtime, self.get<Generator>(), Step, argument);
}

} // namespace

Value async_generator_step(Runtime& runtime, Generator& generator, AsyncStep step, Value argument) {
    return runtime.make<AsyncGeneratorStep>(runtime.type_for<AsyncGeneratorStep>(), Ref<Generator>(generator),
                                            step, std::move(argument));
}

void warn_never_awaited(Runtime& runtime, std::string_view qualified_name) {
    Interpreter& in = interpreter_of(runtime);
    in.warn_with_note(in.exception_type(Exc::RuntimeWarning),
                      "coroutine '" + std::string(qualified_name) + "' was never awaited",
                      "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n");
}

void set_async_generator_hook(Interpreter& interpreter, std::function<void(const Value&)> hook) {
    interpreter.state().async_generator_hook = std::move(hook);
}

Value take_return_value(const Value& iterator) {
    auto* generator = iterator.as<Generator>();
    if (!generator || !generator->result.is_set()) return Value::none();
    return std::exchange(generator->result, Value());
}

void make_generator_types(Runtime& runtime) {
    {
        TypeBuilder b(runtime, "generator");
        add_members(b, "gi");
        b.slots().iter = [](Runtime&, const Value& self) { return self; };
        b.slots().next = generator_next;
        b.method("send", generator_send).method("throw", generator_throw).method("close", generator_close);
        runtime.set_type(BuiltinType::generator, b.flag(Type::final_type).finish());
    }
    {
        TypeBuilder b(runtime, "coroutine");
        add_members(b, "cr");
        b.slots().await = make_coroutine_wrapper;
        b.method("send", generator_send).method("throw", generator_throw).method("close", generator_close);
        runtime.set_type(BuiltinType::coroutine, b.flag(Type::final_type).finish());
    }
    TypeBuilder b(runtime, "async_generator");
    add_members(b, "ag");
    b.slots().aiter = [](Runtime&, const Value& self) { return self; };
    b.slots().anext = [](Runtime& r, const Value& self) {
        return async_generator_step(r, self.get<Generator>(), AsyncStep::send, Value::none());
    };
    b.method("asend", async_method<AsyncStep::send>);
    b.method("athrow", async_method<AsyncStep::throw_>);
    b.method("aclose", async_method<AsyncStep::close>);
    runtime.set_type(BuiltinType::async_generator, b.flag(Type::final_type).finish());
    make_async_step_type(runtime);
    make_native_coroutine_types(runtime);
}

} // namespace relata::python
