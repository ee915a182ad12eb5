// The evaluation loop and what belongs to it.
#pragma once

#include "python/exception_object.h"
#include "python/frame.h"

namespace relata::python {

/// Runs a frame until it returns or yields. The frame is entered as the innermost one; an ordinary frame is
/// destroyed at its end. Throws Error with the exception object where nothing in the frame handles it.
Value evaluate(Interpreter& interpreter, Frame* frame);

/// The same for the frame of a generator, with `exception` raised where it stands.
Value evaluate_raising(Interpreter& interpreter, Frame* frame, const Value& exception);

/// Calls a Python function from C++.
Value call_function(Runtime& runtime, const Value& function, Args args);

/// The exception that `raise value` raises: an instance as it is, a class called. TypeError otherwise.
Value exception_to_raise(Runtime& runtime, const Value& value);
/// Sets `__context__` of a newly raised exception to the one being handled, without making a cycle.
void chain_context(Runtime& runtime, const Value& exception);
bool exception_matches(Runtime& runtime, const Value& exception, const Value& classes);

} // namespace relata::python
