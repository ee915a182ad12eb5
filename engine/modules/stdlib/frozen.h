// Frozen modules: the part of the standard library that is written in Python (engine/modules/stdlib/frozen/*.py).
#pragma once

#include "python/interpreter.h"

#include <string_view>

namespace relata::modules {

/// The text of frozen/NAME.py; CMake embeds the files (frozen_sources.cpp in the build folder).
struct FrozenSource {
    std::string_view name;
    std::string_view text;
};
extern const FrozenSource frozen_sources[];
extern const size_t frozen_source_count;

/// Declares every frozen module. A module is compiled at its first import; programs that do not import it pay nothing.
/// Before its text runs, the module has the names of frozen.cpp's `natives` that its first line asks for.
void register_frozen_modules(python::Interpreter& interpreter);

/// Runs the text of a frozen module in `module`, which C++ has begun to fill.
void run_frozen(python::Interpreter& interpreter, python::Module& module, std::string_view name);

} // namespace relata::modules
