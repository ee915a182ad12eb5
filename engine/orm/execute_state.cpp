#include "orm/execute_state.h"

namespace relata::orm {

ORMExecuteState::ORMExecuteState(Type& type, Session& its_session, sql::ClauseElement& its_statement,
                                 ExecuteOptions its_options, Run run)
    : Container(type), session(its_session), statement(its_statement), options(std::move(its_options)),
      execution_options(options.options), m_run(std::move(run)) {
    const auto add = [&](const SessionDispatch& dispatch) {
        const auto& listeners = dispatch.of(SessionEvent::do_orm_execute);
        m_listeners.insert(m_listeners.end(), listeners.begin(), listeners.end());
    };
    for (Type* cls : session->type().mro())
        if (auto* dispatch = cls->extension<SessionDispatch>()) add(*dispatch);
    add(session->dispatch());
}

void ORMExecuteState::clear_references() {
    m_listeners.clear();
    m_run = nullptr;
    options = {};
    execution_options = {};
    session.reset();
}

Value ORMExecuteState::ask() {
    const Ref<ORMExecuteState> keep(*this);
    while (m_next < m_listeners.size()) {
        const SessionListener listener = m_listeners[m_next++];
        SessionEventArguments arguments{.session = *session};
        arguments.execute_state = Value(keep);
        if (Value result = listener(arguments); result.is_set() && !result.is_none()) return result;
    }
    return {};
}

Value ORMExecuteState::invoke() {
    if (!m_run) throw Error(Exc::InvalidRequestError, "The statement of this ORMExecuteState was run already");
    const size_t asked = m_next;
    Value result = ask();
    if (!result.is_set()) result = m_run(*this);
    m_next = asked;
    return result;
}

} // namespace relata::orm
