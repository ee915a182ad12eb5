// SessionEvents: the functions that listen to sessions. Those of mappers and attributes: events.h.
// SQLAlchemy: orm/events.py.
#pragma once

#include "orm/instance_state.h"

#include <array>

namespace relata::execution {
class Connection;
}

namespace relata::orm {

class SessionTransaction;
class UOWTransaction;

/// Events of a session that tell of themselves only.
enum class SessionEvent : uint8_t {
    before_commit,
    after_commit,
    after_rollback,
    after_soft_rollback,
    before_flush,
    after_flush,
    after_flush_postexec,
    after_begin,
    after_transaction_create,
    after_transaction_end,
    before_attach,
    after_attach,
    transient_to_pending,
    pending_to_transient,
    persistent_to_transient,
    pending_to_persistent,
    persistent_to_deleted,
    deleted_to_persistent,
    deleted_to_detached,
    persistent_to_detached,
    detached_to_persistent,
    loaded_as_persistent,
    do_orm_execute,
    after_bulk_update,
    after_bulk_delete,
    count_
};
/// The event that a program names "before_flush"; nullopt for a word that is none.
std::optional<SessionEvent> session_event(std::string_view name);

/// What an event tells: which fields are set depends on the event.
struct SessionEventArguments {
    Session& session;
    InstanceState* state = nullptr;
    UOWTransaction* flush_context = nullptr;
    Value objects{}; ///< flush(objects)
    SessionTransaction* transaction = nullptr;
    execution::Connection* connection = nullptr;
    Value execute_state{}; ///< do_orm_execute
};
/// Returns unset, or (do_orm_execute only) the Result that replaces the statement's.
using SessionListener = std::function<Value(const SessionEventArguments&)>;

/// Listeners of one session or (as a Type's extension) of all sessions of a class and its subclasses.
class SessionDispatch final : public Type::Extension {
  public:
    static constexpr char extension_tag = 0;
    std::vector<SessionListener>& of(SessionEvent event) { return m_listeners[size_t(event)]; }
    const std::vector<SessionListener>& of(SessionEvent event) const { return m_listeners[size_t(event)]; }
    /// Those of a class; made where there are none.
    static SessionDispatch& of_class(Type& session_class);

  private:
    std::array<std::vector<SessionListener>, size_t(SessionEvent::count_)> m_listeners;
};

} // namespace relata::orm
