// sqlalchemy.orm.Session, SessionTransaction and sqlmodel.Session.
#include "modules/sqlalchemy/session_type.h"
#include "modules/sqlalchemy/signatures.h"

#include "execution/connection.h"
#include "execution/result.h"
#include "orm/bulk_persistence.h"
#include "orm/mapper.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::Session;
using orm::SessionTransaction;
using python::ArgReader;
using python::TypeBuilder;

namespace {

Session& self_session(const Value& self) { return self.get<Session>(); }

const Value& only_argument(Runtime& runtime, std::string_view function, std::string_view name, Args args) {
    static const Value none = Value::none();
    ArgReader reader(runtime,
                     {.function = function,
                      .names = {name},
                      .required = 1,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    return args.values.empty() ? none : args.values[0];
}

// ---- making and leaving ----------------------------------------------------------------------------------------------

Value session_new(Runtime& runtime, Type& type, Args) { return runtime.make<Session>(type); }

void session_init(Runtime& runtime, const Value& self, Args args) {
    self_session(self).initialize(session_options(runtime, args, "Session.__init__"));
}

Value session_enter(Runtime&, const Value& self, Args) { return self; }

Value session_exit(Runtime&, const Value& self, Args) {
    self_session(self).close();
    return Value::none();
}

template <void (Session::*method)()> Value plain(Runtime&, const Value& self, Args) {
    (self_session(self).*method)();
    return Value::none();
}

// ---- objects -----------------------------------------------------------------------------------------------------------

Value session_add(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.add",
                      .names = {"instance", "_warn"},
                      .required = 1,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    self_session(self).add(reader[0], reader.truth(1, true));
    return Value::none();
}

Value session_add_all(Runtime& runtime, const Value& self, Args args) {
    self_session(self).add_all(only_argument(runtime, "Session.add_all", "instances", args));
    return Value::none();
}

Value session_delete(Runtime& runtime, const Value& self, Args args) {
    self_session(self).delete_(only_argument(runtime, "Session.delete", "instance", args));
    return Value::none();
}

Value session_expunge(Runtime& runtime, const Value& self, Args args) {
    self_session(self).expunge(only_argument(runtime, "Session.expunge", "instance", args));
    return Value::none();
}

Value session_expire(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.expire",
                      .names = {"instance", "attribute_names"},
                      .required = 1,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    std::vector<std::string> names;
    if (!reader.is_none(1))
        for_each(runtime, reader[1], [&](const Value& name) { names.push_back(str_text(runtime, name)); });
    self_session(self).expire(reader[0], reader.is_none(1) ? nullptr : &names);
    return Value::none();
}

/// SQLAlchemy: Session.query.
Value session_query(Runtime& runtime, const Value& self, Args args) {
    python::Interpreter& interpreter = python::interpreter_of(runtime);
    if (runtime.type_of(self).is_subtype_of(runtime.type_for<SQLModelSessionType>()))
        runtime.warn(Exc::DeprecationWarning,
                     "\n        🚨 You probably want to use `session.exec()` instead of `session.query()`.\n\n"
                     "        `session.exec()` is SQLModel's own short version with increased type\n        annotations.\n\n"
                     "        Or otherwise you might want to use `session.execute()` instead of\n"
                     "        `session.query()`.\n        ");
    const Value cls = interpreter.import_module("sqlalchemy.orm.query").find(interpreter, "Query");
    return call(runtime, cls, {Value(runtime.make_tuple(std::vector<Value>(args.values.begin(), args.values.begin() + std::ptrdiff_t(args.positional_count())))), self});
}

Value session_is_modified(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.is_modified",
                      .names = {"instance", "include_collections"},
                      .required = 1,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    return Value::boolean(self_session(self).is_modified(reader[0], reader.truth(1, true)));
}

Value session_enable_loading(Runtime& runtime, const Value& self, Args args) {
    self_session(self).enable_relationship_loading(
        only_argument(runtime, "Session.enable_relationship_loading", "obj", args));
    return Value::none();
}

// ---- rows without a unit of work ---------------------------------------------------------------------------------------

orm::Mapper& mapper_argument(Runtime& runtime, const Value& value) {
    if (auto* cls = value.as<Type>()) return orm::class_mapper(*cls);
    throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type <class '" +
                                                runtime.type_of(value).qualified_name() + "'>");
}

Value session_bulk_insert_mappings(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.bulk_insert_mappings",
                      .names = {"mapper", "mappings", "return_defaults", "render_nulls"},
                      .required = 2,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    orm::bulk_insert_mappings(self_session(self), mapper_argument(runtime, reader[0]), to_vector(runtime, reader[1]),
                              {.return_defaults = reader.truth(2), .render_nulls = reader.truth(3)});
    return Value::none();
}

Value session_bulk_update_mappings(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.bulk_update_mappings",
                      .names = {"mapper", "mappings"},
                      .required = 2,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    orm::bulk_update_mappings(self_session(self), mapper_argument(runtime, reader[0]), to_vector(runtime, reader[1]));
    return Value::none();
}

Value session_bulk_save_objects(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.bulk_save_objects",
                      .names = {"objects", "return_defaults", "update_changed_only", "preserve_order"},
                      .required = 1,
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    orm::bulk_save_objects(self_session(self), to_vector(runtime, reader[0]),
                           {.return_defaults = reader.truth(1),
                            .update_changed_only = reader.truth(2, true),
                            .preserve_order = reader.truth(3, true)});
    return Value::none();
}

template <SessionWork (*read)(Runtime&, Args)> Value work(Runtime& runtime, const Value& self, Args args) {
    return read(runtime, args)(self_session(self));
}

Value session_execute(Runtime& runtime, const Value& self, Args args) {
    return execute_work(runtime, "Session.execute", args)(self_session(self));
}
Value session_get(Runtime& runtime, const Value& self, Args args) {
    return get_work(runtime, args, false)(self_session(self));
}
Value session_get_one(Runtime& runtime, const Value& self, Args args) {
    return get_work(runtime, args, true)(self_session(self));
}

// ---- transactions ------------------------------------------------------------------------------------------------------

Value session_begin(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.begin",
                      .names = {"nested"},
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    return self_session(self).begin(reader.truth(0));
}

Value session_begin_nested(Runtime&, const Value& self, Args) { return self_session(self).begin(true); }

Value session_connection(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.connection",
                      .names = {"bind_arguments", "execution_options"},
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    Session& session = self_session(self);
    execution::ExecutionOptions options;
    if (auto* dict = reader.get(1).as<Dict>()) options = execution::ExecutionOptions(Ref<Dict>(*dict));
    return Value(session.connection_for_bind(session.get_bind(), options));
}

Value session_get_bind(Runtime& runtime, const Value& self, Args args) {
    ArgReader reader(runtime,
                     {.function = "Session.get_bind",
                      .names = {"mapper", "clause", "bind"},
                      .origin = python::Signature::Origin::python,
                      .self_count = 1},
                     args);
    if (!reader.is_none(2)) return reader[2];
    const orm::Mapper* mapper = nullptr;
    if (auto* cls = reader.get(0).as<Type>()) mapper = &orm::class_mapper(*cls);
    return self_session(self).get_bind(mapper, nullptr, !reader.is_none(1));
}

Value transaction_or_none(SessionTransaction* transaction) {
    return transaction ? Value(*transaction) : Value::none();
}

// ---- attributes --------------------------------------------------------------------------------------------------------

template <bool Session::*flag> Value get_flag(Runtime&, const Value& self) {
    return Value::boolean(self_session(self).*flag);
}
template <bool Session::*flag> void set_flag(Runtime& runtime, const Value& self, const Value& value) {
    self_session(self).*flag = truth(runtime, value);
}

/// `session.no_autoflush`: a context manager.
class NoAutoflush final : public Container {
  public:
    NoAutoflush(Type& type, Session& its_session) : Container(type), session(its_session) {}
    void clear_references() override { session.reset(); }
    Ref<Session> session;
    bool before = true;
};

Value no_autoflush_enter(Runtime&, const Value& self, Args) {
    auto& context = self.get<NoAutoflush>();
    context.before = context.session->autoflush;
    context.session->autoflush = false;
    return context.session;
}

Value no_autoflush_exit(Runtime&, const Value& self, Args) {
    auto& context = self.get<NoAutoflush>();
    context.session->autoflush = context.before;
    return Value::boolean(false);
}

Value session_no_autoflush(Runtime& runtime, const Value& self) {
    return runtime.make<NoAutoflush>(runtime.type_for<NoAutoflush>(), self_session(self));
}

// ---- SessionTransaction --------------------------------------------------------------------------------------------------

Value transaction_enter(Runtime&, const Value& self, Args) {
    self.get<SessionTransaction>().enter();
    return self;
}

Value transaction_exit(Runtime&, const Value& self, Args args) {
    self.get<SessionTransaction>().exit(!args.values.empty() && !args.values[0].is_none());
    return Value::none();
}

void make_transaction_type(Runtime& runtime) {
    TypeBuilder b(runtime, "SessionTransaction", "sqlalchemy.orm.session");
    b.method("__enter__", transaction_enter).method("__exit__", transaction_exit);
    b.method("commit", [](Runtime&, const Value& self, Args) {
        self.get<SessionTransaction>().commit();
        return Value::none();
    });
    b.method("rollback", [](Runtime&, const Value& self, Args) {
        self.get<SessionTransaction>().rollback();
        return Value::none();
    });
    b.method("close", [](Runtime&, const Value& self, Args) {
        self.get<SessionTransaction>().close();
        return Value::none();
    });
    b.property("is_active", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<SessionTransaction>().is_active());
    });
    b.property("nested", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<SessionTransaction>().is_nested());
    });
    b.property("parent",
               [](Runtime&, const Value& self) { return transaction_or_none(self.get<SessionTransaction>().parent()); });
    b.property("session", [](Runtime&, const Value& self) { return Value(self.get<SessionTransaction>().session()); });
    add_session_transaction_signatures(b);
    runtime.set_type_for<SessionTransaction>(b.finish());
}

} // namespace

Session& session_of(Runtime& runtime, const Value& session) {
    if (session.is_object() && runtime.type_of(session).is_subtype_of(runtime.type_for<Session>()))
        return session.get<Session>();
    const Value sync = find_attribute(runtime, session, "sync_session");
    if (sync.is_set()) return sync.get<Session>();
    throw Error(Exc::ArgumentError, "Expected a Session, got: " + repr_text(runtime, session));
}

void make_session_types(python::Interpreter& runtime) {
    if (runtime.has_type_for<Session>()) return;
    TypeBuilder b(runtime, "Session", "sqlalchemy.orm.session");
    b.flag(Type::has_instance_dict);
    b.slots().new_ = session_new;
    b.slots().init = session_init;
    b.slots().contains = [](Runtime&, const Value& self, const Value& item) { return self_session(self).contains(item); };
    b.slots().iter = [](Runtime& r, const Value& self) -> Value {
        std::vector<Value> objects;
        for (const auto& object : self_session(self).all_objects()) objects.emplace_back(object);
        return iterate(r, r.make_list(std::move(objects)));
    };
    b.method("__enter__", session_enter).method("__exit__", session_exit);
    b.method("add", session_add).method("add_all", session_add_all).method("delete", session_delete);
    b.method("expunge", session_expunge).method("expunge_all", plain<&Session::expunge_all>);
    b.method("expire", session_expire).method("expire_all", plain<&Session::expire_all>);
    b.method("refresh", work<refresh_work>).method("merge", work<merge_work>).method("flush", work<flush_work>);
    b.method("execute", session_execute).method("scalar", work<scalar_work>).method("scalars", work<scalars_work>);
    b.method("get", session_get).method("get_one", session_get_one);
    b.method("is_modified", session_is_modified).method("enable_relationship_loading", session_enable_loading);
    b.method("bulk_insert_mappings", session_bulk_insert_mappings);
    b.method("bulk_update_mappings", session_bulk_update_mappings).method("bulk_save_objects", session_bulk_save_objects);
    b.method("begin", session_begin).method("begin_nested", session_begin_nested);
    b.method("commit", plain<&Session::commit>).method("rollback", plain<&Session::rollback>);
    b.method("close", plain<&Session::close>).method("reset", plain<&Session::reset>);
    b.method("invalidate", plain<&Session::invalidate>);
    b.method("connection", session_connection).method("get_bind", session_get_bind);
    b.method("in_transaction",
             [](Runtime&, const Value& self, Args) { return Value::boolean(self_session(self).in_transaction()); });
    b.method("in_nested_transaction", [](Runtime&, const Value& self, Args) {
        return Value::boolean(self_session(self).in_nested_transaction());
    });
    b.method("get_transaction", [](Runtime&, const Value& self, Args) {
        return transaction_or_none(self_session(self).root_transaction());
    });
    b.method("get_nested_transaction", [](Runtime&, const Value& self, Args) {
        return transaction_or_none(self_session(self).nested_transaction());
    });
    b.property("new", [](Runtime& r, const Value& self) { return identity_set(r, self_session(self).new_objects()); });
    b.property("dirty", [](Runtime& r, const Value& self) { return identity_set(r, self_session(self).dirty_objects()); });
    b.property("deleted",
               [](Runtime& r, const Value& self) { return identity_set(r, self_session(self).deleted_objects()); });
    b.property("identity_map", [](Runtime& r, const Value& self) { return identity_map_view(r, self_session(self)); });
    b.property("info", [](Runtime&, const Value& self) { return self_session(self).info(); });
    b.property("is_active", [](Runtime&, const Value& self) { return Value::boolean(self_session(self).is_active()); });
    b.property("hash_key", [](Runtime&, const Value& self) { return Value::small_int(int64_t(self_session(self).id())); });
    b.property("autoflush", get_flag<&Session::autoflush>, set_flag<&Session::autoflush>);
    b.property("expire_on_commit", get_flag<&Session::expire_on_commit>, set_flag<&Session::expire_on_commit>);
    b.property("autobegin", get_flag<&Session::autobegin>, set_flag<&Session::autobegin>);
    b.property(
        "bind",
        [](Runtime&, const Value& self) {
            const Value bind = self_session(self).bind();
            return bind.is_set() ? bind : Value::none();
        },
        [](Runtime&, const Value& self, const Value& value) { self_session(self).set_bind(value); });
    b.property("no_autoflush", session_no_autoflush);
    b.method("query", session_query);
    b.static_method("object_session", [](Runtime& r, const Value&, Args args) {
        orm::Session* session = orm::object_session(orm::instance_state(r, args.values[0]));
        return session ? Value(*session) : Value::none();
    });
    add_session_signatures(b);
    runtime.set_type_for<Session>(b.finish());

    TypeBuilder no_autoflush(runtime, "_GeneratorContextManager", "contextlib");
    no_autoflush.method("__enter__", no_autoflush_enter).method("__exit__", no_autoflush_exit);
    runtime.set_type_for<NoAutoflush>(no_autoflush.finish());
    make_transaction_type(runtime);
    make_execute_state_type(runtime);

    TypeBuilder sqlmodel(runtime, "Session", "sqlmodel.orm.session", {&runtime.type_for<Session>()});
    sqlmodel.flag(Type::has_instance_dict);
    sqlmodel.method("exec", work<exec_work>);
    runtime.set_type_for<SQLModelSessionType>(sqlmodel.finish());
}

Type& sqlmodel_session_type(python::Interpreter& interpreter) {
    make_session_types(interpreter);
    return interpreter.type_for<SQLModelSessionType>();
}

} // namespace relata::modules
