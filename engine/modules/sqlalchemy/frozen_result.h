// Result.freeze() and merge(). SQLAlchemy: engine/result.py FrozenResult, MergedResult.
#pragma once

#include "python/type_builder.h"

namespace relata::modules {

void add_freezing(python::TypeBuilder& result);

} // namespace relata::modules
