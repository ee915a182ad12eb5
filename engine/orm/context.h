// Context: SELECT, INSERT, UPDATE and DELETE over mapped classes: how a session runs them. SQLAlchemy: orm/context.py.
#pragma once

#include "orm/session.h"

namespace relata::orm {

/// Session.execute. A statement over entities becomes a core statement first and its rows become objects; any other goes
/// to the connection as it is. Returns a Result object.
Value execute(Session& session, sql::ClauseElement& statement, const ExecuteOptions& options = {});

} // namespace relata::orm
