// sqlalchemy.orm.sessionmaker and the functions of the module that deal with sessions.
#include "modules/sqlalchemy/async_session.h"
#include "orm/execute_state.h"

#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::Session;
using python::ArgReader;
using python::TypeBuilder;

namespace {

struct AsyncSessionMakerType;

/// SQLAlchemy: sessionmaker: makes sessions of one class with the same arguments.
class SessionMaker final : public Container {
  public:
    explicit SessionMaker(Type& type) : Container(type) {}
    void clear_references() override {
        kw.reset();
        session_class.reset();
    }
    Ref<Dict> kw;
    Value session_class;
};

Value maker_new(Runtime& runtime, Type& type, Args) {
    const Ref<SessionMaker> maker = runtime.make<SessionMaker>(type);
    maker->kw = runtime.make_dict();
    maker->session_class = Value::none();
    return maker;
}

void maker_init(Runtime& runtime, const Value& self, Args call_args) {
    ArgReader args(runtime,
                   {.function = "sessionmaker.__init__",
                    .names = {"bind", "class_", "autoflush", "expire_on_commit", "info"},
                    .positional = 1,
                    .more_keywords = true,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    auto& maker = self.get<SessionMaker>();
    maker.kw = runtime.make_dict();
    args.for_each_extra([&](Str& name, const Value& value) { maker.kw->set(name, value); });
    maker.kw->set(*runtime.intern("bind"), args.get(0));
    maker.kw->set(*runtime.intern("autoflush"), args.get(2, Value::boolean(true)));
    maker.kw->set(*runtime.intern("expire_on_commit"), args.get(3, Value::boolean(true)));
    if (!args.is_none(4)) maker.kw->set(*runtime.intern("info"), args.get(4));
    const bool is_async = runtime.has_type_for<AsyncSessionMakerType>() &&
                          runtime.type_of(self).is_subtype_of(runtime.type_for<AsyncSessionMakerType>());
    maker.session_class =
        args.has(1) ? args.get(1) : Value(is_async ? runtime.type_for<AsyncSession>() : runtime.type_for<Session>());
}

Value maker_call(Runtime& runtime, const Value& self, Args args) {
    auto& maker = self.get<SessionMaker>();
    Ref<Dict> merged = runtime.make_dict();
    maker.kw->for_each([&](const Value& name, const Value& value) { merged->set(name.get<Str>(), value); });
    for (size_t i = 0; i < args.keyword_count(); ++i)
        merged->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    std::vector<Value> values, names;
    merged->for_each([&](const Value& name, const Value& value) {
        names.push_back(name);
        values.push_back(value);
    });
    const Ref<Tuple> keywords = runtime.make_tuple(std::span<const Value>(names));
    return call(runtime, maker.session_class, Args{values, keywords.get()});
}

Value maker_configure(Runtime& runtime, const Value& self, Args args) {
    auto& maker = self.get<SessionMaker>();
    (void)runtime;
    for (size_t i = 0; i < args.keyword_count(); ++i)
        maker.kw->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return Value::none();
}

Value maker_repr(Runtime& runtime, const Value& self) {
    auto& maker = self.get<SessionMaker>();
    std::string text;
    maker.kw->for_each([&](const Value& name, const Value& value) {
        text += (text.empty() ? "" : ", ") + std::string(name.get<Str>().view()) + "=" + repr_text(runtime, value);
    });
    const auto* cls = maker.session_class.as<Type>();
    return runtime.make_str(runtime.type_of(self).name() + "(class_='" + (cls ? cls->name() : std::string()) + "', " +
                            text + ")");
}

/// `with maker.begin() as session`: a session and its transaction. SQLAlchemy: Session._maker_context_manager.
class MakerContext final : public Container {
  public:
    MakerContext(Type& type, Ref<Session> its_session) : Container(type), session(std::move(its_session)) {}
    void clear_references() override {
        session.reset();
        transaction.reset();
    }
    Ref<Session> session;
    Ref<orm::SessionTransaction> transaction;
};

Value maker_begin(Runtime& runtime, const Value& self, Args) {
    const Value session = maker_call(runtime, self, {});
    return runtime.make<MakerContext>(runtime.type_for<MakerContext>(), Ref<Session>(session.get<Session>()));
}

Value context_enter(Runtime&, const Value& self, Args) {
    auto& context = self.get<MakerContext>();
    context.transaction = context.session->begin();
    context.transaction->enter();
    return context.session;
}

Value context_exit(Runtime&, const Value& self, Args args) {
    auto& context = self.get<MakerContext>();
    try {
        context.transaction->exit(!args.values.empty() && !args.values[0].is_none());
    } catch (Error&) {
        context.session->close();
        throw;
    }
    context.session->close();
    return Value::boolean(false);
}

Value function_object_session(Runtime& runtime, const Value&, Args args) {
    Session* session = orm::object_session(orm::instance_state(runtime, args.values[0]));
    return session ? Value(*session) : Value::none();
}

Value function_make_transient(Runtime& runtime, const Value&, Args args) {
    orm::make_transient(orm::instance_state(runtime, args.values[0]));
    return Value::none();
}

Value function_make_transient_to_detached(Runtime& runtime, const Value&, Args args) {
    orm::make_transient_to_detached(orm::instance_state(runtime, args.values[0]));
    return Value::none();
}

void make_maker_type(Runtime& runtime) {
    if (runtime.has_type_for<SessionMaker>()) return;
    TypeBuilder maker(runtime, "sessionmaker", "sqlalchemy.orm.session");
    maker.slots().new_ = maker_new;
    maker.slots().init = maker_init;
    maker.slots().call = maker_call;
    maker.slots().repr = maker_repr;
    maker.method("configure", maker_configure).method("begin", maker_begin);
    maker.property("kw", [](Runtime&, const Value& self) { return Value(self.get<SessionMaker>().kw); });
    maker.property("class_", [](Runtime&, const Value& self) { return self.get<SessionMaker>().session_class; });
    maker.class_method("__class_getitem__", [](Runtime&, const Value& self, Args) { return self; });
    runtime.set_type_for<SessionMaker>(maker.finish());
    TypeBuilder context(runtime, "_GeneratorContextManager", "contextlib");
    context.method("__enter__", context_enter).method("__exit__", context_exit);
    runtime.set_type_for<MakerContext>(context.finish());
}

} // namespace

void add_sessions(python::Interpreter& interpreter, python::Module& module) {
    make_session_types(interpreter);
    make_maker_type(interpreter);
    module.set("Session", Value(interpreter.type_for<Session>()));
    module.set("ORMExecuteState", Value(interpreter.type_for<orm::ORMExecuteState>()));
    module.set("SessionTransaction", Value(interpreter.type_for<orm::SessionTransaction>()));
    module.set("sessionmaker", Value(interpreter.type_for<SessionMaker>()));
    auto add = [&](std::string_view name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(interpreter, name, fn, "sqlalchemy.orm.session")));
    };
    add("object_session", function_object_session);
    add("make_transient", function_make_transient);
    add("make_transient_to_detached", function_make_transient_to_detached);
}

Type& async_sessionmaker_type(python::Interpreter& interpreter, python::NativeFn begin) {
    make_maker_type(interpreter);
    if (!interpreter.has_type_for<AsyncSessionMakerType>()) {
        TypeBuilder maker(interpreter, "async_sessionmaker", "sqlalchemy.ext.asyncio.session",
                          {&interpreter.type_for<SessionMaker>()});
        maker.method("begin", begin);
        interpreter.set_type_for<AsyncSessionMakerType>(maker.finish());
    }
    return interpreter.type_for<AsyncSessionMakerType>();
}

} // namespace relata::modules
