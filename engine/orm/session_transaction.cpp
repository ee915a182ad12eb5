#include "orm/registry.h"
#include "orm/session_transaction.h"

#include "execution/connection.h"
#include "execution/engine.h"
#include "orm/session.h"
#include "support/protocol.h"

#include <cassert>

namespace relata::orm {

namespace {

/// The link that SQLAlchemy adds to messages about illegal state changes.
constexpr const char* concurrency_code = "isce";

std::string state_repr(SessionTransaction::State state) {
    static constexpr const char* names[] = {"ACTIVE",   "PREPARED", "COMMITTED",
                                            "DEACTIVE", "CLOSED",   "PROVISIONING_CONNECTION"};
    using State = SessionTransaction::State;
    if (state == State::no_change) return "<_StateChangeStates.NO_CHANGE: 2>";
    if (state == State::change_in_progress) return "<_StateChangeStates.CHANGE_IN_PROGRESS: 3>";
    if (state == State::any) return "<_StateChangeStates.ANY: 1>";
    return std::string("<SessionTransactionState.") + names[size_t(state) - 1] + ": " +
           std::to_string(int(state)) + ">";
}

const char* state_name(SessionTransaction::State state) {
    static constexpr const char* names[] = {"active",   "prepared", "committed",
                                            "deactive", "closed",   "provisioning_connection"};
    return names[size_t(state) - 1];
}

Error coded(Runtime& runtime, Exc cls, std::string message, const char* code) {
    return Error(cls, std::move(message)).with("code", runtime.make_str(code));
}

} // namespace

void SessionTransaction::Snapshot::forget(InstanceState& state) {
    added.remove(state);
    deleted.remove(state);
    dirty.remove(state);
    key_switches.erase(&state);
}

Ref<SessionTransaction> SessionTransaction::make(Session& session, Origin origin,
                                                 SessionTransaction* parent) {
    check_context(session);
    if (session.m_close_state == Session::CloseState::closed)
        throw Error(Exc::InvalidRequestError,
                    "This Session has been permanently closed and is unable to handle any more "
                    "transaction requests.");
    if (origin == Origin::begin_nested && !parent)
        throw Error(Exc::InvalidRequestError,
                    "Can't start a SAVEPOINT transaction when no existing transaction is in progress");
    Runtime& runtime = session.runtime();
    auto transaction =
        runtime.make<SessionTransaction>(runtime.type_for<SessionTransaction>(), session, origin, parent);
    transaction->take_snapshot();
    session.m_transaction = transaction;
    session.fire(SessionEvent::after_transaction_create,
                 {.session = session, .transaction = transaction.get()});
    return transaction;
}

SessionTransaction::SessionTransaction(Type& type, Session& session, Origin origin,
                                       SessionTransaction* parent)
    : Container(type), m_session(session), m_parent(parent), m_origin(origin) {
    if (origin == Origin::begin_nested) m_previous_nested = session.m_nested_transaction;
}

SessionTransaction::~SessionTransaction() = default;

void SessionTransaction::clear_references() {
    m_session.reset();
    m_parent.reset();
    m_snapshot.reset();
    m_participants.clear();
    m_rollback_exception.reset();
    m_outer_context.reset();
}

// ---- states: SQLAlchemy's orm/state_changes.py
// -------------------------------------------------------------------------

void SessionTransaction::raise_for_prerequisite_state(State state) const {
    Runtime& runtime = type().runtime();
    switch (state) {
    case State::deactive:
        if (m_rollback_exception.is_set())
            throw coded(runtime, Exc::PendingRollbackError,
                        "This Session's transaction has been rolled back due to a previous exception during "
                        "flush. To "
                        "begin a new transaction with this Session, first issue Session.rollback(). Original "
                        "exception "
                        "was: " +
                            str_text(runtime, m_rollback_exception),
                        "7s2a");
        throw Error(Exc::InvalidRequestError,
                    "This session is in 'inactive' state, due to the SQL transaction being "
                    "rolled back; no further SQL can be emitted within this transaction.");
    case State::closed:
        throw Error(Exc::ResourceClosedError, "This transaction is closed");
    case State::provisioning_connection:
        throw coded(runtime, Exc::InvalidRequestError,
                    "This session is provisioning a new connection; concurrent operations are not permitted",
                    concurrency_code);
    default:
        throw Error(Exc::InvalidRequestError,
                    std::string("This session is in '") + state_name(state) +
                        "' state; no further SQL can be emitted within this transaction.");
    }
}

// `from` empty: any state. `to` no_change: the method leaves the state as it is.
template <class F>
void SessionTransaction::change_state(const char* method, std::initializer_list<State> from, State to,
                                      F&& body) {
    Runtime& runtime = type().runtime();
    const State current = m_state;
    if (from.size() && std::find(from.begin(), from.end(), current) == from.end())
        raise_for_prerequisite_state(current);
    const State next = m_next_state;
    const char* existing = m_current_method;
    const bool expect_change = to != State::no_change;
    const State expected = expect_change ? to : current;
    if (next != State::any && expect_change && next != expected) {
        if (existing && (next == State::no_change || next == State::change_in_progress))
            throw coded(runtime, Exc::IllegalStateChangeError,
                        std::string("Method '") + method + "()' can't be called here; method '" + existing +
                            "()' is already in progress and this would cause an unexpected state change to " +
                            state_repr(to),
                        concurrency_code);
        throw coded(runtime, Exc::IllegalStateChangeError,
                    std::string("Can't run operation '") + method + "()' here; will move to state " +
                        state_repr(to) + " where we are expecting " + state_repr(next),
                    concurrency_code);
    }
    struct Restore {
        SessionTransaction& transaction;
        State next;
        const char* method;
        ~Restore() {
            transaction.m_next_state = next;
            transaction.m_current_method = method;
        }
    } restore{*this, next, existing};
    m_current_method = method;
    m_next_state = State::change_in_progress;
    body();
    if (m_state == expected) return;
    if (m_state == current)
        throw coded(runtime, Exc::IllegalStateChangeError,
                    std::string("Method '") + method + "()' failed to change state to " + state_repr(to) +
                        " as expected",
                    concurrency_code);
    if (existing)
        throw coded(runtime, Exc::IllegalStateChangeError,
                    std::string("While method '") + existing + "()' was running, method '" + method +
                        "()' caused an unexpected state change to " + state_repr(m_state),
                    concurrency_code);
    throw coded(runtime, Exc::IllegalStateChangeError,
                std::string("Method '") + method + "()' caused an unexpected state change to " +
                    state_repr(m_state),
                concurrency_code);
}

template <class F>
void SessionTransaction::expecting(State state, F&& body) {
    assert(m_next_state == State::change_in_progress);
    struct Restore {
        SessionTransaction& transaction;
        ~Restore() { transaction.m_next_state = State::change_in_progress; }
    } restore{*this};
    m_next_state = state;
    body();
    if (m_state != state)
        throw coded(type().runtime(), Exc::IllegalStateChangeError,
                    "Unexpected state change to " + state_repr(m_state), concurrency_code);
}

// ---- context manager
// -----------------------------------------------------------------------------------------------

void SessionTransaction::check_context(const Session& session) {
    if (session.m_context && !session.m_context->is_active())
        throw Error(Exc::InvalidRequestError,
                    "Can't operate on closed transaction inside context manager.  Please "
                    "complete the context manager before emitting further commands.");
}

void SessionTransaction::enter() {
    m_outer_context = Ref<SessionTransaction>(m_session->m_context);
    m_session->m_context = this;
    m_entered = true;
}

void SessionTransaction::exit(bool with_error) {
    const Ref<SessionTransaction> keep(*this);
    struct Leave {
        SessionTransaction& transaction;
        bool out_of_band;
        ~Leave() {
            if (!out_of_band) transaction.m_session->m_context = transaction.m_outer_context.get();
            transaction.m_outer_context.reset();
            transaction.m_entered = false;
        }
    } leave{*this, !m_entered || m_session->m_context != this};
    if (!with_error && is_active()) {
        try {
            commit();
        } catch (Error&) {
            if (rollback_can_be_called()) rollback();
            throw;
        }
    } else if (!is_active()) {
        if (!is_closed()) close();
    } else if (rollback_can_be_called()) {
        rollback();
    }
}

// ---- connections
// -----------------------------------------------------------------------------------------------------

execution::Connection& SessionTransaction::connection_for_bind(const Value& bind,
                                                               const execution::ExecutionOptions& options) {
    execution::Connection* result = nullptr;
    change_state("_connection_for_bind", {State::active}, State::no_change, [&] {
        for (const Participant& p : m_participants) {
            if (!bind.is(Value(p.connection)) && !bind.is(Value(p.connection->engine())))
                continue;
            if (!options.empty())
                sa_warn(type().runtime(), "Connection is already established for the given bind; execution_options ignored");
            result = p.connection.get();
            return;
        }
        struct Restore {
            SessionTransaction& transaction;
            ~Restore() { transaction.m_state = State::active; }
        } restore{*this};
        m_state = State::provisioning_connection;
        result = &provision(bind, options);
    });
    return *result;
}

execution::Connection& SessionTransaction::provision(const Value& bind,
                                                     const execution::ExecutionOptions& options) {
    Ref<execution::Connection> connection;
    bool local_connect = false, should_commit = true;
    auto* bound_connection = bind.as<execution::Connection>();
    if (m_parent) {
        connection = Ref<execution::Connection>(m_parent->connection_for_bind(bind, options));
        if (!is_nested()) return *connection;
    } else if (bound_connection) {
        connection = Ref<execution::Connection>(*bound_connection);
    } else {
        auto* engine = bind.as<execution::Engine>();
        if (!engine) {
            // Something else that connects: an AsyncEngine, whose connection says that it is not started.
            Runtime& runtime = type().runtime();
            const Value other = call_method(runtime, bind, "connect");
            try {
                call_method(runtime, other, "in_transaction");
            } catch (const Error&) {
                call_method(runtime, other, "close");
                throw;
            }
            throw Error(Exc::ArgumentError, "Session bind is no engine: " + repr_text(runtime, bind));
        }
        connection = engine->connect();
        local_connect = true;
    }
    connection->session = m_session->id();
    Ref<execution::Transaction> transaction;
    try {
        if (!options.empty()) connection->set_execution_options(options);
        if (m_session->options().twophase && !m_parent) throw Error(Exc::NotImplementedError, ""); // SQLite has none
        if (is_nested()) {
            transaction = connection->begin_nested();
        } else if (connection->in_transaction()) {
            std::string mode = m_session->options().join_transaction_mode;
            if (mode == "conditional_savepoint")
                mode = connection->in_nested_transaction() ? "create_savepoint" : "rollback_only";
            if (mode == "create_savepoint") {
                transaction = connection->begin_nested();
            } else {
                transaction = Ref<execution::Transaction>(connection->in_nested_transaction()
                                                              ? connection->nested_transaction()
                                                              : connection->transaction());
                if (mode == "rollback_only") should_commit = false;
            }
        } else {
            transaction = connection->begin();
        }
    } catch (...) {
        if (local_connect) connection->close();
        throw;
    }
    m_participants.push_back({connection, transaction, should_commit, !bound_connection});
    m_session->fire(SessionEvent::after_begin,
                    {.session = *m_session, .transaction = this, .connection = connection.get()});
    return *connection;
}

Ref<SessionTransaction> SessionTransaction::begin(bool nested) {
    Ref<SessionTransaction> result;
    change_state("_begin", {State::active}, State::no_change, [&] {
        result = make(*m_session, nested ? Origin::begin_nested : Origin::subtransaction, this);
    });
    return result;
}

std::vector<Ref<SessionTransaction>> SessionTransaction::self_and_parents(const SessionTransaction* upto) {
    std::vector<Ref<SessionTransaction>> result;
    for (SessionTransaction* t = this; t; t = t->m_parent.get()) {
        result.emplace_back(*t);
        if (t->m_parent.get() == upto) break;
    }
    return result;
}

// ---- snapshots
// -------------------------------------------------------------------------------------------------------

void SessionTransaction::take_snapshot() {
    if (!is_boundary()) {
        m_snapshot = m_parent->m_snapshot;
        return;
    }
    if (is_nested() && !m_session->is_flushing()) m_session->flush();
    m_snapshot = make_ref<Snapshot>();
}

void SessionTransaction::restore_snapshot(bool dirty_only) {
    assert(is_boundary());
    Session& session = *m_session;
    WeakStates to_expunge;
    const auto added = m_snapshot->added.objects(), pending = session.m_new.objects();
    for (InstanceState* state : states_of(added))
        to_expunge.add(*state);
    for (InstanceState* state : states_of(pending))
        to_expunge.add(*state);
    session.expunge_states(to_expunge.all(), true);

    // An object whose primary key changed goes back to the key that it had.
    const auto switches = m_snapshot->key_switches;
    for (const auto& [state, keys] : switches) {
        session.m_identity_map.discard(*state);
        state->key = keys.old_key;
        if (!to_expunge.contains(*state)) session.m_identity_map.replace(*state);
    }

    const auto deleted = m_snapshot->deleted.objects(), marked = session.m_deleted.objects();
    for (InstanceState* state : states_of(deleted))
        session.update_impl(*state, true);
    for (InstanceState* state : states_of(marked))
        if (session.m_deleted.contains(*state)) session.update_impl(*state, true);

    const auto all = session.m_identity_map.objects();
    for (InstanceState* state : states_of(all))
        if (!dirty_only || state->modified || m_snapshot->dirty.contains(*state))
            session.expire_state(*state);
}

void SessionTransaction::remove_snapshot() {
    assert(is_boundary());
    Session& session = *m_session;
    if (!is_nested() && session.expire_on_commit) {
        const auto all = session.m_identity_map.objects();
        for (InstanceState* state : states_of(all))
            session.expire_state(*state);
        const auto deleted = m_snapshot->deleted.objects();
        session.detach_states(states_of(deleted));
        m_snapshot->deleted.clear();
    } else if (is_nested()) {
        Snapshot& parent = *m_parent->m_snapshot;
        for (InstanceState* state : m_snapshot->added.all())
            parent.added.add(*state);
        for (InstanceState* state : m_snapshot->dirty.all())
            parent.dirty.add(*state);
        for (InstanceState* state : m_snapshot->deleted.all())
            parent.deleted.add(*state);
        for (const auto& [state, keys] : m_snapshot->key_switches)
            parent.key_switches.insert_or_assign(state, keys);
    }
}

// ---- commit, rollback, close
// -------------------------------------------------------------------------------------------

void SessionTransaction::prepare_impl() {
    change_state("_prepare_impl", {State::active}, State::prepared, [&] {
        Session& session = *m_session;
        if (is_boundary()) session.fire(SessionEvent::before_commit, {.session = session});
        if (session.m_transaction != this)
            for (const auto& inner : session.m_transaction->self_and_parents(this))
                inner->commit();
        if (!session.is_flushing()) {
            int guard = 0;
            for (; guard < 100 && !session.is_clean(); ++guard)
                session.flush();
            if (guard == 100)
                throw Error(Exc::FlushError,
                            "Over 100 subsequent flushes have occurred within session.commit() - is an "
                            "after_flush() hook creating new objects?");
        }
        m_state = State::prepared;
    });
}

void SessionTransaction::commit(bool to_root) {
    const Ref<SessionTransaction> keep(*this);
    change_state("commit", {State::active, State::prepared}, State::closed, [&] {
        if (m_state != State::prepared) expecting(State::prepared, [&] { prepare_impl(); });
        if (is_boundary()) {
            for (const Participant& p : std::vector(m_participants))
                if (p.should_commit) p.transaction->commit();
            m_state = State::committed;
            m_session->fire(SessionEvent::after_commit, {.session = *m_session});
            remove_snapshot();
        }
        expecting(State::closed, [&] { close(); });
        if (to_root && m_parent) m_parent->commit(true);
    });
}

void SessionTransaction::rollback(const Value& reason, bool to_root) {
    const Ref<SessionTransaction> keep(*this);
    change_state("rollback", {State::active, State::deactive, State::prepared}, State::closed, [&] {
        Session& session = *m_session;
        if (session.m_transaction && session.m_transaction != this)
            for (const auto& inner : session.m_transaction->self_and_parents(this))
                inner->close();
        SessionTransaction* boundary = this;
        std::optional<Error> failure;
        if (m_state == State::active || m_state == State::prepared) {
            for (const auto& transaction : self_and_parents()) {
                if (!transaction->is_boundary()) {
                    transaction->m_state = State::deactive;
                    continue;
                }
                try {
                    for (const Participant& p : std::vector(transaction->m_participants))
                        p.transaction->rollback();
                    transaction->m_state = State::deactive;
                    session.fire(SessionEvent::after_rollback, {.session = session});
                } catch (Error& e) {
                    failure = std::move(e);
                }
                transaction->m_state = State::deactive;
                transaction->restore_snapshot(transaction->is_nested());
                boundary = transaction.get();
                break;
            }
        }
        if (!failure && !session.is_clean()) {
            sa_warn(type().runtime(), "Session's state has been changed on a non-active transaction - this "
                                  "state will be discarded.");
            boundary->restore_snapshot(boundary->is_nested());
        }
        expecting(State::closed, [&] { close(); });
        if (m_parent && reason.is_set()) m_parent->m_rollback_exception = reason;
        if (failure) throw std::move(*failure);
        session.fire(SessionEvent::after_soft_rollback, {.session = session, .transaction = this});
        if (to_root && m_parent) m_parent->rollback({}, true);
    });
}

void SessionTransaction::close(bool invalidate) {
    const Ref<SessionTransaction> keep(*this);
    change_state("close", {}, State::closed, [&] {
        Session& session = *m_session;
        if (is_nested()) session.m_nested_transaction = m_previous_nested;
        session.m_transaction = m_parent;
        const std::vector<Participant> participants = m_participants;
        for (const Participant& p : participants) {
            if (invalidate && !m_parent) p.connection->invalidate();
            if (p.should_commit && p.transaction->is_active()) p.transaction->close();
            if (p.autoclose && !m_parent) p.connection->close();
        }
        m_state = State::closed;
        session.fire(SessionEvent::after_transaction_end, {.session = session, .transaction = this});
    });
}

} // namespace relata::orm
