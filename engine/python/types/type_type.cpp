// The type type: calling a class, what a class shows of itself. Making a class is the class statement's
// matter. CPython: Objects/typeobject.c (type_*).
#include "python/arguments.h"
#include "python/class_slots.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "support/protocol.h"

#include <set>

namespace relata::python {

namespace {

Type& type_of_self(const Value& v) {
    return v.get<Type>();
}

// CPython: type_call
Value type_call(Runtime& runtime, const Value& self, Args args) {
    Type& type = type_of_self(self);
    if (&type == &runtime.type(BuiltinType::type) && args.values.size() == 1 && !args.keywords)
        return runtime.type_of(args.values[0]);
    if (!type.slots.new_) throw Error(Exc::TypeError, "cannot create '" + type.name() + "' instances");
    Value made = type.slots.new_(runtime, type, args);
    const Type& made_type = runtime.type_of(made);
    if (made_type.is_subtype_of(type) && made_type.slots.init) made_type.slots.init(runtime, made, args);
    return made;
}

Value type_repr(Runtime& runtime, const Value& self) {
    const Type& type = type_of_self(self);
    const std::string module = type.module() == "builtins" ? "" : type.module() + ".";
    return runtime.make_str("<class '" + module + type.qualified_name() + "'>");
}

Value type_get(Runtime& runtime, const Value& self, Str& name) {
    return type_get_attribute(runtime, type_of_self(self), name);
}

// CPython: type_setattro
void type_set(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    Type& type = type_of_self(self);
    if (!type.has(Type::heap_type))
        throw Error(Exc::TypeError, "cannot set '" + std::string(name.view()) +
                                        "' attribute of immutable type '" + type.name() + "'");
    if (const Value* on_metatype = type.type().lookup(name)) {
        const Value held = *on_metatype;
        if (const auto set = runtime.type_of(held).slots.descriptor_set)
            return set(runtime, held, self, value);
    }
    if (!value.is_set() && !type.dict().find(name))
        throw Error(Exc::AttributeError,
                    "type object '" + type.name() + "' has no attribute '" + std::string(name.view()) + "'");
    type.set_attribute(name, value);
    update_slot(runtime, type, name);
}

Value tuple_of_types(Runtime& runtime, std::span<Type* const> types) {
    Ref<Tuple> tuple = runtime.make_tuple(types.size());
    for (size_t i = 0; i < types.size(); ++i)
        tuple->writable()[i] = Value(*types[i]);
    return tuple;
}

Value get_name(Runtime& runtime, const Value& self) {
    return runtime.intern(type_of_self(self).name());
}

const Str& text_for(Runtime& runtime, const Value& self, const Value& value, const char* attribute) {
    const Str* text = value.as<Str>();
    if (!text)
        throw Error(Exc::TypeError,
                    value.is_set() ? std::string("can only assign string to ") + type_of_self(self).name() +
                                         "." + attribute + ", not '" + type_name(runtime, value) + "'"
                                   : std::string("cannot delete '") + attribute + "' attribute of type '" +
                                         type_of_self(self).name() + "'");
    return *text;
}

void set_name(Runtime& runtime, const Value& self, const Value& value) {
    type_of_self(self).set_name(std::string(text_for(runtime, self, value, "__name__").view()));
}
Value get_qualified_name(Runtime& runtime, const Value& self) {
    return runtime.intern(type_of_self(self).qualified_name());
}
void set_qualified_name(Runtime& runtime, const Value& self, const Value& value) {
    type_of_self(self).set_qualified_name(std::string(text_for(runtime, self, value, "__qualname__").view()));
}
Value get_module(Runtime& runtime, const Value& self) {
    return runtime.intern(type_of_self(self).module());
}
void set_module(Runtime& runtime, const Value& self, const Value& value) {
    type_of_self(self).set_module(std::string(text_for(runtime, self, value, "__module__").view()));
}
Value get_mro(Runtime& runtime, const Value& self) {
    return tuple_of_types(runtime, type_of_self(self).mro());
}
Value get_bases(Runtime& runtime, const Value& self) {
    return tuple_of_types(runtime, type_of_self(self).bases());
}
Value get_base(Runtime&, const Value& self) {
    const auto bases = type_of_self(self).bases();
    return bases.empty() ? Value::none() : Value(*bases[0]);
}
Value get_dict(Runtime& runtime, const Value& self) {
    Ref<Dict> copy = runtime.make_dict();
    type_of_self(self).dict().for_each(
        [&](const Value& key, const Value& value) { copy->set(key.get<Str>(), value); });
    return copy;
}
Value get_doc(Runtime& runtime, const Value& self) {
    const Value* doc = type_of_self(self).dict().find("__doc__");
    if (!doc) return Value::none();
    const TypeSlots& slots = runtime.type_of(*doc).slots;
    return slots.descriptor_get ? slots.descriptor_get(runtime, *doc, Value(), type_of_self(self)) : *doc;
}
void set_doc(Runtime& runtime, const Value& self, const Value& value) {
    type_of_self(self).set_attribute(*runtime.intern("__doc__"), value);
}
/// A class has annotations of its own, made when they are first asked for.
Value get_annotations(Runtime& runtime, const Value& self) {
    Type& type = type_of_self(self);
    if (const Value* found = type.dict().find("__annotations__")) return *found;
    if (!type.has(Type::heap_type))
        throw Error(Exc::AttributeError,
                    "type object '" + type.name() + "' has no attribute '__annotations__'");
    const Value made = runtime.make_dict();
    type.set_attribute(*runtime.intern("__annotations__"), made);
    return made;
}
void set_annotations(Runtime& runtime, const Value& self, const Value& value) {
    type_of_self(self).set_attribute(*runtime.intern("__annotations__"), value);
}
Value get_abstract_methods(Runtime&, const Value& self) {
    if (const Value* found = type_of_self(self).dict().find("__abstractmethods__")) return *found;
    throw Error(Exc::AttributeError, "__abstractmethods__");
}
void set_abstract_methods(Runtime& runtime, const Value& self, const Value& value) {
    Type& type = type_of_self(self);
    type.set_attribute(*runtime.intern("__abstractmethods__"), value);
    const bool any = value.is_set() && truth(runtime, value);
    type.flags = any ? type.flags | Type::abstract : type.flags & ~uint32_t(Type::abstract);
}

Value type_mro(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("type.mro", args);
    return runtime.make_list(to_vector(runtime, get_mro(runtime, self)));
}

Value type_subclasses(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("type.__subclasses__", args);
    Ref<List> list = runtime.make_list();
    for (Type* subtype : type_of_self(self).subtypes())
        list->append(Value(*subtype));
    return list;
}

Value type_dir(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("type.__dir__", args);
    std::set<std::string> names;
    for (const Type* type : type_of_self(self).mro())
        type->dict().for_each(
            [&](const Value& key, const Value&) { names.insert(std::string(key.get<Str>().view())); });
    Ref<List> list = runtime.make_list();
    for (const std::string& name : names)
        list->append(runtime.intern(name));
    return list;
}

Value instance_check(Runtime& runtime, const Value& self, Args args) {
    return Value::boolean(
        is_instance(runtime, expect_one_argument("type.__instancecheck__", args), type_of_self(self)));
}

Value subclass_check(Runtime&, const Value& self, Args args) {
    const Type* other = expect_one_argument("type.__subclasscheck__", args).as<Type>();
    if (!other) throw Error(Exc::TypeError, "issubclass() arg 1 must be a class");
    return Value::boolean(other->is_subtype_of(type_of_self(self)));
}

Value type_prepare(Runtime& runtime, const Value&, Args) {
    return runtime.make_dict();
}

} // namespace

void make_type_type(Runtime& runtime) {
    TypeBuilder b(runtime, runtime.type(BuiltinType::type));
    TypeSlots& s = b.slots();
    s.call = type_call;
    s.repr = type_repr;
    s.get_attribute = type_get;
    s.set_attribute = type_set;
    s.init = [](Runtime&, const Value&, Args) {}; // what `type(name, bases, dict)` got, `__new__` has used
    b.property("__name__", get_name, set_name)
        .property("__qualname__", get_qualified_name, set_qualified_name);
    b.property("__module__", get_module, set_module)
        .property("__mro__", get_mro)
        .property("__bases__", get_bases);
    b.property("__base__", get_base).property("__dict__", get_dict).property("__doc__", get_doc, set_doc);
    b.property("__annotations__", get_annotations, set_annotations);
    b.property("__abstractmethods__", get_abstract_methods, set_abstract_methods);
    b.method("mro", type_mro).method("__subclasses__", type_subclasses).method("__dir__", type_dir);
    b.method("__instancecheck__", instance_check).method("__subclasscheck__", subclass_check);
    b.class_method("__prepare__", type_prepare);
    b.finish();
}

} // namespace relata::python
