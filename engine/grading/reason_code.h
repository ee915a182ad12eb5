// Reason codes: what each says, in a sentence. Reports of a class and code scanners show it.
#pragma once

#include <string_view>

namespace relata::grading {

/// "A relationship is loaded with a statement of its own for each object." of "N1-LAZY"; empty for an unknown code.
std::string_view meaning_of(std::string_view code);

} // namespace relata::grading
