// What a program reads from a relationship with lazy="write_only" or "dynamic": the classes are frozen/
// sqlalchemy__orm__query.py; here is the handle by which they reach the attribute.
#include "modules/sqlalchemy/write_only_collections.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/write_only_attribute.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

class CollectionHandle final : public Container {
  public:
    CollectionHandle(Type& type, orm::WriteOnlyAttributeImpl& a, orm::InstanceState& state)
        : Container(type), attribute(a), instance(state.object()) {}
    void clear_references() override { instance.reset(); }
    orm::InstanceState& state() const { return static_cast<orm::InstanceState&>(*instance->extension()); }
    orm::WriteOnlyAttributeImpl& attribute;
    Ref<Instance> instance;
};

CollectionHandle& handle(const Value& self) { return self.get<CollectionHandle>(); }

Value tuple_of(Runtime& runtime, const std::vector<Ref<sql::ColumnElement>>& columns) {
    std::vector<Value> values;
    for (const auto& column : columns) values.push_back(wrap(runtime, column));
    return runtime.make_tuple(values);
}

void make_handle_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "_CollectionHandle", "sqlalchemy.orm.writeonly");
    b.property("instance", [](Runtime&, const Value& self) { return Value(handle(self).instance); });
    b.property("target", [](Runtime&, const Value& self) {
        return Value(handle(self).attribute.relationship().mapper().mapped_class());
    });
    b.property("key", [](Runtime& r, const Value& self) { return Value(r.make_str(handle(self).attribute.key())); });
    b.property("criterion", [](Runtime& r, const Value& self) {
        return wrap(r, handle(self).attribute.criterion(handle(self).state()));
    });
    b.property("order_by", [](Runtime& r, const Value& self) {
        return tuple_of(r, handle(self).attribute.relationship().order_by());
    });
    b.property("secondary", [](Runtime& r, const Value& self) -> Value {
        auto* secondary = handle(self).attribute.relationship().secondary();
        return secondary ? sql::wrap_clause(r, *secondary) : Value::none();
    });
    b.property("is_one_to_many", [](Runtime&, const Value& self) {
        return Value::boolean(handle(self).attribute.relationship().direction() == orm::Direction::one_to_many);
    });
    b.property("foreign_values", [](Runtime& r, const Value& self) {
        CollectionHandle& h = handle(self);
        const Ref<Dict> values = r.make_dict();
        for (const auto& [local, remote] : h.attribute.relationship().synchronize_pairs()) {
            const auto value = h.state().mapper().get_state_attr_by_column(h.state(), *local, orm::Passive::off);
            values->set(r, r.make_str(remote->key().value_or("")), value.has_value() ? value.value : Value::none());
        }
        return Value(values);
    });
    b.property("session", [](Runtime&, const Value& self) -> Value {
        orm::Session* session = orm::object_session(handle(self).state());
        return session ? Value(*session) : Value::none();
    });
    b.property("has_identity", [](Runtime&, const Value& self) { return Value::boolean(handle(self).state().has_identity()); });
    b.property("instance_text", [](Runtime& r, const Value& self) { return Value(r.make_str(handle(self).state().text())); });
    b.method("added_items", [](Runtime& r, const Value& self, Args) {
        return Value(r.make_list(handle(self).attribute.added_items(handle(self).state())));
    });
    b.method("append", [](Runtime&, const Value& self, Args a) {
        handle(self).attribute.append(handle(self).state(), a.values[0], nullptr, orm::Passive::no_fetch);
        return Value::none();
    });
    b.method("remove", [](Runtime&, const Value& self, Args a) {
        handle(self).attribute.remove(handle(self).state(), a.values[0], nullptr, orm::Passive::no_fetch);
        return Value::none();
    });
    runtime.set_type_for<CollectionHandle>(b.finish());
}

} // namespace

void add_write_only_collections(python::Interpreter& interpreter) {
    auto& collections = interpreter.extension<orm::WriteOnlyCollections>();
    if (collections.make) return;
    collections.make = [&interpreter, has_type = false](orm::WriteOnlyAttributeImpl& attribute,
                                                        orm::InstanceState& state) mutable {
        Runtime& run = interpreter;
        if (!has_type) make_handle_type(run);
        has_type = true;
        const bool dynamic = attribute.is_dynamic();
        const Value cls = interpreter.import_module(dynamic ? "sqlalchemy.orm.dynamic" : "sqlalchemy.orm.writeonly")
                              .find(interpreter, dynamic ? "AppenderQuery" : "WriteOnlyCollection");
        const Value made = run.make<CollectionHandle>(run.type_for<CollectionHandle>(), attribute, state);
        return call(run, cls, {made});
    };
}

} // namespace relata::modules
