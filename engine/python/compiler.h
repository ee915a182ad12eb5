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
/// literal, an assertion that is always true) go to Runtime::warn. What has been compiled without a warning in this
/// process is not compiled again (CodeCache).
Ref<Code> compile(Runtime& runtime, const Source& source, CompileMode mode = CompileMode::module);
/// The same for a text that nobody needs as a Source.
Ref<Code> compile_text(Runtime& runtime, const std::string& name, std::string_view text);

} // namespace relata::python
