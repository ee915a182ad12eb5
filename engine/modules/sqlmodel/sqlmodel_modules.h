// What `import sqlmodel` and `import pydantic` find.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Declares sqlmodel, sqlmodel.sql.expression, sqlmodel.ext.asyncio.session and their kin.
void register_sqlmodel(python::Interpreter& interpreter);
/// Declares pydantic, pydantic.fields, pydantic_core.
void register_pydantic(python::Interpreter& interpreter);
/// relationship, backref, validates, configure_mappers, ... into `sqlalchemy.orm`.
void add_orm_configuration(python::Interpreter& interpreter, python::Module& sqlalchemy_orm);

} // namespace relata::modules
