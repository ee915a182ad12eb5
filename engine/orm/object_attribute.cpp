// ScalarObjectAttributeImpl: one related object.
#include "orm/attributes.h"
#include "orm/mapper.h"

namespace relata::orm {

using Status = LoaderResult::Status;

Value ScalarObjectAttributeImpl::default_value(InstanceState&) { return Value::none(); }

LoaderResult ScalarObjectAttributeImpl::old_value(InstanceState& state) {
    if (dispatch.active_history)
        return get(state, Passive::only_persistent | Passive::no_autoflush | Passive::load_against_committed);
    return get(state, (Passive::no_fetch & ~Passive::init_ok) | Passive::load_against_committed | Passive::no_raise);
}

void ScalarObjectAttributeImpl::set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive,
                                    const Value* check_old, bool pop) {
    const LoaderResult old = old_value(state);
    if (check_old && !check_old->is_none() && !old.is(Status::passive_no_result) &&
        !(old.has_value() && old.value.is(*check_old))) {
        if (pop) return;
        const InstanceState* child = find_instance_state(*check_old);
        throw Error(Exc::ValueError, "Object " + (child ? child->text() : std::string("None")) +
                                         " not associated with " + state.text() + " on attribute '" + key() + "'");
    }
    value = fire_replace_event(state, std::move(value), old, initiator);
    state.object().set_slot(size_t(slot()), std::move(value));
}

void ScalarObjectAttributeImpl::remove_value(InstanceState& state) {
    const LoaderResult old = old_value(state);
    fire_remove_event(state, old, nullptr);
    const bool existed = is_loaded(state);
    state.object().set_slot(size_t(slot()), Value());
    if (!existed && !old.is(Status::passive_no_result) && !state.key.is_set())
        throw Error(Exc::AttributeError, text() + " object does not have a value");
}

void ScalarObjectAttributeImpl::fire_remove_event(InstanceState& state, const LoaderResult& value,
                                                  const AttributeEvent* initiator) {
    if (trackparent() && value.is_object()) set_has_parent(instance_state(state.runtime(), value.value), state, false);
    for (const auto& f : dispatch.remove) f(state, value, initiator ? *initiator : remove_token);
    state.modified_event(*this, value);
}

Value ScalarObjectAttributeImpl::fire_replace_event(InstanceState& state, Value value, const LoaderResult& previous,
                                                    const AttributeEvent* initiator) {
    Runtime& runtime = state.runtime();
    if (trackparent() && previous.is_object() && !previous.value.is(value))
        set_has_parent(instance_state(runtime, previous.value), state, false);
    for (const auto& f : dispatch.set)
        value = f(state, std::move(value), previous, initiator ? *initiator : replace_token).value;
    state.modified_event(*this, previous);
    if (trackparent() && !value.is_none()) set_has_parent(related_instance_state(runtime, value), state, true);
    return value;
}

History ScalarObjectAttributeImpl::get_history(InstanceState& state, Passive passive) {
    LoaderResult current;
    if (is_loaded(state))
        current = loaded(state);
    else {
        current = get(state, passive & ~Passive::init_ok);
        if (current.is(Status::passive_no_result)) return {};
    }
    // SQLAlchemy: History.from_object_attribute
    LoaderResult original;
    bool changed = false;
    if (const LoaderResult* committed = state.committed(*this)) {
        changed = true;
        original = *committed;
        if (deferred_history() && original.is(Status::passive_no_result))
            original = fire_loader_callables(state, passive | Passive::only_persistent | Passive::no_autoflush |
                                                        Passive::load_against_committed | Passive::no_raise |
                                                        Passive::deferred_history_load);
    }
    History history;
    if (!changed || (current.has_value() && current.same_as(original))) {
        if (current.has_value()) history.unchanged.push_back(current.value);
        return history;
    }
    if (original.is_object()) history.deleted.push_back(original.value);
    if (current.has_value()) history.added.push_back(current.value);
    else if (!original.is_object()) history.added.push_back(Value::none());
    return history;
}

std::vector<Value> ScalarObjectAttributeImpl::get_all_pending(InstanceState& state, Passive passive) {
    LoaderResult current;
    if (is_loaded(state))
        current = loaded(state);
    else if (has(passive, Passive::callables_ok))
        current = get(state, passive);
    else
        return {};
    std::vector<Value> result;
    if (current.is_object()) result.push_back(current.value);
    if (const LoaderResult* original = state.committed(*this);
        original && original->is_object() && !original->same_as(current))
        result.push_back(original->value);
    return result;
}

} // namespace relata::orm
