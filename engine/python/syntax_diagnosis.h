// diagnose(): what to tell the learner about tokens that are no program.
#pragma once

#include "python/tokenizer.h"

namespace relata::python {

/// `statement`: index of the first token of the outermost statement that does not parse. `furthest`: of the last token that
/// the parser looked at. `is_fstring`: the tokens are an expression of an f-string, in parentheses.
SyntaxFailure diagnose(const TokenStream& stream, size_t statement, size_t furthest, bool is_fstring = false);

} // namespace relata::python
