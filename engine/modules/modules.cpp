#include "modules/modules.h"

#include "modules/sqlalchemy/create_engine.h"
#include "modules/sqlalchemy/inspector.h"
#include "modules/sqlalchemy/orm_module.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/sqlmodel_modules.h"
#include "modules/stdlib/stdlib.h"

namespace relata::modules {

void register_modules(python::Interpreter& interpreter) {
    register_stdlib(interpreter);
    register_sqlalchemy(interpreter);
    interpreter.register_module("sqlalchemy.engine", [](python::Interpreter& i, python::Module& m) {
        add_engines(i, m);
        add_urls(i, m);
    });
    interpreter.register_module("sqlalchemy.engine.url", add_urls);
    interpreter.register_module("sqlalchemy.engine.result", add_engines);
    interpreter.register_module("sqlalchemy.engine.row", add_engines);
    interpreter.register_module("sqlalchemy.pool", add_pools);
    register_sqlalchemy_orm(interpreter);
    register_pydantic(interpreter);
    register_sqlmodel(interpreter);
}

} // namespace relata::modules
