// UPDATE, DELETE and INSERT over entities. SQLAlchemy: orm/bulk_persistence.py.
#pragma once

#include "orm/context.h"
#include "sql/dml.h"

namespace relata::orm {

/// The core statement of an UPDATE, DELETE or INSERT over an entity, for the compiler.
Ref<sql::CompileState> bulk_dml_compile_state(Runtime& runtime, sql::ClauseElement& statement);
/// Runs it and brings the session's objects up to date ("synchronize_session"). Unset: nothing to do beyond executing.
Value execute_bulk_dml(Session& session, sql::UpdateBase& statement, const ExecuteOptions& given,
                       const execution::ExecutionOptions& options);

} // namespace relata::orm
