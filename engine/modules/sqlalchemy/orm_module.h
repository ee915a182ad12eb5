// The modules sqlalchemy.orm, its submodules, and the asyncio ones about sessions.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Declares them; to be called after the engines' modules, whose sqlalchemy.ext.asyncio gets the sessions too.
void register_sqlalchemy_orm(python::Interpreter& interpreter);
/// What listeners get of mappers, states and events: once per run.
void make_python_views(python::Interpreter& interpreter);

} // namespace relata::modules
