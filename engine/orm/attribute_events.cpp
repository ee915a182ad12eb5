// Events between attributes: both sides of a relationship, cascades into the session, single parents, validators.
#include "orm/write_only_attribute.h"
#include "orm/collections.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

using Status = LoaderResult::Status;

namespace {

/// The other side of `attribute` on the class of `child`.
AttributeImpl& reverse_impl(InstanceState& child, const std::string& key) { return child.mapper().attribute(key); }

[[noreturn]] void acceptable_key_error(const AttributeImpl& attribute, const InstanceState& child_state,
                                       const AttributeEvent& initiator, const AttributeImpl& child_impl) {
    throw Error(Exc::ValueError, "Bidirectional attribute conflict detected: Passing object " + child_state.text() +
                                     " to attribute \"" + initiator.impl->parent_token().text() +
                                     "\" triggers a modify event on attribute \"" + child_impl.parent_token().text() +
                                     "\" via the backref \"" + attribute.parent_token().text() + "\".");
}

bool is(const AttributeEvent& initiator, const AttributeEvent& token) {
    return initiator.impl == token.impl && initiator.op == token.op;
}

/// SQLAlchemy: the second half of emit_backref_from_scalar_set_event and emit_backref_from_collection_append_event.
void append_to_reverse(AttributeImpl& attribute, const std::string& key, InstanceState& state, const Value& child,
                       const AttributeEvent& initiator) {
    InstanceState& child_state = related_instance_state(state.runtime(), child);
    AttributeImpl& child_impl = reverse_impl(child_state, key);
    if (&initiator.impl->parent_token() != &attribute.parent_token() &&
        &initiator.impl->parent_token() != &child_impl.parent_token())
        acceptable_key_error(attribute, state, initiator, child_impl);
    // A token of a scalar's append is its replace.
    const AttributeEvent& append = child_impl.is_collection() ? child_impl.append_token : child_impl.replace_token;
    if (is(initiator, append) || (child_impl.is_collection() && is(initiator, child_impl.bulk_replace_token))) return;
    child_impl.append(child_state, Value(state.object()), &initiator, Passive::no_fetch);
}

Str& code(Runtime& runtime, const char* text) { return *runtime.intern(text); }

} // namespace

void listen_backref(AttributeImpl& attribute, const std::string& key, bool uselist) {
    AttributeImpl* self = &attribute;
    if (uselist) {
        attribute.dispatch.append.push_back(
            [self, key](InstanceState& state, Value child, const AttributeEvent& initiator) {
                if (!child.is_none()) append_to_reverse(*self, key, state, child, initiator);
                return child;
            });
    } else {
        attribute.dispatch.set.push_back([self, key](InstanceState& state, LoaderResult child, const LoaderResult& old,
                                                     const AttributeEvent& initiator) {
            if (old.same_as(child)) return child;
            if (old.is_object()) {
                InstanceState& old_state = instance_state(state.runtime(), old.value);
                AttributeImpl& impl = reverse_impl(old_state, key);
                const AttributeEvent& check = impl.is_collection() ? impl.remove_token : impl.replace_token;
                // The token of the scalar side's append is its replace.
                if (!is(initiator, check))
                    impl.pop(old_state, Value(state.object()), &self->replace_token, Passive::no_fetch);
            }
            if (child.is_object()) append_to_reverse(*self, key, state, child.value, initiator);
            return child;
        });
    }
    attribute.dispatch.remove.push_back([self, key, uselist](InstanceState& state, const LoaderResult& child,
                                                             const AttributeEvent& initiator) {
        if (!child.is_object()) return;
        InstanceState& child_state = related_instance_state(state.runtime(), child.value);
        AttributeImpl& impl = reverse_impl(child_state, key);
        const AttributeEvent& replace = impl.is_collection() ? impl.bulk_replace_token : impl.replace_token;
        if (is(initiator, impl.remove_token) || is(initiator, replace)) return;
        if (!impl.is_collection() && uselist) {
            // The list may hold the object a second time: then it still has this parent.
            size_t times = 0;
            if (const CollectionAdapter* members = collection_adapter(self->loaded(state)))
                for (const Value& v : members->members()) times += v.is(child.value);
            if (times > 1) return;
        }
        impl.pop(child_state, Value(state.object()), &initiator, Passive::no_fetch);
    });
}

void track_cascade_events(AttributeImpl& attribute, RelationshipProperty& property) {
    RelationshipProperty* prop = &property;
    const auto append_cascade = [prop](InstanceState& state, Value item, const AttributeEvent& initiator) {
        if (item.is_none() || !state.session) return item;
        state.session->flush_warning("collection append");
        InstanceState& item_state = related_instance_state(state.runtime(), item);
        if (prop->cascade().save_update && initiator.impl->key() == prop->key() &&
            !state.session->contains_state(item_state))
            state.session->save_or_update_state(item_state);
        return item;
    };
    attribute.dispatch.append_wo_mutation.emplace_back(append_cascade);
    attribute.dispatch.append.emplace_back(append_cascade);
    attribute.dispatch.remove.push_back(
        [prop](InstanceState& state, const LoaderResult& item, const AttributeEvent&) {
            if (item.has_value() && item.value.is_none()) return;
            if (state.session)
                state.session->flush_warning(prop->uselist() ? "collection remove" : "related attribute delete");
            if (!item.is_object() || !prop->cascade().delete_orphan) return;
            InstanceState& item_state = instance_state(state.runtime(), item.value);
            if (!prop->mapper().is_orphan(item_state)) return;
            if (state.session && state.session->is_pending(item_state))
                state.session->expunge_state(item_state);
            else
                item_state.orphaned_outside_of_session = true;
        });
    attribute.dispatch.set.push_back([prop](InstanceState& state, LoaderResult value, const LoaderResult& old,
                                            const AttributeEvent& initiator) {
        if (old.same_as(value) || !state.session) return value;
        state.session->flush_warning("related attribute set");
        if (value.is_object()) {
            InstanceState& new_state = related_instance_state(state.runtime(), value.value);
            if (prop->cascade().save_update && initiator.impl->key() == prop->key() &&
                !state.session->contains_state(new_state))
                state.session->save_or_update_state(new_state);
        }
        if (old.is_object() && prop->cascade().delete_orphan) {
            InstanceState& old_state = instance_state(state.runtime(), old.value);
            if (state.session->is_pending(old_state) && prop->mapper().is_orphan(old_state))
                state.session->expunge_state(old_state);
        }
        return value;
    });
}

namespace {

/// SQLAlchemy: strategies.single_parent_validator.
void listen_single_parent(AttributeImpl& attribute, RelationshipProperty& property) {
    RelationshipProperty* prop = &property;
    const auto check = [prop](InstanceState& state, const Value& value, const LoaderResult& old,
                              const AttributeEvent& initiator) {
        if (value.is_none() || initiator.impl->key() != prop->key()) return;
        Runtime& runtime = state.runtime();
        InstanceState& child = related_instance_state(runtime, value);
        if (!initiator.impl->has_parent(child) || (old.has_value() && old.value.is(value))) return;
        throw Error(Exc::InvalidRequestError,
                    "Instance " + child.text() + " is already associated with an instance of " +
                        repr_text(runtime, Value(state.mapper().mapped_class())) + " via its " + prop->text() +
                        " attribute, and is only allowed a single parent.")
            .with("code", Value(code(runtime, "bbf0")));
    };
    attribute.dispatch.active_history = true;
    attribute.dispatch.append.push_back(
        [check](InstanceState& state, Value value, const AttributeEvent& initiator) {
            check(state, value, Status::no_value, initiator);
            return value;
        });
    attribute.dispatch.set.push_back([check](InstanceState& state, LoaderResult value, const LoaderResult& old,
                                             const AttributeEvent& initiator) {
        check(state, value.value, old, initiator);
        return value;
    });
}

/// SQLAlchemy: orm.util._validator_events.
void listen_validator(AttributeImpl& attribute, const MapperOptions::Validator& validator) {
    const AttributeImpl* self = &attribute;
    const Value f = validator.function;
    const bool backrefs = validator.include_backrefs, removes = validator.include_removes;
    const auto validate = [self, f, backrefs, removes](InstanceState& state, const Value& value,
                                                       const AttributeEvent& initiator, bool is_remove) {
        // Set by the other side of a relationship: only where the validator wants that.
        if (!backrefs && initiator.impl != self) return value;
        const Value object(state.object()), key(self->name());
        if (removes) return call(state.runtime(), f, {object, key, value, Value::boolean(is_remove)});
        return call(state.runtime(), f, {object, key, value});
    };
    attribute.dispatch.append.push_back([validate](InstanceState& state, Value v, const AttributeEvent& initiator) {
        // A whole collection's members are validated before it is replaced.
        return initiator.op == AttributeEvent::Op::bulk_replace ? v : validate(state, v, initiator, false);
    });
    attribute.dispatch.bulk_replace.push_back(
        [validate](InstanceState& state, std::vector<Value>& values, const AttributeEvent& initiator) {
            for (Value& v : values) v = validate(state, v, initiator, false);
        });
    attribute.dispatch.set.push_back(
        [validate](InstanceState& state, LoaderResult v, const LoaderResult&, const AttributeEvent& initiator) {
            return LoaderResult(validate(state, v.value, initiator, false));
        });
    if (removes)
        attribute.dispatch.remove.push_back(
            [validate](InstanceState& state, const LoaderResult& v, const AttributeEvent& initiator) {
                if (v.has_value()) validate(state, v.value, initiator, true);
            });
}

} // namespace

void register_attribute(StrategizedProperty& property, Mapper& mapper, AttributeImpl::Options options,
                        bool active_history_default) {
    RelationshipProperty* relationship = property.as_relationship();
    const bool uselist = relationship && relationship->uselist();
    if (relationship)
        options.trackparent =
            relationship->single_parent() || relationship->direction() == Direction::one_to_many;
    options.active_history = options.active_history || active_history_default;
    for (Mapper* m : mapper.self_and_descendants()) {
        if (m->find_property(property.key()) != &property) continue;
        InstrumentedAttribute& attribute = m->register_attribute(property);
        if (attribute.impl()) continue;
        std::unique_ptr<AttributeImpl> impl;
        if (!relationship)
            impl = std::make_unique<ScalarAttributeImpl>(*m, property, attribute.slot(), options);
        else if (uselist && (property.strategy_key() == StrategyKey::dynamic || property.strategy_key() == StrategyKey::write_only))
            impl = std::make_unique<WriteOnlyAttributeImpl>(*m, *relationship, attribute.slot(), options);
        else if (uselist)
            impl = std::make_unique<CollectionAttributeImpl>(*m, property, attribute.slot(), options,
                                                             relationship->collection_factory());
        else
            impl = std::make_unique<ScalarObjectAttributeImpl>(*m, property, attribute.slot(), options);
        AttributeImpl& made = *impl;
        m->set_attribute_impl(property, std::move(impl));
        if (relationship && relationship->single_parent()) listen_single_parent(made, *relationship);
        for (const MapperOptions::Validator& v : m->options().validators)
            if (std::find(v.names.begin(), v.names.end(), property.key()) != v.names.end()) listen_validator(made, v);
        if (!relationship) continue;
        track_cascade_events(made, *relationship);
        if (relationship->back_populates() && relationship->sync_backref())
            listen_backref(made, *relationship->back_populates(), uselist);
    }
}

} // namespace relata::orm
