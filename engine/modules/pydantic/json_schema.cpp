// model_json_schema(). pydantic: json_schema.py GenerateJsonSchema.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/serialization.h"
#include "modules/sqlmodel/model_methods.h"
#include "python/arguments.h"

#include <algorithm>

namespace relata::modules {

namespace {

Value text(Runtime& runtime, std::string_view s) { return Value(runtime.make_str(s)); }

void set(Runtime& runtime, Dict& dict, std::string_view key, Value value) { dict.set(*runtime.intern(key), std::move(value)); }

/// "created_at" is shown as "Created At".
std::string title_of(const std::string& name) {
    std::string title;
    bool start = true;
    for (const char c : name) {
        title += c == '_' ? ' ' : start ? char(std::toupper(static_cast<unsigned char>(c))) : c;
        start = c == '_';
    }
    return title;
}

/// The bounds and lengths of a field, into the schema of its value (of the first choice of an optional one).
void add_constraints(Runtime& runtime, Dict& schema, const FieldInfo& info) {
    Dict* target = &schema;
    if (const Value* choices = schema.find("anyOf"); choices && choices->as<List>() && choices->get<List>().items().size() > 0)
        if (Dict* first = choices->get<List>().items()[0].as<Dict>()) target = first;
    const Value* type = target->find("type");
    const std::string kind = type && type->as<Str>() ? std::string(type->get<Str>().view()) : "";
    const auto put = [&](const char* key, const Value& value) {
        if (value.is_set()) set(runtime, *target, key, value);
    };
    put("exclusiveMinimum", info.gt);
    put("minimum", info.ge);
    put("exclusiveMaximum", info.lt);
    put("maximum", info.le);
    put("multipleOf", info.multiple_of);
    put(kind == "array" ? "minItems" : "minLength", info.min_length);
    put(kind == "array" ? "maxItems" : "maxLength", info.max_length);
    put("pattern", info.pattern);
}

/// With its keys in the order of the alphabet. pydantic: GenerateJsonSchema.sort.
Ref<Dict> with_sorted_keys(Runtime& runtime, const Dict& schema) {
    const Ref<Dict> sorted = runtime.make_dict();
    std::vector<std::pair<std::string, Value>> entries;
    schema.for_each([&](const Value& k, const Value& v) { entries.emplace_back(str_text(runtime, k), v); });
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [k, v] : entries) set(runtime, *sorted, k, v);
    return sorted;
}

void add_description(Runtime& runtime, const Model& model, Dict& schema) {
    const Value doc = find_attribute(runtime, Value(model.type), "__doc__");
    if (doc.is_set() && doc.as<Str>() && model.type.dict().find("__doc__")) set(runtime, schema, "description", doc);
}

/// mode="serialization" shows computed fields too. pydantic: GenerateJsonSchema.computed_field_schema.
void add_computed_fields(Runtime& runtime, const Model& model, Dict& properties, std::vector<Value>& required,
                         JsonSchemaDefinitions& definitions) {
    for (const Ref<DecoratedFunction>& f : model.all_functions()) {
        if (f->role != DecoratedFunction::Role::computed_field) continue;
        const Value getter = find_attribute(runtime, f->function, "fget");
        const Value annotations = getter.is_set() ? find_attribute(runtime, getter, "__annotations__") : Value();
        const Value* returned = annotations.is_set() && annotations.as<Dict>() ? annotations.get<Dict>().find("return") : nullptr;
        const Value made = generate_schema(runtime, &model, returned ? *returned : Value(runtime.type(BuiltinType::object)))
                               ->json_schema(runtime, definitions);
        Dict& schema = made.get<Dict>();
        if (!f->description.empty()) set(runtime, schema, "description", text(runtime, f->description));
        set(runtime, schema, "readOnly", Value::boolean(true));
        if (!schema.find("$ref")) set(runtime, schema, "title", text(runtime, f->title.empty() ? title_of(f->name) : f->title));
        const std::string& key = f->alias.empty() ? f->name : f->alias;
        set(runtime, properties, key, Value(with_sorted_keys(runtime, schema)));
        required.push_back(text(runtime, key));
    }
}

Value object_schema(Runtime& runtime, Model& model, JsonSchemaDefinitions& definitions) {
    const std::shared_ptr<ModelSchemas> schemas = schemas_of(runtime, model);
    if (is_root_model(model) && !model.fields.empty()) {
        const Value made = schemas->fields.front()->json_schema(runtime, definitions);
        add_constraints(runtime, made.get<Dict>(), *model.fields.front().info);
        add_description(runtime, model, made.get<Dict>());
        set(runtime, made.get<Dict>(), "title", text(runtime, model.title()));
        return Value(with_sorted_keys(runtime, made.get<Dict>()));
    }
    const Ref<Dict> properties = runtime.make_dict(), whole = runtime.make_dict();
    std::vector<Value> required;
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const FieldInfo& info = *field.info;
        const std::string name(field.name->view());
        const std::string& alias = definitions.serialization ? info.serialization_name() : info.validation_name();
        const std::string& key = alias.empty() ? name : alias;
        const Value made = schemas->fields[i]->json_schema(runtime, definitions);
        Dict& schema = made.get<Dict>();
        add_constraints(runtime, schema, info);
        if (info.default_.is_set()) {
            DumpState state(runtime);
            state.json = true;
            try {
                set(runtime, schema, "default", dump_inferred(info.default_, state));
            } catch (const Error&) { // one that JSON cannot show is left out
            }
        }
        if (!info.description.empty()) set(runtime, schema, "description", text(runtime, info.description));
        if (info.examples.is_set()) set(runtime, schema, "examples", info.examples);
        if (!schema.find("$ref")) set(runtime, schema, "title", text(runtime, info.title.empty() ? title_of(name) : info.title));
        if (const Dict* extra = info.json_schema_extra.is_set() ? info.json_schema_extra.as<Dict>() : nullptr)
            extra->for_each([&](const Value& k, const Value& v) { schema.set(runtime, k, v); });
        set(runtime, *properties, key, Value(with_sorted_keys(runtime, schema)));
        if (info.is_required() || definitions.serialization) required.push_back(text(runtime, key));
    }
    if (definitions.serialization) add_computed_fields(runtime, model, *properties, required, definitions);
    add_description(runtime, model, *whole);
    const std::string extra = model.extra();
    if (extra != "ignore") set(runtime, *whole, "additionalProperties", Value::boolean(extra == "allow"));
    set(runtime, *whole, "properties", Value(properties));
    if (!required.empty()) set(runtime, *whole, "required", Value(runtime.make_list(required)));
    set(runtime, *whole, "title", text(runtime, model.title()));
    set(runtime, *whole, "type", text(runtime, "object"));
    return Value(whole);
}

} // namespace

Value json_schema_of(Runtime& runtime, const char* type, const char* key, Value value) {
    const Ref<Dict> schema = runtime.make_dict();
    if (key) set(runtime, *schema, key, std::move(value));
    set(runtime, *schema, "type", text(runtime, type));
    return Value(schema);
}

Value CoreSchema::json_schema(Runtime& runtime, JsonSchemaDefinitions&) const {
    struct Shape {
        std::string_view name, type, format;
    };
    static constexpr Shape shapes[] = {
        {"int", "integer", ""}, {"constrained-int", "integer", ""}, {"float", "number", ""}, {"constrained-float", "number", ""},
        {"bool", "boolean", ""}, {"str", "string", ""}, {"constrained-str", "string", ""}, {"none", "null", ""},
        {"bytes", "string", "binary"}, {"uuid", "string", "uuid"}, {"date", "string", "date"}, {"time", "string", "time"},
        {"datetime", "string", "date-time"}, {"timedelta", "string", "duration"}};
    const Ref<Dict> schema = runtime.make_dict();
    const std::string mine = name();
    if (mine == "decimal") { // a number, or the text of one
        std::vector<Value> choices{json_schema_of(runtime, "number"), json_schema_of(runtime, "string")};
        set(runtime, *schema, "anyOf", Value(runtime.make_list(std::move(choices))));
    }
    for (const Shape& shape : shapes)
        if (shape.name == mine) {
            if (!shape.format.empty()) set(runtime, *schema, "format", text(runtime, shape.format));
            set(runtime, *schema, "type", text(runtime, shape.type));
        }
    return Value(schema);
}

Value model_json_reference(Runtime& runtime, Model& model, JsonSchemaDefinitions& definitions) {
    const std::string& name = model.type.name();
    if (!definitions.definitions->find(name)) {
        set(runtime, *definitions.definitions, name, Value::none()); // a model may contain itself
        set(runtime, *definitions.definitions, name, object_schema(runtime, model, definitions));
    }
    const Ref<Dict> reference = runtime.make_dict();
    set(runtime, *reference, "$ref", text(runtime, "#/$defs/" + name));
    return Value(reference);
}

Value whole_json_schema(Runtime& runtime, const CoreSchema& schema, bool serialization) {
    JsonSchemaDefinitions definitions{runtime.make_dict(), serialization};
    const Value made = schema.json_schema(runtime, definitions);
    if (definitions.definitions->empty()) return made;
    const Ref<Dict> whole = runtime.make_dict();
    set(runtime, *whole, "$defs", Value(definitions.definitions));
    made.get<Dict>().for_each([&](const Value& k, const Value& v) { whole->set(runtime, k, v); });
    return Value(whole);
}

Value model_json_schema(Runtime& runtime, const Value& cls, Args args) {
    const Value* mode = args.keyword("mode");
    Model& model = *find_model(cls.get<Type>());
    JsonSchemaDefinitions definitions{runtime.make_dict(), mode && mode->as<Str>() && mode->get<Str>().view() == "serialization"};
    Value made = object_schema(runtime, model, definitions);
    if (definitions.definitions->empty()) return made;
    const Ref<Dict> whole = runtime.make_dict();
    set(runtime, *whole, "$defs", Value(definitions.definitions));
    if (definitions.definitions->find(model.type.name())) made = model_json_reference(runtime, model, definitions);
    made.get<Dict>().for_each([&](const Value& k, const Value& v) { whole->set(runtime, k, v); });
    return Value(whole);
}

} // namespace relata::modules
