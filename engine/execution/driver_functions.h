// SQL functions that every connection has. SQLAlchemy: dialects/sqlite/pysqlite.py on_connect.
#pragma once

#include "support/runtime.h"

namespace relata::execution {

struct DriverFunctions final : Runtime::Extension {
    explicit DriverFunctions(Runtime&) {}
    Value regexp{}; ///< `regexp(pattern, value)`; set by modules, which know `re`
};

} // namespace relata::execution
