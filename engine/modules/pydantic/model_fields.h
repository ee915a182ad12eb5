// The schemas of a model class. pydantic: _internal/_generate_schema.py _model_schema; pydantic-core: model.rs, model_fields.rs.
#pragma once

#include "modules/pydantic/core_schema.h"
#include "modules/sqlmodel/model.h"

namespace relata::modules {

/// Kept with a Model, made when it is first needed.
struct ModelSchemas {
    std::vector<SchemaRef> fields; ///< in the order of Model::fields
    SchemaRef whole;               ///< the model with its model validators
    SerializerFunction serializer; ///< @model_serializer; no function where there is none
};
/// Makes them where they are not there yet. PydanticUserError where a name in an annotation is still unknown.
std::shared_ptr<ModelSchemas> schemas_of(Runtime& runtime, Model& model);
/// Field's annotation, constraints, validators and serializers as one schema.
SchemaRef field_schema(Runtime& runtime, Model& model, const ModelField& field);
/// A schema for an annotation. `model` gives names and configuration; it may be null (TypeAdapter).
SchemaRef generate_schema(Runtime& runtime, const Model* model, const Value& annotation);
/// The schema under what one item of Annotated says.
SchemaRef apply_metadata(Runtime& runtime, const Model* model, SchemaRef schema, const Value& item);
SchemaRef apply_field_constraints(Runtime& runtime, SchemaRef schema, const FieldInfo& field);
/// The values of `Literal["a", "b"]`; empty where the annotation is none.
std::vector<Value> literal_values(Runtime& runtime, const Model* model, const Value& annotation);
SerializerFunction::When serializer_when(const std::string& text);
/// `{"$ref": "#/$defs/Hero"}`, and the model's schema into the definitions.
Value model_json_reference(Runtime& runtime, Model& model, JsonSchemaDefinitions& definitions);
/// A schema with the definitions that it refers to. `serialization`: mode="serialization".
Value whole_json_schema(Runtime& runtime, const CoreSchema& schema, bool serialization);
/// The values that a model's discriminator field can have.
std::vector<Value> discriminator_values(Runtime& runtime, const CoreSchema& choice, const std::string& name);

/// Validates `input` into `self` (a new object where unset). Throws Error(ValidationError).
Value validate_model(Runtime& runtime, Model& model, const Value& input, ValidationState& state, const Value& self = {});
/// `obj.name = value` under validate_assignment.
void validate_assignment(Runtime& runtime, Model& model, const Value& self, const ModelField* field, Str& name, const Value& value);
/// Private attributes and model_post_init().
void finish_object(Runtime& runtime, const Model& model, const Value& object, const Value& context);
/// A model below RootModel: its input is the value of its one field `root`.
bool is_root_model(const Model& model);
/// model_dump() of an object as `model` describes it.
Value dump_model(Runtime& runtime, Model& model, const Value& object, DumpState& state);

} // namespace relata::modules
