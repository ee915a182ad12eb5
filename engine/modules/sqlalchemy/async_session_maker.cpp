// AsyncSessionTransaction, async_sessionmaker, AsyncAttrs and the functions of sqlalchemy.ext.asyncio about sessions.
#include "modules/sqlalchemy/async_session.h"
#include "modules/sqlalchemy/signatures.h"

#include "python/coroutine_wrapper.h"
#include "python/native_coroutine.h"
#include "support/greenlet.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::Session;
using python::make_native_coroutine;
using python::TypeBuilder;

namespace {

/// `async with session.begin():`, and `async with maker.begin() as session:`, which also closes the session.
class AsyncSessionTransaction final : public Container {
  public:
    AsyncSessionTransaction(Type& type, Value its_session, bool its_nested)
        : Container(type), session(std::move(its_session)), nested(its_nested) {}
    void clear_references() override {
        session.reset();
        sync.reset();
    }
    orm::SessionTransaction& started() const {
        if (!sync)
            throw Error(Exc::AsyncContextNotStarted, "AsyncSessionTransaction context has not been started and "
                                                     "object has not been awaited.");
        return *sync;
    }
    Value session;
    bool nested;
    Ref<orm::SessionTransaction> sync;
};

AsyncSessionTransaction& transaction_of(const Value& self) { return self.get<AsyncSessionTransaction>(); }

void start(AsyncSessionTransaction& transaction) {
    transaction.sync = transaction.session.get<AsyncSession>().sync->begin(transaction.nested);
}

/// Tag for Runtime::type_for: what `maker.begin()` gives.
struct AsyncSessionContextManager;

Value begin(Runtime& runtime, const Value& session, bool nested) {
    return runtime.make<AsyncSessionTransaction>(runtime.type_for<AsyncSessionTransaction>(), session, nested);
}

Value transaction_enter(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "AsyncSessionTransaction.__aenter__", [self]() -> Value {
        auto& transaction = transaction_of(self);
        start(transaction);
        transaction.sync->enter();
        return self;
    });
}

Value maker_enter(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "_AsyncSessionContextManager.__aenter__", [self]() -> Value {
        auto& transaction = transaction_of(self);
        start(transaction);
        transaction.sync->enter();
        return transaction.session;
    });
}

Value transaction_exit(Runtime& runtime, const Value& self, Args args) {
    const bool failed = !args.values.empty() && !args.values[0].is_none();
    auto leave = [self, failed]() -> Value {
        transaction_of(self).started().exit(failed);
        return Value::none();
    };
    return make_native_coroutine(runtime, "AsyncSessionTransaction.__aexit__", leave);
}

/// SQLAlchemy: _AsyncSessionContextManager: ends the transaction and then the session in a task of its own.
Value maker_exit(Runtime& runtime, const Value& self, Args args) {
    const bool failed = !args.values.empty() && !args.values[0].is_none();
    auto leave = [&runtime, self, failed]() -> Value {
        auto& transaction = transaction_of(self);
        transaction.started().exit(failed);
        Greenlet::await_only(runtime, call_method(runtime, transaction.session, "__aexit__",
                                                  {Value::none(), Value::none(), Value::none()}));
        return Value::none();
    };
    return make_native_coroutine(runtime, "_AsyncSessionContextManager.__aexit__", [&runtime, leave]() -> Value {
        await_shielded(runtime, make_native_coroutine(runtime, "_AsyncSessionContextManager.__aexit__.<locals>.go", leave));
        return Value::none();
    });
}

Value transaction_commit(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "AsyncSessionTransaction.commit", [self]() -> Value {
        transaction_of(self).started().commit();
        return Value::none();
    });
}

Value transaction_rollback(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "AsyncSessionTransaction.rollback", [self]() -> Value {
        transaction_of(self).started().rollback();
        return Value::none();
    });
}

/// SQLAlchemy: AsyncAttrs._AsyncAttrGetitem: reads any attribute inside a greenlet.
class AwaitableAttrs final : public Container {
  public:
    AwaitableAttrs(Type& type, Value its_instance) : Container(type), instance(std::move(its_instance)) {}
    void clear_references() override { instance.reset(); }
    Value instance;
};

Value awaitable_attribute(Runtime& runtime, const Value& self, Str& name) {
    return make_native_coroutine(
        runtime, "greenlet_spawn",
        [&runtime, instance = self.get<AwaitableAttrs>().instance, key = Ref<Str>(name)]() -> Value {
            return get_attribute(runtime, instance, *key);
        });
}

struct AsyncAttrsType;

Value maker_begin(Runtime& runtime, const Value& self, Args) {
    return runtime.make<AsyncSessionTransaction>(runtime.type_for<AsyncSessionContextManager>(), call(runtime, self), false);
}

Value function_async_object_session(Runtime& runtime, const Value&, Args args) {
    Session* session = orm::object_session(orm::instance_state(runtime, args.values[0]));
    if (!session) return Value::none();
    const auto& known = runtime.extension<AsyncSessions>().by_session;
    const auto found = known.find(session);
    return found == known.end() ? Value::none() : Value(*found->second);
}

Value function_async_session(Runtime& runtime, const Value&, Args args) {
    const auto& known = runtime.extension<AsyncSessions>().by_session;
    const auto found = known.find(&session_of(runtime, args.values[0]));
    return found == known.end() ? Value::none() : Value(*found->second);
}

} // namespace

void add_async_transactions(Runtime& runtime, TypeBuilder& async_session) {
    TypeBuilder b(runtime, "AsyncSessionTransaction", "sqlalchemy.ext.asyncio.session");
    b.method("__aenter__", transaction_enter).method("__aexit__", transaction_exit);
    b.slots().await = [](Runtime& r, const Value& self) {
        const Value coroutine =
            make_native_coroutine(r, "AsyncSessionTransaction.start", [self]() -> Value {
                start(transaction_of(self));
                return self;
            });
        return python::make_coroutine_wrapper(r, coroutine);
    };
    b.method("commit", transaction_commit).method("rollback", transaction_rollback);
    b.property("is_active", [](Runtime&, const Value& self) {
        auto& transaction = transaction_of(self);
        return Value::boolean(transaction.sync && transaction.sync->is_active());
    });
    b.property("sync_transaction", [](Runtime&, const Value& self) {
        auto& transaction = transaction_of(self);
        return transaction.sync ? Value(transaction.sync) : Value::none();
    });
    b.property("nested", [](Runtime&, const Value& self) { return Value::boolean(transaction_of(self).nested); });
    add_async_transaction_signatures(b);
    runtime.set_type_for<AsyncSessionTransaction>(b.finish());
    TypeBuilder of_maker(runtime, "_AsyncSessionContextManager", "sqlalchemy.ext.asyncio.session");
    of_maker.method("__aenter__", maker_enter).method("__aexit__", maker_exit);
    runtime.set_type_for<AsyncSessionContextManager>(of_maker.finish());
    async_session.method("begin", [](Runtime& r, const Value& self, Args) { return begin(r, self, false); });
    async_session.method("begin_nested", [](Runtime& r, const Value& self, Args) { return begin(r, self, true); });
}

void add_async_sessions(python::Interpreter& interpreter, python::Module& module) {
    make_async_session_types(interpreter);
    if (!interpreter.has_type_for<AwaitableAttrs>()) {
        TypeBuilder attrs(interpreter, "_AsyncAttrGetitem", "sqlalchemy.ext.asyncio.session");
        attrs.slots().get_attribute = awaitable_attribute;
        interpreter.set_type_for<AwaitableAttrs>(attrs.finish());
        TypeBuilder mixin(interpreter, "AsyncAttrs", "sqlalchemy.ext.asyncio.session");
        mixin.property("awaitable_attrs", [](Runtime& r, const Value& self) -> Value {
            return r.make<AwaitableAttrs>(r.type_for<AwaitableAttrs>(), self);
        });
        interpreter.set_type_for<AsyncAttrsType>(mixin.finish());
    }
    module.set("AsyncSession", Value(interpreter.type_for<AsyncSession>()));
    module.set("AsyncSessionTransaction", Value(interpreter.type_for<AsyncSessionTransaction>()));
    module.set("AsyncAttrs", Value(interpreter.type_for<AsyncAttrsType>()));
    module.set("async_sessionmaker", Value(async_sessionmaker_type(interpreter, maker_begin)));
    module.set("async_object_session",
               Value(python::make_function(interpreter, "async_object_session", function_async_object_session)));
    module.set("async_session", Value(python::make_function(interpreter, "async_session", function_async_session)));
    add_asyncio_signatures(module.dict());
}

} // namespace relata::modules
