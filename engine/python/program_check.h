// check_program(): every mistake that can be told without running the program, for an editor that checks while one types.
#pragma once

#include "python/source.h"
#include "support/exceptions.h"

#include <vector>

namespace relata {
class Runtime;
}

namespace relata::python {

struct ProgramProblem {
    Exc cls = Exc::SyntaxError; ///< or IndentationError, TabError
    std::string message;
    int line = 0;                  ///< 1-based
    int column = 0, end_column = 0; ///< 0-based, in code points; equal where only a place is known
    int end_line = 0;
};

/// The first one is what a run would say. Behind it the program is read on as if the line were not there, so that the others
/// are what would be said after mending it. Empty where it is a program.
std::vector<ProgramProblem> check_program(Runtime& runtime, const Source& source, size_t limit = 10);

} // namespace relata::python
