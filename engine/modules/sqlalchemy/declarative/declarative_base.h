// Declarative classes: DeclarativeBase, declarative_base(), registry, mapped_column().
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Adds them to `sqlalchemy.orm`.
void add_declarative(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
