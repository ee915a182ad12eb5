// Errors of model_dump(), and its result as JSON text.
#pragma once

#include "modules/pydantic/state.h"

namespace relata::modules {

[[noreturn]] void throw_serialization_error(Runtime& runtime, const std::string& message);
/// The arguments of model_dump() and its kin: mode, include, exclude, by_alias, exclude_unset ...
DumpState read_dump_state(Runtime& runtime, const char* function, Args args);
/// What dump gave, as JSON text. `indent`: a number, or None.
Value json_text(Runtime& runtime, const Value& dumped, const Value& indent);

} // namespace relata::modules
