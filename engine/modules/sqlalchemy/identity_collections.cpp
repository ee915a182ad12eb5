// `session.new`, `session.dirty`, `session.deleted` (IdentitySet) and `session.identity_map`.
#include "modules/sqlalchemy/session_type.h"

#include "orm/mapper.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// SQLAlchemy: util.IdentitySet: objects by identity, in the order in which they came.
class IdentitySet final : public Container {
  public:
    IdentitySet(Type& type, std::vector<Value> its_items) : Container(type), items(std::move(its_items)) {}
    void clear_references() override { items.clear(); }
    std::vector<Value> items;
};

/// The identity map as a mapping of identity keys to objects.
class IdentityMapView final : public Container {
  public:
    IdentityMapView(Type& type, orm::Session& its_session) : Container(type), session(its_session) {}
    void clear_references() override { session.reset(); }
    Ref<orm::Session> session;
};

Value list_of(Runtime& runtime, const std::vector<Value>& items) { return runtime.make_list(items); }

/// (class, (1,), None)
Value key_tuple(Runtime& runtime, const orm::IdentityKey& key) {
    return runtime.make_tuple(
        {Value(key.mapper->mapped_class()), Value(runtime.make_tuple(key.values())), Value::none()});
}

std::vector<orm::InstanceState*> states(const Value& self) {
    return orm::states_of(self.get<IdentityMapView>().session->identity_map().objects());
}

Value find_by_key(Runtime& runtime, const Value& self, const Value& key) {
    for (orm::InstanceState* state : states(self))
        if (equal(runtime, key_tuple(runtime, state->key), key)) return Value(state->object());
    return {};
}

Value map_keys(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> keys;
    for (orm::InstanceState* state : states(self)) keys.push_back(key_tuple(runtime, state->key));
    return list_of(runtime, keys);
}

Value map_values(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> values;
    for (orm::InstanceState* state : states(self)) values.emplace_back(state->object());
    return list_of(runtime, values);
}

Value map_items(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> items;
    for (orm::InstanceState* state : states(self))
        items.emplace_back(runtime.make_tuple({key_tuple(runtime, state->key), Value(state->object())}));
    return list_of(runtime, items);
}

Value map_get(Runtime& runtime, const Value& self, Args a) {
    const Value found = find_by_key(runtime, self, a.values[0]);
    if (found.is_set()) return found;
    return a.positional_count() > 1 ? a.values[1] : Value::none();
}

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<IdentitySet>()) return;
    python::TypeBuilder set(runtime, "IdentitySet", "sqlalchemy.util._collections");
    set.slots().iter = [](Runtime& r, const Value& self) { return iterate(r, list_of(r, self.get<IdentitySet>().items)); };
    set.slots().length = [](Runtime&, const Value& self) { return int64_t(self.get<IdentitySet>().items.size()); };
    set.slots().contains = [](Runtime&, const Value& self, const Value& item) {
        for (const Value& value : self.get<IdentitySet>().items)
            if (value.is(item)) return true;
        return false;
    };
    set.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("IdentitySet(" + repr_text(r, list_of(r, self.get<IdentitySet>().items)) + ")");
    };
    set.slots().compare = [](Runtime& r, const Value& a, const Value& b, CompareOp op) -> Value {
        auto* other = r.type_of(b).is_subtype_of(r.type_for<IdentitySet>()) ? &b.get<IdentitySet>() : nullptr;
        if (!other || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        const auto& mine = a.get<IdentitySet>().items;
        bool same = mine.size() == other->items.size();
        for (size_t i = 0; same && i < mine.size(); ++i)
            same = std::any_of(other->items.begin(), other->items.end(),
                               [&](const Value& value) { return value.is(mine[i]); });
        return Value::boolean(same == (op == CompareOp::eq));
    };
    runtime.set_type_for<IdentitySet>(set.finish());

    python::TypeBuilder map(runtime, "WeakInstanceDict", "sqlalchemy.orm.identity");
    map.slots().iter = [](Runtime& r, const Value& self) { return iterate(r, map_keys(r, self, {})); };
    map.slots().length = [](Runtime&, const Value& self) {
        return int64_t(self.get<IdentityMapView>().session->identity_map().size());
    };
    map.slots().contains = [](Runtime& r, const Value& self, const Value& key) {
        return find_by_key(r, self, key).is_set();
    };
    map.slots().get_item = [](Runtime& r, const Value& self, const Value& key) {
        const Value found = find_by_key(r, self, key);
        if (!found.is_set()) throw Error(Exc::KeyError, std::vector<Value>{key});
        return found;
    };
    map.method("keys", map_keys).method("values", map_values).method("items", map_items).method("get", map_get);
    runtime.set_type_for<IdentityMapView>(map.finish());
}

} // namespace

Value identity_set(Runtime& runtime, const std::vector<Ref<Instance>>& objects) {
    make_types(runtime);
    std::vector<Value> items;
    for (const auto& object : objects) items.emplace_back(object);
    return runtime.make<IdentitySet>(runtime.type_for<IdentitySet>(), std::move(items));
}

Value identity_map_view(Runtime& runtime, orm::Session& session) {
    make_types(runtime);
    return runtime.make<IdentityMapView>(runtime.type_for<IdentityMapView>(), session);
}

} // namespace relata::modules
