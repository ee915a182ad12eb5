// Which sqlite3 exception a result code of SQLite becomes. CPython: Modules/_sqlite/util.c.
#pragma once

#include "support/exceptions.h"

namespace relata::dbapi {

/// `code` is a primary result code.
Exc sqlite_exception_class(int code);
/// "SQLITE_CONSTRAINT_UNIQUE" of an extended code.
const char* sqlite_error_name(int extended_code);

} // namespace relata::dbapi
