// Validation of values against annotations. pydantic: pydantic-core's validators and their error texts.
#pragma once

#include "modules/sqlmodel/model.h"

namespace relata::modules {

/// One thing that is wrong. pydantic-core: ValLineError.
struct LineError {
    std::vector<Value> location; ///< names and indexes, outermost first
    std::string type;            ///< "missing", "int_parsing"
    std::string message;
    Value input;
    Value context; ///< a dict, or unset
};
/// Thrown while one value is validated; collected where several are.
struct ValidationFailure {
    std::vector<LineError> errors;
};

struct ValidationMode {
    bool strict = false;
    bool json = false; ///< the input was JSON text
    bool from_attributes = false;
    Value context{};
};

/// `value` as the annotation and the field's constraints want it. Throws ValidationFailure.
Value validate(Runtime& runtime, const Model& model, const Value& annotation, const FieldInfo* constraints,
               const Value& value, const ValidationMode& mode);
/// The object's fields from a dict (or, with from_attributes, any object). Throws Error(ValidationError).
void validate_into(Runtime& runtime, Instance& object, const Model& model, const Value& input,
                   const ValidationMode& mode = {});
/// For `validate_assignment`.
Value validate_field(Runtime& runtime, const Model& model, const ModelField& field, const Value& value);
/// A new, validated object of a model class.
Value validate_model(Runtime& runtime, const Model& model, const Value& input, const ValidationMode& mode);
/// "1 validation error for Hero\nname\n  Field required [type=missing, input_value={...}, input_type=dict]\n ...".
[[noreturn]] void throw_validation_error(Runtime& runtime, const std::string& title, const ValidationFailure& failure);
[[noreturn]] void throw_frozen(Runtime& runtime, const Model& model, Str& name, const Value& value, bool field_only);
Value keyword_dict(Runtime& runtime, Args args);

} // namespace relata::modules
