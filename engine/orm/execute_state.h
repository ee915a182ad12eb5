// ORMExecuteState: a statement that a session is about to run, as listeners of do_orm_execute see and change it.
// SQLAlchemy: ORMExecuteState.
#pragma once

#include "orm/session.h"

#include <functional>

namespace relata::orm {

class ORMExecuteState final : public Container {
  public:
    /// Runs a statement once no listener is left to ask.
    using Run = std::function<Value(ORMExecuteState&)>;
    ORMExecuteState(Type& type, Session& its_session, sql::ClauseElement& its_statement, ExecuteOptions its_options, Run run);
    void clear_references() override;
    /// Asks the listeners that were not asked yet. Unset, or the Result that replaces the statement's.
    Value ask();
    /// The same, and then runs the statement. SQLAlchemy: ORMExecuteState.invoke_statement.
    Value invoke();
    /// A listener that kept the state can no longer run it: what `run` refers to is gone.
    void forget() { m_run = nullptr; }

    Ref<Session> session;
    Ref<sql::ClauseElement> statement;
    ExecuteOptions options;
    execution::ExecutionOptions execution_options; ///< of the statement and the call, before a listener adds to them
    bool is_orm = false;
    bool is_column_load = false;
    bool is_relationship_load = false;

  private:
    std::vector<SessionListener> m_listeners;
    size_t m_next = 0;
    Run m_run;
};

} // namespace relata::orm
