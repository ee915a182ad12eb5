// AsyncEngine and AsyncConnection: the asyncio face of an Engine with an async driver.
#pragma once

#include "execution/connection.h"
#include "python/interpreter.h"

namespace relata::modules {

class AsyncEngine final : public Container {
  public:
    AsyncEngine(Type& type, Ref<execution::Engine> sync) : Container(type), engine(std::move(sync)) {}
    void clear_references() override { engine.reset(); }
    Ref<execution::Engine> engine; ///< `sync_engine`
};

/// Not connected before it is awaited or entered.
class AsyncConnection final : public Container {
  public:
    AsyncConnection(Type& type, AsyncEngine& of, bool begins)
        : Container(type), engine(of), in_transaction(begins) {}
    void clear_references() override {
        engine.reset();
        connection.reset();
        transaction.reset();
    }
    Ref<AsyncEngine> engine;
    Ref<execution::Connection> connection;
    Ref<execution::Transaction> transaction; ///< of engine.begin()
    bool in_transaction;
};

/// An AsyncConnection over a connection that is open.
Value async_connection(Runtime& runtime, execution::Connection& connection);

/// create_async_engine, AsyncEngine, AsyncConnection into `sqlalchemy.ext.asyncio`.
void add_async_engines(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
