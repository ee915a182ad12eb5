// parse_number(): the value of a number token.
#pragma once

#include "support/runtime.h"

#include <string_view>

namespace relata::python {

Value parse_number(Runtime& runtime, std::string_view text);

} // namespace relata::python
