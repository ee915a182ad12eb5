// What aiosqlite adds to the driver: every operation is awaited, so that other tasks get their turn.
#pragma once

#include "support/runtime.h"

namespace relata::execution {

/// Raises MissingGreenlet unless a greenlet runs. SQLAlchemy: util/_concurrency_py3k.py await_only.
void require_greenlet(Runtime& runtime);
/// Lets the event loop turn as often as one operation of aiosqlite does: once for the worker thread's answer,
/// once for the task to wake up.
void await_driver(Runtime& runtime);

} // namespace relata::execution
