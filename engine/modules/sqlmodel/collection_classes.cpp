// `collection_class=set`: a set that tells its attribute what goes in and out. SQLAlchemy: orm/collections.py
// _set_decorators.
#include "modules/sqlmodel/keyed_collections.h"
#include "modules/sqlmodel/model_methods.h"
#include "python/arguments.h"
#include "python/types/set.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

class InstrumentedSet final : public python::Set, public orm::InstrumentedCollection, public orm::CollectionAdapter {
  public:
    explicit InstrumentedSet(Type& type) : Set(type) {}
    orm::CollectionAdapter& adapter() override { return *this; }
    Object& collection() override { return *this; }
    size_t member_count() const override { return size(); }
    std::vector<Value> members() const override { return elements(); }
    void append_without_event(const Value& item) override { add(runtime(), item); }
    void remove_without_event(const Value& item) override {
        if (!discard(runtime(), item)) throw Error(Exc::KeyError, std::vector<Value>{item});
    }
    void clear_without_event() override { Set::clear(); }
    void append_with_event(const Value& item, const orm::AttributeEvent* initiator) override {
        if (Set::contains(runtime(), item)) {
            fire_append_wo_mutation_event(item, initiator);
            return;
        }
        add(runtime(), fire_append_event(item, initiator));
    }
    void remove_with_event(const Value& item, const orm::AttributeEvent* initiator) override {
        const Value held = item;
        if (Set::contains(runtime(), held)) fire_remove_event(held, initiator);
        remove_without_event(held);
    }

  private:
    Runtime& runtime() const { return type().runtime(); }
};

InstrumentedSet& set_of(const Value& self) { return static_cast<InstrumentedSet&>(*self.as_object()); }

Value set_add(Runtime&, const Value& self, Args args) {
    set_of(self).append_with_event(args.values[0], nullptr);
    return Value::none();
}

Value set_remove(Runtime&, const Value& self, Args args) {
    set_of(self).remove_with_event(args.values[0], nullptr);
    return Value::none();
}

Value set_discard(Runtime& runtime, const Value& self, Args args) {
    if (set_of(self).contains(runtime, args.values[0])) set_of(self).remove_with_event(args.values[0], nullptr);
    return Value::none();
}

Value set_pop(Runtime&, const Value& self, Args) {
    InstrumentedSet& set = set_of(self);
    set.fire_pre_remove_event();
    const Value item = set.python::Set::pop();
    if (!item.is_set()) throw Error(Exc::KeyError, "pop from an empty set");
    set.fire_remove_event(item);
    return item;
}

Value set_clear(Runtime&, const Value& self, Args) {
    for (const Value& item : set_of(self).elements()) set_of(self).remove_with_event(item, nullptr);
    return Value::none();
}

Value set_update(Runtime& runtime, const Value& self, Args args) {
    for (const Value& other : args.positional())
        for (const Value& item : to_vector(runtime, other)) set_of(self).append_with_event(item, nullptr);
    return Value::none();
}

Value set_difference_update(Runtime& runtime, const Value& self, Args args) {
    for (const Value& other : args.positional())
        for (const Value& item : to_vector(runtime, other))
            if (set_of(self).contains(runtime, item)) set_of(self).remove_with_event(item, nullptr);
    return Value::none();
}

Value set_ior(Runtime& runtime, const Value& self, const Value& other) {
    for (const Value& item : to_vector(runtime, other)) set_of(self).append_with_event(item, nullptr);
    return self;
}

Value set_isub(Runtime& runtime, const Value& self, const Value& other) {
    for (const Value& item : to_vector(runtime, other))
        if (set_of(self).contains(runtime, item)) set_of(self).remove_with_event(item, nullptr);
    return self;
}

class SetFactory final : public orm::CollectionFactory {
  public:
    SetFactory() : CollectionFactory(Shape::set) {}
    Value make(Runtime& runtime) override {
        return Value(runtime.make<InstrumentedSet>(runtime.type_for<InstrumentedSet>()));
    }
};

void make_set_type(Runtime& runtime) {
    if (runtime.has_type_for<InstrumentedSet>()) return;
    python::TypeBuilder builder(runtime, "InstrumentedSet", "sqlalchemy.orm.collections", {&runtime.type(BuiltinType::set)});
    builder.slots().inplace[size_t(BinaryOp::bit_or)] = set_ior;
    builder.slots().inplace[size_t(BinaryOp::subtract)] = set_isub;
    builder.method("add", set_add)
        .method("remove", set_remove)
        .method("discard", set_discard)
        .method("pop", set_pop)
        .method("clear", set_clear)
        .method("update", set_update)
        .method("difference_update", set_difference_update);
    runtime.set_type_for<InstrumentedSet>(builder.finish());
}

} // namespace

std::shared_ptr<orm::CollectionFactory> make_collection_factory(Runtime& runtime, const Value& collection_class) {
    const Type* cls = collection_class.as<Type>();
    if (cls == &runtime.type(BuiltinType::list)) return orm::list_factory();
    if (cls == &runtime.type(BuiltinType::set)) {
        make_set_type(runtime);
        return std::make_shared<SetFactory>();
    }
    if (auto keyed = keyed_collection_factory(collection_class)) return keyed;
    throw Error(Exc::NotImplementedError,
                "not supported here: collection_class=" + repr_text(runtime, collection_class) + " (use list, set or attribute_keyed_dict)");
}

} // namespace relata::modules
