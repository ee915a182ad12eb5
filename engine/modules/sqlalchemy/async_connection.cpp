// What an AsyncConnection has besides execute(): transactions of its own, streams, options. SQLAlchemy: ext/asyncio/engine.py.
#include "modules/sqlalchemy/async_connection.h"

#include "modules/sqlalchemy/async_engine.h"
#include "modules/sqlalchemy/async_result.h"
#include "python/coroutine_wrapper.h"
#include "python/native_coroutine.h"
#include "support/greenlet.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Connection;
using execution::Transaction;
using python::make_native_coroutine;
using python::TypeBuilder;

namespace {

Connection& started(const Value& self) {
    auto& async = self.get<AsyncConnection>();
    if (!async.connection)
        throw Error(Exc::AsyncContextNotStarted, "AsyncConnection context has not been started and object has not been awaited.");
    return *async.connection;
}

/// `async with conn.begin():`, `await conn.begin()`.
class AsyncTransaction final : public Container {
  public:
    AsyncTransaction(Type& type, Value its_connection, bool its_nested)
        : Container(type), connection(std::move(its_connection)), nested(its_nested) {}
    void clear_references() override {
        connection.reset();
        sync.reset();
    }
    Transaction& transaction() const {
        if (!sync)
            throw Error(Exc::AsyncContextNotStarted, "AsyncTransaction context has not been started and object has not been awaited.");
        return *sync;
    }
    Value connection;
    bool nested;
    Ref<Transaction> sync;
};

AsyncTransaction& transaction_of(const Value& self) { return self.get<AsyncTransaction>(); }

Value start(const Value& self, bool enters) {
    auto& async = transaction_of(self);
    Connection& connection = started(async.connection);
    async.sync = async.nested ? connection.begin_nested() : connection.begin();
    if (enters) async.sync->enter();
    return self;
}

template <bool nested> Value begin(Runtime& runtime, const Value& self, Args) {
    started(self);
    return runtime.make<AsyncTransaction>(runtime.type_for<AsyncTransaction>(), self, nested);
}

/// The AsyncTransaction of one that is there already.
Value current(Runtime& runtime, const Value& connection, Transaction* sync) {
    if (!sync) return Value::none();
    const Ref<AsyncTransaction> async = runtime.make<AsyncTransaction>(runtime.type_for<AsyncTransaction>(), connection,
                                                                       sync->kind() == execution::TransactionKind::nested);
    async->sync = Ref<Transaction>(sync);
    return async;
}

template <void (Transaction::*end)()> Value ending(Runtime& runtime, const Value& self, const char* name) {
    return make_native_coroutine(runtime, name, [self]() -> Value {
        (transaction_of(self).transaction().*end)();
        return Value::none();
    });
}

void make_transaction_type(Runtime& runtime) {
    TypeBuilder b(runtime, "AsyncTransaction", "sqlalchemy.ext.asyncio.engine");
    b.method("start", [](Runtime& r, const Value& self, Args) {
        return make_native_coroutine(r, "AsyncTransaction.start", [self] { return start(self, false); });
    });
    b.method("__aenter__", [](Runtime& r, const Value& self, Args) {
        return make_native_coroutine(r, "AsyncTransaction.__aenter__", [self] { return start(self, true); });
    });
    b.method("__aexit__", [](Runtime& r, const Value& self, Args a) {
        const bool with_error = !a.values.empty() && !a.values[0].is_none();
        return make_native_coroutine(r, "AsyncTransaction.__aexit__", [self, with_error]() -> Value {
            transaction_of(self).transaction().exit(with_error);
            return Value::none();
        });
    });
    b.slots().await = [](Runtime& r, const Value& self) {
        return python::make_coroutine_wrapper(
            r, make_native_coroutine(r, "AsyncTransaction.start", [self] { return start(self, false); }));
    };
    b.method("commit", [](Runtime& r, const Value& self, Args) { return ending<&Transaction::commit>(r, self, "AsyncTransaction.commit"); });
    b.method("rollback", [](Runtime& r, const Value& self, Args) { return ending<&Transaction::rollback>(r, self, "AsyncTransaction.rollback"); });
    b.method("close", [](Runtime& r, const Value& self, Args) { return ending<&Transaction::close>(r, self, "AsyncTransaction.close"); });
    b.property("is_active", [](Runtime&, const Value& self) { return Value::boolean(transaction_of(self).transaction().is_active()); });
    b.property("is_valid", [](Runtime&, const Value& self) { return Value::boolean(transaction_of(self).transaction().is_valid()); });
    b.property("connection", [](Runtime&, const Value& self) { return transaction_of(self).connection; });
    runtime.set_type_for<AsyncTransaction>(b.finish());
}

/// `conn.stream(...)`: awaited it is the AsyncResult; as a context manager it also closes that.
class AsyncStream final : public Container {
  public:
    AsyncStream(Type& type, Value its_connection, bool its_scalars, std::vector<Value> its_values, Ref<Tuple> its_keywords)
        : Container(type), connection(std::move(its_connection)), scalars(its_scalars), values(std::move(its_values)),
          keywords(std::move(its_keywords)) {}
    void clear_references() override {
        connection.reset();
        values.clear();
        result.reset();
    }
    Value connection;
    bool scalars;
    std::vector<Value> values;
    Ref<Tuple> keywords;
    Value result;
};

Value open(Runtime& runtime, const Value& self) {
    auto& stream = self.get<AsyncStream>();
    const Value method = get_attribute(runtime, Value(started(stream.connection)), "execute");
    Value rows = call(runtime, method, Args{.values = stream.values, .keywords = stream.keywords.get()});
    if (stream.scalars) rows = call_method(runtime, rows, "scalars", {});
    stream.result = make_async_result(runtime, rows);
    return stream.result;
}

template <bool scalars> Value stream(Runtime& runtime, const Value& self, Args a) {
    std::vector<Value> values(a.values.begin(), a.values.end());
    const Ref<Tuple> keywords = a.keywords ? runtime.make_tuple(a.keywords->items()) : Ref<Tuple>();
    return runtime.make<AsyncStream>(runtime.type_for<AsyncStream>(), self, scalars, std::move(values), keywords);
}

void make_stream_type(Runtime& runtime) {
    TypeBuilder b(runtime, "AsyncGeneratorContextManager", "sqlalchemy.ext.asyncio.base");
    b.slots().await = [](Runtime& r, const Value& self) {
        return python::make_coroutine_wrapper(
            r, make_native_coroutine(r, "AsyncConnection.stream", [&r, self] { return open(r, self); }));
    };
    b.method("__aenter__", [](Runtime& r, const Value& self, Args) {
        return make_native_coroutine(r, "AsyncConnection.stream", [&r, self] { return open(r, self); });
    });
    b.method("__aexit__", [](Runtime& r, const Value& self, Args) {
        return make_native_coroutine(r, "AsyncConnection.stream", [&r, self]() -> Value {
            const Value result = self.get<AsyncStream>().result;
            if (result.is_set()) Greenlet::await_only(r, call_method(r, result, "close", {}));
            return Value::none();
        });
    });
    runtime.set_type_for<AsyncStream>(b.finish());
}

} // namespace

void add_async_connection_methods(Runtime& runtime, TypeBuilder& b) {
    make_transaction_type(runtime);
    make_stream_type(runtime);
    b.method("begin", begin<false>).method("begin_nested", begin<true>);
    b.method("stream", stream<false>).method("stream_scalars", stream<true>);
    b.method("in_nested_transaction", [](Runtime&, const Value& self, Args) {
        return Value::boolean(started(self).in_nested_transaction());
    });
    b.method("execution_options", [](Runtime& r, const Value& self, Args a) {
        std::vector<Value> values(a.values.begin(), a.values.end());
        const Ref<Tuple> keywords = a.keywords ? r.make_tuple(a.keywords->items()) : Ref<Tuple>();
        return make_native_coroutine(r, "AsyncConnection.execution_options", [&r, self, values, keywords]() -> Value {
            call(r, get_attribute(r, Value(started(self)), "execution_options"), Args{.values = values, .keywords = keywords.get()});
            return self;
        });
    });
    b.method("get_isolation_level", [](Runtime& r, const Value& self, Args) {
        return make_native_coroutine(r, "AsyncConnection.get_isolation_level", [&r, self] {
            return call_method(r, Value(started(self)), "get_isolation_level", {});
        });
    });
    b.method("get_transaction", [](Runtime& r, const Value& self, Args) { return current(r, self, started(self).transaction()); });
    b.method("get_nested_transaction", [](Runtime& r, const Value& self, Args) {
        return current(r, self, started(self).nested_transaction());
    });
    b.property("sync_engine", [](Runtime&, const Value& self) { return Value(self.get<AsyncConnection>().engine->engine); });
    b.property("dialect", [](Runtime& r, const Value& self) { return get_attribute(r, Value(started(self)), "dialect"); });
    b.property("default_isolation_level", [](Runtime& r, const Value& self) {
        return get_attribute(r, Value(started(self)), "default_isolation_level");
    });
}

} // namespace relata::modules
