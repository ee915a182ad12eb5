// What the methods of Session and AsyncSession read from their arguments.
#include "modules/sqlalchemy/option_object.h"
#include "modules/sqlalchemy/session_type.h"

#include "execution/result.h"
#include "orm/context.h"
#include "orm/mapper.h"
#include "sql/coercions.h"
#include "support/protocol.h"

namespace relata::modules {

using python::ArgReader;

namespace {

execution::ExecutionOptions options_from(const Value& value) {
    auto* dict = value.is_set() ? value.as<Dict>() : nullptr;
    return dict ? execution::ExecutionOptions(Ref<Dict>(*dict)) : execution::ExecutionOptions();
}

Value bind_from(Runtime& runtime, const Value& bind_arguments) {
    auto* dict = bind_arguments.is_set() ? bind_arguments.as<Dict>() : nullptr;
    const Value* bind = dict ? dict->find("bind") : nullptr;
    (void)runtime;
    return bind ? *bind : Value();
}

/// The engine below an AsyncEngine, the connection below an AsyncConnection.
Value sync_bind(Runtime& runtime, const Value& bind) {
    if (!bind.is_object()) return bind;
    for (const char* name : {"sync_engine", "sync_connection"})
        if (Value sync = find_attribute(runtime, bind, name); sync.is_set() && !sync.is_none()) return sync;
    return bind;
}

struct Execution {
    Ref<sql::ClauseElement> statement;
    orm::ExecuteOptions options;
};

Execution execution_from(Runtime& runtime, const ArgReader& args) {
    Execution result;
    result.statement = sql::expect(runtime, sql::Role::statement, args[0]);
    result.options.params = args.get(1);
    result.options.options = options_from(args.get(2));
    result.options.bind = bind_from(runtime, args.get(3));
    return result;
}

Execution execution_from(Runtime& runtime, std::string_view function, Args args, size_t positional) {
    return execution_from(runtime, ArgReader(runtime,
                                             {.function = function,
                                              .names = {"statement", "params", "execution_options", "bind_arguments"},
                                              .required = 1,
                                              .positional = positional,
                                              .origin = python::Signature::Origin::python,
                                              .self_count = 1},
                                             args));
}

execution::Result& result_of(const Value& value) { return value.get<execution::Result>(); }

std::vector<Ref<sql::ExecutableOption>> loader_options(Runtime& runtime, const Value& value) {
    std::vector<Ref<sql::ExecutableOption>> result;
    if (!value.is_set() || value.is_none()) return result;
    for_each(runtime, value, [&](const Value& item) {
        auto* option = item.as<OptionObject>();
        if (!option)
            throw Error(Exc::ArgumentError, "ExecutableOption Python object expected, got " + repr_text(runtime, item) + ".");
        result.push_back(option->option());
    });
    return result;
}

orm::Mapper& mapper_from(Runtime& runtime, const Value& entity) {
    if (auto* cls = entity.as<Type>())
        if (orm::find_mapper(*cls)) return orm::class_mapper(*cls);
    if (orm::find_mapper(runtime.type_of(entity))) // an object of a mapped class
        throw Error(Exc::ArgumentError, "Expected mapped class or mapper, got: " + repr_text(runtime, entity));
    throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                repr_text(runtime, Value(runtime.type_of(entity))));
}

std::vector<std::string> names_from(Runtime& runtime, const Value& value) {
    std::vector<std::string> names;
    for_each(runtime, value, [&](const Value& item) { names.push_back(str_text(runtime, item)); });
    return names;
}

} // namespace

orm::SessionOptions session_options(Runtime& runtime, Args call_args, std::string_view function) {
    ArgReader args(runtime,
                   {.function = function,
                    .names = {"bind", "autoflush", "future", "expire_on_commit", "autobegin", "twophase", "binds",
                              "enable_baked_queries", "info", "query_cls", "autocommit", "join_transaction_mode",
                              "close_resets_only"},
                    .positional = 1,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    if (args.truth(10)) throw Error(Exc::ArgumentError, "autocommit=True is no longer supported");
    if (!args.truth(2, true))
        throw Error(Exc::ArgumentError, "The 'future' parameter passed to Session() may only be set to True.");
    orm::SessionOptions options;
    options.bind = function.starts_with("Async") ? sync_bind(runtime, args.get(0)) : args.get(0);
    options.autoflush = args.truth(1, true);
    options.expire_on_commit = args.truth(3, true);
    options.autobegin = args.truth(4, true);
    options.twophase = args.truth(5);
    if (!args.is_none(8)) {
        options.info = runtime.make_dict();
        call_method(runtime, options.info, "update", {args[8]});
    }
    if (args.has(11)) options.join_transaction_mode = std::string(args.text(11));
    const std::string& mode = options.join_transaction_mode;
    if (mode != "conditional_savepoint" && mode != "rollback_only" && mode != "control_fully" && mode != "create_savepoint")
        throw Error(Exc::ArgumentError, "invalid selection for join_transaction_mode: \"" + mode + "\"");
    options.close_resets_only = args.truth(12, true);
    return options;
}

/// The rows are fetched as they are read. SQLAlchemy: AsyncSession.stream, `stream_results`.
static Execution streaming(Runtime& runtime, Execution e) {
    const Ref<Dict> added = runtime.make_dict();
    added->set(*runtime.intern("stream_results"), Value::boolean(true));
    e.options.options = e.options.options.merged(runtime, execution::ExecutionOptions(added));
    return e;
}

SessionWork stream_execute_work(Runtime& runtime, Args args) {
    return [e = streaming(runtime, execution_from(runtime, "AsyncSession.stream", args, 2))](orm::Session& session) {
        return orm::execute(session, *e.statement, e.options);
    };
}

SessionWork execute_work(Runtime& runtime, std::string_view method, Args args) {
    return [e = execution_from(runtime, method, args, 2)](orm::Session& session) {
        return orm::execute(session, *e.statement, e.options);
    };
}

SessionWork exec_work(Runtime& runtime, Args args) {
    return [e = execution_from(runtime, "Session.exec", args, 1)](orm::Session& session) -> Value {
        Value result = orm::execute(session, *e.statement, e.options);
        const bool scalars = e.statement->kind() == sql::Kind::select &&
                             static_cast<sql::Select&>(*e.statement).python_name == "SelectOfScalar";
        return scalars ? Value(result_of(result).scalars(Value::small_int(0))) : result;
    };
}

SessionWork scalar_work(Runtime& runtime, Args args) {
    return [e = execution_from(runtime, "Session.scalar", args, 2)](orm::Session& session) {
        return result_of(orm::execute(session, *e.statement, e.options)).scalar();
    };
}

SessionWork scalars_work(Runtime& runtime, Args args) {
    return [e = execution_from(runtime, "Session.scalars", args, 2)](orm::Session& session) -> Value {
        return result_of(orm::execute(session, *e.statement, e.options)).scalars(Value::small_int(0));
    };
}

SessionWork get_work(Runtime& runtime, Args call_args, bool required) {
    ArgReader args(runtime,
                   {.function = required ? "Session.get_one" : "Session.get",
                    .names = {"entity", "ident", "options", "populate_existing", "with_for_update", "identity_token",
                              "execution_options", "bind_arguments"},
                    .required = 2,
                    .positional = 2,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    orm::GetOptions options;
    options.options = loader_options(runtime, args.get(2));
    options.populate_existing = args.truth(3);
    options.with_for_update = !args.is_none(4) && truth(runtime, args[4]);
    options.execution_options = options_from(args.get(6));
    options.bind = bind_from(runtime, args.get(7));
    return [&runtime, entity = args.get(0), ident = args.get(1), options, required](orm::Session& session) {
        const Value found = session.get(mapper_from(runtime, entity), ident, options);
        if (required && found.is_none())
            throw Error(Exc::NoResultFound, "No row was found when one was required");
        return found;
    };
}

SessionWork refresh_work(Runtime& runtime, Args call_args) {
    ArgReader args(runtime,
                   {.function = "Session.refresh",
                    .names = {"instance", "attribute_names", "with_for_update"},
                    .required = 1,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    std::optional<std::vector<std::string>> names;
    if (!args.is_none(1)) names = names_from(runtime, args[1]);
    const bool for_update = !args.is_none(2) && truth(runtime, args[2]);
    return [instance = args.get(0), names, for_update](orm::Session& session) {
        session.refresh(instance, names ? &*names : nullptr, for_update);
        return Value::none();
    };
}

SessionWork merge_work(Runtime& runtime, Args call_args) {
    ArgReader args(runtime,
                   {.function = "Session.merge",
                    .names = {"instance", "load", "options"},
                    .required = 1,
                    .positional = 1,
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    return [instance = args.get(0), load = args.truth(1, true), options = loader_options(runtime, args.get(2))](
               orm::Session& session) { return session.merge(instance, load, options); };
}

SessionWork flush_work(Runtime& runtime, Args call_args) {
    ArgReader args(runtime,
                   {.function = "Session.flush",
                    .names = {"objects"},
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    return [objects = args.get(0)](orm::Session& session) {
        session.flush(objects);
        return Value::none();
    };
}

} // namespace relata::modules
