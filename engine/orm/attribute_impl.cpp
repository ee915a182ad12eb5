// AttributeImpl: what all attributes share, and the attributes that hold column values.
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "support/protocol.h"

namespace relata::orm {

using Status = LoaderResult::Status;

std::vector<Value> History::sum() const {
    std::vector<Value> all = non_deleted();
    all.insert(all.end(), deleted.begin(), deleted.end());
    return all;
}

std::vector<Value> History::non_deleted() const {
    std::vector<Value> all = added;
    all.insert(all.end(), unchanged.begin(), unchanged.end());
    return all;
}

std::vector<Value> History::non_added() const {
    std::vector<Value> all = unchanged;
    all.insert(all.end(), deleted.begin(), deleted.end());
    return all;
}

AttributeImpl::AttributeImpl(Kind kind, Mapper& mapper, MapperProperty& property, int slot, Options options)
    : append_token{this, AttributeEvent::Op::append}, remove_token{this, AttributeEvent::Op::remove},
      replace_token{this, AttributeEvent::Op::replace}, bulk_replace_token{this, AttributeEvent::Op::bulk_replace},
      modified_token{this, AttributeEvent::Op::modified}, m_is_equal(std::move(options.is_equal)), m_kind(kind),
      m_accepts_scalar_loader(options.accepts_scalar_loader.value_or(kind == Kind::scalar)),
      m_load_on_unexpire(options.load_on_unexpire), m_send_modified_events(options.send_modified_events),
      m_trackparent(options.trackparent), m_deferred_history(options.deferred_history), m_slot(slot),
      m_index(property.index()), m_mapper(mapper), m_property(property), m_parent_token(&property),
      m_loader(options.loader) {
    dispatch.active_history = options.active_history;
}

std::string AttributeImpl::text() const { return m_mapper.mapped_class().name() + "." + key(); }

LoaderResult AttributeImpl::get(InstanceState& state, Passive passive) {
    if (const Value& value = loaded(state); value.is_set()) return value;
    const LoaderResult* committed = state.committed(*this);
    if (!committed || committed->is(Status::no_value)) {
        if (!has(passive, Passive::callables_ok)) return Status::passive_no_result;
        LoaderResult result = fire_loader_callables(state, passive);
        switch (result.status) {
        case Status::passive_no_result:
        case Status::no_value: return result;
        case Status::attr_was_set:
            if (const Value& value = loaded(state); value.is_set()) return value;
            throw Error(Exc::KeyError, {Value(state.runtime().make_str("Deferred loader for attribute '" + key() +
                                                                       "' failed to populate correctly"))});
        case Status::value: return set_committed_value(state, std::move(result.value));
        case Status::attr_empty:
        case Status::passive_class_mismatch: break;
        }
    }
    if (!has(passive, Passive::init_ok)) return Status::no_value;
    return default_value(state);
}

LoaderResult AttributeImpl::fire_loader_callables(InstanceState& state, Passive passive) {
    if (m_accepts_scalar_loader && m_load_on_unexpire && state.is_expired(*this)) return state.load_expired(passive);
    if (AttributeLoader* loader = state.loader_of(*this)) return loader->load(state, passive);
    if (m_loader) return m_loader->load(state, passive);
    return Status::attr_empty;
}

void AttributeImpl::append(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive) {
    set(state, std::move(value), initiator, passive);
}

void AttributeImpl::remove(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) {
    set(state, Value::none(), initiator, passive, &value);
}

void AttributeImpl::pop(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) {
    set(state, Value::none(), initiator, passive, &value, true);
}

std::vector<Value> AttributeImpl::get_all_pending(InstanceState&, Passive) { return {}; }

LoaderResult AttributeImpl::get_committed_value(InstanceState& state, Passive passive) {
    if (const LoaderResult* committed = state.committed(*this))
        return committed->is(Status::no_value) ? LoaderResult(Value::none()) : *committed;
    return get(state, passive);
}

Value AttributeImpl::set_committed_value(InstanceState& state, Value value) {
    state.object().set_slot(size_t(m_slot), value);
    const AttributeImpl* self = this;
    state.commit({&self, 1});
    return value;
}

bool AttributeImpl::has_parent(const InstanceState& state, bool optimistic) const {
    const InstanceState::Parent parent = state.parent_of(*m_parent_token);
    return parent == InstanceState::Parent::unknown ? optimistic : parent == InstanceState::Parent::some;
}

void AttributeImpl::set_has_parent(InstanceState& child, InstanceState& parent, bool value) {
    if (value) {
        child.set_parent(*m_parent_token, &parent);
        return;
    }
    // It has moved to another parent since: that one keeps it.
    if (const InstanceState* last = child.parent_state(*m_parent_token); last && last != &parent) return;
    child.set_parent(*m_parent_token, nullptr);
}

bool AttributeImpl::is_equal(Runtime& runtime, const Value& a, const Value& b) const {
    if (a.is(b)) return true;
    return m_is_equal ? m_is_equal(runtime, a, b) : equal(runtime, a, b);
}

// ---- columns -------------------------------------------------------------------------------------------------------

Value ScalarAttributeImpl::default_value(InstanceState& state) {
    Value value = Value::none();
    for (const auto& f : dispatch.init_scalar)
        if (LoaderResult result = f(state, value); result.has_value()) value = result.value;
    return value;
}

void ScalarAttributeImpl::set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive,
                              const Value*, bool) {
    LoaderResult old;
    if (dispatch.active_history)
        old = get(state, Passive::return_no_value);
    else if (const Value& held = loaded(state); held.is_set())
        old = held;
    for (const auto& f : dispatch.set)
        value = f(state, std::move(value), old, initiator ? *initiator : replace_token).value;
    state.modified_event(*this, std::move(old));
    state.object().set_slot(size_t(slot()), std::move(value));
}

void ScalarAttributeImpl::remove_value(InstanceState& state) {
    LoaderResult old;
    if (dispatch.active_history)
        old = get(state, Passive::return_no_value);
    else if (const Value& held = loaded(state); held.is_set())
        old = held;
    for (const auto& f : dispatch.remove) f(state, old, remove_token);
    state.modified_event(*this, old);
    const bool existed = is_loaded(state);
    state.object().set_slot(size_t(slot()), Value());
    if (!existed && old.is(Status::no_value) && !state.expired && !state.is_expired(*this))
        throw Error(Exc::AttributeError, text() + " object does not have a value");
}

History ScalarAttributeImpl::get_history(InstanceState& state, Passive passive) {
    LoaderResult current;
    if (is_loaded(state))
        current = loaded(state);
    else if (!state.committed(*this)) {
        current = get(state, passive & ~Passive::init_ok);
        if (current.is(Status::passive_no_result)) return {};
    }
    // SQLAlchemy: History.from_scalar_attribute
    History history;
    const LoaderResult* original = state.committed(*this);
    if (!original || (current.has_value() && original->has_value() &&
                      is_equal(state.runtime(), current.value, original->value))) {
        if (current.has_value()) history.unchanged.push_back(current.value);
        return history;
    }
    if (original->has_value()) history.deleted.push_back(original->value);
    if (current.has_value()) history.added.push_back(current.value);
    else if (!original->has_value()) history.added.push_back(Value::none());
    return history;
}

} // namespace relata::orm
