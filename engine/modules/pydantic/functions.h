// The program's functions around validation and serialization, and the `info` that they may ask for.
// pydantic: _internal/_decorators.py; pydantic-core: src/validators/function.rs, src/serializers/type_serializers/function.rs.
#pragma once

#include "modules/pydantic/core_schema.h"

namespace relata::modules {

/// How many arguments the function needs by position, `self` of a bound method left out; empty where nobody knows
/// (a builtin, a class). pydantic: count_positional_required_params.
std::optional<size_t> required_positional(Runtime& runtime, const Value& function);
/// The name of the function's first parameter; empty where nobody knows.
std::string first_parameter(const Value& function);
/// What a validator function raised becomes errors of the input; rethrows what is none of ValueError, AssertionError.
/// pydantic-core: convert_err.
[[noreturn]] void convert_error(Runtime& runtime, Error& error, const Value& input);
/// ValidationInfo.
Value validation_info(ValidationState& state);
/// SerializationInfo, FieldSerializationInfo.
Value serialization_info(const DumpState& state);
/// Calls a serializer function and dumps what it returns by its own type.
Value call_serializer(const SerializerFunction& function, const CoreSchema* inner, const Value& value, DumpState& state);
/// `handler(value)` of a wrap serializer.
Value serializer_handler(Runtime& runtime, std::function<Value(const Value&)> handler);
void make_info_types(Runtime& runtime);
/// The errors inside a ValidationError.
ValidationFailure errors_of(Runtime& runtime, const Value& validation_error);

} // namespace relata::modules
