#include "python/types/instance_dict.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/dict_type.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

/// The dict that an instance shows. Its type is a subtype of dict with the same name, whose ways of changing
/// write through to the instance.
class InstanceDict final : public Dict {
  public:
    InstanceDict(Type& type, Ref<Instance> instance, Str* first) : Dict(type), m_instance(std::move(instance)), m_first(first) {}
    void clear_references() override {
        Dict::clear_references();
        m_instance.reset();
    }
    Instance* instance() const { return m_instance.get(); }
    /// Whether the entry is an attribute that the instance keeps in a slot.
    bool is_slot(const Str& name) const { return !m_first || name.view() != m_first->view(); }

  private:
    Ref<Instance> m_instance;
    Ref<Str> m_first; ///< null: all are slots
};

void write_through(const Value& self, const Value& key, const Value& value) {
    auto& dict = self.get<InstanceDict>();
    Str* name = key.as<Str>();
    if (!name || !dict.instance() || !dict.is_slot(*name)) return;
    Type& type = dict.instance()->type();
    const int slot = value.is_set() ? type.add_slot(*name) : type.slot_of(*name);
    if (slot >= 0) dict.instance()->set_slot(size_t(slot), value);
}

void set_item_through(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    runtime.type(BuiltinType::dict).slots.set_item(runtime, self, key, value);
    write_through(self, key, value);
}

/// Lets dict's own method work on the snapshot, then makes the instance agree with it.
Value call_through(Runtime& runtime, const NativeFunction& function, const Value& self, Args args) {
    auto& dict = self.get<InstanceDict>();
    std::vector<Value> before;
    dict.for_each([&](const Value& key, const Value&) { before.push_back(key); });
    const Value result = function.closure().get<NativeFunction>().invoke(runtime, self, args);
    for (const Value& key : before)
        if (!dict.find(runtime, key)) write_through(self, key, Value());
    dict.for_each([&](const Value& key, const Value& value) { write_through(self, key, value); });
    return result;
}

Value inplace_or(Runtime& runtime, const Value& self, const Value& other) {
    for_each(runtime, call_method(runtime, other, "items"), [&](const Value& pair) {
        set_item_through(runtime, self, pair.get<Tuple>()[0], pair.get<Tuple>()[1]);
    });
    return self;
}

[[noreturn]] void no_dict(Runtime& runtime, const Value& self) {
    throw Error(Exc::AttributeError, "'" + type_name(runtime, self) + "' object has no attribute '__dict__'");
}

} // namespace

Ref<Dict> instance_dict(Runtime& runtime, const Value& object, Str* first, const Value& first_value) {
    if (!object.is_object()) return runtime.make_dict();
    const ObjectKind kind = object.as_object()->kind();
    if (kind != ObjectKind::instance && kind != ObjectKind::exception)
        return Ref<Dict>(runtime.side_dict(*object.as_object(), true));
    auto& instance = object.get<Instance>();
    Ref<Dict> dict = runtime.make<InstanceDict>(runtime.type_for<InstanceDict>(), Ref<Instance>(instance), first);
    if (first) dict->set(*first, first_value);
    const auto names = instance.type().slot_names();
    for (size_t i = 0; i < names.size(); ++i)
        if (const Value& value = instance.slot(i); value.is_set()) dict->set(*names[i], value);
    return dict;
}

Value get_instance_dict(Runtime& runtime, const Value& self) {
    const Type& type = runtime.type_of(self);
    if (!self.is_object() || !(type.has(Type::has_instance_dict) || type.has(Type::exception_class)))
        no_dict(runtime, self);
    return instance_dict(runtime, self);
}

void set_instance_dict(Runtime& runtime, const Value& self, const Value& value) {
    const Dict* given = value.as<Dict>();
    if (!given)
        throw Error(Exc::TypeError, value.is_set() ? "__dict__ must be set to a dictionary, not a '" +
                                                         type_name(runtime, value) + "'"
                                                   : "cannot delete __dict__");
    const Value dict = get_instance_dict(runtime, self);
    const Ref<Dict> copy = runtime.make_dict();
    update_dict(runtime, *copy, value);
    call_method(runtime, dict, "clear");
    call_method(runtime, dict, "update", {Value(copy)});
}

void make_instance_dict_type(Runtime& runtime) {
    TypeBuilder b(runtime, "dict", "builtins", {&runtime.type(BuiltinType::dict)});
    runtime.set_type_for<InstanceDict>(b.type());
    b.slots().set_item = set_item_through;
    b.slots().inplace[size_t(BinaryOp::bit_or)] = inplace_or;
    for (const char* name : {"update", "pop", "popitem", "setdefault", "clear"}) {
        const Value* own = runtime.type(BuiltinType::dict).dict().find(name);
        b.attribute(
            name, make_descriptor(runtime, b.type(), NativeFunction::Role::method, name, call_through, *own));
    }
    b.flag(Type::final_type).finish();
}

} // namespace relata::python
