// AsyncResult: rows that are fetched while an `async for` runs. SQLAlchemy: ext/asyncio/result.py.
#pragma once

#include "support/runtime.h"

namespace relata::modules {

/// `await session.stream(...)` gives this over the Result of the same statement.
Value make_async_result(Runtime& runtime, const Value& result);

} // namespace relata::modules
