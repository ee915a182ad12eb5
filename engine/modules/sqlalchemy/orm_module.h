// The modules sqlalchemy.orm, its submodules, and the asyncio ones about sessions.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Declares them; to be called after the engines' modules, whose sqlalchemy.ext.asyncio gets the sessions too.
void register_sqlalchemy_orm(python::Interpreter& interpreter);

} // namespace relata::modules
