// Session: the objects that a program works with, and the transaction in which they are read and written.
// SQLAlchemy: orm/session.py.
#pragma once

#include "execution/events.h"
#include "orm/identity_map.h"
#include "orm/session_events.h"
#include "orm/session_transaction.h"
#include "sql/select.h"

namespace relata::orm {

class MergeContext;

/// Which way an operation travels along relationships.
enum class Cascade : uint8_t { save_update, merge, delete_, refresh_expire, expunge };

struct SessionOptions {
    Value bind{}; ///< an Engine or a Connection; None or unset: none
    bool autoflush = true;
    bool expire_on_commit = true;
    bool autobegin = true;
    bool twophase = false;
    bool close_resets_only = true;
    bool is_async = false;
    std::string join_transaction_mode = "conditional_savepoint";
    Value info{};
};

/// How a statement is to be run: what `execute` takes besides the statement.
struct ExecuteOptions {
    Value params{}; ///< None, a dict or a list of dicts
    execution::ExecutionOptions options{};
    Value bind{}; ///< bind_arguments={"bind": ...}
    bool no_autoflush = false;
    execution::Cause cause{};
};

/// Arguments of get() and its kin.
struct GetOptions {
    std::vector<Ref<sql::ExecutableOption>> options{};
    bool populate_existing = false;
    bool with_for_update = false;
    execution::ExecutionOptions execution_options{};
    Value bind{};
};

class Session final : public Container, public AttributeSession {
  public:
    Session(Type& type);
    ~Session() override;
    void clear_references() override;
    /// `Session.__init__`.
    void initialize(SessionOptions options);
    Runtime& runtime() const { return type().runtime(); }

    uint64_t id() const override { return m_id; } ///< `hash_key`: 1 for the first session of the run
    Session& session() override { return *this; }
    bool autoflush = true;
    bool expire_on_commit = true;
    bool autobegin = true;
    const SessionOptions& options() const { return m_options; }
    Value bind() const { return m_options.bind; }
    void set_bind(Value bind) { m_options.bind = std::move(bind); }
    /// `binds=`, bind_mapper, bind_table: keyed by a class or a Table's identity.
    void add_bind(const void* key, Value bind) { m_binds.emplace_back(key, std::move(bind)); }
    Value info();
    IdentityMap& identity_map() { return m_identity_map; }
    const IdentityMap& identity_map() const { return m_identity_map; }
    SessionDispatch& dispatch() { return m_dispatch; }
    /// Calls the listeners of this session and of its class; the first result that is set ends
    /// do_orm_execute.
    Value fire(SessionEvent event, SessionEventArguments arguments);
    bool listens(SessionEvent event) const;

    // ---- objects
    // ---------------------------------------------------------------------------------------------------
    void add(const Value& instance, bool warn = true);
    void add_all(const Value& instances);
    void delete_(const Value& instance);
    void expunge(const Value& instance);
    void expunge_all();
    void refresh(const Value& instance, const std::vector<std::string>* attribute_names = nullptr,
                 bool with_for_update = false);
    void expire(const Value& instance, const std::vector<std::string>* attribute_names = nullptr);
    void expire_all();
    Value merge(const Value& instance, bool load = true,
                const std::vector<Ref<sql::ExecutableOption>>& options = {});
    /// `ident`: a scalar, a tuple or list, or a dict of attribute names. None where there is no such row.
    Value get(Mapper& mapper, const Value& ident, const GetOptions& options = {});
    bool contains(const Value& instance);
    bool is_modified(const Value& instance, bool include_collections = true);
    std::vector<Ref<Instance>> new_objects() const { return m_new.objects(); }
    std::vector<Ref<Instance>> dirty_objects() const;
    std::vector<Ref<Instance>> deleted_objects() const { return m_deleted.objects(); }
    std::vector<Ref<Instance>> all_objects() const; ///< `for obj in session`
    void enable_relationship_loading(const Value& instance);

    // ---- transactions
    // ----------------------------------------------------------------------------------------------
    Ref<SessionTransaction> begin(bool nested = false);
    void commit();
    void rollback();
    void close();
    void reset();
    void invalidate();
    bool in_transaction() const { return bool(m_transaction); }
    bool in_nested_transaction() const { return m_nested_transaction != nullptr; }
    SessionTransaction* transaction() const { return m_transaction.get(); }
    SessionTransaction* root_transaction() const;
    SessionTransaction* nested_transaction() const { return m_nested_transaction; }
    bool is_active() const { return !m_transaction || m_transaction->is_active(); }
    SessionTransaction& autobegin_transaction(bool begin = false);
    /// The engine or connection for a mapper or a table. Throws UnboundExecutionError.
    Value get_bind(const Mapper* mapper = nullptr, const sql::Table* table = nullptr,
                   bool has_clause = false);
    execution::Connection& connection(const Mapper* mapper = nullptr);
    execution::Connection& connection_for_bind(const Value& bind,
                                               const execution::ExecutionOptions& options = {});

    // ---- flush
    // -----------------------------------------------------------------------------------------------------
    void flush(const Value& objects = {});
    /// Before a query. Adds to an error that it "raised as a result of Query-invoked autoflush".
    void run_autoflush();
    bool is_clean() const { return !m_identity_map.has_modified() && m_deleted.empty() && m_new.empty(); }
    bool is_flushing() const override { return m_flushing; }
    void flush_warning(const std::string& method) override;
    bool warns_on_events() const { return m_warn_on_events; }
    /// Runs `body` as flush() runs its work: inside a subtransaction that is rolled back where it fails.
    void in_flush(const std::function<void(SessionTransaction&)>& body);

    // ---- what the unit of work, loading and attributes ask
    // ------------------------------------------------------------
    bool is_pending(const InstanceState& state) const override { return m_new.contains(state); }
    bool contains_state(const InstanceState& state) const override;
    bool is_marked_deleted(const InstanceState& state) const { return m_deleted.contains(state); }
    void state_modified(InstanceState& state) override;
    void save_or_update_state(InstanceState& state) override;
    void expunge_state(InstanceState& state) override;
    void state_died(InstanceState& state) override;
    void expire_state(InstanceState& state);
    void
    commit_state(InstanceState& state); ///< InstanceState::commit_all, and it is no longer among the modified
    void register_persistent(const std::vector<InstanceState*>& states);
    void remove_newly_deleted(const std::vector<InstanceState*>& states);
    void expunge_states(const std::vector<InstanceState*>& states, bool to_transient = false);
    /// A row's new object becomes persistent in this session. SQLAlchemy: the tail of loading._instance.
    void attach_loaded(InstanceState& state, uint32_t key_hash);
    /// Tells the run's record what the object is now.
    void tell(InstanceState& state) const {
        if (m_tells_objects) tell_now(state);
    }
    void validate_persistent(InstanceState& state) const;
    /// These objects differ from what a rollback would find: it expires them. SQLAlchemy: _register_altered.
    void register_altered(const std::vector<InstanceState*>& states);
    /// How often the identity map was given up: rows of an older Result have no place in the new one. SQLAlchemy:
    /// IdentityMap._kill.
    uint32_t identity_map_generation() const { return m_identity_map_generation; }

  private:
    friend class SessionTransaction;
    friend class MergeContext;
    void tell_now(InstanceState& state) const;
    enum class CloseState : uint8_t { active, closed, close_is_reset };
    void save_impl(InstanceState& state);
    void update_impl(InstanceState& state, bool revert_deletion = false);
    void save_or_update_impl(InstanceState& state);
    void delete_impl(InstanceState& state, bool head);
    bool before_attach(InstanceState& state);
    void after_attach(InstanceState& state);
    void expire_with_cascade(InstanceState& state, const std::vector<std::string>* attribute_names);
    void conditional_expire(InstanceState& state);
    void detach_states(const std::vector<InstanceState*>& states, bool to_transient = false);
    void flush_now(const Value& objects);
    void close_impl(bool invalidate, bool is_reset = false);

    uint64_t m_id = 0;
    uint32_t m_identity_map_generation = 0;
    SessionOptions m_options;
    std::vector<std::pair<const void*, Value>> m_binds;
    IdentityMap m_identity_map;
    StrongStates m_new, m_deleted;
    WeakStates m_gone; ///< deleted by a flush and still attached: they leave at the end of the transaction
    Ref<SessionTransaction> m_transaction;
    SessionTransaction* m_nested_transaction = nullptr;
    SessionTransaction* m_context =
        nullptr; ///< the transaction whose `with` block runs: _trans_context_manager
    SessionDispatch m_dispatch;
    CloseState m_close_state = CloseState::close_is_reset;
    bool m_flushing = false;
    bool m_warn_on_events = false;
    bool m_tells_objects = false;
    bool m_open = false; ///< a SessionEvent "opened" was emitted
};

/// SQLAlchemy: object_session.
Session* object_session(const InstanceState& state);
/// Objects reached from `state` along relationships with the cascade, nearest first, each once; kept alive by
/// the result. `halt_on`: does not go into those (save-update: already in the session). SQLAlchemy:
/// Mapper.cascade_iterator.
std::vector<Ref<Instance>> cascade_objects(Cascade cascade, InstanceState& state,
                                           const Session* halt_on = nullptr);
/// SQLAlchemy: make_transient, make_transient_to_detached.
void make_transient(InstanceState& state);
void make_transient_to_detached(InstanceState& state);

} // namespace relata::orm
