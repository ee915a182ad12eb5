// create_engine and create_async_engine's arguments. SQLAlchemy: engine/create.py.
#include "modules/sqlalchemy/create_engine.h"

#include "execution/connection.h"
#include "execution/driver_functions.h"
#include "modules/sqlalchemy/asyncio_waits.h"
#include "modules/sqlalchemy/engine_types.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Engine;
using execution::EngineOptions;
using execution::PoolClass;

namespace {

double number_of(Runtime& runtime, const Value& value) {
    if (const Float* f = value.as<Float>()) return f->value();
    return double(as_index(runtime, value));
}

std::optional<PoolClass> pool_class_of(Runtime& runtime, const Value& value) {
    const Type* type = value.as<Type>();
    if (!type) return std::nullopt;
    for (PoolClass cls : {PoolClass::queue, PoolClass::async_adapted_queue, PoolClass::singleton_thread,
                          PoolClass::static_, PoolClass::null, PoolClass::assertion})
        if (&execution::pool_type(runtime, cls) == type) return cls;
    return std::nullopt;
}

/// Takes one keyword; false where create_engine knows no such name.
bool take(Runtime& runtime, EngineOptions& options, std::string_view name, const Value& value) {
    if (name == "echo") {
        const Str* text = value.as<Str>();
        options.echo = text ? *text == "debug" : truth(runtime, value);
        options.echo_debug = text != nullptr;
    } else if (name == "hide_parameters")
        options.hide_parameters = truth(runtime, value);
    else if (name == "enable_from_linting")
        options.enable_from_linting = truth(runtime, value);
    else if (name == "use_insertmanyvalues")
        options.use_insertmanyvalues = truth(runtime, value);
    else if (name == "insertmanyvalues_page_size")
        options.insertmanyvalues_page_size = as_index(runtime, value);
    else if (name == "query_cache_size")
        options.query_cache_size = as_index(runtime, value);
    else if (name == "isolation_level")
        options.isolation_level = str_text(runtime, value);
    else if (name == "poolclass")
        options.pool_class = pool_class_of(runtime, value);
    else if (name == "pool_size")
        options.pool_size = as_index(runtime, value);
    else if (name == "max_overflow")
        options.max_overflow = as_index(runtime, value);
    else if (name == "pool_timeout")
        options.pool_timeout = number_of(runtime, value);
    else if (name == "pool_recycle")
        options.pool_recycle = number_of(runtime, value);
    else if (name == "pool_pre_ping")
        options.pool_pre_ping = truth(runtime, value);
    else if (name == "pool_use_lifo")
        options.pool_use_lifo = truth(runtime, value);
    else if (name == "pool_reset_on_return") {
        const Str* style = value.as<Str>();
        options.reset_on_return = style && *style == "commit"        ? execution::ResetStyle::commit
                                  : !style && !truth(runtime, value) ? execution::ResetStyle::none
                                                                     : execution::ResetStyle::rollback;
    } else if (name == "connect_args") {
        if (Dict* arguments = value.as<Dict>()) options.connect_args = Ref<Dict>(arguments);
    } else if (name == "creator")
        options.creator = value;
    else if (name == "execution_options") {
        if (Dict* given = value.as<Dict>())
            options.execution_options = execution::ExecutionOptions(Ref<Dict>(given));
    } else if (name == "logging_name")
        options.logging_name = str_text(runtime, value);
    else if (name == "future") {
        if (!truth(runtime, value))
            throw Error(Exc::ArgumentError,
                        "The 'future' parameter passed to create_engine() may only be set to True.");
    } else {
        static constexpr std::string_view accepted_without_effect[] = {
            "echo_pool",  "json_serializer",   "json_deserializer",        "plugins",         "module",
            "paramstyle", "pool_logging_name", "skip_autocommit_rollback", "native_datetime", "label_length"};
        for (std::string_view known : accepted_without_effect)
            if (known == name) return true;
        return false;
    }
    return true;
}

/// REGEXP of SQLite asks `re`. SQLAlchemy: pysqlite's on_connect.
Value regexp(Runtime& runtime, const Value&, Args args) {
    const auto values = python::expect_positional("regexp", args, 2, 2);
    if (values[1].is_none()) return Value::none();
    auto& interpreter = python::interpreter_of(runtime);
    const Value search = interpreter.import_module("re").find(interpreter, "search");
    const Value found = call(runtime, search, Args{.values = values});
    return Value::boolean(!found.is_none());
}

} // namespace

Ref<Engine> create_engine(Runtime& runtime, Args args, bool is_async) {
    make_engine_types(runtime);
    if (Value& function = runtime.extension<execution::DriverFunctions>().regexp; !function.is_set())
        function = python::make_function(runtime, "regexp", regexp);
    const char* function = is_async ? "create_async_engine" : "create_engine";
    const Value* given = args.positional_count() ? &args.values[0] : args.keyword("url");
    if (!given)
        throw Error(Exc::TypeError,
                    std::string(function) + "() missing 1 required positional argument: 'url'");
    execution::Url url;
    if (const Str* text = given->as<Str>())
        url = execution::Url::parse(text->view());
    else if (runtime.type_of(*given).name() == "URL")
        url = execution::Url::parse(str_text(runtime, *given));
    else
        throw Error(Exc::ArgumentError, "Expected string or URL object, got " + repr_text(runtime, *given));
    if (auto& state = execution::RunState::of(runtime); is_async && !state.event_loop())
        state.set_event_loop(std::make_unique<AsyncioWaits>(runtime));
    EngineOptions options;
    options.is_async_call = is_async;
    std::string unknown;
    for (size_t k = 0; k < args.keyword_count(); ++k) {
        const std::string_view name = (*args.keywords)[k].get<Str>().view();
        if (name == "url") continue;
        if (!take(runtime, options, name, args.values[args.positional_count() + k]))
            unknown += (unknown.empty() ? "'" : ",'") + std::string(name) + "'";
    }
    Ref<Engine> engine = runtime.make<Engine>(runtime.type_for<Engine>(), std::move(url), std::move(options));
    if (!unknown.empty())
        throw Error(Exc::TypeError,
                    "Invalid argument(s) " + unknown +
                        " sent to create_engine(), using configuration SQLiteDialect_" + engine->driver() +
                        "/" + engine->pool().class_name() +
                        "/Engine.  Please check that the keyword arguments are appropriate for this "
                        "combination of components.");
    return engine;
}

void add_engines(python::Interpreter& interpreter, python::Module& module) {
    make_engine_types(interpreter);
    module.set("create_engine",
               python::make_function(interpreter, "create_engine",
                                            [](Runtime& runtime, const Value&, Args args) -> Value {
                                                return create_engine(runtime, args, false);
                                            }));
    module.set("Engine", Value(interpreter.type_for<Engine>()));
    module.set("Connection", Value(interpreter.type_for<execution::Connection>()));
    module.set("Row", Value(interpreter.type_for<execution::Row>()));
    module.set("Result", Value(interpreter.type_for<execution::Result>()));
    module.set("CursorResult", Value(interpreter.type_for<execution::CursorResultType>()));
    module.set("ScalarResult", Value(interpreter.type_for<execution::ScalarResultType>()));
    module.set("MappingResult", Value(interpreter.type_for<execution::MappingResultType>()));
    module.set("IteratorResult", Value(interpreter.type_for<execution::IteratorResultType>()));
    module.set("ChunkedIteratorResult", Value(interpreter.type_for<execution::ChunkedIteratorResultType>()));
    module.set("RowMapping", Value(interpreter.type_for<execution::RowMappingType>()));
}

void add_pools(python::Interpreter& interpreter, python::Module& module) {
    make_engine_types(interpreter);
    module.set("Pool", Value(interpreter.type_for<execution::Pool>()));
    for (PoolClass cls : {PoolClass::queue, PoolClass::async_adapted_queue, PoolClass::singleton_thread,
                          PoolClass::static_, PoolClass::null, PoolClass::assertion}) {
        Type& type = execution::pool_type(interpreter, cls);
        module.set(type.name(), Value(type));
    }
}

} // namespace relata::modules
