#include "orm/session_events.h"

#include <string_view>

namespace relata::orm {

namespace {

constexpr std::string_view session_event_names[] = {"before_commit",
                                                    "after_commit",
                                                    "after_rollback",
                                                    "after_soft_rollback",
                                                    "before_flush",
                                                    "after_flush",
                                                    "after_flush_postexec",
                                                    "after_begin",
                                                    "after_transaction_create",
                                                    "after_transaction_end",
                                                    "before_attach",
                                                    "after_attach",
                                                    "transient_to_pending",
                                                    "pending_to_transient",
                                                    "persistent_to_transient",
                                                    "pending_to_persistent",
                                                    "persistent_to_deleted",
                                                    "deleted_to_persistent",
                                                    "deleted_to_detached",
                                                    "persistent_to_detached",
                                                    "detached_to_persistent",
                                                    "loaded_as_persistent",
                                                    "do_orm_execute",
                                                    "after_bulk_update",
                                                    "after_bulk_delete"};
static_assert(std::size(session_event_names) == size_t(SessionEvent::count_));

} // namespace

std::optional<SessionEvent> session_event(std::string_view name) {
    for (size_t i = 0; i < std::size(session_event_names); ++i)
        if (session_event_names[i] == name) return SessionEvent(i);
    return std::nullopt;
}

SessionDispatch& SessionDispatch::of_class(Type& session_class) {
    if (auto* known = session_class.extension<SessionDispatch>()) return *known;
    return session_class.set_extension(std::make_unique<SessionDispatch>());
}

} // namespace relata::orm
