// ValidationError: its text and its details. pydantic-core: src/errors/validation_exception.rs.
#pragma once

#include "modules/pydantic/line_error.h"
#include "python/type_builder.h"

namespace relata::modules {

/// "1 validation error for Hero\nname\n  Field required [type=missing, input_value={...}, input_type=dict]\n ...".
[[noreturn]] void throw_validation_error(Runtime& runtime, const std::string& title, const ValidationFailure& failure, bool json = false);
/// errors(), error_count(), json(), title into the class ValidationError.
void add_validation_error_methods(Runtime& runtime);
/// `_raise_errors(title, parts)`: one ValidationError of parts, each a location and a ValidationError or (type, input).
Value raise_errors(Runtime&, const Value&, Args args);
/// A long text without its middle. pydantic-core: write_truncated_to_limited_bytes.
std::string truncated(const std::string& text, size_t most = 50);

} // namespace relata::modules
