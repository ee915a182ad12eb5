// Everything that `import` finds beyond the program's own files.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Declares every module of Relata; each is made at its first import.
void register_modules(python::Interpreter& interpreter);

} // namespace relata::modules
