// The Python classes of SQL expressions, statements, schema and types, shared by `sqlalchemy` and `sqlmodel`.
#pragma once

#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "sql/dml.h"
#include "sql/schema/schema.h"

namespace relata::modules {

/// A SQL type as the program holds it: `String(50)`; a subclass of TypeDecorator by the program too.
class TypeObject : public Object {
  public:
    TypeObject(Type& type, sql::TypeRef sql_type) : Object(type), m_sql_type(std::move(sql_type)) {}
    const sql::TypeRef& sql_type() const { return m_sql_type; }
    void set_sql_type(sql::TypeRef t) { m_sql_type = std::move(t); }

  private:
    sql::TypeRef m_sql_type;
};

/// `MetaData()`.
class MetaDataObject : public Object {
  public:
    MetaDataObject(Type& type, Ref<sql::MetaData> metadata) : Object(type), m_metadata(std::move(metadata)) {}
    sql::MetaData& metadata() const { return *m_metadata; }
    const Ref<sql::MetaData>& ref() const { return m_metadata; }

  private:
    Ref<sql::MetaData> m_metadata;
};

/// Arguments of Column and Table that are no expressions: ForeignKey, constraints, Index, Computed.
class SchemaItemObject : public Object {
  public:
    enum class Item : uint8_t { foreign_key, constraint, index, computed };
    SchemaItemObject(Type& type, Item what) : Object(type), item(what) {}
    Item item;
    // foreign_key
    std::string target{}, ondelete{}, onupdate{}, name{}, initially{};
    Ref<sql::Column> target_column{};
    std::optional<bool> deferrable{};
    bool use_alter = false;
    Ref<sql::Constraint> constraint{};
    // index
    std::vector<Value> expressions{};
    bool unique = false;
    Ref<sql::ColumnElement> where{};
    const sql::Index* attached = nullptr; ///< once it is in a table
    Ref<sql::Table> table{};
    // computed
    Ref<sql::ColumnElement> sqltext{};
    std::optional<bool> persisted{};
};

/// Makes the classes of this run, once; each module that shows some of them calls it.
void make_sql_types(python::Interpreter& interpreter);

/// Gives a class the operators and methods of columns: its objects are anything that sql::clause_of understands
/// (a ClauseObject, an InstrumentedAttribute).
void add_column_operators(python::TypeBuilder& builder);
/// `repr(expression)`-style text of a node: what str() shows.
std::string clause_text(Runtime& runtime, sql::ClauseElement& clause);

template <class T> Value wrap(Runtime& runtime, const Ref<T>& clause) {
    return clause ? sql::wrap_clause(runtime, *clause) : Value::none();
}
/// The node of a ClauseObject as a `T`.
template <class T> T& node(const Value& self) { return static_cast<T&>(self.get<sql::ClauseObject>().clause()); }

/// `select.selected_columns`.
Value column_collection(Runtime& runtime, const std::vector<Ref<sql::ColumnElement>>& columns, sql::LabelStyle style);

/// A type argument: an instance or a class (`Integer`), or a Python type that SQLModel maps.
sql::TypeRef type_argument(Runtime& runtime, const Value& value);
/// The same where a type must be given: NullType for what is none. SQLAlchemy: type_api.to_instance.
sql::TypeRef required_type_argument(Runtime& runtime, const Value& value);
Value wrap_type(Runtime& runtime, const sql::TypeRef& type);
/// The column that a `Column(...)` object or an expression is.
Ref<sql::ColumnElement> column_argument(Runtime& runtime, const Value& value);

/// Puts a table's parts into it: Column objects and schema items, as `Table(name, metadata, *args)` does.
void add_table_argument(Runtime& runtime, sql::Table& table, const Value& argument);
/// `ForeignKey(...)` and others given to a Column.
void add_column_argument(Runtime& runtime, sql::Column& column, const Value& argument);
/// `Column(*args, **kwargs)`; `name` may be empty until a mapper names it.
Ref<sql::Column> make_column(Runtime& runtime, Args args);

// Parts of the modules, each in a file of its own.
void make_value_conversions(python::Interpreter& interpreter);
void make_type_classes(python::Interpreter& interpreter);
void make_schema_classes(python::Interpreter& interpreter);
void make_select_classes(python::Interpreter& interpreter);
void make_dml_classes(python::Interpreter& interpreter);
void make_from_classes(python::Interpreter& interpreter);
void add_type_classes(python::Interpreter& interpreter, python::Module& module);
void add_schema_classes(python::Interpreter& interpreter, python::Module& module);
/// The method `table.insert()`, `.update()`, `.delete()`.
python::NativeFn table_dml(std::string_view name);
/// select, and_, or_, func, text, case, ... into `sqlalchemy` (and, some of them, `sqlmodel`).
void add_expression_functions(python::Interpreter& interpreter, python::Module& module);

/// The Python class in which a node of this C++ class name stands; null: ClauseElement.
Type& class_for_clause(Runtime& runtime, const sql::ClauseElement& clause);
/// The class by its Python name: "Select", "ClauseElement".
Type& class_named(Runtime& runtime, const std::string& class_name);
void set_class_for_clause(Runtime& runtime, const std::string& class_name, Type& type);

/// Declares sqlalchemy, sqlalchemy.sql, .schema, .types, .exc, .dialects.sqlite (not .orm, .ext).
void register_sqlalchemy(python::Interpreter& interpreter);

} // namespace relata::modules
