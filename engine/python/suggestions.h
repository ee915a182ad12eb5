// "Did you mean: 'x'?" of an uncaught AttributeError or NameError (CPython's Python/suggestions.c).
#pragma once

#include "python/interpreter.h"

#include <string>

namespace relata::python {

/// ". Did you mean: 'x'?", or empty. Shown in the traceback only, not in str(error).
std::string suggestion_for(Interpreter& interpreter, const Value& exception);

} // namespace relata::python
