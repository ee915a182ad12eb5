// CollectionAttributeImpl: the related objects of a one-to-many or many-to-many relationship.
#include "orm/collections.h"
#include "orm/mapper.h"
#include "support/protocol.h"

#include <algorithm>
#include <unordered_set>

namespace relata::orm {

using Status = LoaderResult::Status;

namespace {

/// SQLAlchemy: util.duck_type_collection; no value where it is none of them.
std::optional<CollectionFactory::Shape> shape_of(Runtime& runtime, const Value& value) {
    if (value.as<List>()) return CollectionFactory::Shape::list;
    if (value.as<Dict>()) return CollectionFactory::Shape::dict;
    if (value.is_object() && value.as_object()->kind() == ObjectKind::set) return CollectionFactory::Shape::set;
    if (!value.is_object() || value.as<Tuple>()) return {};
    if (find_attribute(runtime, value, "append").is_set()) return CollectionFactory::Shape::list;
    if (find_attribute(runtime, value, "add").is_set()) return CollectionFactory::Shape::set;
    if (find_attribute(runtime, value, "set").is_set()) return CollectionFactory::Shape::dict;
    return {};
}

std::vector<Value> members_of(Runtime& runtime, const Value& collection) {
    if (CollectionAdapter* adapter = collection_adapter(collection)) return adapter->members();
    return to_vector(runtime, collection);
}

bool contains_identical(const std::unordered_set<uintptr_t>& set, const Value& value) { return set.count(value.bits()); }

std::unordered_set<uintptr_t> identity_set(const std::vector<Value>& values) {
    std::unordered_set<uintptr_t> result;
    for (const Value& v : values) result.insert(v.bits());
    return result;
}

} // namespace

Value CollectionAttributeImpl::copy(const Value& value) const {
    return Value(mapper().runtime().make_list(members_of(mapper().runtime(), value)));
}

Value CollectionAttributeImpl::initialize_collection(InstanceState& state) {
    Value collection = m_factory->make(state.runtime());
    CollectionAdapter& adapter = *collection_adapter(collection);
    adapter.attr = this;
    adapter.owner_state = &state;
    for (const auto& f : dispatch.init_collection) f(state, collection);
    return collection;
}

CollectionAdapter& CollectionAttributeImpl::init_state_collection(InstanceState& state) {
    // SQLAlchemy: attributes.init_state_collection: what was there is no longer the attribute's.
    if (CollectionAdapter* old = collection_adapter(loaded(state))) old->detach();
    state.set_empty_collection(*this, Value());
    Value collection = initialize_collection(state);
    state.object().set_slot(size_t(slot()), collection);
    return *collection_adapter(collection);
}

Value CollectionAttributeImpl::default_value(InstanceState& state) {
    if (Value handed_out = state.empty_collection(*this); handed_out.is_set()) return handed_out;
    Value collection = initialize_collection(state);
    collection_adapter(collection)->empty = true;
    state.set_empty_collection(*this, collection);
    return collection;
}

CollectionAdapter* CollectionAttributeImpl::get_collection(InstanceState& state, Passive passive) {
    const LoaderResult result = get(state, passive);
    return result.has_value() ? collection_adapter(result.value) : nullptr;
}

Value CollectionAttributeImpl::fire_append_event(InstanceState& state, Value value, const AttributeEvent* initiator) {
    for (const auto& f : dispatch.append) value = f(state, std::move(value), initiator ? *initiator : append_token);
    state.modified_event(*this, Status::no_value, true);
    if (trackparent() && !value.is_none()) set_has_parent(related_instance_state(state.runtime(), value), state, true);
    return value;
}

Value CollectionAttributeImpl::fire_append_wo_mutation_event(InstanceState& state, Value value,
                                                             const AttributeEvent* initiator) {
    for (const auto& f : dispatch.append_wo_mutation)
        value = f(state, std::move(value), initiator ? *initiator : append_token);
    return value;
}

void CollectionAttributeImpl::fire_pre_remove_event(InstanceState& state, const AttributeEvent*) {
    // "A special event used for pop() operations": the value at the last commit is kept before the item goes.
    state.modified_event(*this, Status::no_value, true);
}

void CollectionAttributeImpl::fire_remove_event(InstanceState& state, const Value& value,
                                                const AttributeEvent* initiator) {
    if (trackparent() && !value.is_none()) set_has_parent(instance_state(state.runtime(), value), state, false);
    for (const auto& f : dispatch.remove) f(state, value, initiator ? *initiator : remove_token);
    state.modified_event(*this, Status::no_value, true);
}

void CollectionAttributeImpl::append(InstanceState& state, Value value, const AttributeEvent* initiator,
                                     Passive passive) {
    if (CollectionAdapter* collection = get_collection(state, passive)) {
        collection->append_with_event(value, initiator ? initiator : &append_token);
        return;
    }
    value = fire_append_event(state, std::move(value), initiator);
    state.get_pending_mutation(*this).append(value);
}

void CollectionAttributeImpl::remove(InstanceState& state, const Value& value, const AttributeEvent* initiator,
                                     Passive passive) {
    if (CollectionAdapter* collection = get_collection(state, passive)) {
        collection->remove_with_event(value, initiator ? initiator : &remove_token);
        return;
    }
    fire_remove_event(state, value, initiator);
    state.get_pending_mutation(*this).remove(value);
}

void CollectionAttributeImpl::pop(InstanceState& state, const Value& value, const AttributeEvent* initiator,
                                  Passive passive) {
    try {
        remove(state, value, initiator, passive);
    } catch (const Error& error) {
        const Runtime& runtime = state.runtime();
        if (!runtime.matches(error, Exc::ValueError) && !runtime.matches(error, Exc::KeyError) &&
            !runtime.matches(error, Exc::IndexError))
            throw;
    }
}

void CollectionAttributeImpl::remove_value(InstanceState& state) {
    if (!is_loaded(state)) return;
    state.modified_event(*this, Status::no_value, true);
    if (CollectionAdapter* collection = collection_adapter(loaded(state))) collection->clear_with_event();
    state.object().set_slot(size_t(slot()), Value());
}

void CollectionAttributeImpl::set(InstanceState& state, Value value, const AttributeEvent*, Passive passive,
                                  const Value*, bool) {
    Runtime& runtime = state.runtime();
    const Value user_data = initialize_collection(state);
    const auto given = shape_of(runtime, value);
    if (given != m_factory->shape())
        throw Error(Exc::TypeError, "Incompatible collection type: " +
                                        (value.is_none() ? std::string("None") : runtime.type_of(value).name()) +
                                        " is not " + m_factory->shape_name() + "-like");
    std::vector<Value> new_values;
    if (const Dict* dict = value.as<Dict>())
        dict->for_each([&](const Value&, const Value& v) { new_values.push_back(v); });
    else
        new_values = members_of(runtime, value);
    for (const auto& f : dispatch.bulk_replace) f(state, new_values, bulk_replace_token);

    LoaderResult old = get(state, Passive(uint16_t(Passive::only_persistent) ^ uint16_t(passive & Passive::no_raise)));
    if (!old.has_value())
        old = default_value(state);
    else if (old.value.is(value))
        return; // `obj.items = obj.items`
    state.modified_event(*this, old, true);
    CollectionAdapter* old_collection = collection_adapter(old.value);
    state.object().set_slot(size_t(slot()), user_data);
    orm::bulk_replace(runtime, new_values, old_collection, *collection_adapter(user_data), &bulk_replace_token);
    if (old_collection) old_collection->detach();
    state.set_empty_collection(*this, Value());
    for (const auto& f : dispatch.dispose_collection) f(state, old.value);
}

Value CollectionAttributeImpl::set_committed_value(InstanceState& state, Value value) {
    return set_committed_items(state, value.is_set() && !value.is_none() ? members_of(state.runtime(), value)
                                                                         : std::vector<Value>());
}

Value CollectionAttributeImpl::set_committed_items(InstanceState& state, std::vector<Value> items) {
    Value user_data = initialize_collection(state);
    CollectionAdapter& collection = *collection_adapter(user_data);
    for (const Value& item : items) collection.append_without_event(item);
    state.object().set_slot(size_t(slot()), user_data);
    const AttributeImpl* self = this;
    state.commit({&self, 1});
    if (PendingCollection* found = state.pending_mutation(*this)) {
        const PendingCollection pending = std::move(*found);
        state.modified_event(*this, LoaderResult(user_data), true);
        state.drop_pending_mutation(*this);
        for (const Value& item : pending.added_items) collection.append_without_event(item);
        for (const Value& item : pending.deleted_items) collection.remove_without_event(item);
    }
    return user_data;
}

History CollectionAttributeImpl::get_history(InstanceState& state, Passive passive) {
    History history;
    const LoaderResult current = get(state, passive);
    if (current.is(Status::passive_no_result)) {
        if (has(passive, Passive::include_pending_mutations))
            if (const PendingCollection* pending = state.pending_mutation(*this)) {
                history.added = pending->added_items;
                history.deleted = pending->deleted_items;
            }
        return history;
    }
    if (!current.has_value()) return history;
    // SQLAlchemy: History.from_collection
    std::vector<Value> members = members_of(state.runtime(), current.value);
    const LoaderResult* original = state.committed(*this);
    if (!original) {
        history.unchanged = std::move(members);
        history.unchanged_is_list = true;
        return history;
    }
    if (!original->is_object()) {
        history.added = std::move(members);
        return history;
    }
    const std::vector<Value> before = members_of(state.runtime(), original->value);
    const auto had = identity_set(before), has_now = identity_set(members);
    for (const Value& v : members) (contains_identical(had, v) ? history.unchanged : history.added).push_back(v);
    for (const Value& v : before)
        if (!contains_identical(has_now, v)) history.deleted.push_back(v);
    history.unchanged_is_list = history.changes_are_lists = true;
    return history;
}

std::vector<Value> CollectionAttributeImpl::get_all_pending(InstanceState& state, Passive) {
    if (!is_loaded(state)) return {};
    const std::vector<Value> members = members_of(state.runtime(), loaded(state));
    const LoaderResult* original = state.committed(*this);
    if (!original || !original->is_object()) return members;
    const std::vector<Value> before = members_of(state.runtime(), original->value);
    const auto had = identity_set(before), has_now = identity_set(members);
    std::vector<Value> result;
    for (const Value& v : members)
        if (!contains_identical(had, v)) result.push_back(v);
    for (const Value& v : members)
        if (contains_identical(had, v)) result.push_back(v);
    for (const Value& v : before)
        if (!contains_identical(has_now, v)) result.push_back(v);
    return result;
}

} // namespace relata::orm
