// What Python programs see of things that the ORM has no Python type for: set by the modules, read where listeners are
// called.
#pragma once

#include "support/runtime.h"

#include <functional>

namespace relata::orm {

class Mapper;

struct PythonViews final : Runtime::Extension {
    explicit PythonViews(Runtime&) {}
    void clear_references() override {
        mapper = nullptr;
        no_value.reset();
    }
    std::function<Value(Runtime&, Mapper&)> mapper{}; ///< the object that inspect(cls) gives
    Value no_value{};                                 ///< LoaderCallableStatus.NO_VALUE
};

} // namespace relata::orm
