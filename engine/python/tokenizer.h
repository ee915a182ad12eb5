// tokenize(): Python 3.11's lexical grammar. Authority: CPython's Parser/tokenizer.c.
#pragma once

#include "python/source.h"
#include "python/syntax_failure.h"
#include "python/token.h"

#include <optional>
#include <vector>

namespace relata::python {

struct TokenStream {
    /// Ends with end_marker, or with `error` where the tokenizer failed.
    std::vector<Token> tokens;
    std::optional<SyntaxFailure> failure;
    /// The failure is raised even where the parser has already failed before it (CPython: syntaxerror() sets
    /// the error at once; bad indentation and the end of the file are only told by the parser that gets
    /// there).
    bool failure_overrides = false;
    /// Numbers with a keyword close behind, "1if x": a SyntaxWarning each where the program compiles.
    struct OddNumber {
        int line;
        const char* kind; ///< "decimal"
    };
    std::vector<OddNumber> odd_numbers;
    /// The innermost parenthesis that is still open at the end.
    std::optional<Token> unclosed;
};

/// Where an f-string's expression stands in its file: its tokens carry the file's own places.
struct Origin {
    int line = 1;
    int column = 0; ///< added to the columns of the first line
};

TokenStream tokenize(std::string_view text, Origin origin = {});

} // namespace relata::python
