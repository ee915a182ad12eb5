// Coroutines whose body is C++: what `async def` methods of SQLAlchemy's asyncio extension are to a program.
#pragma once

#include "support/runtime.h"

#include <functional>
#include <string>

namespace relata::python {

/// An object of Python type `coroutine`. When awaited, `body` runs in a Greenlet (as SQLAlchemy's
/// greenlet_spawn does): code below it may call Greenlet::await_only(runtime, awaitable), which suspends the
/// coroutine until the awaitable is done; await_only(runtime, None) yields to the event loop once. A body
/// that never suspends costs about a call. Dropped unawaited, it warns "coroutine 'AsyncSession.exec' was
/// never awaited".
Value make_native_coroutine(Runtime&, std::string_view qualified_name, std::function<Value()> body);

/// An awaitable that is done already: `await` gives `result`.
Value make_ready_awaitable(Runtime&, Value result);

/// One step of an awaitable iterator (the object that `__await__` gives, a coroutine, a generator): what an
/// event loop does with its tasks.
struct SendResult {
    bool finished =
        false; ///< true: `value` is the result; false: `value` is what was yielded to the event loop
    Value value;
};
SendResult send(Runtime&, const Value& iterator, const Value& value);
SendResult throw_into(Runtime&, const Value& iterator, const Value& exception);
/// The iterator behind `await x`; TypeError where `x` is not awaitable.
Value get_awaitable(Runtime&, const Value& awaitable);
bool is_coroutine(const Value&);

} // namespace relata::python
