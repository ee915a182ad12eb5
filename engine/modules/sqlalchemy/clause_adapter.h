// What the Python classes of the legacy Query need of SQL trees: the module sqlalchemy.sql.util.
#pragma once

#include "python/interpreter.h"
#include "python/module.h"

namespace relata::modules {

void init_sql_util(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
