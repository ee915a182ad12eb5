// Tags the Python type of a Transaction that is a savepoint.
#pragma once

namespace relata::execution {

struct NestedTransaction;

} // namespace relata::execution
