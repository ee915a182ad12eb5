// Parts of a traceback's text, for the module traceback.
#pragma once

#include "support/runtime.h"

#include <string>

namespace relata::python {

class Interpreter;

/// One entry: the frame's place, its line, its carets; empty for a frame of the library's own Python.
std::string format_entry(Interpreter&, const Value& traceback);
/// What stands behind the entries: "ValueError: no", of a SyntaxError its line as well, and the notes.
std::string format_exception_only(Interpreter&, const Value& exception);

} // namespace relata::python
