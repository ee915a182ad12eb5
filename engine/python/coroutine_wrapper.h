// What `coroutine.__await__()` gives.
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// An iterator that runs a coroutine: next(), send(), throw() and close() go to it. CPython: coroutine_wrapper
/// (Objects/genobject.c). `await coroutine` itself needs none: see get_awaitable().
Value make_coroutine_wrapper(Runtime& runtime, const Value& coroutine);

void make_coroutine_wrapper_type(Runtime& runtime);

} // namespace relata::python
