// The column of a field. SQLModel: main.py get_sqlalchemy_type, get_column_from_field.
#include "modules/sqlalchemy/schema_classes.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/model.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

bool is_none_type(Runtime& runtime, const Value& v) {
    return v.is_none() || v.as<Type>() == &runtime.type(BuiltinType::none_type);
}

/// SQLModel: get_sa_type_from_type_annotation: the class inside Optional, Annotated or a generic.
Value sa_type_from_annotation(Runtime& runtime, const Value& annotation) {
    if (!annotation.is_set() || annotation.is_none()) throw Error(Exc::ValueError, "Missing field type");
    if (const std::vector<Value> members = union_members(annotation); !members.empty()) {
        if (members.size() > 2 || (!is_none_type(runtime, members[0]) && !is_none_type(runtime, members[1])))
            throw Error(Exc::ValueError, "Cannot have a (non-optional) union as a SQLAlchemy field");
        return sa_type_from_annotation(runtime, is_none_type(runtime, members[0]) ? members[1] : members[0]);
    }
    if (const auto* alias = annotation.as<python::GenericAlias>())
        return alias->metadata ? sa_type_from_annotation(runtime, alias->origin) : alias->origin;
    return annotation;
}

std::optional<int> as_int(const Value& v) {
    if (v.is_set() && v.is_small_int()) return int(v.as_small_int());
    return {};
}

bool derives_from(const Type& type, std::string_view module, std::string_view name) {
    for (const Type* t : type.mro())
        if (t->name() == name && t->module() == module) return true;
    return false;
}

sql::TypeRef sqlalchemy_type(Runtime& runtime, const FieldInfo& field) {
    if (field.sa_type.is_set()) return type_argument(runtime, field.sa_type);
    const Value annotation = sa_type_from_annotation(runtime, field.annotation);
    const Type* type = annotation.as<Type>();
    if (!type) throw Error(Exc::TypeError, "issubclass() arg 1 must be a class");
    const auto is = [&](BuiltinType t) { return type->is_subtype_of(runtime.type(t)); };
    if (derives_from(*type, "enum", "Enum")) return enum_type(runtime, annotation);
    if (is(BuiltinType::str) || type->module() == "ipaddress" || derives_from(*type, "pathlib", "Path") ||
        type->name() == "EmailStr") {
        sql::TypeRef text = sql::string_type(as_int(field.max_length));
        text->python_name = "AutoString";
        return text;
    }
    if (is(BuiltinType::float_)) return sql::make_type(sql::TypeKind::float_);
    if (is(BuiltinType::bool_)) return sql::make_type(sql::TypeKind::boolean);
    if (is(BuiltinType::int_)) return sql::make_type(sql::TypeKind::integer);
    if (derives_from(*type, "datetime", "datetime")) return sql::make_type(sql::TypeKind::datetime);
    if (derives_from(*type, "datetime", "date")) return sql::make_type(sql::TypeKind::date);
    if (derives_from(*type, "datetime", "timedelta")) return sql::make_type(sql::TypeKind::interval);
    if (derives_from(*type, "datetime", "time")) return sql::make_type(sql::TypeKind::time);
    if (is(BuiltinType::bytes)) return sql::make_type(sql::TypeKind::large_binary);
    if (derives_from(*type, "decimal", "Decimal")) {
        sql::TypeRef numeric = sql::make_type(sql::TypeKind::numeric);
        numeric->precision = as_int(field.max_digits);
        numeric->scale = as_int(field.decimal_places);
        numeric->as_decimal = true;
        return numeric;
    }
    if (derives_from(*type, "uuid", "UUID")) return sql::make_type(sql::TypeKind::uuid);
    throw Error(Exc::ValueError, repr_text(runtime, annotation) + " has no matching SQLAlchemy type");
}

/// SQLModel: is_field_noneable.
bool is_noneable(Runtime& runtime, const FieldInfo& field) {
    if (field.nullable.is_set()) return truth(runtime, field.nullable);
    for (const Value& member : union_members(field.annotation))
        if (is_none_type(runtime, member)) return true;
    if (!field.is_required() && field.default_.is_set()) return is_none_type(runtime, field.annotation);
    return false;
}

} // namespace

Ref<sql::Column> column_from_field(Runtime& runtime, const ModelField& model_field) {
    const FieldInfo& field = *model_field.info;
    const std::string name(model_field.name->view());
    if (field.sa_column.is_set()) {
        if (Ref<sql::ClauseElement> given = sql::clause_of(runtime, field.sa_column);
            given && given->kind() == sql::Kind::column) {
            Ref<sql::Column> column(static_cast<sql::Column*>(given.get()));
            if (!column->name() || column->name()->empty()) {
                column->set_name(name);
                column->set_key(name);
            }
            return column;
        }
    }
    const auto on = [&](const Value& v) { return v.is_set() && truth(runtime, v); };
    const sql::TypeRef type = sqlalchemy_type(runtime, field);
    const bool primary_key = on(field.primary_key);
    bool nullable = !primary_key && is_noneable(runtime, field);
    if (field.nullable.is_set()) nullable = truth(runtime, field.nullable);
    Ref<sql::Column> column;
    if (field.sa_column_kwargs.is_set()) {
        std::vector<Value> values{wrap_type(runtime, type)}, names;
        const auto keyword = [&](const char* key, Value v) {
            if (const Dict* given = field.sa_column_kwargs.as<Dict>(); given && given->find(key)) return;
            names.emplace_back(runtime.intern(key));
            values.push_back(std::move(v));
        };
        keyword("primary_key", Value::boolean(primary_key));
        keyword("nullable", Value::boolean(nullable));
        keyword("index", Value::boolean(on(field.index)));
        keyword("unique", Value::boolean(on(field.unique)));
        if (const Dict* given = field.sa_column_kwargs.as<Dict>())
            given->for_each([&](const Value& key, const Value& value) {
                names.push_back(key);
                values.push_back(value);
            });
        const Ref<Tuple> keywords = runtime.make_tuple(names);
        column = make_column(runtime, Args{values, keywords.get()});
        if (!column->name() || column->name()->empty()) {
            column->set_name(name);
            column->set_key(name);
        }
    } else {
        column = make_ref<sql::Column>(name, type);
        sql::ColumnSchema& schema = column->schema();
        schema.primary_key = primary_key;
        schema.nullable = nullable;
        schema.index = on(field.index);
        schema.unique = on(field.unique);
    }
    if (on(field.foreign_key)) {
        const Str* ondelete = field.ondelete.is_set() ? field.ondelete.as<Str>() : nullptr;
        if (ondelete && ondelete->view() == "SET NULL" && !nullable)
            throw Error(Exc::RuntimeError, "ondelete=\"SET NULL\" requires nullable=True");
        auto fk = std::make_unique<sql::ForeignKey>(std::string(field.foreign_key.get<Str>().view()));
        if (ondelete) fk->ondelete = std::string(ondelete->view());
        column->add_foreign_key(std::move(fk));
    }
    const Dict* kwargs = field.sa_column_kwargs.is_set() ? field.sa_column_kwargs.as<Dict>() : nullptr;
    if (!kwargs || !kwargs->find("default")) {
        sql::ColumnDefault def;
        if (field.default_factory.is_set()) {
            def.type = sql::ColumnDefault::Type::callable;
            def.value = field.default_factory;
            column->schema().default_ = def;
        } else if (field.default_.is_set() && !field.default_.is_none()) {
            def.value = field.default_;
            column->schema().default_ = def;
        }
    }
    if (field.sa_column_args.is_set())
        for (const Value& argument : to_vector(runtime, field.sa_column_args))
            add_column_argument(runtime, *column, argument);
    return column;
}

} // namespace relata::modules
