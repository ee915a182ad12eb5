// How a schema of numbers, dates or times takes its bounds.
#pragma once

#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"

namespace relata::modules {

/// False where the constraint is no bound.
bool constrain_bounds(Bounds& bounds, const Constraint& constraint);

} // namespace relata::modules
