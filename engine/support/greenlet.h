// Greenlet: a C++ call stack that can be left and resumed. It lets the ORM's synchronous code wait for an awaitable in
// the middle of a call, as SQLAlchemy's greenlet_spawn / await_only do for its asyncio extension (util/concurrency.py).
#pragma once

#include "support/exceptions.h"
#include "support/value.h"

#include <functional>
#include <memory>

namespace relata {

class Runtime;

/// One stack. `resume` runs `body` until it ends or calls `await_only`; who resumed it gets the awaitable, drives it to
/// its end (letting the event loop run other tasks), and resumes with the result. Errors cross in both directions.
class Greenlet {
  public:
    Greenlet(Runtime& runtime, std::function<Value()> body);
    ~Greenlet(); ///< a body that is not finished is unwound (GreenletExit)
    Greenlet(const Greenlet&) = delete;
    Greenlet& operator=(const Greenlet&) = delete;

    enum class State { awaiting, finished };
    /// Runs on. `sent` is the result of the last awaitable (ignored at the first call). Throws what the body throws.
    State resume(Value sent);
    /// The same, but the pending await_only throws `error`.
    State resume_with_error(Error error);
    /// After `awaiting`: what to await. After `finished`: the body's result.
    Value take();

    /// Suspends the current greenlet until `awaitable` is done and returns its result. Throws
    /// Error(Exc::MissingGreenlet) on the main stack.
    static Value await_only(Runtime& runtime, const Value& awaitable);

  private:
    struct Stack;
    std::unique_ptr<Stack> m_stack;
};

} // namespace relata
