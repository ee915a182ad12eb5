// The parts of validation: classes, constraints, the program's validator functions.
#pragma once

#include "modules/sqlmodel/validation.h"

namespace relata::modules {

[[noreturn]] void fail(const std::string& type, const std::string& message, const Value& input, Value context);
/// A value for a plain class: int, str, datetime, an Enum, list without items' type, any class (isinstance).
Value validate_class(Runtime& runtime, const Model& model, Type& cls, const Value& value, const ValidationMode& mode);
/// gt, ge, max_length, pattern ... of a field.
void check_constraints(Runtime& runtime, const FieldInfo& field, const Value& value, const Value& input);
/// `@field_validator` functions of the class around the annotation's own validation.
Value run_field_validators(Runtime& runtime, const Model& model, const ModelField& field, const Value& value,
                           const ValidationMode& mode);
Value run_model_validators_before(Runtime& runtime, const Model& model, const Value& input);
void run_model_validators_after(Runtime& runtime, const Model& model, const Value& object, const Value& input);

} // namespace relata::modules
