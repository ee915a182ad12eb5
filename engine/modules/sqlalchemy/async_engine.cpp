// sqlalchemy.ext.asyncio: AsyncEngine, AsyncConnection and create_async_engine. Each method runs the
// synchronous one in a coroutine's greenlet.
#include "modules/sqlalchemy/async_engine.h"

#include "execution/connection.h"
#include "modules/sqlalchemy/async_connection.h"
#include "modules/sqlalchemy/create_engine.h"
#include "modules/sqlalchemy/signatures.h"
#include "python/coroutine_wrapper.h"
#include "python/arguments.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Connection;
using execution::Engine;
using python::make_native_coroutine;
using python::TypeBuilder;

namespace {

AsyncEngine& engine_of(const Value& self) {
    return self.get<AsyncEngine>();
}
AsyncConnection& async_connection_of(const Value& self) {
    return self.get<AsyncConnection>();
}

Value start(Runtime& runtime, AsyncConnection& async) {
    if (async.connection) throw Error(Exc::InvalidRequestError, "connection is already started");
    async.connection = async.engine->engine->connect();
    if (async.in_transaction) async.transaction = async.connection->begin();
    (void)runtime;
    return Value(async);
}

Connection& started(AsyncConnection& async) {
    if (!async.connection)
        throw Error(Exc::AsyncContextNotStarted,
                    "AsyncConnection context has not been started and object has not been awaited.");
    return *async.connection;
}

/// Calls the synchronous method of the same name inside a coroutine.
template <size_t index>
Value forward(Runtime& runtime, const Value& self, Args args) {
    static constexpr const char* method[] = {"execute", "scalar",   "scalars",   "exec_driver_sql",
                                             "commit",  "rollback", "invalidate"};
    std::vector<Value> values(args.values.begin(), args.values.end());
    Ref<Tuple> keywords(const_cast<Tuple*>(args.keywords));
    return make_native_coroutine(
        runtime, std::string("AsyncConnection.") + method[index],
        [&runtime, self, values, keywords]() -> Value {
            Connection& sync = started(async_connection_of(self));
            const Value bound = get_attribute(runtime, Value(sync), std::string_view(method[index]));
            return call(runtime, bound, Args{.values = values, .keywords = keywords.get()});
        });
}

Value run_sync(Runtime& runtime, const Value& self, Args args) {
    std::vector<Value> values(args.values.begin(), args.values.end());
    if (values.empty())
        throw Error(Exc::TypeError,
                    "AsyncConnection.run_sync() missing 1 required positional argument: 'fn'");
    Ref<Tuple> keywords(const_cast<Tuple*>(args.keywords));
    return make_native_coroutine(
        runtime, "AsyncConnection.run_sync", [&runtime, self, values, keywords]() mutable -> Value {
            const Value function = values[0];
            values[0] = Value(started(async_connection_of(self)));
            return call(runtime, function, Args{.values = values, .keywords = keywords.get()});
        });
}

/// The end of `async with`: of engine.begin() the transaction first, then the connection.
Value leave(AsyncConnection& async, bool with_error) {
    const Ref<Connection> connection = async.connection;
    if (!connection) return Value::none();
    if (async.transaction) {
        try {
            async.transaction->exit(with_error);
        } catch (...) {
            connection->close();
            throw;
        }
    }
    connection->close();
    return Value::none();
}

void make_connection_type(Runtime& runtime) {
    TypeBuilder b(runtime, "AsyncConnection", "sqlalchemy.ext.asyncio.engine");
    b.method("execute", forward<0>).method("scalar", forward<1>).method("scalars", forward<2>);
    b.method("exec_driver_sql", forward<3>).method("commit", forward<4>).method("rollback", forward<5>);
    b.method("invalidate", forward<6>).method("run_sync", run_sync);
    b.method("start", [](Runtime& rt, const Value& self, Args) {
        return make_native_coroutine(rt, "AsyncConnection.start",
                                     [&rt, self] { return start(rt, async_connection_of(self)); });
    });
    b.method("close", [](Runtime& rt, const Value& self, Args) {
        return make_native_coroutine(rt, "AsyncConnection.close", [self] {
            started(async_connection_of(self)).close();
            return Value::none();
        });
    });
    b.method("__aenter__", [](Runtime& rt, const Value& self, Args) {
        return make_native_coroutine(rt, "AsyncConnection.__aenter__",
                                     [&rt, self] { return start(rt, async_connection_of(self)); });
    });
    b.method("__aexit__", [](Runtime& rt, const Value& self, Args args) {
        const bool with_error = !args.values.empty() && !args.values[0].is_none();
        return make_native_coroutine(rt, "AsyncConnection.__aexit__", [self, with_error] {
            return leave(async_connection_of(self), with_error);
        });
    });
    b.slots().await = [](Runtime& rt, const Value& self) {
        return python::make_coroutine_wrapper(rt, make_native_coroutine(rt, "AsyncConnection.start", [&rt, self] {
                                         return start(rt, async_connection_of(self));
                                     }));
    };
    b.method("in_transaction", [](Runtime&, const Value& self, Args) {
        return Value::boolean(started(async_connection_of(self)).in_transaction());
    });
    b.property("sync_connection", [](Runtime&, const Value& self) {
        const auto& connection = async_connection_of(self).connection;
        return connection ? Value(connection) : Value::none();
    });
    b.property("closed", [](Runtime&, const Value& self) {
        return Value::boolean(started(async_connection_of(self)).is_closed());
    });
    b.property("engine", [](Runtime&, const Value& self) { return Value(async_connection_of(self).engine); });
    add_async_connection_methods(runtime, b);
    add_async_connection_signatures(b);
    runtime.set_type_for<AsyncConnection>(b.finish());
}

/// `async with engine.begin() as connection`.
class AsyncBegin final : public Container {
  public:
    AsyncBegin(Type& type, Ref<AsyncConnection> c) : Container(type), connection(std::move(c)) {}
    void clear_references() override { connection.reset(); }
    Ref<AsyncConnection> connection;
};

void make_begin_type(Runtime& runtime) {
    TypeBuilder b(runtime, "_AsyncGeneratorContextManager", "contextlib");
    b.method("__aenter__", [](Runtime& rt, const Value& self, Args) {
        return make_native_coroutine(rt, "_AsyncGeneratorContextManager.__aenter__",
                                     [&rt, self] { return start(rt, *self.get<AsyncBegin>().connection); });
    });
    b.method("__aexit__", [](Runtime& rt, const Value& self, Args args) {
        const bool with_error = !args.values.empty() && !args.values[0].is_none();
        return make_native_coroutine(rt, "_AsyncGeneratorContextManager.__aexit__", [self, with_error] {
            return leave(*self.get<AsyncBegin>().connection, with_error);
        });
    });
    runtime.set_type_for<AsyncBegin>(b.finish());
}

void make_engine_type(Runtime& runtime) {
    TypeBuilder b(runtime, "AsyncEngine", "sqlalchemy.ext.asyncio.engine");
    b.method("connect", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make<AsyncConnection>(rt.type_for<AsyncConnection>(), engine_of(self), false);
    });
    b.method("begin", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make<AsyncBegin>(rt.type_for<AsyncBegin>(),
                                   rt.make<AsyncConnection>(rt.type_for<AsyncConnection>(), engine_of(self), true));
    });
    b.method("dispose", [](Runtime& rt, const Value& self, Args) {
        return make_native_coroutine(rt, "AsyncEngine.dispose", [self] {
            engine_of(self).engine->dispose();
            return Value::none();
        });
    });
    b.slots().repr = [](Runtime& rt, const Value& self) -> Value {
        return rt.make_str("AsyncEngine(" + engine_of(self).engine->url().to_string() + ")");
    };
    b.property("sync_engine", [](Runtime&, const Value& self) { return Value(engine_of(self).engine); });
    b.slots().get_attribute = [](Runtime& rt, const Value& self, Str& name) -> Value {
        // url, pool, dialect, driver, echo, name: those of the synchronous engine.
        if (rt.type_of(self).lookup(name)) return generic_get_attribute(rt, self, name);
        for (const char* shared : {"url", "pool", "dialect", "driver", "echo", "name", "engine"})
            if (name == shared) return get_attribute(rt, Value(engine_of(self).engine), name);
        return generic_get_attribute(rt, self, name);
    };
    add_async_engine_signatures(b);
    runtime.set_type_for<AsyncEngine>(b.finish());
}

} // namespace

Value async_connection(Runtime& runtime, Connection& connection) {
    if (!runtime.has_type_for<AsyncEngine>()) python::interpreter_of(runtime).import_module("sqlalchemy.ext.asyncio");
    const Ref<AsyncEngine> engine = runtime.make<AsyncEngine>(runtime.type_for<AsyncEngine>(), Ref<Engine>(connection.engine()));
    Ref<AsyncConnection> async = runtime.make<AsyncConnection>(runtime.type_for<AsyncConnection>(), *engine, false);
    async->connection = Ref<Connection>(connection);
    return async;
}

void add_async_engines(python::Interpreter& interpreter, python::Module& module) {
    if (!interpreter.has_type_for<AsyncEngine>()) {
        make_connection_type(interpreter);
        make_begin_type(interpreter);
        make_engine_type(interpreter);
    }
    module.set("AsyncEngine", Value(interpreter.type_for<AsyncEngine>()));
    module.set("AsyncConnection", Value(interpreter.type_for<AsyncConnection>()));
    module.set("create_async_engine",
               python::make_function(interpreter, "create_async_engine",
                                     [](Runtime& runtime, const Value&, Args args) -> Value {
                                         return runtime.make<AsyncEngine>(runtime.type_for<AsyncEngine>(),
                                                                          create_engine(runtime, args, true));
                                     }));
}

} // namespace relata::modules
