// json.dumps.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

Value json_dumps(Runtime& runtime, const Value& self, Args args);

} // namespace relata::modules
