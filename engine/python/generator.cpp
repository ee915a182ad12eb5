#include "python/generator.h"

#include "python/evaluation.h"
#include "python/exception_object.h"
#include "python/interpreter_state.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

constexpr const char* kind_names[] = {"generator", "coroutine", "async generator"};

} // namespace

Generator::Generator(Type& type, Kind its_kind, Frame* its_frame, Ref<Str> its_name, Ref<Str> its_qualname)
    : Container(type), kind(its_kind), frame(its_frame), code(its_frame->code), name(std::move(its_name)),
      qualname(std::move(its_qualname)) {}

Generator::~Generator() {
    clear_references();
}

void Generator::clear_references() {
    handled.exception.reset();
    if (running) return;
    if (Frame* f = std::exchange(frame, nullptr)) Frame::destroy(type().runtime(), f);
}

namespace {
/// The body has not been entered, so that none of its handlers sees the exception.
[[noreturn]] void throw_before_start(Runtime& runtime, Frame& frame, const Value& exception) {
    auto& object = exception.get<ExceptionObject>();
    Value next = object.traceback.is_set() ? object.traceback : Value::none();
    object.traceback = runtime.make<Traceback>(runtime.type(BuiltinType::traceback), Value(*frame.code), 0, std::move(next));
    throw Error(Value(exception));
}
} // namespace

SendResult Generator::resume(Runtime& runtime, const Value& sent, const Value* error) {
    const char* noun = kind_names[size_t(kind)];
    if (running) throw Error(Exc::ValueError, std::string(noun) + " already executing");
    if (!frame) {
        if (kind == Kind::coroutine) throw Error(Exc::RuntimeError, "cannot reuse already awaited coroutine");
        if (error) throw Error(Value(*error));
        return {true, Value::none()};
    }
    if (!started && !error && sent.is_set() && !sent.is_none())
        throw Error(Exc::TypeError, std::string("can't send non-None value to a just-started ") + noun);
    if (started && !error) {
        *frame->top++ = sent.is_set() ? sent : Value::none();
        ++frame->at;
    }
    const bool at_start = !std::exchange(started, true);
    Interpreter& interpreter = interpreter_of(runtime);
    ExecutionState& state = interpreter.execution();
    const Ref<Generator> keep(this); // what it runs may drop it
    ExceptionState* const outer = state.handled;
    handled.previous = outer;
    state.handled = &handled;
    running = true;
    yielded = false;
    auto leave = [&] {
        state.handled = outer;
        handled.previous = nullptr;
        running = false;
    };
    try {
        if (at_start && error) throw_before_start(runtime, *frame, *error);
        Value value = error ? evaluate_raising(interpreter, frame, *error) : evaluate(interpreter, frame);
        leave();
        if (yielded) return {false, std::move(value)};
        clear_references();
        return {true, std::move(value)};
    } catch (Error& thrown) {
        leave();
        clear_references();
        // CPython: gen_send_ex2 (PEP 479)
        const bool stop = runtime.matches(thrown, Exc::StopIteration);
        if (!stop && !(kind == Kind::async_generator && runtime.matches(thrown, Exc::StopAsyncIteration)))
            throw;
        Ref<ExceptionObject> replaced = make_exception(
            runtime, Exc::RuntimeError,
            std::string(noun) + (stop ? " raised StopIteration" : " raised StopAsyncIteration"));
        const Value cause = runtime.exception_object(thrown);
        replaced->cause = replaced->context = cause;
        replaced->suppress_context = true;
        throw Error(Value(replaced));
    } catch (...) {
        leave();
        clear_references();
        throw;
    }
}

namespace {

/// The iterator that a suspended generator waits for (`yield from`, `await`), or unset.
Value inner_iterator(const Generator& generator) {
    if (!generator.frame || !generator.started || generator.running || !generator.passes_on) return {};
    return generator.frame->top[-1];
}

void close_iterator(Runtime& runtime, const Value& iterator) {
    if (auto* generator = iterator.as<Generator>();
        generator && generator->kind != Generator::Kind::async_generator)
        return generator->close(runtime);
    if (Value close = find_attribute(runtime, iterator, "close"); close.is_set()) call(runtime, close);
}

/// Throws into `generator`, or into what it waits for. CPython: _gen_throw.
SendResult throw_into_generator(Runtime& runtime, Generator& generator, const Value& exception) {
    const Value inner = inner_iterator(generator);
    if (!inner.is_set()) return generator.resume(runtime, Value(), &exception);
    Value raised = exception;
    try {
        if (runtime.type_of(exception).is_subtype_of(runtime.exception_type(Exc::GeneratorExit))) {
            generator.running = true;
            try {
                close_iterator(runtime, inner);
            } catch (...) {
                generator.running = false;
                throw;
            }
            generator.running = false;
        } else {
            SendResult r;
            generator.running = true;
            try {
                r = throw_into(runtime, inner, exception);
            } catch (...) {
                generator.running = false;
                throw;
            }
            generator.running = false;
            if (!r.finished) return r;
            // The SEND that the jump behind the YIELD leads back to has its result now.
            Frame& frame = *generator.frame;
            const Instruction* code = frame.code->instructions.data();
            const Instruction& send_instruction = code[frame.at[1].arg];
            frame.top[-1] = std::move(r.value);
            frame.at = code + send_instruction.arg;
            generator.passes_on = false;
            Value last = std::move(*--frame.top);
            --frame.at; // resume() steps on and pushes
            return generator.resume(runtime, last, nullptr);
        }
    } catch (Error& error) {
        raised = runtime.exception_object(error);
    }
    return generator.resume(runtime, Value(), &raised);
}

} // namespace

void Generator::close(Runtime& runtime) {
    if (!frame) return;
    if (!started) return clear_references();
    const Ref<ExceptionObject> exit = make_exception(runtime, Exc::GeneratorExit, "");
    exit->args = runtime.make_tuple(size_t(0));
    try {
        const SendResult r = throw_into_generator(runtime, *this, Value(exit));
        if (!r.finished)
            throw Error(Exc::RuntimeError, std::string(kind_names[size_t(kind)]) + " ignored GeneratorExit");
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::GeneratorExit) && !runtime.matches(error, Exc::StopIteration)) throw;
    }
}

Value make_generator(Runtime& runtime, Frame* frame, Function& function) {
    const Code& code = *function.code;
    const auto kind = code.has(Code::coroutine)         ? Generator::Kind::coroutine
                      : code.has(Code::async_generator) ? Generator::Kind::async_generator
                                                        : Generator::Kind::generator;
    static constexpr BuiltinType types[] = {BuiltinType::generator, BuiltinType::coroutine,
                                            BuiltinType::async_generator};
    Ref<Generator> made = runtime.make<Generator>(runtime.type(types[size_t(kind)]), kind, frame,
                                                  function.name, function.qualname);
    frame->generator = made.get();
    return made;
}

// ---- awaitables
// -------------------------------------------------------------------------------------------------------

namespace {

Value stop_value(Runtime& runtime, Error& error) {
    const Value exception = runtime.exception_object(error);
    const auto& args = exception.get<ExceptionObject>().args;
    return args && args->size() > 0 ? (*args)[0] : Value::none();
}

/// Runs `f`; a StopIteration is the result of what was sent to.
template <class F>
SendResult until_stop(Runtime& runtime, F&& f) {
    try {
        Value v = f();
        if (!v.is_set()) return {true, Value::none()};
        return {false, std::move(v)};
    } catch (Error& error) {
        if (!runtime.matches(error, Exc::StopIteration)) throw;
        return {true, stop_value(runtime, error)};
    }
}

} // namespace

SendResult send(Runtime& runtime, const Value& iterator, const Value& value) {
    if (auto* generator = iterator.as<Generator>()) return generator->resume(runtime, value, nullptr);
    if (is_native_awaitable(iterator)) return send_native(runtime, iterator, value, nullptr);
    return until_stop(runtime, [&] {
        if (value.is_set() && !value.is_none()) return call_method(runtime, iterator, "send", {value});
        if (runtime.type_of(iterator).has(Type::heap_type)) return call_method(runtime, iterator, "__next__");
        return next(runtime, iterator);
    });
}

SendResult throw_into(Runtime& runtime, const Value& iterator, const Value& exception) {
    if (auto* generator = iterator.as<Generator>())
        return throw_into_generator(runtime, *generator, exception);
    if (is_native_awaitable(iterator)) return send_native(runtime, iterator, Value(), &exception);
    const Value thrower = find_attribute(runtime, iterator, "throw");
    if (!thrower.is_set()) throw Error(Value(exception));
    return until_stop(runtime, [&] { return call(runtime, thrower, {exception}); });
}

Value get_awaitable(Runtime& runtime, const Value& awaitable) {
    if (const auto* generator = awaitable.as<Generator>();
        generator && generator->kind == Generator::Kind::coroutine) {
        if (inner_iterator(*generator).is_set() && generator->running)
            throw Error(Exc::RuntimeError, "coroutine is being awaited already");
        return awaitable;
    }
    if (is_native_awaitable(awaitable)) return awaitable;
    const auto await = runtime.type_of(awaitable).slots.await;
    if (!await)
        throw Error(Exc::TypeError,
                    "object " + runtime.type_of(awaitable).name() + " can't be used in 'await' expression");
    Value iterator = await(runtime, awaitable);
    if (is_coroutine(iterator)) throw Error(Exc::TypeError, "__await__() returned a coroutine");
    if (!runtime.type_of(iterator).slots.next)
        throw Error(Exc::TypeError,
                    "__await__() returned non-iterator of type '" + runtime.type_of(iterator).name() + "'");
    return iterator;
}

} // namespace relata::python
