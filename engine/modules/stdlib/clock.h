// The run's clock as Python programs read it.
#pragma once

#include "support/runtime.h"

#include <chrono>

namespace relata::modules {

/// Virtual time since the run began, for time.perf_counter() and time.monotonic(): what sleeping advanced, and a
/// little for each instruction, so that work takes time and no two readings are equal. The same in every run.
std::chrono::nanoseconds run_clock(Runtime& runtime);

/// Nanoseconds since 1970, for time.time() and datetime.now(): every run begins on the same morning.
std::chrono::nanoseconds wall_clock(Runtime& runtime);

} // namespace relata::modules
