// SyntaxFailure: a syntax error on its way from tokenizer, parser, symtable or compiler to the SyntaxError it
// becomes.
#pragma once

#include "python/source.h"
#include "python/token.h"
#include "support/exceptions.h"

#include <string>

namespace relata {
class Runtime;
}

namespace relata::python {

struct SyntaxFailure {
    Exc cls = Exc::SyntaxError;
    std::string message;
    int line = 0;   ///< 1-based
    int column = 0; ///< bytes, 0-based
    int end_line = 0;
    int end_column = -1; ///< -1: not known; the caret stands alone
    std::string text_line =
        {}; ///< shown instead of the source's line, where not empty (the expression of an f-string)

    static SyntaxFailure at(const Span& span, std::string message, Exc cls = Exc::SyntaxError) {
        return {cls, std::move(message), span.line, span.column, span.end_line, span.end_column};
    }
};

/// The Python exception, with the attributes that SyntaxError has.
Error to_error(Runtime& runtime, const Source& source, const SyntaxFailure& failure);

} // namespace relata::python
