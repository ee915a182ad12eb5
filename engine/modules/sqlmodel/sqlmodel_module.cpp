// The module sqlmodel: its own names, and those that it passes on from SQLAlchemy. SQLModel: sqlmodel/__init__.py.
#include "modules/sqlmodel/sqlmodel_modules.h"

#include "modules/sqlalchemy/select_statement.h"
#include "modules/sqlalchemy/session_type.h"
#include "modules/sqlmodel/model_methods.h"
#include "python/native_function.h"
#include "sql/coercions.h"

#include "support/protocol.h"

#include <initializer_list>

namespace relata::modules {

namespace {

/// `name` of `module` is that of another module, looked up when it is first asked for.
void pass_on(python::Module& module, const char* from, std::initializer_list<const char*> names) {
    for (const char* name : names)
        module.define_lazily(name, [from = std::string(from), name = std::string(name)](python::Interpreter& interpreter) {
            const Value found = interpreter.import_module(from).find(interpreter, name);
            if (!found.is_set())
                throw Error(Exc::ImportError, "cannot import name '" + name + "' from 'sqlmodel' (not supported here)");
            return found;
        });
}

/// `and_` and `or_`, which in sqlmodel.sql.expression, unlike SQLAlchemy's, ask for at least one clause.
void define_conjunction(python::Module& module, const char* name, const char* signature) {
    module.define_lazily(name, [name, signature](python::Interpreter& in) {
        const Value of_sqlalchemy = in.import_module("sqlalchemy").find(in, name);
        const auto forward = [](Runtime& r, const python::NativeFunction& function, const Value&, Args args) {
            return call(r, function.closure(), args);
        };
        const auto function = python::make_function(in, name, forward, of_sqlalchemy, "sqlmodel.sql.expression");
        function->set_signature(signature);
        return Value(function);
    });
}

constexpr const char* field_signature =
    "Field(default=Undefined, *, default_factory=None, alias=None, title=None, description=None, exclude=None, include=None, "
    "const=None, gt=None, ge=None, lt=None, le=None, multiple_of=None, max_digits=None, decimal_places=None, min_items=None, "
    "max_items=None, unique_items=None, min_length=None, max_length=None, allow_mutation=True, regex=None, discriminator=None, "
    "repr=True, primary_key=Undefined, foreign_key=Undefined, ondelete=Undefined, unique=Undefined, nullable=Undefined, "
    "index=Undefined, sa_type=Undefined, sa_column=Undefined, sa_column_args=Undefined, sa_column_kwargs=Undefined, "
    "schema_extra=None)";
constexpr const char* relationship_signature =
    "Relationship(*, back_populates=None, cascade_delete=False, passive_deletes=False, link_model=None, sa_relationship=None, "
    "sa_relationship_args=None, sa_relationship_kwargs=None)";

void fill_sqlmodel(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    module.set_package(true);
    module.set("__version__", Value(runtime.make_str("0.0.27")));
    module.set("SQLModel", Value(sqlmodel_class(interpreter)));
    module.set("Field", Value(python::make_function(runtime, "Field", sqlmodel_field, "sqlmodel.main")));
    module.set("Relationship", Value(python::make_function(runtime, "Relationship", sqlmodel_relationship, "sqlmodel.main")));
    module.define_lazily("Session", [](python::Interpreter& in) { return Value(sqlmodel_session_type(in)); });
    module.define_lazily("col", [](python::Interpreter& in) {
        const auto identity = [](Runtime& r, const Value&, Args args) -> Value {
            const Value& value = args.values[0];
            if (!value.as<SlotDescriptor>() && !value.as<sql::ClauseObject>())
                throw Error(Exc::RuntimeError, "Not a SQLAlchemy column: " + str_text(r, value));
            return value;
        };
        const auto function = python::make_function(in, "col", identity, "sqlmodel.sql.expression");
        function->set_signature("col(column_expression)");
        return Value(function);
    });
    module.set("select", Value(python::make_function(
                             runtime, "select",
                             [](Runtime& r, const Value&, Args args) { return sqlmodel_select(r, args.positional()); },
                             "sqlmodel.sql._expression_select_gen")));
    python::set_signatures(module.dict(), {field_signature, relationship_signature, "select(*entities)"});
    pass_on(module, "sqlalchemy",
            {"create_engine", "create_mock_engine", "engine_from_config", "inspect", "BIGINT", "BINARY", "BLOB", "BOOLEAN",
             "CHAR", "CLOB", "DATE", "DATETIME", "DECIMAL", "FLOAT", "INT", "INTEGER", "JSON", "NCHAR", "NUMERIC",
             "NVARCHAR", "REAL", "SMALLINT", "TEXT", "TIME", "TIMESTAMP", "VARBINARY", "VARCHAR", "ARRAY", "BigInteger",
             "Boolean", "CheckConstraint", "Column", "ColumnDefault", "Computed", "Constraint", "Date", "DateTime", "Enum",
             "FetchedValue", "Float", "ForeignKey", "ForeignKeyConstraint", "Identity", "Index", "Integer", "Interval",
             "LargeBinary", "MetaData", "Numeric", "PickleType", "PrimaryKeyConstraint", "Sequence", "SmallInteger",
             "String", "Table", "Text", "Time", "TupleType", "TypeDecorator", "Unicode", "UnicodeText",
             "UniqueConstraint", "Uuid", "alias", "all_", "any_", "asc", "between", "bindparam", "case", "cast",
             "collate", "column", "delete", "desc", "distinct", "except_", "except_all", "exists", "extract", "false",
             "func", "funcfilter", "insert", "intersect", "intersect_all", "join", "lambda_stmt", "lateral", "literal",
             "literal_column", "modifier", "not_", "null", "nulls_first", "nulls_last", "nullsfirst", "nullslast",
             "outerjoin", "outparam", "over", "subquery", "table", "tablesample", "text", "true", "tuple_",
             "type_coerce", "union", "union_all", "update", "values", "within_group"});
    pass_on(module, "sqlmodel.sql.sqltypes", {"AutoString"});
    define_conjunction(module, "and_", "and_(initial_clause, *clauses)");
    define_conjunction(module, "or_", "or_(initial_clause, *clauses)");
}

} // namespace

void register_sqlmodel(python::Interpreter& interpreter) {
    interpreter.register_module("sqlmodel", fill_sqlmodel);
    interpreter.register_module("sqlmodel.main", fill_sqlmodel);
    interpreter.register_module("sqlmodel.orm", [](python::Interpreter&, python::Module&) {});
    interpreter.register_module("sqlmodel.orm.session", [](python::Interpreter& in, python::Module& module) {
        module.set("Session", Value(sqlmodel_session_type(in)));
    });
    interpreter.register_module("sqlmodel.sql", [](python::Interpreter&, python::Module&) {});
    interpreter.register_module("sqlmodel.sql.expression", [](python::Interpreter&, python::Module& module) {
        pass_on(module, "sqlmodel", {"select", "col", "and_", "or_", "not_", "func"});
        module.define_lazily("Select", [](python::Interpreter& in) { return sqlmodel_select_class(in, false); });
        module.define_lazily("SelectOfScalar", [](python::Interpreter& in) { return sqlmodel_select_class(in, true); });
    });
    interpreter.register_module("sqlmodel.sql.sqltypes", [](python::Interpreter&, python::Module& module) {
        pass_on(module, "sqlalchemy", {"AutoString"});
    });
    interpreter.register_module("sqlmodel.pool", [](python::Interpreter&, python::Module& module) {
        pass_on(module, "sqlalchemy.pool", {"StaticPool", "NullPool", "QueuePool", "SingletonThreadPool"});
    });
}

} // namespace relata::modules
