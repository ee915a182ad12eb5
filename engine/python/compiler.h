// compile(): from source text to a code object, through tokenizer, parser, symtable and code generation.
#pragma once

#include "python/code.h"
#include "python/source.h"
#include "support/runtime.h"

namespace relata::python {

enum class CompileMode : uint8_t {
    module,     ///< a file; the code returns None
    expression, ///< one expression; the code returns its value (annotations written as strings)
};

/// Compiles `source`. Throws Error(SyntaxError, IndentationError or TabError) with CPython 3.11's message as
/// `msg` and the attributes filename, lineno, offset, text, end_lineno, end_offset. Warnings ("is" with a
/// literal, an assertion that is always true) go to Runtime::warn.
Ref<Code> compile(Runtime& runtime, const Source& source, CompileMode mode = CompileMode::module);

} // namespace relata::python
