// The type object. CPython: Objects/typeobject.c (object_*), Objects/object.c.
#include "python/arguments.h"
#include "support/object_number.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/instance_dict.h"
#include "support/protocol.h"

#include <set>

namespace relata::python {

Value object_new(Runtime& runtime, Type& type, Args args);
void object_init(Runtime& runtime, const Value& self, Args args);

namespace {

/// What object.__new__ makes is an Instance: every class in the MRO must be one whose C++ side expects that.
void check_layout(Runtime& runtime, const Type& type) {
    for (const Type* t : type.mro()) {
        if (t->has(Type::heap_type) || t == &runtime.type(BuiltinType::object)) continue;
        if (t->has(Type::has_instance_dict) && t->slots.new_ == object_new) continue;
        if (t->slots.new_ == object_new || !t->slots.new_)
            throw Error(Exc::TypeError, "cannot create '" + type.name() + "' instances");
        throw Error(Exc::TypeError,
                    "object.__new__(" + type.name() + ") is not safe, use " + t->name() + ".__new__()");
    }
}

[[noreturn]] void refuse_abstract(Runtime& runtime, const Type& type) {
    std::set<std::string> names;
    if (const Value* methods = type.dict().find("__abstractmethods__"))
        for_each(runtime, *methods, [&](const Value& name) { names.insert(str_text(runtime, name)); });
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    throw Error(Exc::TypeError, "Can't instantiate abstract class " + type.name() + " with abstract method" +
                                    (names.size() == 1 ? " " : "s ") + text);
}

Value object_repr(Runtime& runtime, const Value& self) {
    const Type& type = runtime.type_of(self);
    const std::string module = type.module() == "builtins" ? "" : type.module() + ".";
    return runtime.make_str("<" + module + type.qualified_name() + " object at " + address_text(runtime, self) + ">");
}

Value object_str(Runtime& runtime, const Value& self) {
    return repr(runtime, self);
}

Value object_format(Runtime& runtime, const Value& self, const Str& spec) {
    if (spec.byte_count())
        throw Error(Exc::TypeError,
                    "unsupported format string passed to " + type_name(runtime, self) + ".__format__");
    return str(runtime, self);
}

int64_t object_hash(Runtime& runtime, const Value& self) {
    return hash_of_identity(runtime, self);
}

Value object_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    if (op == CompareOp::eq) return a.is(b) ? Value::boolean(true) : Value::not_implemented();
    if (op != CompareOp::ne) return Value::not_implemented();
    // `!=` is the opposite of the type's own `==`.
    const auto own = runtime.type_of(a).slots.compare;
    const Value same = own ? own(runtime, a, b, CompareOp::eq) : Value::not_implemented();
    return same.is_not_implemented() ? same : Value::boolean(!truth(runtime, same));
}

Value get_class(Runtime& runtime, const Value& self) {
    return runtime.type_of(self);
}

void set_class(Runtime& runtime, const Value& self, const Value& value) {
    if (!value.is_set()) throw Error(Exc::TypeError, "can't delete __class__ attribute");
    Type* to = value.as<Type>();
    if (!to)
        throw Error(Exc::TypeError,
                    "__class__ must be set to a class, not '" + type_name(runtime, value) + "' object");
    Type& from = runtime.type_of(self);
    Instance* instance = self.as<Instance>();
    if (!instance || !from.has(Type::heap_type) || !to->has(Type::heap_type))
        throw Error(Exc::TypeError,
                    "__class__ assignment only supported for mutable types or ModuleType subclasses");
    const auto plain = [](const Type& t) {
        return t.has(Type::has_instance_dict) && !t.has(Type::exception_class) && !t.has(Type::mapped_class);
    };
    if (!plain(from) || !plain(*to) || instance->extension())
        throw Error(Exc::TypeError, "__class__ assignment: '" + to->name() +
                                        "' object layout differs from '" + from.name() + "'");
    check_layout(runtime, *to);
    std::vector<std::pair<Ref<Str>, Value>> attributes;
    for (size_t i = 0; i < from.slot_names().size(); ++i) {
        if (!instance->slot(i).is_set()) continue;
        attributes.emplace_back(from.slot_names()[i], instance->slot(i));
        instance->set_slot(i, Value());
    }
    instance->set_type(*to);
    for (auto& [name, attribute] : attributes)
        instance->set_slot(size_t(to->add_slot(*name)), attribute);
}

Value object_dir(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("object.__dir__", args);
    std::set<std::string> names;
    for (const Type* type : runtime.type_of(self).mro())
        type->dict().for_each([&](const Value& key, const Value&) { names.insert(str_text(runtime, key)); });
    if (runtime.type_of(self).has(Type::has_instance_dict))
        instance_dict(runtime, self)->for_each([&](const Value& key, const Value&) {
            names.insert(str_text(runtime, key));
        });
    Ref<List> list = runtime.make_list();
    for (const std::string& name : names)
        list->append(runtime.intern(name));
    return list;
}

Value init_subclass(Runtime&, const Value& cls, Args args) {
    const Type& type = cls.get<Type>();
    if (args.values.empty()) return Value::none();
    throw Error(Exc::TypeError,
                type.name() + ".__init_subclass__() takes no " +
                    (args.keyword_count() ? "keyword arguments"
                                          : "arguments (" + std::to_string(args.values.size()) + " given)"));
}

Value subclass_hook(Runtime&, const Value&, Args) {
    return Value::not_implemented();
}

Value object_sizeof(Runtime&, const Value&, Args) {
    return Value::small_int(48);
}

} // namespace

// CPython: object_new, object_init: arguments are an error unless the other of the two takes them.
Value object_new(Runtime& runtime, Type& type, Args args) {
    if (!args.values.empty()) {
        if (type.slots.new_ != object_new)
            throw Error(Exc::TypeError,
                        "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type.slots.init == object_init)
            throw Error(Exc::TypeError, type.name() + "() takes no arguments");
    }
    if (type.has(Type::abstract)) refuse_abstract(runtime, type);
    check_layout(runtime, type);
    return runtime.make<Instance>(type);
}

void object_init(Runtime& runtime, const Value& self, Args args) {
    if (args.values.empty()) return;
    const Type& type = runtime.type_of(self);
    if (type.slots.init != object_init)
        throw Error(Exc::TypeError,
                    "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type.slots.new_ == object_new)
        throw Error(Exc::TypeError,
                    type.name() + ".__init__() takes exactly one argument (the instance to initialize)");
}

void make_object_type(Runtime& runtime) {
    TypeBuilder b(runtime, runtime.type(BuiltinType::object));
    b.property("__class__", get_class, set_class);
    b.property("__dict__", get_instance_dict, set_instance_dict);
    b.method("__dir__", object_dir).method("__sizeof__", object_sizeof);
    b.class_method("__init_subclass__", init_subclass).class_method("__subclasshook__", subclass_hook);
    b.attribute("__doc__", Value::none());
    b.finish();
}

void set_object_slots(Runtime& runtime) {
    TypeSlots& s = runtime.type(BuiltinType::object).slots;
    s.new_ = object_new;
    s.init = object_init;
    s.repr = object_repr;
    s.str = object_str;
    s.format = object_format;
    s.hash = object_hash;
    s.compare = object_compare;
    s.get_attribute = generic_get_attribute;
    s.set_attribute = generic_set_attribute;
}

} // namespace relata::python
