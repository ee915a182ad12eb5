// Session: transactions, adding, removing and finding objects. The flush is in session_flush.cpp, merge in
// merge.cpp.
#include "orm/session.h"

#include "execution/engine.h"
#include "execution/run_state.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "support/dict.h"
#include "support/protocol.h"

namespace relata::orm {

Session::Session(Type& type) : Container(type), m_identity_map(type.runtime()) {}

Session::~Session() {
    Session::clear_references();
}

void Session::clear_references() {
    // Whoever outlives the session is detached: SQLAlchemy finds no session with its id any more. At the end
    // of the run objects die without a word: they must not be looked at.
    if (!runtime().is_ending()) {
        const auto let_go = [this](InstanceState* state) {
            state->session = nullptr;
            tell(*state);
        };
        for (InstanceState* state : m_new.all())
            let_go(state);
        for (InstanceState* state : states_of(m_identity_map.objects()))
            let_go(state);
        for (InstanceState* state : m_gone.all())
            let_go(state);
    }
    m_gone.clear();
    m_new.clear();
    m_deleted.clear();
    m_identity_map.clear();
    m_context = nullptr;
    m_nested_transaction = nullptr;
    m_transaction.reset();
    m_options = {};
    m_binds.clear();
    m_dispatch = {};
}

void Session::initialize(SessionOptions options) {
    m_options = std::move(options);
    autoflush = m_options.autoflush;
    expire_on_commit = m_options.expire_on_commit;
    autobegin = m_options.autobegin;
    m_close_state = m_options.close_resets_only ? CloseState::close_is_reset : CloseState::active;
    auto& run = execution::RunState::of(runtime());
    m_id = run.next_session();
    m_open = true;
    m_tells_objects = run.hears_objects();
    run.emit(execution::SessionEvent{execution::SessionEvent::Kind::opened, m_id, m_options.is_async});
}

Value Session::info() {
    if (!m_options.info.is_set()) m_options.info = runtime().make_dict();
    return m_options.info;
}

Value Session::fire(SessionEvent event, SessionEventArguments arguments) {
    auto run = [&](const SessionDispatch& dispatch) -> Value {
        for (size_t i = 0; i < dispatch.of(event).size(); ++i) {
            const SessionListener listener = dispatch.of(event)[i];
            Value result = listener(arguments);
            if (event == SessionEvent::do_orm_execute && result.is_set() && !result.is_none()) return result;
        }
        return {};
    };
    for (Type* cls : type().mro())
        if (auto* dispatch = cls->extension<SessionDispatch>())
            if (Value result = run(*dispatch); result.is_set()) return result;
    return run(m_dispatch);
}

bool Session::listens(SessionEvent event) const {
    if (!m_dispatch.of(event).empty()) return true;
    for (Type* cls : type().mro())
        if (auto* dispatch = cls->extension<SessionDispatch>(); dispatch && !dispatch->of(event).empty())
            return true;
    return false;
}

// ---- transactions
// ----------------------------------------------------------------------------------------------------

SessionTransaction* Session::root_transaction() const {
    SessionTransaction* transaction = m_transaction.get();
    while (transaction && transaction->parent())
        transaction = transaction->parent();
    return transaction;
}

SessionTransaction& Session::autobegin_transaction(bool begin) {
    if (m_transaction) return *m_transaction;
    if (!begin && !autobegin)
        throw Error(
            Exc::InvalidRequestError,
            "Autobegin is disabled on this Session; please call session.begin() to start a new transaction");
    using Origin = SessionTransaction::Origin;
    return *SessionTransaction::make(*this, begin ? Origin::begin : Origin::autobegin, nullptr);
}

Ref<SessionTransaction> Session::begin(bool nested) {
    if (!m_transaction) {
        SessionTransaction& transaction = autobegin_transaction(true);
        if (!nested) return Ref<SessionTransaction>(transaction);
    }
    if (!nested) throw Error(Exc::InvalidRequestError, "A transaction is already begun on this Session.");
    Ref<SessionTransaction> savepoint = m_transaction->begin(true);
    m_nested_transaction = savepoint.get();
    return savepoint;
}

void Session::commit() {
    Ref<SessionTransaction>(autobegin_transaction())->commit(true);
}

void Session::rollback() {
    if (m_transaction) Ref<SessionTransaction>(m_transaction)->rollback({}, true);
}

void Session::close() {
    close_impl(false);
}
void Session::reset() {
    close_impl(false, true);
}
void Session::invalidate() {
    close_impl(true);
}

void Session::close_impl(bool invalidate, bool is_reset) {
    const Ref<Session> keep(*this);
    if (!is_reset && m_close_state == CloseState::active) m_close_state = CloseState::closed;
    expunge_all();
    if (m_transaction) {
        std::vector<Ref<SessionTransaction>> all;
        for (SessionTransaction* t = m_transaction.get(); t; t = t->parent())
            all.emplace_back(*t);
        for (const auto& transaction : all)
            transaction->close(invalidate);
    }
    if (m_open && !is_reset) {
        m_open = false;
        execution::RunState::of(runtime()).emit(
            execution::SessionEvent{execution::SessionEvent::Kind::closed, m_id, m_options.is_async});
    }
}

Value Session::get_bind(const Mapper* mapper, const sql::Table* table, bool has_clause) {
    const Value& bind = m_options.bind;
    const bool bound = bind.is_set() && !bind.is_none();
    if (m_binds.empty() && bound) return bind;
    auto find = [&](const void* key) -> const Value* {
        for (const auto& [k, value] : m_binds)
            if (k == key) return &value;
        return nullptr;
    };
    if (mapper)
        for (const Type* cls : mapper->mapped_class().mro())
            if (const Value* found = find(cls)) return *found;
    if (const sql::Table* mapped = mapper && !table ? mapper->local_table() : table)
        if (const Value* found = find(mapped)) return *found;
    if (bound) return bind;
    if (!mapper && !table && !has_clause)
        throw Error(Exc::UnboundExecutionError,
                    "This session is not bound to a single Engine or Connection, and no "
                    "context was provided to locate a binding.");
    std::string context;
    if (mapper) context = "mapper " + mapper->text();
    if (table || has_clause) context += context.empty() ? "SQL expression" : ", SQL expression";
    throw Error(Exc::UnboundExecutionError,
                "Could not locate a bind configured on " + context + " or this Session.");
}

execution::Connection& Session::connection(const Mapper* mapper) {
    return connection_for_bind(get_bind(mapper));
}

execution::Connection& Session::connection_for_bind(const Value& bind,
                                                    const execution::ExecutionOptions& options) {
    SessionTransaction::check_context(*this);
    return autobegin_transaction().connection_for_bind(bind, options);
}

// ---- adding and removing
// -----------------------------------------------------------------------------------------------

void Session::add(const Value& instance, bool warn) {
    if (warn) flush_warning("Session.add()");
    save_or_update_state(instance_state(runtime(), instance));
}

void Session::add_all(const Value& instances) {
    flush_warning("Session.add_all()");
    for_each(runtime(), instances, [&](const Value& instance) { add(instance, false); });
}

void Session::save_or_update_state(InstanceState& state) {
    state.orphaned_outside_of_session = false;
    save_or_update_impl(state);
    const auto reached = cascade_objects(Cascade::save_update, state, this);
    for (InstanceState* other : states_of(reached))
        save_or_update_impl(*other);
}

void Session::save_or_update_impl(InstanceState& state) {
    if (state.key.is_set())
        update_impl(state);
    else
        save_impl(state);
}

void Session::save_impl(InstanceState& state) {
    const bool to_attach = before_attach(state);
    if (m_new.add(state)) state.insert_order = uint32_t(m_new.size());
    if (to_attach) after_attach(state);
}

void Session::update_impl(InstanceState& state, bool revert_deletion) {
    if (!state.key.is_set())
        throw Error(Exc::InvalidRequestError, "Instance '" + state.text() + "' is not persisted");
    if (state.deleted) {
        if (!revert_deletion)
            throw Error(Exc::InvalidRequestError,
                        "Instance '" + state.text() +
                            "' has been deleted.  Use the make_transient() function to send "
                            "this object back to the transient state.");
        if (!state.session) return;
        state.deleted = false;
        m_gone.remove(state);
    }
    const Ref<Instance> keep(state.object());
    const bool to_attach = before_attach(state);
    m_deleted.remove(state);
    if (revert_deletion)
        m_identity_map.replace(state);
    else
        m_identity_map.add(state);
    if (to_attach)
        after_attach(state);
    else if (revert_deletion) {
        tell(state);
        fire(SessionEvent::deleted_to_persistent, {.session = *this, .state = &state});
    }
}

bool Session::before_attach(InstanceState& state) {
    autobegin_transaction();
    if (state.session == this) return false;
    if (state.session)
        throw Error(Exc::InvalidRequestError,
                    "Object '" + state.text() + "' is already attached to session '" +
                        std::to_string(state.session->id()) + "' (this is '" + std::to_string(m_id) + "')");
    fire(SessionEvent::before_attach, {.session = *this, .state = &state});
    return true;
}

void Session::after_attach(InstanceState& state) {
    state.session = this;
    tell(state);
    fire(SessionEvent::after_attach, {.session = *this, .state = &state});
    fire(state.key.is_set() ? SessionEvent::detached_to_persistent : SessionEvent::transient_to_pending,
         {.session = *this, .state = &state});
}

void Session::attach_loaded(InstanceState& state, uint32_t key_hash) {
    state.session = this;
    m_identity_map.add_unpresent(state, key_hash);
    tell(state);
}

void Session::delete_(const Value& instance) {
    flush_warning("Session.delete()");
    delete_impl(instance_state(runtime(), instance), true);
}

void Session::delete_impl(InstanceState& state, bool head) {
    if (!state.key.is_set()) {
        if (head) throw Error(Exc::InvalidRequestError, "Instance '" + state.text() + "' is not persisted");
        return;
    }
    const bool to_attach = before_attach(state);
    if (m_deleted.contains(state)) return;
    m_identity_map.add(state);
    if (to_attach) after_attach(state);
    // The collections are loaded before the object itself is marked: loading may flush.
    std::vector<Ref<Instance>> reached;
    if (head) reached = cascade_objects(Cascade::delete_, state);
    m_deleted.add(state);
    for (InstanceState* other : states_of(reached))
        delete_impl(*other, false);
}

void Session::expunge(const Value& instance) {
    expunge_state(instance_state(runtime(), instance));
}

void Session::expunge_state(InstanceState& state) {
    if (state.session != this)
        throw Error(Exc::InvalidRequestError, "Instance " + state.text() + " is not present in this Session");
    const Ref<Instance> keep(state.object());
    const auto reached = cascade_objects(Cascade::expunge, state);
    std::vector<InstanceState*> states{&state};
    for (InstanceState* other : states_of(reached))
        states.push_back(other);
    expunge_states(states);
}

void Session::expunge_states(const std::vector<InstanceState*>& states, bool to_transient) {
    std::vector<Ref<Instance>> keep;
    keep.reserve(states.size());
    for (InstanceState* state : states)
        keep.emplace_back(state->object());
    for (InstanceState* state : states) {
        if (m_new.remove(*state)) continue;
        if (m_identity_map.contains_state(*state)) {
            m_identity_map.discard(*state);
            m_deleted.remove(*state);
        } else if (m_transaction) {
            m_transaction->snapshot().deleted.remove(*state);
        }
    }
    detach_states(states, to_transient);
}

void Session::expunge_all() {
    const auto persistent = m_identity_map.objects(), pending = m_new.objects();
    std::vector<InstanceState*> states = states_of(persistent);
    for (InstanceState* state : states_of(pending))
        states.push_back(state);
    m_identity_map.clear();
    ++m_identity_map_generation;
    m_new.clear();
    m_deleted.clear();
    detach_states(states);
}

// SQLAlchemy: InstanceState._detach_states.
void Session::detach_states(const std::vector<InstanceState*>& states, bool to_transient) {
    for (InstanceState* state : states) {
        const bool pending = !state->key.is_set(), deleted = state->deleted;
        state->session = nullptr;
        m_gone.remove(*state);
        if (to_transient && state->key.is_set()) state->key = {};
        tell(*state);
        SessionEventArguments arguments{.session = *this, .state = state};
        if (!pending && !deleted)
            fire(to_transient ? SessionEvent::persistent_to_transient : SessionEvent::persistent_to_detached,
                 arguments);
        else if (deleted)
            fire(SessionEvent::deleted_to_detached, arguments);
        else
            fire(SessionEvent::pending_to_transient, arguments);
    }
}

bool Session::contains(const Value& instance) {
    return contains_state(instance_state(runtime(), instance));
}

bool Session::contains_state(const InstanceState& state) const {
    return m_new.contains(state) || m_identity_map.contains_state(state);
}

std::vector<Ref<Instance>> Session::dirty_objects() const {
    std::vector<Ref<Instance>> result = m_identity_map.modified().objects();
    std::erase_if(result, [&](const Ref<Instance>& object) {
        return m_deleted.contains(static_cast<InstanceState&>(*object->extension()));
    });
    return result;
}

std::vector<Ref<Instance>> Session::all_objects() const {
    std::vector<Ref<Instance>> result = m_new.objects();
    for (auto& object : m_identity_map.objects())
        result.push_back(object);
    return result;
}

void Session::enable_relationship_loading(const Value& instance) {
    InstanceState& state = instance_state(runtime(), instance);
    const bool to_attach = before_attach(state);
    state.load_pending = true;
    m_gone.add(state);
    if (to_attach) after_attach(state);
}

bool Session::is_modified(const Value& instance, bool include_collections) {
    InstanceState& state = instance_state(runtime(), instance);
    if (!state.modified) return false;
    for (AttributeImpl* impl : state.mapper().attributes()) {
        if (!impl) continue;
        if (!include_collections && impl->is_collection()) continue;
        if (impl->get_history(state, Passive::no_change).has_changes()) return true;
    }
    return false;
}

// ---- expire and refresh
// --------------------------------------------------------------------------------------------------

void Session::validate_persistent(InstanceState& state) const {
    if (!m_identity_map.contains_state(state))
        throw Error(Exc::InvalidRequestError,
                    "Instance '" + state.text() + "' is not persistent within this Session");
}

void Session::expire(const Value& instance, const std::vector<std::string>* attribute_names) {
    expire_with_cascade(instance_state(runtime(), instance), attribute_names);
}

void Session::expire_with_cascade(InstanceState& state, const std::vector<std::string>* attribute_names) {
    validate_persistent(state);
    const Ref<Instance> keep(state.object());
    if (attribute_names && !attribute_names->empty()) {
        std::vector<AttributeImpl*> impls;
        for (const std::string& name : *attribute_names)
            impls.push_back(&state.mapper().attribute(name));
        state.expire_attributes(impls);
        return;
    }
    const auto reached = cascade_objects(Cascade::refresh_expire, state);
    conditional_expire(state);
    for (InstanceState* other : states_of(reached))
        conditional_expire(*other);
}

void Session::conditional_expire(InstanceState& state) {
    if (state.key.is_set())
        expire_state(state);
    else if (m_new.remove(state))
        detach_states({&state});
}

void Session::expire_all() {
    const auto all = m_identity_map.objects();
    for (InstanceState* state : states_of(all))
        expire_state(*state);
}

void Session::expire_state(InstanceState& state) {
    const Ref<Instance> keep(state.object());
    if (state.modified) m_identity_map.discard_modified(state);
    state.expire();
}

void Session::commit_state(InstanceState& state) {
    if (state.modified) {
        const Ref<Instance> keep(state.object());
        m_identity_map.discard_modified(state);
        state.commit_all();
    } else {
        state.commit_all();
    }
}

void Session::refresh(const Value& instance, const std::vector<std::string>* attribute_names,
                      bool with_for_update) {
    InstanceState& state = instance_state(runtime(), instance);
    expire_with_cascade(state, attribute_names);
    run_autoflush();
    LoadOnIdent load;
    load.refresh_state = &state;
    load.with_for_update = with_for_update;
    if (attribute_names)
        for (const std::string& name : *attribute_names)
            load.only_load_props.push_back(&state.mapper().attribute(name));
    load.require_pk_cols = true;
    load.no_autoflush = true;
    load.is_user_refresh = true;
    load.cause = {execution::Cause::Kind::refresh, state.mapper().mapped_class().name()};
    if (!load_on_ident(*this, state.mapper(), state.key, load).is_set())
        throw Error(Exc::InvalidRequestError, "Could not refresh instance '" + state.text() + "'");
}

// ---- get
// -----------------------------------------------------------------------------------------------------------------

namespace {

bool is_iterable_but_text(Runtime& runtime, const Value& value) {
    return value.is_object() && !value.as<Str>() && !value.as<Bytes>() && runtime.type_of(value).slots.iter;
}

/// The values of the primary key columns that `ident` stands for.
std::vector<Value> primary_key_identity(Runtime& runtime, Mapper& mapper, const Value& ident) {
    const auto* dict = ident.as<Dict>();
    std::vector<Value> values;
    if (!dict)
        values = is_iterable_but_text(runtime, ident) ? to_vector(runtime, ident) : std::vector<Value>{ident};
    const size_t count = dict ? dict->size() : values.size();
    if (count != mapper.primary_key().size()) {
        std::string columns;
        for (const sql::ColumnElement* column : mapper.primary_key())
            columns += (columns.empty() ? "'" : ",'") +
                       static_cast<const sql::Column*>(column->identity())->text() + "'";
        throw Error(Exc::InvalidRequestError,
                    "Incorrect number of values in identifier to formulate primary key for "
                    "session.get(); primary key columns are " +
                        columns);
    }
    if (!dict) return values;
    for (const ColumnProperty* property : mapper.primary_key_properties()) {
        const Value* value = dict->find(property->key());
        if (!value) {
            std::string names;
            for (const ColumnProperty* other : mapper.primary_key_properties())
                names += (names.empty() ? "'" : ",'") + other->key() + "'";
            throw Error(Exc::InvalidRequestError,
                        "Incorrect names of values in identifier to formulate primary key for "
                        "session.get(); primary key attribute names are " +
                            names + " (synonym names are also accepted)");
        }
        values.push_back(*value);
    }
    return values;
}

} // namespace

Value Session::get(Mapper& mapper, const Value& ident, const GetOptions& options) {
    const std::vector<Value> identity = primary_key_identity(runtime(), mapper, ident);
    if (!options.populate_existing && !options.with_for_update) {
        const LoaderResult found =
            get_from_identity(*this, mapper, mapper.identity_key(identity), Passive::off);
        if (found.is_object()) {
            if (!found.value.as_object()->type().is_subtype_of(mapper.mapped_class())) return Value::none();
            return found.value;
        }
    }
    LoadOnIdent load;
    load.options = options.options;
    load.populate_existing = options.populate_existing;
    load.with_for_update = options.with_for_update;
    load.execution_options = options.execution_options;
    load.bind = options.bind;
    load.cause = {execution::Cause::Kind::get, mapper.mapped_class().name()};
    Value loaded = load_on_pk_identity(*this, mapper, identity, load);
    return loaded.is_set() ? loaded : Value::none();
}

Session* object_session(const InstanceState& state) {
    return state.session ? &state.session->session() : nullptr;
}

void make_transient(InstanceState& state) {
    const Ref<Instance> keep(state.object());
    if (Session* session = object_session(state)) session->expunge_states({&state});
    state.expired_attributes.clear();
    state.key = {};
    state.deleted = false;
}

void make_transient_to_detached(InstanceState& state) {
    if (state.session || state.key.is_set())
        throw Error(Exc::InvalidRequestError, "Given object must be transient");
    state.key = state.mapper().identity_key_from_state(state);
    state.deleted = false;
    state.commit_all();
    const std::vector<AttributeImpl*> unloaded = state.unloaded();
    state.expire_attributes(unloaded);
}

} // namespace relata::orm
