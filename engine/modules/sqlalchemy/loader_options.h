// Loader options for the program: selectinload(), joinedload(), load_only() and their kin.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Puts the functions and the class Load into `sqlalchemy.orm`.
void add_loader_options(python::Interpreter& interpreter, python::Module& module);
/// Mapped classes as elements of a statement: `select(Task)`.
void register_entity_coercion(Runtime& runtime);

} // namespace relata::modules
