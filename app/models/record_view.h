// The desk's way to the engine: runs a program and turns its record into what the windows show.
#pragma once

#include "models/engine_port.h"

namespace relata::sandbox {
struct RunRecord; // its header uses names that Qt takes for keywords
}

namespace relata::models {

ShownRunPtr showRecord(const sandbox::RunRecord& record, const Program& program);
/// A Runner; blocks, on whatever thread calls it.
ShownRunPtr runOnEngine(const Program& program, std::stop_token stop, OutputMailbox& mailbox);

} // namespace relata::models
