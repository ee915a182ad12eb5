// The modules sqlalchemy, sqlalchemy.sql, .schema, .types, .exc and .dialects.
#include "modules/sqlalchemy/clause_adapter.h"
#include "modules/sqlalchemy/create_engine.h"
#include "modules/sqlalchemy/dml_classes.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/inspector.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlalchemy/signatures.h"
#include "sql/dialect.h"

namespace relata::modules {

namespace {

/// `sqlite.dialect()`, `engine.dialect` as compile(dialect=...) takes it.
class DialectObject final : public Object {
  public:
    explicit DialectObject(Type& type) : Object(type) {}
};

void init_sql(python::Interpreter& interpreter, python::Module& module) {
    make_sql_types(interpreter);
    add_expression_functions(interpreter, module);
    for (const char* name : {"Select", "CompoundSelect", "Insert", "Update", "Delete", "Subquery", "CTE", "Alias", "Join",
                             "Exists", "ScalarSelect"})
        module.set(name, Value(class_named(interpreter, name)));
    for (const char* name : {"ColumnElement", "BinaryExpression", "UnaryExpression", "BooleanClauseList", "Label",
                             "BindParameter", "Case", "Cast", "ColumnClause", "TextClause", "Function", "FromClause",
                             "TableClause"})
        module.set(name, Value(class_named(interpreter, name)));
    module.set("ClauseElement", Value(class_named(interpreter, "ClauseElement")));
}

void init_exc(python::Interpreter& interpreter, python::Module& module) {
    for (size_t i = 0; i < exception_count(); ++i) {
        const ExceptionInfo& info = exception_info(Exc(i));
        if (info.module == "sqlalchemy.exc") module.set(info.name, Value(interpreter.exception_type(Exc(i))));
    }
}

void init_sqlite(python::Interpreter& interpreter, python::Module& module) {
    make_sql_types(interpreter);
    add_type_classes(interpreter, module);
    module.set("insert", python::make_function(interpreter, "insert",
                                               [](Runtime& r, const Value&, Args a) -> Value {
                                                   return dml_statement<sql::Insert>(
                                                       r, python::expect_one_argument("insert", a));
                                               }));
    if (!interpreter.has_type_for<DialectObject>()) {
        python::TypeBuilder b(interpreter, "SQLiteDialect", "sqlalchemy.dialects.sqlite.base");
        b.slots().new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<DialectObject>(type); };
        b.attribute("name", Value(interpreter.make_str("sqlite")));
        interpreter.set_type_for<DialectObject>(b.finish());
    }
    module.set("dialect", Value(interpreter.type_for<DialectObject>()));
}

Value inspect_subject(Runtime& runtime, const Value&, Args args) {
    const Value& subject = python::expect_one_argument("inspect", args);
    Value view = inspect_mapped(runtime, subject);
    if (!view.is_set()) view = inspect_database(runtime, subject);
    if (!view.is_set() && subject.is_object() && runtime.type_of(subject).module() == "sqlalchemy.ext.asyncio.engine")
        throw Error(Exc::NoInspectionAvailable,
                    runtime.type_of(subject).name() == "AsyncEngine"
                        ? "Inspection on an AsyncEngine is currently not supported. Please obtain a connection then use "
                          "``conn.run_sync`` to pass a callable where it's possible to call ``inspect`` on the passed connection."
                        : "Inspection on an AsyncConnection is currently not supported. Please use ``run_sync`` to pass a "
                          "callable where it's possible to call ``inspect`` on the passed connection.")
            .with("code", Value(runtime.make_str("xd3s")));
    if (!view.is_set())
        throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                    repr_text(runtime, Value(runtime.type_of(subject))));
    return view;
}

/// str() of SQLAlchemy's errors ends with the link to the page about them. SQLAlchemy: exc.HasDescriptionCode.
Value text_with_link(Runtime& runtime, const Value& self) {
    const auto base = runtime.exception_type(Exc::BaseException).slots.str;
    std::string text(base(runtime, self).get<Str>().view());
    const Value code = find_attribute(runtime, self, "code");
    if (code.is_set() && code.as<Str>() && !text.ends_with("/e/20/" + str_text(runtime, code) + ")"))
        text += std::string(runtime.type_of(self).is_subtype_of(runtime.exception_type(Exc::StatementError)) ? "\n" : " ") + "(Background on this error at: https://sqlalche.me/e/20/" + str_text(runtime, code) + ")";
    return runtime.make_str(text);
}

void init_sqlalchemy(python::Interpreter& interpreter, python::Module& module) {
    module.set_package(true);
    init_sql(interpreter, module);
    add_type_classes(interpreter, module);
    add_schema_classes(interpreter, module);
    add_engines(interpreter, module);
    add_urls(interpreter, module);
    module.set("inspect", Value(python::make_function(interpreter, "inspect", inspect_subject, "sqlalchemy.inspection")));
    add_sqlalchemy_signatures(module.dict());
    for (const char* name : {"Pool", "NullPool", "StaticPool", "QueuePool", "AsyncAdaptedQueuePool", "SingletonThreadPool", "AssertionPool"})
        module.define_lazily(name, [name](python::Interpreter& in) { return in.import_module("sqlalchemy.pool").find(in, name); });
    for (const char* name : {"exc", "types", "schema", "sql", "pool", "engine", "dialects"})
        module.define_lazily(name, [name](python::Interpreter& in) { return Value(in.import_module("sqlalchemy." + std::string(name))); });
    module.define_lazily("event", [](python::Interpreter& in) { return Value(in.import_module("sqlalchemy.event")); });
    module.set("__version__", Value(interpreter.make_str("2.0.52")));
}

} // namespace

void register_sqlalchemy(python::Interpreter& interpreter) {
    for (size_t i = 0; i < exception_count(); ++i)
        if (is_subclass(Exc(i), Exc::SQLAlchemyError)) interpreter.exception_type(Exc(i)).slots.str = text_with_link;
    interpreter.register_module("sqlalchemy.event", add_event_functions);
    interpreter.register_module("sqlalchemy", init_sqlalchemy);
    interpreter.register_module("sqlalchemy.sql", init_sql);
    interpreter.register_module("sqlalchemy.sql.expression", init_sql);
    interpreter.register_module("sqlalchemy.sql.selectable", init_sql);
    interpreter.register_module("sqlalchemy.sql.util", init_sql_util);
    interpreter.register_module("sqlalchemy.sql.elements", init_sql);
    interpreter.register_module("sqlalchemy.sql.functions", [](python::Interpreter& i, python::Module& m) { init_sql(i, m); });
    const auto types = [](python::Interpreter& i, python::Module& m) {
        make_sql_types(i);
        add_type_classes(i, m);
    };
    interpreter.register_module("sqlalchemy.types", types);
    interpreter.register_module("sqlalchemy.sql.sqltypes", types);
    interpreter.register_module("sqlalchemy.schema", [](python::Interpreter& i, python::Module& m) {
        make_sql_types(i);
        add_schema_classes(i, m);
    });
    interpreter.register_module("sqlalchemy.exc", init_exc);
    interpreter.register_module("sqlalchemy.event", add_event_functions);
    interpreter.register_module("sqlalchemy.dialects", [](python::Interpreter&, python::Module& m) { m.set_package(true); });
    interpreter.register_module("sqlalchemy.dialects.sqlite", init_sqlite);
}

} // namespace relata::modules
