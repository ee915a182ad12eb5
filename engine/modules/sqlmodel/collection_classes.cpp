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

/// The list of a class of the program: what the ORM puts in and takes out goes by the class's own `append` and `remove`,
/// as SQLAlchemy's appender and remover do.
class ProgramList final : public orm::InstrumentedList {
  public:
    using InstrumentedList::InstrumentedList;
    void append_without_event(const Value& item) override {
        if (m_silent || !overrides("append")) return InstrumentedList::append_without_event(item);
        by_method("append", item, nullptr, true);
    }
    void append_with_event(const Value& item, const orm::AttributeEvent* initiator) override {
        if (m_silent) return InstrumentedList::append_without_event(item);
        if (m_inside || !overrides("append"))
            return InstrumentedList::append_with_event(item, m_inside ? m_initiator : initiator);
        by_method("append", item, initiator, false);
    }
    void remove_with_event(const Value& item, const orm::AttributeEvent* initiator) override {
        if (m_inside || !overrides("remove"))
            return InstrumentedList::remove_with_event(item, m_inside ? m_initiator : initiator);
        by_method("remove", item, initiator, false);
    }

  private:
    /// The program's class has a method of this name.
    bool overrides(std::string_view name) const {
        Runtime& runtime = type().runtime();
        const Value* found = type().lookup(*runtime.intern(name));
        return found && found->is_object() && found->as_object()->kind() == ObjectKind::function;
    }
    void by_method(const char* name, const Value& item, const orm::AttributeEvent* initiator, bool silent) {
        struct Restore {
            ProgramList& list;
            ~Restore() { list.m_inside = list.m_silent = false, list.m_initiator = nullptr; }
        } restore{*this};
        m_inside = true, m_silent = silent, m_initiator = initiator;
        call_method(type().runtime(), Value(*this), name, {item});
    }
    bool m_inside = false, m_silent = false;
    const orm::AttributeEvent* m_initiator = nullptr;
};

/// A class of the program that derives from list or set: its objects are instrumented ones of a class that derives from
/// both. SQLAlchemy instruments the methods of the class itself: _instrument_class.
class ProgramClassFactory final : public orm::CollectionFactory {
  public:
    ProgramClassFactory(Shape shape, Type& cls, Value maker) : CollectionFactory(shape), m_class(cls), m_maker(std::move(maker)) {}
    Value make(Runtime& runtime) override {
        const Value made = shape() == Shape::list ? Value(runtime.make<ProgramList>(m_class))
                                                  : Value(runtime.make<InstrumentedSet>(m_class));
        if (!m_maker.is_set()) {
            if (m_class.slots.init) m_class.slots.init(runtime, made, Args{});
            return made;
        }
        // A function makes one: what it put on its object goes over to ours.
        const Value given = call(runtime, m_maker);
        const Value attributes = find_attribute(runtime, given, "__dict__");
        if (attributes.is_set() && attributes.as<Dict>())
            attributes.get<Dict>().for_each(
                [&](const Value& key, const Value& value) { set_attribute(runtime, made, key.get<Str>(), value); });
        return made;
    }

  private:
    Type& m_class;
    Value m_maker;
};

/// The instrumented class for `cls`, whose base `plain` has the instrumented form `instrumented`.
Type& instrumented_class(Runtime& runtime, Type& cls, Type& plain, Type& instrumented) {
    for (Type* t : cls.subtypes())
        if (t->bases().size() == 2 && t->bases()[1] == &instrumented) return *t;
    python::TypeBuilder builder(runtime, cls.name(), cls.module(), {&cls, &instrumented});
    // Slots that the class has from `plain` would hide those that tell of changes.
    TypeSlots& slots = builder.slots();
    if (cls.slots.set_item == plain.slots.set_item) slots.set_item = instrumented.slots.set_item;
    for (size_t i = 0; i < binary_op_count; ++i)
        if (cls.slots.inplace[i] == plain.slots.inplace[i]) slots.inplace[i] = instrumented.slots.inplace[i];
    builder.type().flags |= cls.flags & Type::has_instance_dict;
    builder.type().set_qualified_name(cls.qualified_name());
    slots.init = cls.slots.init;
    return builder.finish();
}

std::shared_ptr<orm::CollectionFactory> program_class_factory(Runtime& runtime, Type& cls, Value maker) {
    using Shape = orm::CollectionFactory::Shape;
    Type &list = runtime.type(BuiltinType::list), &set = runtime.type(BuiltinType::set);
    if (cls.is_subtype_of(list))
        return std::make_shared<ProgramClassFactory>(
            Shape::list, instrumented_class(runtime, cls, list, runtime.type_for<orm::InstrumentedList>()), std::move(maker));
    if (cls.is_subtype_of(set)) {
        make_set_type(runtime);
        return std::make_shared<ProgramClassFactory>(
            Shape::set, instrumented_class(runtime, cls, set, runtime.type_for<InstrumentedSet>()), std::move(maker));
    }
    return nullptr;
}

} // namespace

std::shared_ptr<orm::CollectionFactory> make_collection_factory(Runtime& runtime, const Value& collection_class) {
    Type* cls = collection_class.as<Type>();
    if (cls == &runtime.type(BuiltinType::list)) return orm::list_factory();
    if (cls == &runtime.type(BuiltinType::set)) {
        make_set_type(runtime);
        return std::make_shared<SetFactory>();
    }
    if (auto keyed = keyed_collection_factory(collection_class)) return keyed;
    if (cls) {
        if (auto factory = program_class_factory(runtime, *cls, Value())) return factory;
        if (!cls->is_subtype_of(runtime.type(BuiltinType::dict)))
            throw Error(Exc::ArgumentError, "Type " + cls->name() + " must elect an appender method to be a collection class");
    } else if (is_callable(runtime, collection_class)) {
        if (auto factory = program_class_factory(runtime, runtime.type_of(call(runtime, collection_class)), collection_class))
            return factory;
    }
    throw Error(Exc::NotImplementedError, "not supported here: collection_class=" + repr_text(runtime, collection_class) +
                                              " (use list, set, a class derived from them or attribute_keyed_dict)");
}

} // namespace relata::modules
