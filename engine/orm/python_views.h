// What Python programs see of things that the ORM has no Python type for: set by the modules, read where listeners are
// called.
#pragma once

#include "support/runtime.h"

#include <functional>

namespace relata::orm {

struct AttributeEvent;
class InstanceState;
class Mapper;

struct PythonViews final : Runtime::Extension {
    explicit PythonViews(Runtime&) {}
    void clear_references() override {
        mapper = nullptr;
        state = nullptr;
        event_token = nullptr;
        no_value.reset();
    }
    std::function<Value(Runtime&, Mapper&)> mapper{}; ///< the object that inspect(cls) gives
    std::function<Value(Runtime&, InstanceState&)> state{}; ///< the object that inspect(obj) gives
    std::function<Value(Runtime&, const AttributeEvent&)> event_token{}; ///< the `initiator` of a listener
    Value no_value{};                                 ///< LoaderCallableStatus.NO_VALUE
};

} // namespace relata::orm
