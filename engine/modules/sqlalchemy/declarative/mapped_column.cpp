#include "modules/sqlalchemy/declarative/mapped_column.h"

#include "modules/sqlalchemy/schema_classes.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/model.h"
#include "python/native_function.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

bool derives_from(const Type& type, std::string_view module, std::string_view name) {
    return std::any_of(type.mro().begin(), type.mro().end(),
                       [&](const Type* t) { return t->name() == name && t->module() == module; });
}

/// SQLAlchemy: sqltypes._type_map, registry._resolve_type.
sql::TypeRef type_of_class(Runtime& runtime, const Value& python_type) {
    const Type* type = python_type.as<Type>();
    if (!type) return {};
    if (derives_from(*type, "enum", "Enum")) return enum_type(runtime, python_type);
    for (const Type* t : type->mro()) {
        const auto is = [&](BuiltinType b) { return t == &runtime.type(b); };
        if (is(BuiltinType::bool_)) return sql::make_type(sql::TypeKind::boolean);
        if (is(BuiltinType::int_)) return sql::make_type(sql::TypeKind::integer);
        if (is(BuiltinType::float_)) return sql::make_type(sql::TypeKind::float_);
        if (is(BuiltinType::str)) return sql::string_type({});
        if (is(BuiltinType::bytes)) return sql::make_type(sql::TypeKind::large_binary);
        if (t->module() == "datetime") {
            if (t->name() == "datetime") return sql::make_type(sql::TypeKind::datetime);
            if (t->name() == "date") return sql::make_type(sql::TypeKind::date);
            if (t->name() == "time") return sql::make_type(sql::TypeKind::time);
            if (t->name() == "timedelta") return sql::make_type(sql::TypeKind::interval);
        }
        if (t->module() == "uuid" && t->name() == "UUID") return sql::make_type(sql::TypeKind::uuid);
        if (t->module() == "decimal" && t->name() == "Decimal") {
            sql::TypeRef numeric = sql::make_type(sql::TypeKind::numeric);
            numeric->as_decimal = true;
            return numeric;
        }
    }
    return {};
}

sql::TypeRef resolved_type(Runtime& runtime, const Value& python_type, const Dict* map) {
    if (map)
        if (const Value* found = map->find(runtime, python_type)) return type_argument(runtime, *found);
    return type_of_class(runtime, python_type);
}

[[noreturn]] void raise_no_type(Runtime& runtime, const std::string& key, const Value& type, const Value& annotation) {
    const bool is_type = type.as<Type>() || type.as<python::GenericAlias>() || type.as<python::UnionType>();
    if (!is_type)
        throw Error(Exc::MappedAnnotationError, "The object provided inside the '" + key +
                                                    "' attribute Mapped annotation is not a Python type, it's the object " +
                                                    repr_text(runtime, annotation) + ". Expected a Python type.");
    if (const Type* cls = type.as<Type>(); cls && cls->module().starts_with("sqlalchemy.sql"))
        throw Error(Exc::MappedAnnotationError, "The type provided inside the '" + key +
                                                    "' attribute Mapped annotation is the SQLAlchemy type " +
                                                    str_text(runtime, type) + ". Expected a Python type instead");
    throw Error(Exc::MappedAnnotationError,
                "Could not locate SQLAlchemy Core type when resolving for Python type indicated by '" +
                    str_text(runtime, type) + "' inside the Mapped[] annotation for the '" + key +
                    "' attribute; the type object is not resolvable by the registry");
}

Value mapped_column(Runtime& runtime, const Value&, Args a) {
    std::vector<Value> positional(a.positional().begin(), a.positional().end());
    std::vector<std::pair<Ref<Str>, Value>> keywords;
    auto made = runtime.make<MappedColumnObject>(runtime.type_for<MappedColumnObject>(), std::vector<Value>(),
                                                 std::vector<std::pair<Ref<Str>, Value>>());
    static constexpr std::string_view ignored[] = {"init", "repr", "default_factory", "compare", "kw_only", "hash",
                                                   "dataclass_metadata", "quote"};
    for (size_t i = 0; i < a.keyword_count(); ++i) {
        Str& key = (*a.keywords)[i].get<Str>();
        const std::string_view name = key.view();
        const Value& value = a.values[a.positional_count() + i];
        if (name == "deferred")
            made->options.deferred = truth(runtime, value);
        else if (name == "deferred_group")
            made->options.group = value.is_none() ? "" : str_text(runtime, value), made->options.deferred = true;
        else if (name == "deferred_raiseload")
            made->options.raiseload = truth(runtime, value);
        else if (name == "active_history")
            made->options.active_history = truth(runtime, value);
        else if (name == "sort_order")
            made->sort_order = int(as_index(runtime, value));
        else if (name == "use_existing_column")
            made->use_existing_column = truth(runtime, value);
        else if (name == "insert_default")
            keywords.emplace_back(runtime.intern("default"), value);
        else if (std::find(std::begin(ignored), std::end(ignored), name) == std::end(ignored)) {
            made->nullable_given = made->nullable_given || name == "nullable";
            keywords.emplace_back(key, value);
        }
    }
    made->positional = std::move(positional);
    made->keywords = std::move(keywords);
    made->make(runtime, ""); // wrong arguments show at the call
    return Value(made);
}

} // namespace

const MappedColumnObject* mapped_column_of(const Value& value) {
    return value.is_set() && value.is_object() ? dynamic_cast<const MappedColumnObject*>(value.as_object()) : nullptr;
}

Ref<sql::Column> MappedColumnObject::make(Runtime& runtime, const std::string& key) const {
    std::vector<Value> values = positional, names;
    for (const auto& [name, value] : keywords) {
        names.emplace_back(name);
        values.push_back(value);
    }
    const Ref<Tuple> keyword_names = runtime.make_tuple(names);
    Ref<sql::Column> made = make_column(runtime, Args{values, names.empty() ? nullptr : keyword_names.get()});
    if (made->name().value_or("").empty()) made->set_name(key), made->set_key(key);
    return made;
}

Ref<sql::Column> MappedColumnObject::take_column(Runtime& runtime, const std::string& key) const {
    if (!column || column->table()) return make(runtime, key);
    if (column->name().value_or("").empty()) column->set_name(key), column->set_key(key);
    return column;
}

Ref<sql::Column> column_for_annotation(Runtime& runtime, const MappedColumnObject* given, const std::string& key,
                                       const Value& annotation, const Dict* type_annotation_map,
                                       orm::ColumnProperty::Options& options) {
    bool nullable = false;
    Value type = without_none(runtime, annotation, nullable);
    // Annotated[int, mapped_column(...)]: its arguments come first, the attribute's own win.
    const MappedColumnObject* shared = nullptr;
    Value annotated;
    if (const auto* alias = type.as<python::GenericAlias>(); alias && alias->metadata) {
        for (const Value& item : alias->metadata->items())
            if (!shared) shared = mapped_column_of(item);
        annotated = type;
        type = without_none(runtime, alias->origin, nullable);
    }
    Ref<MappedColumnObject> merged = runtime.make<MappedColumnObject>(
        runtime.type_for<MappedColumnObject>(), std::vector<Value>(), std::vector<std::pair<Ref<Str>, Value>>());
    for (const MappedColumnObject* part : {shared, given}) {
        if (!part) continue;
        merged->positional.insert(merged->positional.end(), part->positional.begin(), part->positional.end());
        for (const auto& [name, value] : part->keywords) {
            std::erase_if(merged->keywords, [&, n = name](const auto& k) { return k.first->view() == n->view(); });
            merged->keywords.emplace_back(name, value);
        }
        merged->nullable_given = merged->nullable_given || part->nullable_given;
        options = part->options;
    }
    Ref<sql::Column> column = given && !shared ? given->take_column(runtime, key) : merged->make(runtime, key);
    if (!merged->nullable_given) {
        column->schema().nullable = nullable;
        column->schema().user_defined_nullable = true;
    }
    const bool has_type = column->type && !column->type->is_null();
    if (has_type || !column->foreign_keys().empty()) return column;
    sql::TypeRef found;
    if (annotated.is_set() && type_annotation_map)
        if (const Value* mapped = type_annotation_map->find(runtime, annotated)) found = type_argument(runtime, *mapped);
    if (!found) found = resolved_type(runtime, type, type_annotation_map);
    if (!found) raise_no_type(runtime, key, annotated.is_set() ? annotated : type, annotation);
    column->type = found;
    return column;
}

void add_mapped_column(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    if (!runtime.has_type_for<MappedColumnObject>()) {
        python::TypeBuilder builder(runtime, "MappedColumn", "sqlalchemy.orm.properties");
        add_column_operators(builder);
        builder.slots().hash = [](Runtime&, const Value& self) { return int64_t(reinterpret_cast<uintptr_t>(self.as_object()) >> 4); };
        builder.slots().truth = [](Runtime&, const Value&) { return true; };
        builder.property("column", [](Runtime& r, const Value& self) { return wrap(r, sql::clause_of(r, self)); });
        runtime.set_type_for<MappedColumnObject>(builder.finish());
        // Within the class body it already stands for the column that it will be. SQLAlchemy: MappedColumn.__clause_element__.
        sql::coercion_registry(runtime).add([](Runtime& r, const Value& value) -> Ref<sql::ClauseElement> {
            auto* object = dynamic_cast<MappedColumnObject*>(value.as_object());
            if (!object) return {};
            if (!object->column) object->column = object->make(r, "");
            return Ref<sql::ClauseElement>(object->column);
        });
    }
    module.set("MappedColumn", Value(runtime.type_for<MappedColumnObject>()));
    module.set("mapped_column", Value(python::make_function(runtime, "mapped_column", mapped_column,
                                                            "sqlalchemy.orm._orm_constructors")));
}

} // namespace relata::modules
