// What the files of the asyncio module share.
#pragma once

#include "support/runtime.h"

#include <chrono>

namespace relata::python {
class Interpreter;
class Module;
} // namespace relata::python

namespace relata::modules {

class Future;

/// A number of seconds as time; 0 for None and for what is not positive. TypeError for what is no number.
std::chrono::nanoseconds seconds_argument(Runtime& runtime, const Value& value);

/// Inside a coroutine: waits until `future` is done, whatever its outcome.
void wait_for_future(Runtime& runtime, Future& future);
/// Cancels `future` and waits until it is done. CPython: tasks._cancel_and_wait.
void cancel_and_wait(Runtime& runtime, Future& future);

/// Lock, Event, Condition, Semaphore, BoundedSemaphore, Queue, LifoQueue, PriorityQueue.
void add_asyncio_locks(python::Interpreter& interpreter, python::Module& module);
/// TaskGroup, timeout, timeout_at, Runner.
void add_asyncio_scopes(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
