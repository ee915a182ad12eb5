// column_property(), deferred(), query_expression() and synonym(). SQLAlchemy: orm/_orm_constructors.py.
#include "modules/sqlmodel/mapped_properties.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/model_methods.h"
#include "orm/attributes.h"
#include "orm/relationship.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::ArgReader;

struct MappedExpressionType; ///< tags of the Python types
struct SynonymType;

/// The expression as a property selects it: one without a name gets an anonymous label.
/// SQLAlchemy: coercions.LabeledColumnExprImpl.
Ref<sql::ColumnElement> labeled(Runtime& runtime, const Value& value) {
    Ref<sql::ColumnElement> element = sql::expect_column(runtime, sql::Role::labeled_column_expr, value);
    switch (element->identity()->kind()) {
    case sql::Kind::column:
    case sql::Kind::column_clause:
    case sql::Kind::label: return element;
    default: return sql::label(*element, std::nullopt);
    }
}

Value make_column_property(Runtime& runtime, const Value& column, orm::ColumnProperty::Options options,
                           const std::vector<Value>& more, const Value& doc, const Value& info) {
    std::vector<Ref<sql::ColumnElement>> columns{labeled(runtime, column)};
    for (const Value& v : more) columns.push_back(labeled(runtime, v));
    auto property = make_ref<orm::ColumnProperty>(std::move(columns), std::move(options));
    if (const Str* text = doc.is_set() ? doc.as<Str>() : nullptr) property->doc = std::string(text->view());
    property->info = info;
    return runtime.make<MappedPropertyObject>(runtime.type_for<MappedExpressionType>(), property);
}

/// The first argument is the column; more positional ones are columns that a join makes equal.
struct ColumnArguments {
    ColumnArguments(Runtime& runtime, const char* function, Args a) {
        if (a.positional_count() == 0)
            throw Error(Exc::TypeError, std::string(function) + "() missing 1 required positional argument: 'column'");
        column = a.values[0];
        for (size_t i = 1; i < a.positional_count(); ++i) more.push_back(a.values[i]);
        for (size_t i = 0; i < a.keyword_count(); ++i)
            read(runtime, function, std::string((*a.keywords)[i].get<Str>().view()), a.values[a.positional_count() + i]);
    }
    Value column, doc, info;
    std::vector<Value> more;
    orm::ColumnProperty::Options options;

  private:
    void read(Runtime& runtime, const std::string& function, const std::string& name, const Value& value) {
        const bool on = truth(runtime, value);
        if (name == "group")
            options.group = value.is_none() ? "" : str_text(runtime, value);
        else if (name == "deferred" && function == "column_property")
            options.deferred = on;
        else if (name == "raiseload")
            options.raiseload = on;
        else if (name == "active_history")
            options.active_history = on;
        else if (name == "expire_on_flush")
            options.expire_on_flush = on;
        else if (name == "doc")
            doc = value;
        else if (name == "info")
            info = value;
        else if (name == "comparator_factory")
            throw Error(Exc::NotImplementedError, "not supported here: comparator_factory of " + function + "()");
        else if (name != "init" && name != "repr" && name != "default" && name != "default_factory" &&
                 name != "compare" && name != "kw_only" && name != "hash" && name != "dataclass_metadata")
            throw Error(Exc::TypeError, function + "() got an unexpected keyword argument '" + name + "'");
    }
};

Value column_property(Runtime& runtime, const Value&, Args a) {
    ColumnArguments args(runtime, "column_property", a);
    return make_column_property(runtime, args.column, std::move(args.options), args.more, args.doc, args.info);
}

Value deferred(Runtime& runtime, const Value&, Args a) {
    ColumnArguments args(runtime, "deferred", a);
    args.options.deferred = true;
    return make_column_property(runtime, args.column, std::move(args.options), args.more, args.doc, args.info);
}

Value query_expression(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime,
                         {.function = "query_expression",
                          .names = {"default_expr", "repr", "compare", "expire_on_flush", "info", "doc"},
                          .positional = 1,
                          .origin = python::Signature::Origin::python},
                         a);
    orm::ColumnProperty::Options options;
    options.query_expression = true;
    if (args.has(3)) options.expire_on_flush = args.truth(3);
    const Value expression = args.has(0) ? args[0] : wrap(runtime, sql::null_element());
    return make_column_property(runtime, expression, std::move(options), {}, args.has(5) ? args[5] : Value(),
                                args.has(4) ? args[4] : Value());
}

Value synonym(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime,
                         {.function = "synonym",
                          .names = {"name", "map_column", "descriptor", "comparator_factory", "init", "repr", "default",
                                    "default_factory", "compare", "kw_only", "hash", "info", "doc", "dataclass_metadata"},
                          .required = 1,
                          .positional = 1,
                          .origin = python::Signature::Origin::python},
                         a);
    for (const size_t i : {size_t(1), size_t(2), size_t(3)})
        if (!args.is_none(i) && !args[i].is_false())
            throw Error(Exc::NotImplementedError,
                        std::string("not supported here: synonym(") +
                            (i == 1 ? "map_column" : i == 2 ? "descriptor" : "comparator_factory") + "=...)");
    auto property = make_ref<orm::SynonymProperty>(std::string(args.text(0)));
    return runtime.make<MappedPropertyObject>(runtime.type_for<SynonymType>(), property);
}

} // namespace

Ref<orm::MapperProperty> declared_property(const Value& value, std::string_view key) {
    if (!value.is_set() || !value.is_object()) return {};
    if (auto* object = dynamic_cast<MappedPropertyObject*>(value.as_object())) return object->property;
    if (orm::RelationshipProperty* relationship = relationship_property(value))
        return Ref<orm::MapperProperty>(relationship);
    if (auto* attribute = dynamic_cast<orm::InstrumentedAttribute*>(value.as_object()); attribute && attribute->key() != key)
        return make_ref<orm::SynonymProperty>(attribute->key());
    return {};
}

bool add_mapped_attribute(Runtime& runtime, Type& cls, Str& name, const Value& value) {
    orm::Mapper* mapper = orm::find_mapper(cls);
    if (!mapper) return false;
    const std::string key(name.view());
    if (Ref<orm::MapperProperty> property = declared_property(value, key)) {
        if (property->has_parent() && !property->is_relationship()) return false;
        if (orm::ColumnProperty* column = property->as_column()) // `deferred(Column(...))`
            for (const auto& c : column->columns())
                if (c->kind() == sql::Kind::column && !c->table()) {
                    auto& own = static_cast<sql::Column&>(*c);
                    if (own.name().value_or("").empty()) own.set_name(key), own.set_key(key);
                    mapper->local_table()->append_column(Ref<sql::Column>(own));
                }
        mapper->add_property(key, std::move(property));
        return true;
    }
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, value);
    if (!clause || clause->kind() != sql::Kind::column) return false;
    Ref<sql::Column> column(static_cast<sql::Column*>(clause.get()));
    if (column->name().value_or("").empty()) column->set_name(key), column->set_key(key);
    if (!column->table()) mapper->local_table()->append_column(column);
    mapper->add_property(
        key, make_ref<orm::ColumnProperty>(std::vector<Ref<sql::ColumnElement>>{Ref<sql::ColumnElement>(column)}));
    return true;
}

void set_class_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    Type& cls = self.get<Type>();
    if (value.is_set()) {
        if (add_mapped_attribute(runtime, cls, name, value)) return;
    } else if (orm::find_mapper(cls)) {
        // SQLAlchemy: decl_base._del_attribute
        const Value* there = cls.dict().find(name);
        if (there && dynamic_cast<orm::InstrumentedAttribute*>(there->is_object() ? there->as_object() : nullptr))
            throw Error(Exc::NotImplementedError, "Can't un-map individual mapped attributes on a mapped class.");
    }
    runtime.type(BuiltinType::type).slots.set_attribute(runtime, self, name, value);
    if (value.is_set() && is_composite(value) && orm::find_mapper(cls))
        call_method(runtime, value, "_attach", {self, Value(name)});
}

bool is_composite(const Value& value) {
    if (!value.is_object() || value.as_object()->kind() != ObjectKind::instance) return false;
    const Type& type = value.as_object()->type();
    return type.name() == "Composite" && type.module() == "sqlalchemy.orm.descriptor_props";
}

void add_mapped_properties(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    if (!runtime.has_type_for<MappedExpressionType>()) {
        python::TypeBuilder expression(runtime, "MappedSQLExpression", "sqlalchemy.orm.properties");
        runtime.set_type_for<MappedExpressionType>(expression.finish());
        python::TypeBuilder other_name(runtime, "Synonym", "sqlalchemy.orm.descriptor_props");
        runtime.set_type_for<SynonymType>(other_name.finish());
    }
    const auto function = [&](const char* name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(runtime, name, fn, "sqlalchemy.orm._orm_constructors")));
    };
    function("column_property", column_property);
    function("deferred", deferred);
    function("query_expression", query_expression);
    function("synonym", synonym);
}

} // namespace relata::modules
