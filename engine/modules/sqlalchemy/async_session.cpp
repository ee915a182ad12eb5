// sqlalchemy.ext.asyncio.AsyncSession and sqlmodel's: coroutines around a synchronous session.
#include "modules/sqlalchemy/async_session.h"
#include "execution/connection.h"
#include "modules/sqlalchemy/async_engine.h"
#include "modules/sqlalchemy/async_result.h"
#include "modules/sqlalchemy/signatures.h"

#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::Session;
using python::ArgReader;
using python::make_native_coroutine;
using python::NativeFunction;
using python::TypeBuilder;

AsyncSessions::~AsyncSessions() = default;

AsyncSession::~AsyncSession() { AsyncSession::clear_references(); }

void AsyncSession::clear_references() {
    if (sync) type().runtime().extension<AsyncSessions>().by_session.erase(sync.get());
    sync.reset();
}

namespace {

AsyncSession& self_of(const Value& self) {
    auto& session = self.get<AsyncSession>();
    if (!session.sync) // __init__ did not run
        throw Error(Exc::AttributeError, "'" + session.type().name() + "' object has no attribute 'sync_session'");
    return session;
}

Value async_new(Runtime& runtime, Type& type, Args) { return runtime.make<AsyncSession>(type); }

void async_init(Runtime& runtime, const Value& self, Args args) {
    orm::SessionOptions options = session_options(runtime, args, "AsyncSession.__init__");
    options.is_async = true;
    const Value cls = find_attribute(runtime, Value(runtime.type_of(self)), "sync_session_class");
    Type& type = cls.is_set() && cls.as<Type>() ? *cls.as<Type>() : runtime.type_for<Session>();
    auto& session = self.get<AsyncSession>();
    session.sync = runtime.make<Session>(type);
    session.sync->initialize(std::move(options));
    runtime.extension<AsyncSessions>().by_session[session.sync.get()] = &session;
}

/// A coroutine that runs `work` on the session. It keeps the AsyncSession alive, as a bound method does.
Value run(Runtime& runtime, std::string_view name, const Value& self, SessionWork work) {
    return make_native_coroutine(runtime, name, [self, work = std::move(work)]() -> Value {
        return work(*self_of(self).sync);
    });
}

template <SessionWork (*read)(Runtime&, Args)>
Value coroutine(Runtime& runtime, const NativeFunction& function, const Value& self, Args args) {
    const std::string_view name = function.closure().get<Str>().view();
    try {
        return run(runtime, name, self, read(runtime, args));
    } catch (const Error& error) {
        // Arguments are bound when the method is called; what is wrong with a statement shows when it is awaited.
        if (runtime.matches(error, Exc::TypeError)) throw;
        return run(runtime, name, self, [error](Session&) -> Value { throw error; });
    }
}

template <void (Session::*method)()>
Value simple(Runtime& runtime, const NativeFunction& function, const Value& self, Args) {
    return run(runtime, function.closure().get<Str>().view(), self, [](Session& session) {
        (session.*method)();
        return Value::none();
    });
}

SessionWork async_execute_work(Runtime& runtime, Args args) { return execute_work(runtime, "AsyncSession.execute", args); }
SessionWork stream_work(Runtime& runtime, Args args) {
    return [&runtime, work = stream_execute_work(runtime, args)](Session& session) {
        return make_async_result(runtime, work(session));
    };
}
SessionWork stream_scalars_work(Runtime& runtime, Args args) {
    return [&runtime, work = stream_execute_work(runtime, args)](Session& session) {
        return make_async_result(runtime, call_method(runtime, work(session), "scalars"));
    };
}
SessionWork async_get_work(Runtime& runtime, Args args) { return get_work(runtime, args, false); }
SessionWork async_get_one_work(Runtime& runtime, Args args) { return get_work(runtime, args, true); }

SessionWork delete_work(Runtime& runtime, Args call_args) {
    ArgReader args(runtime,
                   {.function = "AsyncSession.delete",
                    .names = {"instance"},
                    .required = 1,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    return [instance = args.get(0)](Session& session) {
        session.delete_(instance);
        return Value::none();
    };
}

SessionWork run_sync_work(Runtime& runtime, Args args) {
    if (args.values.empty())
        throw Error(Exc::TypeError, "AsyncSession.run_sync() missing 1 required positional argument: 'fn'");
    std::vector<Value> values(args.values.begin(), args.values.end());
    Ref<Tuple> keywords = args.keywords ? runtime.make_tuple(args.keywords->items()) : Ref<Tuple>();
    return [&runtime, values, keywords](Session& session) mutable {
        const Value function = values.front();
        values.front() = Value(session);
        return call(runtime, function, Args{values, keywords.get()});
    };
}

/// SQLAlchemy: AsyncSession.connection: the session's connection, as an AsyncConnection.
SessionWork connection_work(Runtime& runtime, Args call_args) {
    std::vector<Value> values(call_args.values.begin(), call_args.values.end());
    const Ref<Tuple> keywords = call_args.keywords ? runtime.make_tuple(call_args.keywords->items()) : Ref<Tuple>();
    return [&runtime, values, keywords](Session& session) {
        const Value method = get_attribute(runtime, Value(session), "connection");
        const Value connection = call(runtime, method, Args{values, keywords.get()});
        return async_connection(runtime, connection.get<execution::Connection>());
    };
}

// ---- entering and leaving --------------------------------------------------------------------------------------------

Value async_enter(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "AsyncSession.__aenter__", [self]() -> Value { return self; });
}

Value asyncio_function(Runtime& runtime, const char* name) {
    auto& interpreter = python::interpreter_of(runtime);
    return interpreter.import_module("asyncio").find(interpreter, name);
}

// SQLAlchemy closes in a task of its own, shielded from cancellation.
Value async_exit(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "AsyncSession.__aexit__", [&runtime, self]() -> Value {
        await_shielded(runtime, call_method(runtime, self, "close"));
        return Value::none();
    });
}

// ---- what needs no database ------------------------------------------------------------------------------------------

Value proxied(Runtime& runtime, const NativeFunction& function, const Value& self, Args args) {
    return call(runtime, get_attribute(runtime, Value(self_of(self).sync), function.closure().get<Str>()), args);
}

template <char const* name> Value proxied_property(Runtime& runtime, const Value& self) {
    return get_attribute(runtime, Value(self_of(self).sync), name);
}

constexpr char name_new[] = "new", name_dirty[] = "dirty", name_deleted[] = "deleted", name_info[] = "info",
               name_identity_map[] = "identity_map", name_is_active[] = "is_active", name_bind[] = "bind",
               name_no_autoflush[] = "no_autoflush", name_autoflush[] = "autoflush",
               name_expire_on_commit[] = "expire_on_commit";

template <char const* name> void set_proxied(Runtime& runtime, const Value& self, const Value& value) {
    set_attribute(runtime, Value(self_of(self).sync), name, value);
}

void add_coroutine(Runtime& runtime, TypeBuilder& b, const char* name, python::NativeClosureFn fn) {
    const Value qualified = runtime.make_str(std::string("AsyncSession.") + name);
    b.attribute(name, python::make_descriptor(runtime, b.type(), NativeFunction::Role::method, name, fn, qualified));
}

} // namespace

void await_shielded(Runtime& runtime, const Value& coroutine) {
    const Value task = call(runtime, asyncio_function(runtime, "create_task"), {coroutine});
    Greenlet::await_only(runtime, call(runtime, asyncio_function(runtime, "shield"), {task}));
}

void make_async_session_types(python::Interpreter& runtime) {
    if (runtime.has_type_for<AsyncSession>()) return;
    make_session_types(runtime);
    TypeBuilder b(runtime, "AsyncSession", "sqlalchemy.ext.asyncio.session");
    b.flag(Type::has_instance_dict);
    b.slots().new_ = async_new;
    b.slots().init = async_init;
    b.slots().contains = [](Runtime& r, const Value& self, const Value& item) {
        return contains(r, Value(self_of(self).sync), item);
    };
    b.slots().iter = [](Runtime& r, const Value& self) { return iterate(r, Value(self_of(self).sync)); };
    b.method("__aenter__", async_enter).method("__aexit__", async_exit);
    add_coroutine(runtime, b, "execute", coroutine<async_execute_work>);
    add_coroutine(runtime, b, "scalar", coroutine<scalar_work>);
    add_coroutine(runtime, b, "scalars", coroutine<scalars_work>);
    add_coroutine(runtime, b, "stream", coroutine<stream_work>);
    add_coroutine(runtime, b, "stream_scalars", coroutine<stream_scalars_work>);
    add_coroutine(runtime, b, "connection", coroutine<connection_work>);
    add_coroutine(runtime, b, "get", coroutine<async_get_work>);
    add_coroutine(runtime, b, "get_one", coroutine<async_get_one_work>);
    add_coroutine(runtime, b, "refresh", coroutine<refresh_work>);
    add_coroutine(runtime, b, "merge", coroutine<merge_work>);
    add_coroutine(runtime, b, "flush", coroutine<flush_work>);
    add_coroutine(runtime, b, "delete", coroutine<delete_work>);
    add_coroutine(runtime, b, "run_sync", coroutine<run_sync_work>);
    add_coroutine(runtime, b, "commit", simple<&Session::commit>);
    add_coroutine(runtime, b, "rollback", simple<&Session::rollback>);
    add_coroutine(runtime, b, "close", simple<&Session::close>);
    add_coroutine(runtime, b, "aclose", simple<&Session::close>);
    add_coroutine(runtime, b, "reset", simple<&Session::reset>);
    add_coroutine(runtime, b, "invalidate", simple<&Session::invalidate>);
    for (const char* name : {"add", "add_all", "expire", "expire_all", "expunge", "expunge_all", "is_modified",
                             "in_transaction", "in_nested_transaction", "get_bind"})
        b.attribute(name, python::make_descriptor(runtime, b.type(), NativeFunction::Role::method, name, proxied,
                                                  Value(runtime.intern(name))));
    b.property("new", proxied_property<name_new>).property("dirty", proxied_property<name_dirty>);
    b.property("deleted", proxied_property<name_deleted>).property("info", proxied_property<name_info>);
    b.property("identity_map", proxied_property<name_identity_map>);
    b.property("is_active", proxied_property<name_is_active>);
    b.property("no_autoflush", proxied_property<name_no_autoflush>);
    b.property("autoflush", proxied_property<name_autoflush>, set_proxied<name_autoflush>);
    b.property("bind", proxied_property<name_bind>, set_proxied<name_bind>);
    b.property("sync_session", [](Runtime&, const Value& self) { return Value(self_of(self).sync); });
    b.attribute("sync_session_class", Value(runtime.type_for<Session>()));
    add_async_transactions(runtime, b);
    add_async_session_signatures(b);
    runtime.set_type_for<AsyncSession>(b.finish());

    TypeBuilder sqlmodel(runtime, "AsyncSession", "sqlmodel.ext.asyncio.session", {&runtime.type_for<AsyncSession>()});
    sqlmodel.flag(Type::has_instance_dict);
    sqlmodel.attribute("sync_session_class", Value(sqlmodel_session_type(runtime)));
    add_coroutine(runtime, sqlmodel, "exec", coroutine<exec_work>);
    add_coroutine(runtime, sqlmodel, "execute",
                  [](Runtime& r, const NativeFunction& function, const Value& self, Args args) -> Value {
                      r.warn(Exc::DeprecationWarning, deprecated_execute);
                      return coroutine<async_execute_work>(r, function, self, args);
                  });
    add_sqlmodel_async_session_signatures(sqlmodel);
    runtime.set_type_for<SQLModelAsyncSessionType>(sqlmodel.finish());
}

Type& sqlmodel_async_session_type(python::Interpreter& interpreter) {
    make_async_session_types(interpreter);
    return interpreter.type_for<SQLModelAsyncSessionType>();
}

} // namespace relata::modules
