// create_engine, and the names of sqlalchemy.engine and sqlalchemy.pool.
#pragma once

#include "execution/engine.h"
#include "python/interpreter.h"

namespace relata::modules {

/// create_engine(url, **options); `is_async` for create_async_engine, whose engine then has an async driver.
Ref<execution::Engine> create_engine(Runtime& runtime, Args args, bool is_async);
/// create_engine, Engine, Connection, Row, Result, ... into `sqlalchemy` or `sqlalchemy.engine`.
void add_engines(python::Interpreter& interpreter, python::Module& module);
/// QueuePool, StaticPool, NullPool, ... into `sqlalchemy.pool`.
void add_pools(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
