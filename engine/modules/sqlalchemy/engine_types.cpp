// sqlalchemy.engine: Engine, Connection, Transaction, Pool, and create_engine.
#include "modules/sqlalchemy/engine_types.h"

#include "execution/connection.h"
#include "execution/nested_transaction.h"
#include "modules/sqlalchemy/inspector.h"
#include "modules/sqlalchemy/signatures.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Connection;
using execution::Engine;
using execution::ExecutionOptions;
using execution::Pool;
using execution::Transaction;
using python::ArgReader;
using python::TypeBuilder;

namespace {

Engine& engine_of(const Value& self) {
    return self.get<Engine>();
}
Connection& connection_of(const Value& self) {
    return self.get<Connection>();
}

ExecutionOptions options_of(const Value& value) {
    Dict* dict = value.is_set() ? value.as<Dict>() : nullptr;
    return dict ? ExecutionOptions(Ref<Dict>(dict)) : ExecutionOptions();
}
ExecutionOptions keyword_options(Runtime& runtime, Args args) {
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t k = 0; k < args.keyword_count(); ++k)
        dict->set((*args.keywords)[k].get<Str>(), args.values[args.positional_count() + k]);
    return ExecutionOptions(dict);
}

Ref<execution::Result> execute(Runtime& runtime, const Value& self, Args args, const char* name) {
    ArgReader a(runtime,
                {.function = name, .names = {"statement", "parameters", "execution_options"}, .required = 1},
                args);
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, a[0]);
    if (!clause) {
        const std::string shown = repr_text(runtime, a[0]);
        throw Error(Exc::ObjectNotExecutableError, "Not an executable object: " + shown);
    }
    return connection_of(self).execute(*clause, a.get(1), options_of(a.get(2)));
}

/// `with` of what has close(), commit() and rollback() in C++.
Value exit_transaction(Runtime&, const Value& self, Args args) {
    self.get<Transaction>().exit(!args.values.empty() && !args.values[0].is_none());
    return Value::none();
}

void make_transaction_type(Runtime& runtime) {
    TypeBuilder base(runtime, "Transaction", "sqlalchemy.engine.base");
    base.method("commit", [](Runtime&, const Value& self, Args) {
        return self.get<Transaction>().commit(), Value::none();
    });
    base.method("rollback", [](Runtime&, const Value& self, Args) {
        return self.get<Transaction>().rollback(), Value::none();
    });
    base.method("close", [](Runtime&, const Value& self, Args) {
        return self.get<Transaction>().close(), Value::none();
    });
    base.property("is_active", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<Transaction>().is_active());
    });
    base.property("is_valid", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<Transaction>().is_valid());
    });
    base.property("connection",
                  [](Runtime&, const Value& self) { return Value(self.get<Transaction>().connection()); });
    base.method("__enter__",
                [](Runtime&, const Value& self, Args) { return self.get<Transaction>().enter(), self; });
    base.method("__exit__", exit_transaction);
    add_transaction_signatures(base);
    Type& transaction = base.finish();
    runtime.set_type_for<Transaction>(TypeBuilder(runtime, "RootTransaction", "sqlalchemy.engine.base", {&transaction}).finish());
    runtime.set_type_for<execution::NestedTransaction>(
        TypeBuilder(runtime, "NestedTransaction", "sqlalchemy.engine.base", {&transaction}).finish());
}

void make_connection_type(Runtime& runtime) {
    TypeBuilder b(runtime, "Connection", "sqlalchemy.engine.base");
    b.method("execute", [](Runtime& rt, const Value& self, Args args) -> Value {
        return execute(rt, self, args, "execute");
    });
    b.method("scalar", [](Runtime& rt, const Value& self, Args args) {
        return execute(rt, self, args, "scalar")->scalar();
    });
    b.method("scalars", [](Runtime& rt, const Value& self, Args args) -> Value {
        return execute(rt, self, args, "scalars")->scalars(Value());
    });
    b.method("exec_driver_sql", [](Runtime& rt, const Value& self, Args args) -> Value {
        ArgReader a(rt,
                    {.function = "exec_driver_sql",
                     .names = {"statement", "parameters", "execution_options"},
                     .required = 1},
                    args);
        return connection_of(self).exec_driver_sql(std::string(a.string(0).view()), a.get(1),
                                                   options_of(a.get(2)));
    });
    b.method("begin", [](Runtime&, const Value& self, Args) -> Value { return connection_of(self).begin(); });
    b.method("begin_nested",
             [](Runtime&, const Value& self, Args) -> Value { return connection_of(self).begin_nested(); });
    b.method("commit",
             [](Runtime&, const Value& self, Args) { return connection_of(self).commit(), Value::none(); });
    b.method("rollback",
             [](Runtime&, const Value& self, Args) { return connection_of(self).rollback(), Value::none(); });
    b.method("close",
             [](Runtime&, const Value& self, Args) { return connection_of(self).close(), Value::none(); });
    b.method("invalidate", [](Runtime&, const Value& self, Args) {
        return connection_of(self).invalidate(), Value::none();
    });
    b.method("detach",
             [](Runtime&, const Value& self, Args) { return connection_of(self).detach(), Value::none(); });
    b.method("in_transaction", [](Runtime&, const Value& self, Args) {
        return Value::boolean(connection_of(self).in_transaction());
    });
    b.method("in_nested_transaction", [](Runtime&, const Value& self, Args) {
        return Value::boolean(connection_of(self).in_nested_transaction());
    });
    b.method("get_transaction", [](Runtime&, const Value& self, Args) {
        Transaction* t = connection_of(self).transaction();
        return t ? Value(t) : Value::none();
    });
    b.method("execution_options", [](Runtime& rt, const Value& self, Args args) {
        return connection_of(self).set_execution_options(keyword_options(rt, args)), self;
    });
    b.method("get_execution_options", [](Runtime& rt, const Value& self, Args) -> Value {
        return connection_of(self).execution_options().to_dict(rt);
    });
    b.method("get_isolation_level", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make_str(connection_of(self).isolation_level());
    });
    b.method("get_nested_transaction", [](Runtime&, const Value& self, Args) {
        Transaction* t = connection_of(self).nested_transaction();
        return t ? Value(t) : Value::none();
    });
    b.property("default_isolation_level", [](Runtime& rt, const Value&) { return Value(rt.make_str("SERIALIZABLE")); });
    b.method("__enter__", [](Runtime&, const Value& self, Args) { return self; });
    b.method("__exit__",
             [](Runtime&, const Value& self, Args) { return connection_of(self).close(), Value::none(); });
    b.property("closed",
               [](Runtime&, const Value& self) { return Value::boolean(connection_of(self).is_closed()); });
    b.property("invalidated", [](Runtime&, const Value& self) {
        return Value::boolean(connection_of(self).is_invalidated());
    });
    b.property("engine", [](Runtime&, const Value& self) { return Value(connection_of(self).engine()); });
    b.property("dialect", [](Runtime& rt, const Value& self) { return dialect_object(rt, connection_of(self).engine()); });
    b.property("connection", [](Runtime&, const Value& self) { return Value(connection_of(self).pooled()); });
    b.property("info", [](Runtime&, const Value& self) -> Value { return connection_of(self).info(); });
    add_connection_signatures(b);
    runtime.set_type_for<Connection>(b.finish());
}

void make_pool_type(Runtime& runtime) {
    TypeBuilder b(runtime, "Pool", "sqlalchemy.pool.base");
    b.method("size",
             [](Runtime& rt, const Value& self, Args) { return rt.make_int(self.get<Pool>().size()); });
    b.method("checkedin",
             [](Runtime& rt, const Value& self, Args) { return rt.make_int(self.get<Pool>().checked_in()); });
    b.method("checkedout", [](Runtime& rt, const Value& self, Args) {
        return rt.make_int(self.get<Pool>().checked_out());
    });
    b.method("overflow",
             [](Runtime& rt, const Value& self, Args) { return rt.make_int(self.get<Pool>().overflow()); });
    b.method("timeout", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make_float(self.get<Pool>().timeout());
    });
    b.method("status", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make_str(self.get<Pool>().status());
    });
    b.method("dispose",
             [](Runtime&, const Value& self, Args) { return self.get<Pool>().dispose(), Value::none(); });
    b.method("connect",
             [](Runtime&, const Value& self, Args) -> Value { return self.get<Pool>().connect(); });
    Type& base = b.finish();
    runtime.set_type_for<Pool>(base);
    using execution::PoolClass;
    using execution::PoolType;
    auto sub = [&](const char* name) -> Type& {
        return TypeBuilder(runtime, name, "sqlalchemy.pool.impl", {&base}).finish();
    };
    runtime.set_type_for<PoolType<PoolClass::queue>>(sub("QueuePool"));
    runtime.set_type_for<PoolType<PoolClass::async_adapted_queue>>(sub("AsyncAdaptedQueuePool"));
    runtime.set_type_for<PoolType<PoolClass::singleton_thread>>(sub("SingletonThreadPool"));
    runtime.set_type_for<PoolType<PoolClass::static_>>(sub("StaticPool"));
    runtime.set_type_for<PoolType<PoolClass::null>>(sub("NullPool"));
    runtime.set_type_for<PoolType<PoolClass::assertion>>(sub("AssertionPool"));
}

/// `with engine.begin() as connection`.
class EngineBegin final : public Container {
  public:
    EngineBegin(Type& type, Engine& of) : Container(type), engine(of) {}
    void clear_references() override {
        engine.reset();
        connection.reset();
        transaction.reset();
    }
    Ref<Engine> engine;
    Ref<Connection> connection;
    Ref<Transaction> transaction;
};

void make_begin_type(Runtime& runtime) {
    TypeBuilder b(runtime, "_GeneratorContextManager", "contextlib");
    b.method("__enter__", [](Runtime&, const Value& self, Args) -> Value {
        auto& begin = self.get<EngineBegin>();
        begin.connection = begin.engine->connect();
        begin.transaction = begin.connection->begin();
        begin.transaction->enter();
        return begin.connection;
    });
    b.method("__exit__", [](Runtime&, const Value& self, Args args) {
        auto& begin = self.get<EngineBegin>();
        const Ref<Connection> connection = begin.connection;
        try {
            begin.transaction->exit(!args.values.empty() && !args.values[0].is_none());
        } catch (...) {
            connection->close();
            throw;
        }
        return connection->close(), Value::none();
    });
    runtime.set_type_for<EngineBegin>(b.finish());
}

void make_engine_type(Runtime& runtime) {
    TypeBuilder b(runtime, "Engine", "sqlalchemy.engine.base");
    b.slots().repr = [](Runtime& rt, const Value& self) -> Value {
        return rt.make_str("Engine(" + engine_of(self).url().to_string() + ")");
    };
    b.method("connect", [](Runtime&, const Value& self, Args) -> Value { return engine_of(self).connect(); });
    b.method("begin", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make<EngineBegin>(rt.type_for<EngineBegin>(), engine_of(self));
    });
    b.method("raw_connection",
             [](Runtime&, const Value& self, Args) -> Value { return engine_of(self).raw_connection(); });
    b.method("dispose", [](Runtime& rt, const Value& self, Args args) {
        ArgReader a(rt, {.function = "dispose", .names = {"close"}}, args);
        return engine_of(self).dispose(a.truth(0, true)), Value::none();
    });
    b.method("execution_options", [](Runtime& rt, const Value& self, Args args) -> Value {
        return engine_of(self).with_options(keyword_options(rt, args));
    });
    b.property("url", [](Runtime& rt, const Value& self) -> Value {
        return url_object(rt, engine_of(self).url());
    });
    b.property("dialect", [](Runtime& rt, const Value& self) { return dialect_object(rt, engine_of(self)); });
    b.property("name", [](Runtime& rt, const Value&) -> Value { return rt.intern("sqlite"); });
    b.property("driver",
               [](Runtime& rt, const Value& self) -> Value { return rt.make_str(engine_of(self).driver()); });
    b.property("pool", [](Runtime&, const Value& self) { return Value(engine_of(self).pool()); });
    b.property(
        "echo", [](Runtime&, const Value& self) { return Value::boolean(engine_of(self).echo()); },
        [](Runtime& rt, const Value& self, const Value& v) { engine_of(self).set_echo(truth(rt, v)); });
    add_engine_signatures(b);
    runtime.set_type_for<Engine>(b.finish());
}

} // namespace

void make_engine_types(Runtime& runtime) {
    if (runtime.has_type_for<Engine>()) return;
    make_result_types(runtime);
    make_driver_types(runtime);
    make_pool_type(runtime);
    make_transaction_type(runtime);
    make_connection_type(runtime);
    make_begin_type(runtime);
    make_engine_type(runtime);
}

} // namespace relata::modules
