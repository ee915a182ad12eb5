// Validation of models. pydantic-core: src/validators/{model,model_fields}.rs.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/functions.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/validation_error.h"

#include "orm/attributes.h"
#include "orm/mapper.h"

#include <algorithm>

namespace relata::modules {

namespace {

/// What the fields of one input are: a dict of values, in the order of the fields, and what else the object keeps.
class ValidatedFields final : public Container {
  public:
    ValidatedFields(Type& type, Ref<Dict> its_values) : Container(type), values(std::move(its_values)) {}
    void clear_references() override { values.reset(), extra.reset(); }
    Ref<Dict> values, extra;
    uint64_t fields_set = 0;
};

bool flag(const Model& model, std::string_view name, bool otherwise = false) {
    return model.config_value(name).is_set() ? model.config_flag(name) : otherwise;
}

/// pydantic-core: from_attributes_applicable.
bool has_attributes(Runtime& runtime, const Value& input) {
    if (!input.is_object()) return false;
    const std::string& module = runtime.type_of(input).module();
    return module != "builtins" && module != "datetime" && module != "collections" && !input.as<Str>() &&
           !input.as<Dict>() && !input.as<List>() && !input.as<Tuple>() && !input.as<Type>() && !input.as<Float>();
}

class FieldsSchema final : public CoreSchema {
  public:
    explicit FieldsSchema(Model& model) : m_model(model) {}
    std::string name() const override { return "model-fields"; }
    Value validate(const Value& input, ValidationState& outer) const override {
        Runtime& runtime = outer.runtime;
        const bool from_attributes = outer.from_attributes.value_or(flag(m_model, "from_attributes"));
        const Value source = source_of(input, outer, from_attributes);
        const Dict* dict = source.as<Dict>();
        const bool by_alias = outer.by_alias.value_or(flag(m_model, "validate_by_alias", true));
        const bool by_name = outer.by_name.value_or(flag(m_model, "validate_by_name") || flag(m_model, "populate_by_name"));
        const bool loc_by_alias = flag(m_model, "loc_by_alias", true);
        const Ref<ValidatedFields> result =
            runtime.make<ValidatedFields>(runtime.type_for<ValidatedFields>(), runtime.make_dict());
        ValidationState state = outer;
        state.data = result->values;
        state.config = m_model.config.get();
        ValidationFailure failure;
        std::vector<std::string> used;
        size_t count = 0;
        const std::shared_ptr<ModelSchemas> schemas = m_model.schemas; // a validator may rebuild the model
        for (size_t i = 0; i < m_model.fields.size(); ++i) {
            const ModelField& field = m_model.fields[i];
            state.field_name = field.name;
            const std::string& alias = field.info->validation_name();
            Value given, key(field.name);
            try {
                if (by_alias && !alias.empty()) {
                    given = read(runtime, source, *runtime.intern(alias));
                    if (given.is_set()) key = Value(runtime.intern(alias));
                    for (const std::string& choice : field.info->alias_choices)
                        if (!given.is_set()) {
                            given = read(runtime, source, *runtime.intern(choice));
                            key = Value(runtime.intern(choice));
                        }
                }
                if (!given.is_set() && (alias.empty() || by_name || !by_alias)) given = read(runtime, source, *field.name);
            } catch (Error& error) {
                // What the ORM raises while it loads (MissingGreenlet, DetachedInstanceError) comes out as it is.
                if (dict || runtime.matches(error, Exc::SQLAlchemyError)) throw;
                const Value exception = runtime.exception_object(error);
                LineError line{{Value(field.name)}, "get_attribute_error", input, error_context(runtime,
                    {{"error", Value(runtime.make_str(runtime.type_of(exception).name() + ": " + str_text(runtime, exception)))}})};
                failure.errors.push_back(std::move(line));
                continue;
            }
            if (!given.is_set()) {
                if (field.info->is_required()) {
                    const bool named = alias.empty() || !by_alias || !loc_by_alias;
                    failure.append(ValidationFailure(LineError{{}, "missing", input, {}}),
                                   named ? Value(field.name) : Value(runtime.intern(alias)));
                    continue;
                }
                try {
                    const Value value = field.info->get_default(runtime, failure.errors.empty() ? result->values.get() : nullptr);
                    const bool validated = field.info->validate_default || flag(m_model, "validate_default");
                    result->values->set(*field.name, validated ? schemas->fields[i]->validate(value, state) : value);
                } catch (ValidationFailure& part) {
                    failure.append(std::move(part), Value(field.name));
                }
                continue;
            }
            used.emplace_back(key.get<Str>().view());
            try {
                result->values->set(*field.name, schemas->fields[i]->validate(given, state));
                if (i < 62) result->fields_set |= uint64_t(1) << i;
                ++count;
            } catch (ValidationFailure& part) {
                failure.append(std::move(part), loc_by_alias ? key : Value(field.name));
            }
        }
        if (dict) take_extra(runtime, *dict, used, *result, failure);
        if (!failure.errors.empty()) throw failure;
        if (m_model.allows_extra && !result->extra) result->extra = runtime.make_dict();
        outer.fields_set_count = outer.fields_set_count.value_or(0) + count;
        return Value(result);
    }

  private:
    Value source_of(const Value& input, ValidationState& state, bool from_attributes) const {
        Runtime& runtime = state.runtime;
        if (input.as<Dict>()) return input;
        const bool mapping = input.is_object() && !input.as<Type>() && !input.as<Str>() &&
                             runtime.type_of(input).lookup(*runtime.intern("keys")) &&
                             runtime.type_of(input).lookup(*runtime.intern("__getitem__"));
        if (mapping && !state.strict_or(flag(m_model, "strict")))
            return call(runtime, Value(runtime.type(BuiltinType::dict)), {input});
        if (from_attributes && has_attributes(runtime, input)) return input;
        if (from_attributes) fail(runtime, "model_attributes_type", input);
        fail(runtime, "model_type", input, {{"class_name", Value(runtime.make_str(m_model.type.name()))}});
    }
    static Value read(Runtime& runtime, const Value& source, Str& name) {
        if (const Dict* dict = source.as<Dict>()) {
            const Value* found = dict->find(name);
            return found ? *found : Value();
        }
        return find_attribute(runtime, source, name);
    }
    void take_extra(Runtime& runtime, const Dict& dict, const std::vector<std::string>& used, ValidatedFields& result,
                    ValidationFailure& failure) const {
        const std::string extra = m_model.extra();
        if (extra == "ignore") return;
        dict.for_each([&](const Value& key, const Value& value) {
            Str* name = key.as<Str>();
            if (!name) {
                failure.append(ValidationFailure(LineError{{}, "invalid_key", key, {}}), key);
                return;
            }
            if (std::find(used.begin(), used.end(), name->view()) != used.end()) return;
            if (extra == "forbid") {
                failure.append(ValidationFailure(LineError{{}, "extra_forbidden", value, {}}), key);
                return;
            }
            if (!result.extra) result.extra = runtime.make_dict();
            result.extra->set(*name, value);
        });
    }
    Model& m_model;
};

/// The one field of a RootModel: the whole input is its value. An unset input takes the default.
class RootSchema final : public CoreSchema {
  public:
    explicit RootSchema(Model& model) : m_model(model) {}
    std::string name() const override { return "root"; }
    Value validate(const Value& input, ValidationState& outer) const override {
        Runtime& runtime = outer.runtime;
        const Ref<ValidatedFields> result =
            runtime.make<ValidatedFields>(runtime.type_for<ValidatedFields>(), runtime.make_dict());
        ValidationState state = outer;
        state.data = result->values;
        state.config = m_model.config.get();
        const ModelField& field = m_model.fields.front();
        state.field_name = field.name;
        const std::shared_ptr<ModelSchemas> schemas = m_model.schemas;
        if (!input.is_set() && field.info->is_required()) fail(runtime, "missing", Value(runtime.make_dict()));
        result->values->set(*field.name, input.is_set() ? schemas->fields.front()->validate(input, state)
                                                        : field.info->get_default(runtime, nullptr));
        result->fields_set = input.is_set();
        outer.fields_set_count = outer.fields_set_count.value_or(0) + 1;
        return Value(result);
    }

  private:
    Model& m_model;
};

/// Writes validated fields into an object; a table model's attributes tell the ORM.
void set_fields(Runtime& runtime, const Model& model, const Value& object, const ValidatedFields& fields) {
    auto& instance = object.get<Instance>();
    orm::InstanceState* state = model.table ? orm::find_instance_state(object) : nullptr;
    for (const ModelField& field : model.fields) {
        const Value* value = fields.values->find(*field.name);
        if (!value) continue;
        if (state)
            if (orm::AttributeImpl* impl = state->mapper().find_attribute(field.name->view())) impl->set(*state, *value);
        instance.set_slot(size_t(field.slot), *value);
    }
    set_extra(instance, fields.extra);
    set_fields_set(instance, fields.fields_set);
    (void)runtime;
}

class ModelSchema final : public CoreSchema {
  public:
    ModelSchema(Model& model, SchemaRef fields)
        : m_model(model), m_fields(std::move(fields)), m_root(is_root_model(model)) {}
    std::string name() const override { return m_model.type.name(); }
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        Value object = std::exchange(state.self_instance, Value());
        if (!object.is_set()) {
            // An instance is taken as it is (revalidate_instances="never").
            if (input.is_set() && runtime.type_of(input).is_subtype_of(m_model.type)) {
                const Value again = m_model.config_value("revalidate_instances");
                const bool always = again.is_set() && again.as<Str>() && again.get<Str>().view() == "always";
                if (!always) return input;
                ValidationState fresh = state;
                fresh.from_attributes = true;
                return make(m_fields->validate(input, fresh), state, {});
            }
            if (!m_root && state.strict_or(flag(m_model, "strict")) && !state.json && !input.as<Dict>())
                fail(runtime, "model_type", input, {{"class_name", Value(runtime.make_str(m_model.type.name()))}});
            state.floor_exactness(Exactness::strict);
            if (const Dict* dict = input.as<Dict>(); dict && !m_root && has_own_init(runtime)) return construct(runtime, *dict, input);
        }
        ValidationState inner = state;
        inner.exactness = state.exactness;
        const Value fields = m_fields->validate(input, inner);
        if (state.exactness && inner.exactness) state.exactness = std::min(*state.exactness, *inner.exactness);
        state.fields_set_count = inner.fields_set_count;
        return make(fields, state, std::move(object), input);
    }

  private:
    /// The program's own `__init__`, or that of a table model, which does not validate. pydantic-core: custom_init.
    bool has_own_init(Runtime& runtime) const {
        if (m_model.table) return true;
        const Value* init = m_model.type.lookup(*runtime.intern("__init__"));
        return init && init->is_object() && init->as_object()->kind() == ObjectKind::function;
    }
    Value construct(Runtime& runtime, const Dict& dict, const Value& input) const {
        std::vector<Value> values, names;
        dict.for_each([&](const Value& key, const Value& value) {
            if (!key.as<Str>()) return;
            names.push_back(key);
            values.push_back(value);
        });
        const Ref<Tuple> keywords = runtime.make_tuple(names);
        try {
            return call(runtime, Value(m_model.type), Args{values, keywords.get()});
        } catch (Error& error) {
            convert_error(runtime, error, input);
        }
    }
    Value make(const Value& fields, ValidationState& state, Value object, const Value& input = Value::none()) const {
        Runtime& runtime = state.runtime;
        if (!object.is_set()) object = m_model.type.slots.new_(runtime, m_model.type, Args{});
        set_fields(runtime, m_model, object, fields.get<ValidatedFields>());
        try {
            finish_object(runtime, m_model, object, state.context);
        } catch (Error& error) {
            convert_error(runtime, error, input);
        }
        return object;
    }
    Model& m_model;
    SchemaRef m_fields;
    bool m_root;
};

/// Stands for a model in other schemas: models may contain each other.
class ModelReference final : public CoreSchema {
  public:
    explicit ModelReference(Model& its_model) : model(its_model) {}
    std::string name() const override { return model.type.name(); }
    Value validate(const Value& input, ValidationState& state) const override {
        const Runtime::NestedCall nested(state.runtime, " while validating a model");
        const std::shared_ptr<ModelSchemas> schemas = schemas_of(state.runtime, model);
        return schemas->whole->validate(input, state);
    }
    Value dump(const Value& value, DumpState& state) const override {
        const bool fits = state.runtime.type_of(value).is_subtype_of(model.type);
        if (!fits) state.unexpected_value(model.type.name(), value);
        if (!fits || state.serialize_as_any) return dump_inferred(value, state);
        return dump_model(state.runtime, model, value, state);
    }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override;
    Model& model;
};

} // namespace

bool is_root_model(const Model& model) {
    return std::ranges::any_of(model.type.mro(), [](const Type* t) {
        return t->name() == "RootModel" && t->module() == "pydantic.root_model";
    });
}

SchemaRef model_schema(Runtime&, Model& model) { return make_ref<ModelReference>(model); }

Value ModelReference::json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const {
    return model_json_reference(runtime, model, definitions);
}

std::vector<Value> discriminator_values(Runtime& runtime, const CoreSchema& choice, const std::string& name) {
    const auto* reference = dynamic_cast<const ModelReference*>(&choice);
    const ModelField* field = reference ? reference->model.find(name) : nullptr;
    if (!field) return {};
    return literal_values(runtime, &reference->model, field->info->annotation);
}

std::shared_ptr<ModelSchemas> schemas_of(Runtime& runtime, Model& model) {
    if (model.schemas) return model.schemas;
    if (!runtime.has_type_for<ValidatedFields>()) {
        python::TypeBuilder builder(runtime, "ValidatedFields", "pydantic_core._pydantic_core");
        runtime.set_type_for<ValidatedFields>(builder.finish());
    }
    auto made = std::make_shared<ModelSchemas>();
    for (const ModelField& field : model.fields) made->fields.push_back(field_schema(runtime, model, field));
    const bool root = is_root_model(model) && !model.fields.empty();
    SchemaRef fields = root ? SchemaRef(make_ref<RootSchema>(model)) : SchemaRef(make_ref<FieldsSchema>(model));
    const std::vector<Ref<DecoratedFunction>> functions = model.all_functions();
    using Role = DecoratedFunction::Role;
    for (const Ref<DecoratedFunction>& f : functions)
        if (f->role == Role::model_validator && f->mode == FunctionMode::before)
            fields = function_schema(runtime, FunctionMode::before, fields, f->bound(runtime, model.type));
    made->whole = make_ref<ModelSchema>(model, fields);
    for (const Ref<DecoratedFunction>& f : functions) {
        if (f->role == Role::model_validator && f->mode != FunctionMode::before)
            made->whole = function_schema(runtime, f->mode, made->whole, f->bound(runtime, model.type));
        if (f->role == Role::model_serializer)
            made->serializer = {f->mode == FunctionMode::wrap, f->when, true, f->function};
    }
    model.schemas = made;
    return made;
}

Value validate_model(Runtime& runtime, Model& model, const Value& input, ValidationState& state, const Value& self) {
    try {
        const std::shared_ptr<ModelSchemas> schemas = schemas_of(runtime, model);
        state.self_instance = self;
        return schemas->whole->validate(input, state);
    } catch (ValidationFailure& failure) {
        throw_validation_error(runtime, model.title(), failure, state.json);
    }
}

void validate_assignment(Runtime& runtime, Model& model, const Value& self, const ModelField* field, Str& name,
                         const Value& value) {
    const std::shared_ptr<ModelSchemas> schemas = schemas_of(runtime, model);
    auto& object = self.get<Instance>();
    ValidationState state(runtime);
    state.data = runtime.make_dict();
    state.config = model.config.get();
    state.field_name = Ref<Str>(name);
    for (const ModelField& other : model.fields)
        if (const Value& v = object.slot(size_t(other.slot)); &other != field && v.is_set()) state.data->set(*other.name, v);
    try {
        try {
            if (!field) {
                if (model.extra() != "allow")
                    fail(runtime, "no_such_attribute", value, {{"attribute", Value(name)}});
            } else {
                const Value checked = schemas->fields[size_t(field - model.fields.data())]->validate(value, state);
                object.set_slot(size_t(field->slot), checked);
                add_field_set(object, model, name.view());
            }
        } catch (ValidationFailure& part) {
            ValidationFailure located;
            located.append(std::move(part), Value(name));
            throw located;
        }
        // The model's own validators run again. What they object to stays assigned, as in pydantic.
        for (const Ref<DecoratedFunction>& f : model.all_functions())
            if (f->role == DecoratedFunction::Role::model_validator && f->mode == FunctionMode::after)
                (void)function_schema(runtime, FunctionMode::after, any_schema(), f->bound(runtime, model.type))->validate(self, state);
    } catch (ValidationFailure& failure) {
        throw_validation_error(runtime, model.title(), failure, false);
    }
}

} // namespace relata::modules
