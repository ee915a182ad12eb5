#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// Makes reads of lazy="write_only" and lazy="dynamic" relationships give their collections.
void add_write_only_collections(python::Interpreter& interpreter);

} // namespace relata::modules
