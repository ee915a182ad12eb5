// The builtins module: the functions that every program has without an import.
#pragma once

namespace relata::python {

class Interpreter;
class Module;

/// Fills `builtins` with its functions, constants, types and exception classes.
void init_builtins(Interpreter& interpreter, Module& module);

} // namespace relata::python
