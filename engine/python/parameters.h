// What a library function accepts that is written in Python in its own world but in C++ here.
#pragma once

#include "support/runtime.h"

#include <string_view>
#include <vector>

namespace relata::python {

/// Checks a call against a signature as its library writes it, "Session.begin(self, nested=False)", and throws CPython's
/// TypeError where it does not fit: an unexpected or repeated keyword, too many positional arguments, missing ones.
/// What stands before "(" names the function in the error; `self` or `cls` in front counts but is not among `args`. A
/// default is read only for being there and holds no comma. "set.copy($self, /)": a C function's, refused with its texts.
/// CPython: initialize_locals, too_many_positional, missing_arguments (Python/ceval.c).
void check_arguments(std::string_view signature, Args args);

/// The parameters of such a signature as they stand in it, without `self` and `cls`: "nested=False".
std::vector<std::string_view> parameter_texts(std::string_view signature);

} // namespace relata::python
