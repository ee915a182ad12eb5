// A field's schema: its annotation under constraints, validators and serializers.
// pydantic: _generate_schema.py _common_field_schema, _internal/_known_annotated_metadata.py.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/functions.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/model_fields.h"

namespace relata::modules {

const char* constraint_name(Constraint::Kind kind) {
    static constexpr const char* names[] = {"strict", "strip_whitespace", "to_lower", "to_upper", "coerce_numbers_to_str",
                                            "pattern", "gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length",
                                            "max_digits", "decimal_places", "allow_inf_nan"};
    return names[size_t(kind)];
}

namespace {

/// A constraint that the schema does not know itself, checked after it. pydantic: _validators.py.
class ConstrainedSchema final : public CoreSchema {
  public:
    ConstrainedSchema(SchemaRef inner, Constraint constraint) : m_inner(std::move(inner)), m_constraint(std::move(constraint)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        using Kind = Constraint::Kind;
        Runtime& runtime = state.runtime;
        const Value value = m_inner->validate(input, state);
        const Value& limit = m_constraint.value;
        try {
            switch (m_constraint.kind) {
            case Kind::min_length:
                if (const int64_t size = length(runtime, value); size < as_index(runtime, limit))
                    fail(runtime, "too_short", input, {{"field_type", Value(runtime.make_str("Value"))}, {"min_length", limit},
                                                       {"actual_length", runtime.make_int(size)}});
                break;
            case Kind::max_length:
                if (const int64_t size = length(runtime, value); size > as_index(runtime, limit))
                    fail(runtime, "too_long", input, {{"field_type", Value(runtime.make_str("Value"))}, {"max_length", limit},
                                                      {"actual_length", runtime.make_int(size)}});
                break;
            default: {
                Bounds bounds;
                if (m_constraint.kind == Kind::gt) bounds.gt = limit;
                if (m_constraint.kind == Kind::ge) bounds.ge = limit;
                if (m_constraint.kind == Kind::lt) bounds.lt = limit;
                if (m_constraint.kind == Kind::le) bounds.le = limit;
                if (m_constraint.kind == Kind::multiple_of) bounds.multiple_of = limit;
                bounds.check(runtime, value, input);
            }
            }
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::TypeError)) throw;
            throw Error(Exc::TypeError, std::string("Unable to apply constraint '") + constraint_name(m_constraint.kind) +
                                            "' to supplied value " + str_text(runtime, value));
        }
        return value;
    }
    std::string name() const override { return "function-after[" + std::string(constraint_name(m_constraint.kind)) + "_validator(), " + m_inner->name() + "]"; }
    Value dump(const Value& value, DumpState& state) const override { return m_inner->dump(value, state); }
    const CoreSchema* inner() const override { return m_inner.get(); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return m_inner->json_schema(runtime, definitions);
    }

  private:
    SchemaRef m_inner;
    Constraint m_constraint;
};

Value attribute(Runtime& runtime, const Value& object, const char* name) { return find_attribute(runtime, object, name); }

SerializerFunction::When when_of(Runtime& runtime, const Value& item) {
    const Value given = attribute(runtime, item, "when_used");
    return given.is_set() ? serializer_when(str_text(runtime, given)) : SerializerFunction::When::always;
}

} // namespace

SerializerFunction::When serializer_when(const std::string& text) {
    using When = SerializerFunction::When;
    if (text == "unless-none") return When::unless_none;
    if (text == "json") return When::json;
    if (text == "json-unless-none") return When::json_unless_none;
    return When::always;
}

SchemaRef apply_constraint(Runtime& runtime, SchemaRef schema, const Constraint& constraint) {
    if (schema->constrain(runtime, constraint)) return schema;
    if (constraint.kind == Constraint::Kind::strict || constraint.kind == Constraint::Kind::allow_inf_nan ||
        constraint.kind == Constraint::Kind::strip_whitespace)
        return schema;
    if (constraint.kind == Constraint::Kind::pattern || constraint.kind == Constraint::Kind::max_digits ||
        constraint.kind == Constraint::Kind::decimal_places)
        throw Error(Exc::RuntimeError, std::string("Unable to apply constraint '") + constraint_name(constraint.kind) +
                                           "' to schema of type '" + schema->name() + "'");
    return make_ref<ConstrainedSchema>(std::move(schema), constraint);
}

SchemaRef apply_field_constraints(Runtime& runtime, SchemaRef schema, const FieldInfo& field) {
    using Kind = Constraint::Kind;
    const std::pair<Kind, const Value*> all[] = {
        {Kind::strict, &field.strict}, {Kind::pattern, &field.pattern}, {Kind::gt, &field.gt}, {Kind::ge, &field.ge},
        {Kind::lt, &field.lt}, {Kind::le, &field.le}, {Kind::multiple_of, &field.multiple_of},
        {Kind::min_length, &field.min_length}, {Kind::max_length, &field.max_length}, {Kind::max_digits, &field.max_digits},
        {Kind::decimal_places, &field.decimal_places}, {Kind::allow_inf_nan, &field.allow_inf_nan}};
    for (const auto& [kind, value] : all)
        if (value->is_set()) schema = apply_constraint(runtime, std::move(schema), {kind, *value});
    return schema;
}

SchemaRef apply_metadata(Runtime& runtime, const Model*, SchemaRef schema, const Value& item) {
    if (const FieldInfo* field = item.as<FieldInfo>()) {
        schema = apply_field_constraints(runtime, std::move(schema), *field);
        for (const Value& inner : field->metadata) schema = apply_metadata(runtime, nullptr, std::move(schema), inner);
        return schema;
    }
    if (!item.is_object()) return schema;
    const std::string& kind = runtime.type_of(item).name();
    const std::string& module = runtime.type_of(item).module();
    if (module == "pydantic.functional_validators") {
        const Value function = attribute(runtime, item, "func");
        if (kind == "AfterValidator") return function_schema(runtime, FunctionMode::after, schema, function);
        if (kind == "BeforeValidator") return function_schema(runtime, FunctionMode::before, schema, function);
        if (kind == "WrapValidator") return function_schema(runtime, FunctionMode::wrap, schema, function);
        if (kind == "PlainValidator") return function_schema(runtime, FunctionMode::plain, {}, function);
        if (kind == "SkipValidation") return any_schema();
    } else if (module == "pydantic.functional_serializers") {
        const Value function = attribute(runtime, item, "func");
        if (kind == "PlainSerializer" || kind == "WrapSerializer")
            return serializer_schema(schema, {kind == "WrapSerializer", when_of(runtime, item), false, function});
    } else if (module == "annotated_types" || module == "pydantic.types") {
        using Kind = Constraint::Kind;
        for (size_t k = 0; k <= size_t(Kind::allow_inf_nan); ++k)
            if (const Value value = attribute(runtime, item, constraint_name(Kind(k))); value.is_set() && !value.is_none())
                schema = apply_constraint(runtime, std::move(schema), {Kind(k), value});
        if (const Value function = attribute(runtime, item, "func"); function.is_set() && kind == "Predicate")
            return function_schema(runtime, FunctionMode::after, schema, function);
    }
    return schema;
}

SchemaRef field_schema(Runtime& runtime, Model& model, const ModelField& field) {
    const FieldInfo& info = *field.info;
    const std::string name(field.name->view());
    SchemaRef schema;
    if (info.discriminator.empty()) {
        schema = generate_schema(runtime, &model, info.annotation);
    } else {
        std::vector<SchemaRef> choices;
        bool nullable = false;
        for (const Value& member : union_members(info.annotation)) {
            if (member.is_none() || member.as<Type>() == &runtime.type(BuiltinType::none_type)) nullable = true;
            else choices.push_back(generate_schema(runtime, &model, member));
        }
        schema = tagged_union_schema(runtime, info.discriminator, std::move(choices));
        if (nullable) schema = nullable_schema(schema);
    }
    schema = apply_field_constraints(runtime, std::move(schema), info);
    for (const Value& item : info.metadata) schema = apply_metadata(runtime, &model, std::move(schema), item);
    using Role = DecoratedFunction::Role;
    const std::vector<Ref<DecoratedFunction>> functions = model.all_functions();
    for (const Ref<DecoratedFunction>& f : functions)
        if (f->role == Role::field_validator && f->concerns(name))
            schema = function_schema(runtime, f->mode, f->mode == FunctionMode::plain ? SchemaRef() : schema,
                                     f->bound(runtime, model.type), name);
    for (size_t i = functions.size(); i-- > 0;) // the one that was defined last serializes
        if (functions[i]->role == Role::field_serializer && functions[i]->concerns(name)) {
            const DecoratedFunction& f = *functions[i];
            const Value callable = f.bound(runtime, model.type);
            return serializer_schema(schema, {f.mode == FunctionMode::wrap, f.when, first_parameter(callable) == "self", callable});
        }
    return schema;
}

} // namespace relata::modules
