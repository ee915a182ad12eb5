#include "modules/modules.h"

#include "modules/sqlalchemy/async_engine.h"
#include "modules/sqlalchemy/create_engine.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/stdlib/stdlib.h"

namespace relata::modules {

void register_modules(python::Interpreter& interpreter) {
    register_stdlib(interpreter);
    register_sqlalchemy(interpreter);
    interpreter.register_module("sqlalchemy.engine", add_engines);
    interpreter.register_module("sqlalchemy.pool", add_pools);
    interpreter.register_module("sqlalchemy.ext.asyncio", add_async_engines);
}

} // namespace relata::modules
