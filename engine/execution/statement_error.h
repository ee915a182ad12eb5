// An error before the driver was called: StatementError. SQLAlchemy: Connection._handle_dbapi_exception without a context.
#pragma once

#include "support/exceptions.h"
#include "support/runtime.h"

#include <string>

namespace relata::execution {

/// `parameters`: what the program gave, or unset.
[[noreturn]] void raise_statement_error(Runtime& runtime, Error& error, const std::string& sql, const Value& parameters);

} // namespace relata::execution
