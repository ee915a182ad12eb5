// TypeAdapter: validation and dumping for any annotation. pydantic: type_adapter.py.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

Type& type_adapter_type(Runtime& runtime);

} // namespace relata::modules
