// CoreSchema: how a value of one annotation is validated and dumped, a tree that is built once for each field.
// pydantic-core: src/validators/mod.rs (CombinedValidator), src/serializers (CombinedSerializer).
#pragma once

#include "modules/pydantic/line_error.h"
#include "modules/pydantic/state.h"

namespace relata::modules {

/// `gt=0`, `max_length=10` ... of a field, to be built into a schema.
struct Constraint {
    enum class Kind : uint8_t {
        strict, strip_whitespace, to_lower, to_upper, coerce_numbers_to_str, pattern, gt, ge, lt, le, multiple_of,
        min_length, max_length, max_digits, decimal_places, allow_inf_nan
    };
    Kind kind;
    Value value;
};
const char* constraint_name(Constraint::Kind kind);

class CoreSchema : public RefCounted {
  public:
    /// The value as the program gets it. Throws ValidationFailure.
    virtual Value validate(const Value& input, ValidationState& state) const = 0;
    /// How the schema is named in the location of a union's error: "int", "list[str]".
    virtual std::string name() const = 0;
    /// What model_dump() shows for the value; by the value's own type where the schema knows nothing better.
    virtual Value dump(const Value& value, DumpState& state) const;
    /// Takes the constraint where this schema checks it itself.
    virtual bool constrain(Runtime&, const Constraint&) { return false; }
    /// For schemas around another one.
    virtual const CoreSchema* inner() const { return nullptr; }
    virtual Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const;
};
using SchemaRef = Ref<CoreSchema>;

/// `{"type": type}` with one more key.
Value json_schema_of(Runtime& runtime, const char* type, const char* key = nullptr, Value value = {});
/// `schema` with the constraint: built in, or checked after it. pydantic: _known_annotated_metadata.apply_known_metadata.
SchemaRef apply_constraint(Runtime& runtime, SchemaRef schema, const Constraint& constraint);

// ---- the schemas, each in its file ---------------------------------------------------------------------------------------
SchemaRef any_schema();
SchemaRef none_schema();
SchemaRef bool_schema();
SchemaRef int_schema();
SchemaRef float_schema();
SchemaRef str_schema();
SchemaRef bytes_schema();
SchemaRef decimal_schema(Type& cls);
SchemaRef uuid_schema(Type& cls);
SchemaRef date_schema(Type& cls);
SchemaRef time_schema(Type& cls);
SchemaRef datetime_schema(Type& cls);
SchemaRef timedelta_schema(Type& cls);
SchemaRef enum_schema(Runtime& runtime, Type& cls, bool use_values);
SchemaRef literal_schema(Runtime& runtime, std::vector<Value> values);
SchemaRef instance_schema(const Value& cls);
SchemaRef subclass_schema(const Value& cls);
SchemaRef callable_schema();
SchemaRef list_schema(SchemaRef item);
SchemaRef set_schema(SchemaRef item, bool frozen);
SchemaRef tuple_schema(std::vector<SchemaRef> items, bool variadic);
SchemaRef dict_schema(SchemaRef key, SchemaRef value);
SchemaRef nullable_schema(SchemaRef inner);
SchemaRef union_schema(std::vector<SchemaRef> choices, bool left_to_right = false);
/// `Field(discriminator="kind")`: the choices are models whose field `kind` is a Literal.
SchemaRef tagged_union_schema(Runtime& runtime, std::string discriminator, std::vector<SchemaRef> choices);
class Model;
SchemaRef model_schema(Runtime& runtime, Model& model);
enum class FunctionMode : uint8_t { before, after, wrap, plain };
SchemaRef function_schema(Runtime& runtime, FunctionMode mode, SchemaRef inner, Value function, std::string field_name = {});
/// PlainSerializer, WrapSerializer, @field_serializer around a schema.
struct SerializerFunction {
    bool wrap = false;
    enum class When : uint8_t { always, unless_none, json, json_unless_none } when = When::always;
    bool method = false; ///< takes the object as its first argument
    Value function;
};
SchemaRef serializer_schema(SchemaRef inner, SerializerFunction function);
/// A name that is not a class yet: looked up when it is needed.
SchemaRef deferred_schema(const Model* model, Value annotation);

} // namespace relata::modules
