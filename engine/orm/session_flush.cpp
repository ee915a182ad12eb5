// Session: flush, and what becomes of states in it. SQLAlchemy: orm/session.py Session._flush and what it
// calls.
#include "execution/run_state.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/session.h"
#include "orm/unit_of_work.h"
#include "support/protocol.h"

namespace relata::orm {

void Session::flush(const Value& objects) {
    if (m_flushing) throw Error(Exc::InvalidRequestError, "Session is already flushing");
    if (is_clean()) return;
    struct Flushing {
        Session& session;
        explicit Flushing(Session& s) : session(s) { s.m_flushing = true; }
        ~Flushing() { session.m_flushing = false; }
    } flushing(*this);
    flush_now(objects);
}

void Session::run_autoflush() {
    if (!autoflush || m_flushing) return;
    const WarningTag tag(runtime(), "This warning originated from the Session 'autoflush' process, which was invoked "
                                    "automatically in response to a user-initiated operation. Consider using "
                                    "``no_autoflush`` context manager if this warning happened while initializing "
                                    "objects.");
    try {
        flush();
    } catch (Error& error) {
        if (!runtime().matches(error, Exc::StatementError)) throw;
        // SQLAlchemy: StatementError.add_detail.
        const std::string detail = "(raised as a result of Query-invoked autoflush; consider using a "
                                   "session.no_autoflush block if this flush is occurring prematurely)\n";
        const Value exception = runtime().exception_object(error);
        const Value args = get_attribute(runtime(), exception, "args");
        if (auto* tuple = args.as<Tuple>(); tuple && tuple->size() == 1)
            set_attribute(
                runtime(), exception, "args",
                runtime().make_tuple({runtime().make_str(detail + str_text(runtime(), (*tuple)[0]))}));
        throw Error(exception);
    }
}

void Session::flush_warning(const std::string& method) {
    if (!m_warn_on_events) return;
    sa_warn(runtime(), "Usage of the '" + method +
                       "' operation is not currently supported within the execution stage of the flush "
                       "process. Results may not be consistent.  Consider using alternative event "
                       "listeners or connection-level operations instead.");
}

void Session::in_flush(const std::function<void(SessionTransaction&)>& body) {
    const Ref<SessionTransaction> transaction = autobegin_transaction().begin(false);
    struct Flushing {
        bool& flag;
        bool before;
        explicit Flushing(bool& f) : flag(f), before(std::exchange(f, true)) {}
        ~Flushing() { flag = before; }
    } flushing(m_flushing);
    try {
        body(*transaction);
        transaction->commit();
    } catch (Error& error) {
        if (!transaction->is_closed()) transaction->rollback(runtime().exception_object(error));
        throw;
    }
}

void Session::flush_now(const Value& objects) {
    if (!m_identity_map.has_modified() && m_deleted.empty() && m_new.empty()) return;
    UOWTransaction uow(*this);
    fire(SessionEvent::before_flush, {.session = *this, .flush_context = &uow, .objects = objects});

    std::optional<WeakStates> only;
    std::vector<Value> keep;
    if (objects.is_set() && !objects.is_none() && truth(runtime(), objects)) {
        only.emplace();
        keep = to_vector(runtime(), objects);
        for (const Value& object : keep)
            only->add(instance_state(runtime(), object));
    }
    auto wanted = [&](const InstanceState& state) { return !only || only->contains(state); };

    const auto pending = m_new.objects(), dirty = m_identity_map.modified().objects(),
               deleted = m_deleted.objects();
    for (const auto* group : {&pending, &dirty}) {
        for (InstanceState* state : states_of(*group)) {
            if (m_deleted.contains(*state) || !wanted(*state) || uow.plan(*state)) continue;
            const bool is_orphan = state->mapper().is_orphan(*state);
            const bool is_persistent_orphan = is_orphan && state->has_identity();
            if (is_orphan && !is_persistent_orphan && state->orphaned_outside_of_session) {
                expunge_states({state});
            } else {
                uow.register_object(*state, {.is_delete = is_persistent_orphan});
            }
        }
    }
    for (InstanceState* state : states_of(deleted))
        if (wanted(*state) && !uow.plan(*state)) uow.register_object(*state, {.is_delete = true});
    if (!uow.has_work()) return;

    in_flush([&](SessionTransaction& transaction) {
        uow.transaction = &transaction;
        {
            struct Warning {
                Session& session;
                explicit Warning(Session& s) : session(s) { s.m_warn_on_events = true; }
                ~Warning() { session.m_warn_on_events = false; }
            } warning(*this);
            uow.execute();
        }
        fire(SessionEvent::after_flush, {.session = *this, .flush_context = &uow});
        uow.finalize_flush_changes();
        if (!only && m_identity_map.has_modified()) {
            const auto changed = m_identity_map.modified().objects();
            for (InstanceState* state : states_of(changed))
                commit_state(*state);
            sa_warn(runtime(), "Attribute history events accumulated on " + std::to_string(changed.size()) +
                    " previously clean instances within inner-flush event handlers have been reset, and will "
                    "not result in database updates. Consider using set_committed_value() within "
                    "inner-flush event handlers to avoid this warning.");
        }
        fire(SessionEvent::after_flush_postexec, {.session = *this, .flush_context = &uow});
    });
}

// ---- after the statements were sent
// ----------------------------------------------------------------------------------------

void Session::register_persistent(const std::vector<InstanceState*>& states) {
    for (InstanceState* state : states) {
        Mapper& mapper = state->mapper();
        IdentityKey key = mapper.identity_key_from_state(*state);
        size_t nulls = 0;
        for (const Value& value : key.values())
            nulls += value.is_none();
        if (nulls == key.values().size())
            throw Error(
                Exc::FlushError,
                "Instance " + state->text() +
                    " has a NULL identity key.  If this is an auto-generated value, check that the database "
                    "table allows generation of new primary key values, and that the mapped Column object is "
                    "configured to expect these generated values.  Ensure also that this flush() is not "
                    "occurring at an inappropriate time, such as within a load() event.");
        if (!state->key.is_set()) {
            state->key = key;
        } else if (!state->key.equals(runtime(), key)) {
            m_identity_map.discard(*state);
            auto& switches = m_transaction->snapshot().key_switches;
            const auto found = switches.find(state);
            const IdentityKey original = found != switches.end() ? found->second.old_key : state->key;
            switches.insert_or_assign(state, SessionTransaction::Snapshot::KeySwitch{original, key});
            state->key = key;
        }
        InstanceState* old = m_identity_map.replace(*state, IdentityMap::Modified::committed_next);
        if (old && mapper.identity_key_from_state(*old).equals(runtime(), key))
            sa_warn(runtime(), "Identity map already had an identity for " + identity_key_text(runtime(), key) +
                               ", replacing it with newly flushed object.   Are there load operations "
                               "occurring inside of an event handler within the flush?");
        state->orphaned_outside_of_session = false;
    }
    for (InstanceState* state : states)
        commit_state(*state);
    register_altered(states);
    if (listens(SessionEvent::pending_to_persistent))
        for (InstanceState* state : states)
            if (m_new.contains(*state))
                fire(SessionEvent::pending_to_persistent, {.session = *this, .state = state});
    for (InstanceState* state : states) {
        m_new.remove(*state);
        tell(*state);
    }
}

void Session::register_altered(const std::vector<InstanceState*>& states) {
    if (!m_transaction) return;
    auto& snapshot = m_transaction->snapshot();
    for (InstanceState* state : states)
        (m_new.contains(*state) ? snapshot.added : snapshot.dirty).add(*state);
}

void Session::remove_newly_deleted(const std::vector<InstanceState*>& states) {
    for (InstanceState* state : states) {
        const Ref<Instance> keep(state->object());
        if (m_transaction) m_transaction->snapshot().deleted.add(*state);
        m_identity_map.discard(*state);
        m_deleted.remove(*state);
        state->deleted = true;
        m_gone.add(*state);
        tell(*state);
        fire(SessionEvent::persistent_to_deleted, {.session = *this, .state = state});
    }
}

// ---- what attributes and objects tell
// --------------------------------------------------------------------------------------

void Session::state_modified(InstanceState& state) {
    bool has_modified = false;
    if (m_identity_map.contains_state(state)) {
        has_modified = m_identity_map.has_modified();
        m_identity_map.add_modified(state);
    }
    if (!has_modified && !m_transaction) autobegin_transaction();
    tell(state);
}

void Session::tell_now(InstanceState& state) const {
    using State = execution::ObjectChanged::State;
    state.told = true;
    State now = state.has_identity() ? State::detached : State::transient;
    if (state.session) now = !state.has_identity() ? State::pending : state.deleted ? State::deleted : State::persistent;
    execution::RunState::of(runtime())
        .emit(execution::ObjectChanged{.state = now,
                                       .expired = state.expired,
                                       .modified = state.modified,
                                       .entity = state.mapper().mapped_class().name(),
                                       .identity = state.has_identity() ? state.key.values() : std::span<const Value>(),
                                       .object = &state.object(),
                                       .session = state.session ? m_id : 0});
}

void Session::state_died(InstanceState& state) {
    m_identity_map.forget(state);
    m_gone.remove(state);
    for (SessionTransaction* t = m_transaction.get(); t; t = t->parent())
        if (t->is_nested() || !t->parent()) t->snapshot().forget(state);
}

} // namespace relata::orm
