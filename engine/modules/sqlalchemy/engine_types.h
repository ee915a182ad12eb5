// The Python classes of sqlalchemy.engine: results and rows here; engines and connections in engine_types.cpp.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

/// Make the classes of this run, once.
void make_result_types(Runtime& runtime);
void make_driver_types(Runtime& runtime);
void make_engine_types(Runtime& runtime);

} // namespace relata::modules
