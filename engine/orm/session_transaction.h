// SessionTransaction: a transaction or savepoint of a Session, with what a rollback has to restore.
// SQLAlchemy: orm/session.py SessionTransaction, orm/state_changes.py.
#pragma once

#include "execution/execution_options.h"
#include "orm/identity_map.h"

namespace relata::execution {
class Connection;
class Transaction;
} // namespace relata::execution

namespace relata::orm {

class Session;

/// Python sees it as what `session.begin()` gives: a context manager. Keeps its session alive, as the cycle
/// of the two does in CPython, until it is closed.
class SessionTransaction final : public Container {
  public:
    enum class State : uint8_t {
        any = 0, ///< only as an expectation
        active = 1,
        prepared,
        committed,
        deactive,
        closed,
        provisioning_connection,
        no_change,
        change_in_progress ///< only as expectations
    };
    enum class Origin : uint8_t { autobegin, begin, begin_nested, subtransaction };

    /// Throws InvalidRequestError where the session is permanently closed, or a savepoint has no transaction
    /// around it.
    static Ref<SessionTransaction> make(Session& session, Origin origin, SessionTransaction* parent);
    SessionTransaction(Type& type, Session& session, Origin origin, SessionTransaction* parent);
    ~SessionTransaction() override;
    void clear_references() override;

    Session& session() const { return *m_session; }
    SessionTransaction* parent() const { return m_parent.get(); }
    bool is_nested() const { return m_origin == Origin::begin_nested; }
    Origin origin() const { return m_origin; }
    bool is_active() const { return m_state == State::active; }
    bool is_closed() const { return m_state == State::closed; }
    bool rollback_can_be_called() const { return m_state != State::committed && m_state != State::closed; }

    execution::Connection& connection_for_bind(const Value& bind,
                                               const execution::ExecutionOptions& options = {});
    Ref<SessionTransaction> begin(bool nested);
    void commit(bool to_root = false);
    /// `reason`: the exception object of a failed flush, which the enclosing transaction remembers.
    void rollback(const Value& reason = {}, bool to_root = false);
    void close(bool invalidate = false);

    /// The context manager's two ends. SQLAlchemy: engine/util.py TransactionalContext.
    void enter();
    void exit(bool with_error);
    /// "Can't operate on closed transaction inside context manager."
    static void check_context(const Session& session);

    // ---- what a rollback restores
    // ----------------------------------------------------------------------------------
    struct Snapshot : RefCounted {
        struct KeySwitch {
            IdentityKey old_key, new_key;
        };
        WeakStates added, deleted, dirty;
        std::unordered_map<InstanceState*, KeySwitch> key_switches;
        void forget(InstanceState& state);
    };
    /// Of the enclosing transaction or savepoint: a subtransaction has none of its own.
    Snapshot& snapshot() const { return *m_snapshot; }

  private:
    class StateChange;
    struct Participant {
        Ref<execution::Connection> connection;
        Ref<execution::Transaction> transaction;
        bool should_commit;
        bool autoclose;
    };
    template <class F>
    void change_state(const char* method, std::initializer_list<State> from, State to, F&& body);
    template <class F>
    void expecting(State state, F&& body);
    [[noreturn]] void raise_for_prerequisite_state(State state) const;
    execution::Connection& provision(const Value& bind, const execution::ExecutionOptions& options);
    void prepare_impl();
    void take_snapshot();
    void restore_snapshot(bool dirty_only);
    void remove_snapshot();
    bool is_boundary() const { return is_nested() || !m_parent; }
    std::vector<Ref<SessionTransaction>> self_and_parents(const SessionTransaction* upto = nullptr);

    Ref<Session> m_session;
    Ref<SessionTransaction> m_parent;
    SessionTransaction* m_previous_nested = nullptr;
    Origin m_origin;
    State m_state = State::active;
    State m_next_state = State::any;
    const char* m_current_method = nullptr;
    Value m_rollback_exception;
    Ref<Snapshot> m_snapshot;
    std::vector<Participant> m_participants;
    Ref<SessionTransaction> m_outer_context;
    bool m_entered = false;
};

} // namespace relata::orm
