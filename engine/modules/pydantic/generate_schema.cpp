// From annotations to schemas. pydantic: _internal/_generate_schema.py.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/model_fields.h"

#include "python/exception_object.h"
#include "python/types/generic_alias.h"

namespace relata::modules {

namespace {

using python::GenericAlias;

bool is_none_type(Runtime& runtime, const Value& v) {
    return v.is_none() || v.as<Type>() == &runtime.type(BuiltinType::none_type);
}

bool config_flag(const Model* model, std::string_view name) {
    const Value value = model ? model->config_value(name) : Value();
    return value.is_set() && value.is_true();
}

[[noreturn]] void throw_unknown_type(Runtime& runtime, const Value& annotation) {
    const std::string text = repr_text(runtime, annotation);
    const std::vector<Value> args{Value(runtime.make_str(
        "Unable to generate pydantic-core schema for " + text +
        ". Set `arbitrary_types_allowed=True` in the model_config to ignore this error or implement "
        "`__get_pydantic_core_schema__` on your type to fully support it.\n\nIf you got this error by calling "
        "handler(<some type>) within `__get_pydantic_core_schema__` then you likely need to call "
        "`handler.generate_schema(<some type>)` since we do not call `__get_pydantic_core_schema__` on `<some type>` otherwise "
        "to avoid infinite recursion.\n\nFor further information visit "
        "https://errors.pydantic.dev/2.12/u/schema-for-unknown-type"))};
    throw Error(Value(python::make_exception(runtime, schema_generation_error(runtime), args)));
}

SchemaRef str_with_config(Runtime& runtime, const Model* model) {
    SchemaRef schema = str_schema();
    if (!model) return schema;
    using Kind = Constraint::Kind;
    static constexpr std::pair<const char*, Kind> options[] = {
        {"str_strip_whitespace", Kind::strip_whitespace}, {"str_to_lower", Kind::to_lower}, {"str_to_upper", Kind::to_upper},
        {"str_min_length", Kind::min_length}, {"str_max_length", Kind::max_length},
        {"coerce_numbers_to_str", Kind::coerce_numbers_to_str}};
    for (const auto& [name, kind] : options)
        if (const Value value = model->config_value(name); value.is_set() && !value.is_none() && !value.is_false())
            schema->constrain(runtime, {kind, value});
    return schema;
}

SchemaRef with_strict(Runtime& runtime, const Model* model, SchemaRef schema) {
    if (config_flag(model, "strict")) schema->constrain(runtime, {Constraint::Kind::strict, Value::boolean(true)});
    return schema;
}

/// A class of pydantic's own that is made from a str: its objects are written as what they are.
class OwnTypeSchema final : public CoreSchema {
  public:
    explicit OwnTypeSchema(SchemaRef inner) : m_inner(std::move(inner)) {}
    Value validate(const Value& input, ValidationState& state) const override { return m_inner->validate(input, state); }
    std::string name() const override { return m_inner->name(); }
    Value dump(const Value& value, DumpState& state) const override { return dump_inferred(value, state); }
    const CoreSchema* inner() const override { return m_inner.get(); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return m_inner->json_schema(runtime, definitions);
    }

  private:
    SchemaRef m_inner;
};

SchemaRef schema_of_class(Runtime& runtime, const Model* model, Type& cls, const Value& annotation) {
    const auto is = [&](BuiltinType t) { return &cls == &runtime.type(t); };
    const auto named = [&](const char* module, const char* name) { return cls.module() == module && cls.name() == name; };
    if (is(BuiltinType::object)) return any_schema();
    if (is(BuiltinType::str)) return str_with_config(runtime, model);
    if (is(BuiltinType::bool_)) return bool_schema();
    if (is(BuiltinType::int_)) return int_schema();
    if (is(BuiltinType::float_)) return float_schema();
    if (is(BuiltinType::bytes)) return bytes_schema();
    if (is(BuiltinType::none_type)) return none_schema();
    if (is(BuiltinType::list)) return list_schema(any_schema());
    if (is(BuiltinType::set)) return set_schema(any_schema(), false);
    if (is(BuiltinType::frozenset)) return set_schema(any_schema(), true);
    if (is(BuiltinType::tuple)) return tuple_schema({any_schema()}, true);
    if (is(BuiltinType::dict)) return dict_schema(any_schema(), any_schema());
    if (Model* nested = find_model(cls)) return model_schema(runtime, *nested);
    if (named("datetime", "datetime")) return datetime_schema(cls);
    if (named("datetime", "date")) return date_schema(cls);
    if (named("datetime", "time")) return time_schema(cls);
    if (named("datetime", "timedelta")) return timedelta_schema(cls);
    if (named("decimal", "Decimal")) return decimal_schema(cls);
    if (named("uuid", "UUID")) return uuid_schema(cls);
    if (derives_from(cls, "enum", "Enum")) return enum_schema(runtime, cls, config_flag(model, "use_enum_values"));
    // pydantic's own types say for themselves how they are validated.
    if (const Value own = find_attribute(runtime, annotation, "__pydantic_validate__"); own.is_set())
        return SchemaRef(make_ref<OwnTypeSchema>(function_schema(runtime, FunctionMode::after, str_with_config(runtime, model), own)));
    if (is(BuiltinType::type)) return subclass_schema(Value(runtime.type(BuiltinType::object)));
    if (cls.module() == "pathlib") return function_schema(runtime, FunctionMode::after,
        union_schema({instance_schema(annotation), str_schema()}), annotation);
    if (named("collections.abc", "Callable")) return callable_schema();
    if (config_flag(model, "arbitrary_types_allowed")) return instance_schema(annotation);
    throw_unknown_type(runtime, annotation);
}

SchemaRef schema_of_union(Runtime& runtime, const Model* model, const std::vector<Value>& members) {
    std::vector<SchemaRef> choices;
    bool nullable = false;
    for (const Value& m : members) {
        if (is_none_type(runtime, m))
            nullable = true;
        else
            choices.push_back(generate_schema(runtime, model, m));
    }
    SchemaRef schema = union_schema(std::move(choices));
    return nullable ? nullable_schema(schema) : schema;
}

SchemaRef schema_of_alias(Runtime& runtime, const Model* model, const GenericAlias& alias) {
    if (alias.metadata) {
        SchemaRef schema = generate_schema(runtime, model, alias.origin);
        for (const Value& item : alias.metadata->items()) schema = apply_metadata(runtime, model, std::move(schema), item);
        return schema;
    }
    const auto argument = [&](size_t i) {
        return alias.args && i < alias.args->size() ? generate_schema(runtime, model, (*alias.args)[i]) : any_schema();
    };
    Type* origin = alias.origin.as<Type>();
    if (!origin) {
        const std::string form = str_text(runtime, alias.origin);
        if (form == "typing.Literal") {
            std::vector<Value> values = literal_values(runtime, model, Value(const_cast<GenericAlias&>(alias)));
            return literal_schema(runtime, std::move(values));
        }
        if (form == "typing.Callable") return callable_schema();
        return argument(0); // Final, Required, ClassVar ...
    }
    const auto is = [&](BuiltinType t) { return origin == &runtime.type(t); };
    if (is(BuiltinType::list)) return list_schema(argument(0));
    if (is(BuiltinType::set)) return set_schema(argument(0), false);
    if (is(BuiltinType::frozenset)) return set_schema(argument(0), true);
    if (is(BuiltinType::dict)) return dict_schema(argument(0), argument(1));
    if (is(BuiltinType::type)) return subclass_schema((*alias.args)[0]);
    if (is(BuiltinType::tuple)) {
        const size_t count = alias.args ? alias.args->size() : 0;
        if (count == 2 && (*alias.args)[1].is_ellipsis()) return tuple_schema({argument(0)}, true);
        std::vector<SchemaRef> items;
        for (size_t i = 0; i < count; ++i) items.push_back(argument(i));
        return tuple_schema(std::move(items), false);
    }
    const std::string& name = origin->name();
    if (name == "Sequence" || name == "Iterable" || name == "Collection" || name == "MutableSequence") return list_schema(argument(0));
    if (name == "Mapping" || name == "MutableMapping") return dict_schema(argument(0), argument(1));
    if (name == "Callable") return callable_schema();
    if (name == "Set" || name == "AbstractSet" || name == "MutableSet") return set_schema(argument(0), false);
    return schema_of_class(runtime, model, *origin, alias.origin);
}

/// A name that is not a class yet when the schema is made.
class DeferredSchema final : public CoreSchema {
  public:
    DeferredSchema(const Model* model, Value annotation) : m_model(model), m_annotation(std::move(annotation)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        const Runtime::NestedCall nested(state.runtime, " while validating");
        return resolved(state.runtime).validate(input, state);
    }
    std::string name() const override { return m_schema ? m_schema->name() : "definition-ref"; }
    Value dump(const Value& value, DumpState& state) const override {
        try {
            return resolved(state.runtime).dump(value, state);
        } catch (const Error&) {
            return dump_inferred(value, state);
        }
    }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return resolved(runtime).json_schema(runtime, definitions);
    }

  private:
    CoreSchema& resolved(Runtime& runtime) const {
        if (m_schema) return *m_schema;
        const Value annotation = m_model ? resolve_annotation(runtime, *m_model, m_annotation) : m_annotation;
        if (annotation.as<Str>() || annotation.as<python::ForwardRef>()) {
            const auto* forward = annotation.as<python::ForwardRef>();
            const std::string name(forward ? forward->name->view() : annotation.get<Str>().view());
            const std::string model = m_model ? m_model->type.name() : "TypeAdapter";
            throw_user_error("`" + model + "` is not fully defined; you should define `" + name + "`, then call `" + model +
                                 ".model_rebuild()`.",
                             "class-not-fully-defined");
        }
        m_schema = generate_schema(runtime, m_model, annotation);
        return *m_schema;
    }
    const Model* m_model;
    Value m_annotation;
    mutable SchemaRef m_schema;
};

} // namespace

SchemaRef deferred_schema(const Model* model, Value annotation) {
    return make_ref<DeferredSchema>(model, std::move(annotation));
}

std::vector<Value> literal_values(Runtime& runtime, const Model* model, const Value& given) {
    const Value annotation = model ? resolve_annotation(runtime, *model, given) : given;
    const auto* alias = annotation.as<GenericAlias>();
    if (!alias || alias->origin.as<Type>() || !alias->args) return {};
    std::vector<Value> values;
    for (const Value& v : alias->args->items()) {
        const std::vector<Value> nested = v.as<GenericAlias>() ? literal_values(runtime, model, v) : std::vector<Value>{v};
        values.insert(values.end(), nested.begin(), nested.end());
    }
    return values;
}

SchemaRef generate_schema(Runtime& runtime, const Model* model, const Value& given) {
    const Runtime::NestedCall nested(runtime, " while building a schema");
    const bool name = given.as<python::ForwardRef>() || given.as<Str>();
    const Value annotation = name && model ? resolve_annotation(runtime, *model, given) : given;
    if (annotation.as<python::ForwardRef>() || annotation.as<Str>()) return deferred_schema(model, annotation);
    if (is_none_type(runtime, annotation)) return none_schema();
    if (const std::vector<Value> members = union_members(annotation); !members.empty())
        return schema_of_union(runtime, model, members);
    if (Type* cls = annotation.as<Type>())
        return with_strict(runtime, model, schema_of_class(runtime, model, *cls, annotation));
    if (const auto* alias = annotation.as<GenericAlias>()) return schema_of_alias(runtime, model, *alias);
    const Value supertype = find_attribute(runtime, annotation, "__supertype__"); // NewType
    if (supertype.is_set()) return generate_schema(runtime, model, supertype);
    const std::string text = annotation.is_object() ? repr_text(runtime, annotation) : "";
    if (text == "typing.Callable") return callable_schema();
    return any_schema(); // Any, a type variable
}

} // namespace relata::modules
