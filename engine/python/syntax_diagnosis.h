// diagnose(): what to tell the learner about tokens that are no program. CPython does this by the `invalid_` rules of its
// grammar in a second pass (Grammar/python.gram, Parser/pegen_errors.c); here it looks at the tokens around the place.
#pragma once

#include "python/tokenizer.h"

namespace relata::python {

/// `furthest`: index of the last token that the parser looked at.
SyntaxFailure diagnose(const TokenStream& stream, size_t furthest);

} // namespace relata::python
