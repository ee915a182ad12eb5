// What an Interpreter keeps besides its public parts. Internal to this folder.
#pragma once

#include "python/interpreter.h"
#include "python/source.h"

#include <map>
#include <memory>

namespace relata::python {

struct Interpreter::State {
    std::map<std::string, std::unique_ptr<Source>, std::less<>> sources; ///< by display path
    std::unordered_map<const Object*, Ref<Dict>> side_dicts;
    /// An async generator is dropped before its end: the event loop closes it in a task of its own.
    std::function<void(const Value&)> async_generator_hook;
    Program program;
};

} // namespace relata::python
