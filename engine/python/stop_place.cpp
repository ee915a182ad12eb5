#include "python/stop_place.h"

#include "python/frame.h"

namespace relata::python {

void StopPlace::note(const Interpreter& interpreter) {
    if (where.line) return;
    if (const Frame* frame = interpreter.program_frame()) where = {std::string(frame->code->file->view()), frame->line()};
}

} // namespace relata::python
