#include "orm/write_only_attribute.h"

#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "sql/visitors.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

using Status = LoaderResult::Status;

namespace {

bool contains(const std::vector<Value>& values, const Value& wanted) {
    return std::ranges::any_of(values, [&](const Value& v) { return v.is(wanted); });
}

AttributeImpl::Options without_loader(AttributeImpl::Options options) {
    options.loader = nullptr;
    options.accepts_scalar_loader = false;
    return options;
}

} // namespace

WriteOnlyAttributeImpl::WriteOnlyAttributeImpl(Mapper& mapper, RelationshipProperty& property, int slot, Options options)
    : AttributeImpl(Kind::collection, mapper, property, slot, without_loader(std::move(options))), m_relationship(property),
      m_is_dynamic(property.strategy_key() == StrategyKey::dynamic) {
    set_loader(this);
}

Ref<sql::ColumnElement> WriteOnlyAttributeImpl::criterion(InstanceState& parent) const {
    const LazyClause lazy = m_relationship.join_condition().create_lazy_clause();
    const Ref<sql::ClauseElement> bound = sql::cloned_traverse(*lazy.criterion, [&](sql::ClauseElement& e) {
        if (e.kind() != sql::Kind::bind_parameter) return;
        auto& bind = static_cast<sql::BindParameter&>(e);
        for (const auto& [key, column] : lazy.bind_to_column)
            if (bind.identifying_key == key) // asked when the statement runs: a flush may give the key meanwhile
                bind.native_callable = [object = Ref<Instance>(parent.object()), column = column](Runtime&) {
                    auto& state = static_cast<InstanceState&>(*object->extension());
                    const LoaderResult value = state.mapper().get_state_attr_by_column(state, *column, Passive::off);
                    return value.has_value() ? value.value : Value::none();
                };
    });
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(bound.get()));
}

std::vector<Value> WriteOnlyAttributeImpl::added_items(const InstanceState& state) const {
    const PendingCollection* pending = state.pending_mutation(*this);
    return pending ? pending->added_items : std::vector<Value>();
}

LoaderResult WriteOnlyAttributeImpl::load(InstanceState& state, Passive passive) {
    const auto& make = state.runtime().extension<WriteOnlyCollections>().make;
    if (!has(passive, Passive::sql_ok) || !make) return Status::passive_no_result;
    return make(*this, state);
}

Value WriteOnlyAttributeImpl::set_committed_value(InstanceState&, Value value) { return value; }

Value WriteOnlyAttributeImpl::default_value(InstanceState&) { return Value::none(); }

std::vector<Value> WriteOnlyAttributeImpl::existing(InstanceState& state) {
    Runtime& runtime = state.runtime();
    return to_vector(runtime, call_method(runtime, runtime.extension<WriteOnlyCollections>().make(*this, state), "_existing"));
}

void WriteOnlyAttributeImpl::fire_append(InstanceState& state, Value value, const AttributeEvent* initiator) {
    state.modified_event(*this, Status::no_value, true);
    state.get_pending_mutation(*this).append(value);
    for (const auto& f : dispatch.append) value = f(state, std::move(value), initiator ? *initiator : append_token);
    if (trackparent() && !value.is_none()) set_has_parent(related_instance_state(state.runtime(), value), state, true);
}

void WriteOnlyAttributeImpl::fire_remove(InstanceState& state, const Value& value, const AttributeEvent* initiator) {
    state.modified_event(*this, Status::no_value, true);
    state.get_pending_mutation(*this).remove(value);
    if (trackparent() && !value.is_none()) set_has_parent(related_instance_state(state.runtime(), value), state, false);
    for (const auto& f : dispatch.remove) f(state, value, initiator ? *initiator : remove_token);
}

void WriteOnlyAttributeImpl::append(InstanceState& state, Value value, const AttributeEvent* initiator, Passive) {
    fire_append(state, std::move(value), initiator);
}

void WriteOnlyAttributeImpl::remove(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive) {
    fire_remove(state, value, initiator);
}

void WriteOnlyAttributeImpl::pop(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive) {
    fire_remove(state, value, initiator);
}

void WriteOnlyAttributeImpl::remove_value(InstanceState&) {
    throw Error(Exc::NotImplementedError, std::vector<Value>{});
}

// SQLAlchemy: WriteOnlyAttributeImpl.set, _set_iterable.
void WriteOnlyAttributeImpl::set(InstanceState& state, Value value, const AttributeEvent*, Passive, const Value*, bool) {
    Runtime& runtime = state.runtime();
    const std::vector<Value> new_values = to_vector(runtime, value);
    if (state.has_identity() && !m_is_dynamic)
        throw Error(Exc::InvalidRequestError, "Collection \"" + text() +
                                                  "\" does not support implicit iteration; collection replacement operations "
                                                  "can't be used");
    std::vector<Value> old = state.has_identity() ? existing(state) : std::vector<Value>();
    state.modified_event(*this, Status::no_value, true);
    for (const Value& added : added_items(state))
        if (!contains(old, added)) old.push_back(added);
    for (const Value& member : new_values)
        if (!contains(old, member)) fire_append(state, member, nullptr);
    for (const Value& member : old)
        if (!contains(new_values, member)) fire_remove(state, member, nullptr);
}

// SQLAlchemy: _get_collection_history, WriteOnlyHistory.
History WriteOnlyAttributeImpl::get_history(InstanceState& state, Passive passive) {
    History history;
    if (state.has_identity() && has(passive, Passive::init_ok)) {
        if (!m_is_dynamic && has(passive, Passive::sql_ok))
            throw Error(Exc::InvalidRequestError,
                        "Attribute " + text() +
                            " can't load the existing state from the database for this operation; full iteration is not "
                            "permitted.  If this is a delete operation, configure passive_deletes=True on the " +
                            text() + " relationship in order to resolve this error.");
        if (m_is_dynamic) history.unchanged = existing(state);
    }
    if (const PendingCollection* pending = state.pending_mutation(*this)) {
        history.added = pending->added_items;
        history.deleted = pending->deleted_items;
        std::erase_if(history.unchanged, [&](const Value& v) { return contains(history.deleted, v) || contains(history.added, v); });
    }
    return history;
}

std::vector<Value> WriteOnlyAttributeImpl::get_all_pending(InstanceState& state, Passive passive) {
    const History history = get_history(state, passive);
    std::vector<Value> all = history.added;
    all.insert(all.end(), history.unchanged.begin(), history.unchanged.end());
    all.insert(all.end(), history.deleted.begin(), history.deleted.end());
    return all;
}

} // namespace relata::orm
