// The standard library's modules, each in a file of its own: one function a file, called by register_stdlib.
#pragma once

namespace relata::python {
class Interpreter;
}

namespace relata::modules {

/// Declares every module of Python's standard library that Relata has; each is made at its first import.
void register_stdlib(python::Interpreter& interpreter);

void register_asyncio(python::Interpreter& interpreter);
void register_collections(python::Interpreter& interpreter);
void register_contextlib(python::Interpreter& interpreter);
void register_datetime(python::Interpreter& interpreter);
void register_decimal(python::Interpreter& interpreter);
void register_functools(python::Interpreter& interpreter);
void register_hashlib(python::Interpreter& interpreter);
void register_itertools(python::Interpreter& interpreter);
void register_json(python::Interpreter& interpreter);
void register_math(python::Interpreter& interpreter);
void register_operator(python::Interpreter& interpreter);
void register_random(python::Interpreter& interpreter);
void register_re(python::Interpreter& interpreter);
void register_sys(python::Interpreter& interpreter);
void register_time(python::Interpreter& interpreter);
void register_types(python::Interpreter& interpreter);
void register_typing(python::Interpreter& interpreter);
void register_warnings(python::Interpreter& interpreter);
void register_weakref(python::Interpreter& interpreter);

} // namespace relata::modules
