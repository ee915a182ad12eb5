// The parts of the type str that stand in several files.
#pragma once

#include "python/type_builder.h"

namespace relata::python {

/// A str of these characters; one of one ASCII character or of none is kept ready.
Ref<Str> substring(Runtime& runtime, std::string_view text);

void add_str_search_methods(TypeBuilder& b); ///< find, split, strip, replace, partition ...
void add_str_text_methods(TypeBuilder& b);   ///< upper, isalpha, center, format, encode ...

} // namespace relata::python
