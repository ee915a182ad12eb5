// JSON text as model_validate_json() reads it. pydantic-core: the jiter library, with its error texts.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

/// Throws ValidationFailure (json_invalid) where the text is no JSON.
Value parse_json(Runtime& runtime, std::string_view text, const Value& input);

} // namespace relata::modules
