// Generator: generators, coroutines and async generators of the program (CPython's Objects/genobject.c).
#pragma once

#include "python/exception_object.h"
#include "python/frame.h"
#include "python/native_coroutine.h"

namespace relata::python {

class Generator final : public Container {
  public:
    enum class Kind : uint8_t { generator, coroutine, async_generator };
    Generator(Type& type, Kind its_kind, Frame* its_frame, Ref<Str> its_name, Ref<Str> its_qualname);
    ~Generator() override;
    void clear_references() override;

    Kind kind;
    Frame* frame; ///< null when finished
    Ref<Code> code;
    Ref<Str> name, qualname;
    bool started = false, running = false;
    bool yielded = false;       ///< the last resume ended at a YIELD_VALUE
    bool passes_on = false;     ///< that YIELD_VALUE passed on what an inner iterator gave
    bool closing = false;       ///< of an async generator: aclose() was called
    bool running_async = false; ///< of an async generator: an asend() is under way
    Value result;               ///< what it returned, for the StopIteration that next() makes of it
    ExceptionState handled;

    /// Runs on until it yields or ends. `error`: thrown in at the yield.
    SendResult resume(Runtime& runtime, const Value& sent, const Value* error);
    void close(Runtime& runtime);
};

/// Called by the evaluation loop where code that has a generator flag is called.
/// Warns that a coroutine was dropped unawaited.
void warn_never_awaited(Runtime& runtime, std::string_view qualified_name);

Value make_generator(Runtime& runtime, Frame* frame, Function& function);

/// Called with async generators that are dropped before their end; the running event loop closes them in a
/// task. Null takes the hook away.
void set_async_generator_hook(Interpreter& interpreter, std::function<void(const Value&)> hook);

/// The value that `return` of a finished generator gave (once); None for other iterators.
Value take_return_value(const Value& iterator);

void make_generator_types(Runtime& runtime);
void make_native_coroutine_types(Runtime& runtime);

/// send() and throw_into() for the awaitables of native_coroutine.cpp.
bool is_native_awaitable(const Value& iterator);
SendResult send_native(Runtime& runtime, const Value& iterator, const Value& value, const Value* exception);

/// `async for` and `anext()` over an async generator: an awaitable that takes one step.
enum class AsyncStep : uint8_t { send, throw_, close };
Value async_generator_step(Runtime& runtime, Generator& generator, AsyncStep step, Value argument);

} // namespace relata::python
