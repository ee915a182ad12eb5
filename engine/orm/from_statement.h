// Rows of a statement that is no SELECT over entities, as entities: select(X).from_statement(...), and RETURNING.
#pragma once

#include "execution/connection.h"
#include "orm/context.h"

namespace relata::orm {

/// SQLAlchemy: ORMFromStatementCompileState. The columns that the rows must have are its primary_columns.
Ref<ORMCompileState> from_statement_state(Runtime& runtime, sql::Select& entities);

struct FromStatement {
    Ref<ORMCompileState> state;
    bool is_text = false; ///< columns are found by name
    bool reads_later = false; ///< objects are made when rows are asked for
};
/// What a statement sent, to be read as the state's entities: a Result.
struct SentStatement {
    std::shared_ptr<sql::Compiled> compiled;
    std::vector<Ref<dbapi::Cursor>> cursors; ///< with the same columns, read one after the other
    uint64_t statement = 0;                  ///< StatementSent::statement of the last one
};
Value from_statement_result(Session& session, const FromStatement& from, SentStatement sent,
                            const execution::ExecutionOptions& options);
/// `select(X).from_statement(text(...))`.
Value execute_from_statement(Session& session, sql::Select& entities, const ExecuteOptions& given,
                             const execution::ExecutionOptions& options, execution::Connection& connection);

} // namespace relata::orm
