// `inspect(obj)`: the state of an object as a program sees it.
#include "modules/sqlalchemy/async_session.h"
#include "modules/sqlalchemy/inspect.h"

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/relationship_reads.h"
#include "orm/session.h"
#include "python/type_builder.h"
#include "python/types/instance_dict.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::InstanceState;
using python::TypeBuilder;

namespace {

class StateView final : public Container {
  public:
    StateView(Type& type, InstanceState& state) : Container(type), object(state.object()) {}
    void clear_references() override { object.reset(); }
    InstanceState& state() const { return static_cast<InstanceState&>(*object->extension()); }
    Ref<Instance> object;
};

/// `state.attrs`, and (with an attribute) `state.attrs.title`.
class AttributeStateView final : public Container {
  public:
    AttributeStateView(Type& type, InstanceState& state, orm::AttributeImpl* its_impl)
        : Container(type), object(state.object()), impl(its_impl) {}
    void clear_references() override { object.reset(); }
    InstanceState& state() const { return static_cast<InstanceState&>(*object->extension()); }
    Ref<Instance> object;
    orm::AttributeImpl* impl; ///< null: all of them
};
struct AttributeStatesType;
struct HistoryType;

InstanceState& state_of(const Value& self) { return self.get<StateView>().state(); }

template <bool (InstanceState::*is)() const> Value flag(Runtime&, const Value& self) {
    return Value::boolean((state_of(self).*is)());
}

Value names(Runtime& runtime, const std::vector<orm::AttributeImpl*>& impls) {
    std::vector<Value> keys;
    for (const orm::AttributeImpl* impl : impls) keys.emplace_back(impl->name());
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(keys)))});
}

Value identity(Runtime& runtime, const Value& self) {
    const InstanceState& state = state_of(self);
    return state.key.is_set() ? Value(runtime.make_tuple(state.key.values())) : Value::none();
}

Value identity_key(Runtime& runtime, const Value& self) {
    const InstanceState& state = state_of(self);
    return state.key.is_set() ? identity_key_tuple(runtime, state.key) : Value::none();
}

Value session(Runtime&, const Value& self) {
    orm::Session* found = orm::object_session(state_of(self));
    return found ? Value(*found) : Value::none();
}

Value async_session(Runtime& runtime, const Value& self) {
    orm::Session* found = orm::object_session(state_of(self));
    if (!found) return Value::none();
    const auto& known = runtime.extension<AsyncSessions>().by_session;
    const auto at = known.find(found);
    return at == known.end() ? Value::none() : Value(*at->second);
}

Value expired_attributes(Runtime& runtime, const Value& self) {
    const InstanceState& state = state_of(self);
    std::vector<orm::AttributeImpl*> expired;
    for (orm::AttributeImpl* impl : state.mapper().attributes())
        if (impl && state.is_expired(*impl)) expired.push_back(impl);
    return names(runtime, expired);
}

Value loaded_dict(Runtime& runtime, const Value& self) {
    const InstanceState& state = state_of(self);
    const Ref<Dict> dict = runtime.make_dict();
    for (orm::AttributeImpl* impl : state.mapper().attributes())
        if (impl && impl->is_loaded(state)) dict->set(impl->name(), impl->loaded(state));
    return dict;
}

// ---- attrs ---------------------------------------------------------------------------------------------------------------

Value attribute_state(Runtime& runtime, const Value& self, const std::string& key) {
    InstanceState& state = self.get<AttributeStateView>().state();
    orm::AttributeImpl* impl = state.mapper().find_attribute(key);
    return impl ? Value(runtime.make<AttributeStateView>(runtime.type_for<AttributeStateView>(), state, impl)) : Value();
}

std::vector<Value> attribute_states(Runtime& runtime, const Value& self) {
    std::vector<Value> all;
    for (orm::AttributeImpl* impl : self.get<AttributeStateView>().state().mapper().attributes())
        if (impl) all.push_back(attribute_state(runtime, self, impl->key()));
    return all;
}

Value attrs_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    const Value found = attribute_state(runtime, self, std::string(name.view()));
    return found.is_set() ? found : generic_get_attribute(runtime, self, name);
}

Value attrs_keys(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> keys;
    for (const orm::AttributeImpl* impl : self.get<AttributeStateView>().state().mapper().attributes())
        if (impl) keys.emplace_back(impl->name());
    return runtime.make_list(std::move(keys));
}

Value history_tuple(Runtime& runtime, orm::History history) {
    const Ref<Tuple> made = runtime.make_with_room<Tuple>(3 * sizeof(Value), runtime.type_for<HistoryType>(), 3);
    size_t i = 0;
    for (auto* part : {&history.added, &history.unchanged, &history.deleted}) {
        const bool present = !part->empty() || (part == &history.unchanged ? history.unchanged_is_list : history.changes_are_lists);
        new (&made->writable()[i++]) Value(present ? Value(runtime.make_list(std::move(*part))) : Value(runtime.make_tuple(0)));
    }
    return made;
}

template <orm::Passive passive> Value history(Runtime& runtime, const Value& self) {
    auto& view = self.get<AttributeStateView>();
    return history_tuple(runtime, view.impl->get_history(view.state(), passive));
}

Value load_history(Runtime& runtime, const Value& self, Args) {
    constexpr orm::Passive passive = orm::Passive::off & ~orm::Passive::init_ok;
    return history<passive>(runtime, self);
}

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<StateView>()) return;
    TypeBuilder b(runtime, "InstanceState", "sqlalchemy.orm.state");
    b.property("transient", flag<&InstanceState::is_transient>).property("pending", flag<&InstanceState::is_pending>);
    b.property("persistent", flag<&InstanceState::is_persistent>).property("deleted", flag<&InstanceState::is_deleted>);
    b.property("detached", flag<&InstanceState::is_detached>).property("has_identity", flag<&InstanceState::has_identity>);
    b.property("was_deleted", [](Runtime&, const Value& self) { return Value::boolean(state_of(self).deleted); });
    b.property("modified", [](Runtime&, const Value& self) { return Value::boolean(state_of(self).modified); });
    b.property("expired", [](Runtime&, const Value& self) { return Value::boolean(state_of(self).expired); });
    b.property("identity", identity).property("identity_key", identity_key).property("key", identity_key);
    b.property("session", session).property("async_session", async_session);
    b.property("object", [](Runtime&, const Value& self) { return Value(state_of(self).object()); });
    b.method("obj", [](Runtime&, const Value& self, Args) { return Value(state_of(self).object()); });
    b.property("class_", [](Runtime&, const Value& self) { return Value(state_of(self).mapper().mapped_class()); });
    b.property("mapper", [](Runtime& r, const Value& self) { return mapper_view(r, state_of(self).mapper()); });
    b.property("unloaded", [](Runtime& r, const Value& self) { return names(r, state_of(self).unloaded()); });
    b.property("unmodified", [](Runtime& r, const Value& self) { return names(r, state_of(self).unmodified()); });
    b.property("expired_attributes", expired_attributes).property("dict", loaded_dict);
    b.property("attrs", [](Runtime& r, const Value& self) -> Value {
        return r.make<AttributeStateView>(r.type_for<AttributeStatesType>(), state_of(self), nullptr);
    });
    // Each view of a state is that state.
    b.slots().compare = [](Runtime&, const Value& a, const Value& other, CompareOp op) {
        const auto* view = other.as<StateView>();
        if (!view || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        return Value::boolean((&view->state() == &state_of(a)) == (op == CompareOp::eq));
    };
    b.slots().hash = [](Runtime& r, const Value& self) { return int64_t(place_number(r, &state_of(self)) >> 4); };
    b.attribute("is_instance", Value::boolean(true)).attribute("identity_token", Value::none());
    runtime.set_type_for<StateView>(b.finish());

    TypeBuilder attrs(runtime, "ReadOnlyProperties", "sqlalchemy.util._collections");
    attrs.slots().get_attribute = attrs_get_attribute;
    attrs.slots().get_item = [](Runtime& r, const Value& self, const Value& key) {
        const Value found = attribute_state(r, self, str_text(r, key));
        if (!found.is_set()) throw Error(Exc::KeyError, std::vector<Value>{key});
        return found;
    };
    attrs.slots().iter = [](Runtime& r, const Value& self) -> Value {
        return iterate(r, r.make_list(attribute_states(r, self)));
    };
    attrs.method("keys", attrs_keys);
    attrs.method("values", [](Runtime& r, const Value& self, Args) { return Value(r.make_list(attribute_states(r, self))); });
    attrs.method("items", [](Runtime& r, const Value& self, Args) {
        std::vector<Value> pairs;
        for (const Value& one : attribute_states(r, self))
            pairs.emplace_back(r.make_tuple({Value(one.get<AttributeStateView>().impl->name()), one}));
        return Value(r.make_list(std::move(pairs)));
    });
    attrs.slots().length = [](Runtime& r, const Value& self) { return int64_t(attribute_states(r, self).size()); };
    attrs.slots().contains = [](Runtime& r, const Value& self, const Value& key) {
        return attribute_state(r, self, str_text(r, key)).is_set();
    };
    runtime.set_type_for<AttributeStatesType>(attrs.finish());

    TypeBuilder attribute(runtime, "AttributeState", "sqlalchemy.orm.state");
    attribute.property("key", [](Runtime&, const Value& self) { return Value(self.get<AttributeStateView>().impl->name()); });
    attribute.property("value", [](Runtime& r, const Value& self) {
        auto& view = self.get<AttributeStateView>();
        return get_attribute(r, Value(view.object), view.impl->name());
    });
    attribute.property("loaded_value", [](Runtime&, const Value& self) {
        auto& view = self.get<AttributeStateView>();
        const Value& loaded = view.impl->loaded(view.state());
        return loaded.is_set() ? loaded : Value::none();
    });
    attribute.property("history", history<orm::Passive::no_initialize>).method("load_history", load_history);
    runtime.set_type_for<AttributeStateView>(attribute.finish());

    TypeBuilder made(runtime, "History", "sqlalchemy.orm.attributes", {&runtime.type(BuiltinType::tuple)});
    made.property("added", [](Runtime&, const Value& self) { return self.get<Tuple>()[0]; });
    made.property("unchanged", [](Runtime&, const Value& self) { return self.get<Tuple>()[1]; });
    made.property("deleted", [](Runtime&, const Value& self) { return self.get<Tuple>()[2]; });
    made.method("has_changes", [](Runtime& r, const Value& self, Args) {
        return Value::boolean(truth(r, self.get<Tuple>()[0]) || truth(r, self.get<Tuple>()[2]));
    });
    made.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const Tuple& t = self.get<Tuple>();
        return r.make_str("History(added=" + repr_text(r, t[0]) + ", unchanged=" + repr_text(r, t[1]) +
                          ", deleted=" + repr_text(r, t[2]) + ")");
    };
    runtime.set_type_for<HistoryType>(made.finish());
}

} // namespace

Value state_view(Runtime& runtime, InstanceState& state) {
    make_types(runtime);
    return runtime.make<StateView>(runtime.type_for<StateView>(), state);
}

Value identity_key_tuple(Runtime& runtime, const orm::IdentityKey& key) {
    return runtime.make_tuple({Value(key.mapper->mapped_class()), Value(runtime.make_tuple(key.values())), Value::none()});
}

Value sa_instance_state(Runtime& runtime, const Value& object) {
    return state_view(runtime, orm::related_instance_state(runtime, object));
}

Ref<Dict> mapped_instance_dict(Runtime& runtime, const Value& object) {
    orm::InstanceState* const state = orm::find_instance_state(object);
    if (!state) return python::instance_dict(runtime, object);
    orm::told_dict_was_read(*state);
    return python::instance_dict(runtime, object, runtime.intern("_sa_instance_state").get(), state_view(runtime, *state));
}

} // namespace relata::modules
