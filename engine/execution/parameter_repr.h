// How bound parameters read in errors and in the log. SQLAlchemy: sql/util.py _repr_params.
#pragma once

#include "support/runtime.h"

#include <span>
#include <string>

namespace relata::execution {

/// `repr(value)`, cut to 300 characters.
std::string parameter_repr(Runtime& runtime, const Value& value);
/// One set: "(1, 'a')"; more than 100 are shown in part.
std::string parameters_repr(Runtime& runtime, std::span<const Value> values);
/// Sets of `width` values: "[(1,), (2,)]"; more than ten are shown in part.
std::string parameter_sets_repr(Runtime& runtime, std::span<const Value> values, size_t width);

} // namespace relata::execution
