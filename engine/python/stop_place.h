// Where the program was when its run was stopped: noted while its frames are still there, told by Interpreter::guard().
#pragma once

#include "python/interpreter.h"

namespace relata::python {

struct StopPlace final : Runtime::Extension {
    explicit StopPlace(Runtime&) {}
    SourceLine where;

    /// The innermost of the evaluations that are abandoned is the first to say.
    void note(const Interpreter& interpreter);
};

} // namespace relata::python
