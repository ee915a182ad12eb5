// compile_source(): compile() for those who want the failure itself instead of the exception that it becomes.
#pragma once

#include "python/compiler.h"
#include "python/syntax_failure.h"

namespace relata::python {

struct Compilation {
    Ref<Code> code;
    bool has_warned = false;
};
/// Throws SyntaxFailure.
Compilation compile_source(Runtime& runtime, const Source& source, CompileMode mode);

} // namespace relata::python
