// The types of the collections module that are C++.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

/// Called once per run, by the import of collections.
Type& make_deque_type(Runtime& runtime);

} // namespace relata::modules
