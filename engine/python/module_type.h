// The Python type of modules.
#pragma once

#include "support/runtime.h"

namespace relata::python {

void make_module_type(Runtime& runtime);

} // namespace relata::python
