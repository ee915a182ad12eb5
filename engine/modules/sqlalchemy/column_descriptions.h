// `select(...).column_descriptions`: what the columns of a statement are. SQLAlchemy: orm.context._column_descriptions.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

/// A list of dicts: name, type, expr and, over entities, aliased and entity.
Value column_descriptions(Runtime& runtime, const Value& select);

} // namespace relata::modules
