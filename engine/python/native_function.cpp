#include "python/native_function.h"

#include "support/object_number.h"
#include "python/type_builder.h"
#include "support/protocol.h"


namespace relata::python {

namespace {

struct MethodDescriptor {};
struct ClassMethodDescriptor {};
struct SlotWrapper {};
struct BoundSlot {};
struct LibraryMethod {}; ///< bound, of a class that is written in Python in CPython's world

// CPython: method_check_args (Objects/descrobject.c)
const Value& self_of_call(Runtime& runtime, const NativeFunction& function, Args args) {
    const Type& owner = *function.owner();
    const bool slot = function.role() == NativeFunction::Role::slot_wrapper;
    if (args.positional_count() == 0)
        throw Error(Exc::TypeError,
                    slot ? "descriptor '" + std::string(function.name().view()) + "' of '" + owner.name() +
                               "' object needs an argument"
                         : "unbound method " + function.qualified_name() + "() needs an argument");
    const Value& self = args.values[0];
    if (!runtime.type_of(self).is_subtype_of(owner))
        throw Error(Exc::TypeError, "descriptor '" + std::string(function.name().view()) +
                                        (slot ? "' requires a '" + owner.name() + "' object but received a '"
                                              : "' for '" + owner.name() + "' objects doesn't apply to a '") +
                                        runtime.type_of(self).name() + (slot ? "'" : "' object"));
    return self;
}

Value call_native(Runtime& runtime, const Value& callee, Args args) {
    const NativeFunction& function = callee.get<NativeFunction>();
    if (!function.takes_self()) return function.invoke(runtime, function.self(), args);
    const Value& self = self_of_call(runtime, function, args);
    return function.invoke(runtime, self, Args{args.values.subspan(1), args.keywords});
}

Value call_class_method(Runtime& runtime, const Value& callee, Args args) {
    const NativeFunction& function = callee.get<NativeFunction>();
    if (function.self().is_set()) return function.invoke(runtime, function.self(), args);
    if (args.positional_count() == 0)
        throw Error(Exc::TypeError, "descriptor '" + std::string(function.name().view()) + "' of '" +
                                        function.owner()->name() + "' object needs an argument");
    return function.invoke(runtime, args.values[0], Args{args.values.subspan(1), args.keywords});
}

Value get_bound(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    if (!instance.is_set()) return self;
    return self.get<NativeFunction>().bind(runtime, instance);
}

Value get_class_bound(Runtime& runtime, const Value& self, const Value&, Type& owner) {
    return self.get<NativeFunction>().bind(runtime, Value(owner));
}

Value repr_function(Runtime& runtime, const Value& self) {
    const NativeFunction& f = self.get<NativeFunction>();
    const std::string name(f.name().view());
    const bool is_python = f.signature() && !std::string_view(f.signature()).ends_with("/)");
    if (!f.self().is_set() && is_python) return runtime.make_str("<function " + name + " at " + address_text(runtime, self) + ">");
    if (!f.self().is_set()) return runtime.make_str("<built-in function " + name + ">");
    const Type* as_type = f.self().as<Type>();
    const std::string of = as_type ? "type" : runtime.type_of(f.self()).name();
    const std::string where = f.self().is_object() ? address_text(runtime, f.self()) : address_text(runtime, self);
    return runtime.make_str("<built-in method " + name + " of " + of + " object at " + where + ">");
}

/// Of a class whose library is written in Python: its methods are no builtins to a program.
bool is_python_library(const Type& owner) {
    for (const char* package : {"sqlalchemy", "sqlmodel", "pydantic"})
        if (owner.module().starts_with(package)) return true;
    return false;
}

Value repr_library_method(Runtime& runtime, const Value& self) {
    const NativeFunction& f = self.get<NativeFunction>();
    return runtime.make_str("<bound method " + f.qualified_name() + " of " + repr_text(runtime, f.self()) + ">");
}

Value repr_descriptor(Runtime& runtime, const Value& self) {
    const NativeFunction& f = self.get<NativeFunction>();
    const char* noun = f.role() == NativeFunction::Role::slot_wrapper ? "slot wrapper" : "method";
    return runtime.make_str(std::string("<") + noun + " '" + std::string(f.name().view()) + "' of '" +
                            f.owner()->name() + "' objects>");
}

Value repr_bound_slot(Runtime& runtime, const Value& self) {
    const NativeFunction& f = self.get<NativeFunction>();
    const std::string where = f.self().is_object() ? address_text(runtime, f.self()) : address_text(runtime, self);
    return runtime.make_str("<method-wrapper '" + std::string(f.name().view()) + "' of " +
                            runtime.type_of(f.self()).name() + " object at " + where + ">");
}

Value compare_functions(Runtime&, const Value& a, const Value& b, CompareOp op) {
    const auto* other = b.as<NativeFunction>();
    if (!other || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    const auto& one = a.get<NativeFunction>();
    const bool same =
        &one == other || (one.self().is_set() && one.self().is(other->self()) && one.same_code(*other));
    return Value::boolean(same == (op == CompareOp::eq));
}

int64_t hash_function(Runtime& runtime, const Value& self) {
    const auto& f = self.get<NativeFunction>();
    if (!f.self().is_set()) return hash_of_identity(runtime, self);
    return hash_of_identity(runtime, f.self()) ^ int64_t(hash_of_string(f.name().view()));
}

Value get_name(Runtime&, const Value& self) {
    return self.get<NativeFunction>().name();
}

Value get_qualified_name(Runtime& runtime, const Value& self) {
    return runtime.make_str(self.get<NativeFunction>().qualified_name());
}

Value get_module(Runtime& runtime, const Value& self) {
    const auto& f = self.get<NativeFunction>();
    if (f.self().is_set()) return Value::none();
    return f.module().empty() ? Value(runtime.intern("builtins")) : Value(runtime.intern(f.module()));
}

Value get_self(Runtime& runtime, const Value& self) {
    const auto& f = self.get<NativeFunction>();
    if (f.self().is_set()) return f.self();
    return f.module().empty() ? Value::none() : Value(runtime.intern(f.module()));
}

Value get_owner(Runtime&, const Value& self) {
    return *self.get<NativeFunction>().owner();
}
Value get_doc(Runtime&, const Value&) {
    return Value::none();
}

void add_names(TypeBuilder& b, bool descriptor) {
    b.property("__name__", get_name)
        .property("__qualname__", get_qualified_name)
        .property("__doc__", get_doc);
    if (descriptor)
        b.property("__objclass__", get_owner);
    else
        b.property("__module__", get_module).property("__self__", get_self);
}

// CPython: getset_get, getset_set (Objects/descrobject.c)
Value get_getset(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    if (!instance.is_set()) return self;
    const auto& d = self.get<GetSetDescriptor>();
    if (!runtime.type_of(instance).is_subtype_of(d.owner()))
        throw Error(Exc::TypeError, "descriptor '" + std::string(d.name().view()) + "' for '" +
                                        d.owner().name() + "' objects doesn't apply to a '" +
                                        runtime.type_of(instance).name() + "' object");
    return d.getter()(runtime, instance);
}

void set_getset(Runtime& runtime, const Value& self, const Value& instance, const Value& value) {
    const auto& d = self.get<GetSetDescriptor>();
    if (!d.setter())
        throw Error(Exc::AttributeError, "attribute '" + std::string(d.name().view()) + "' of '" +
                                             runtime.type_of(instance).tp_name() + "' objects is not writable");
    d.setter()(runtime, instance, value);
}

Value repr_getset(Runtime& runtime, const Value& self) {
    const auto& d = self.get<GetSetDescriptor>();
    return runtime.make_str("<attribute '" + std::string(d.name().view()) + "' of '" + d.owner().name() +
                            "' objects>");
}

Type& type_for_role(Runtime& runtime, NativeFunction::Role role) {
    switch (role) {
    case NativeFunction::Role::function:
        return runtime.type(BuiltinType::builtin_function);
    case NativeFunction::Role::method:
        return runtime.type_for<MethodDescriptor>();
    case NativeFunction::Role::class_method:
        return runtime.type_for<ClassMethodDescriptor>();
    case NativeFunction::Role::slot_wrapper:
        return runtime.type_for<SlotWrapper>();
    case NativeFunction::Role::bound_slot:
        return runtime.type_for<BoundSlot>();
    }
    __builtin_unreachable();
}

} // namespace

std::string NativeFunction::qualified_name() const {
    const std::string name(m_name->view());
    if (m_owner) return m_owner->qualified_name() + "." + name;
    if (m_self.is_set()) return type().runtime().type_of(m_self).qualified_name() + "." + name;
    return name;
}

Ref<NativeFunction> NativeFunction::bind(Runtime& runtime, const Value& self) const {
    const Role role = m_role == Role::slot_wrapper ? Role::bound_slot : Role::function;
    const bool is_library = role == Role::function && m_owner && is_python_library(*m_owner);
    Type& type = is_library ? runtime.type_for<LibraryMethod>() : type_for_role(runtime, role);
    Ref<NativeFunction> bound =
        m_fn ? runtime.make<NativeFunction>(type, role, m_name, m_fn)
             : runtime.make<NativeFunction>(type, role, m_name, m_closure_fn, m_closure);
    bound->m_owner = m_owner;
    bound->m_signature = m_signature;
    bound->m_self = self;
    return bound;
}

void set_signatures(Dict& names, std::initializer_list<const char*> signatures) {
    for (const char* signature : signatures) {
        const std::string_view qualified = std::string_view(signature).substr(0, std::string_view(signature).find('('));
        const size_t colon = qualified.find(": "); // "isnot: ColumnOperators.is_not(self, other)": an older name of it
        const Value* entry =
            names.find(colon != qualified.npos ? qualified.substr(0, colon) : qualified.substr(qualified.rfind('.') + 1));
        auto* function = entry ? entry->as<NativeFunction>() : nullptr;
        if (function) function->set_signature(colon != qualified.npos ? signature + colon + 2 : signature);
    }
}

Ref<NativeFunction> make_function(Runtime& runtime, std::string_view name, NativeFn fn,
                                  std::string_view module) {
    Ref<NativeFunction> made =
        runtime.make<NativeFunction>(runtime.type(BuiltinType::builtin_function),
                                     NativeFunction::Role::function, runtime.intern(name), fn);
    made->set_module(std::string(module));
    return made;
}

Ref<NativeFunction> make_function(Runtime& runtime, std::string_view name, NativeClosureFn fn, Value closure,
                                  std::string_view module) {
    Ref<NativeFunction> made = runtime.make<NativeFunction>(runtime.type(BuiltinType::builtin_function),
                                                            NativeFunction::Role::function,
                                                            runtime.intern(name), fn, std::move(closure));
    made->set_module(std::string(module));
    return made;
}

Ref<NativeFunction> make_descriptor(Runtime& runtime, Type& owner, NativeFunction::Role role,
                                    std::string_view name, NativeFn fn) {
    Ref<NativeFunction> made =
        runtime.make<NativeFunction>(type_for_role(runtime, role), role, runtime.intern(name), fn);
    made->set_owner(owner);
    return made;
}

Ref<NativeFunction> make_descriptor(Runtime& runtime, Type& owner, NativeFunction::Role role,
                                    std::string_view name, NativeClosureFn fn, Value closure) {
    Ref<NativeFunction> made = runtime.make<NativeFunction>(type_for_role(runtime, role), role,
                                                            runtime.intern(name), fn, std::move(closure));
    made->set_owner(owner);
    return made;
}

void make_native_function_types(Runtime& runtime) {
    // All types first: filling the first one's dict already makes descriptors of every kind.
    Type& function = runtime.make_type("builtin_function_or_method", "builtins");
    runtime.set_type(BuiltinType::builtin_function, function);
    runtime.set_type(BuiltinType::bound_builtin, function);
    Type& method = runtime.make_type("method_descriptor", "builtins");
    runtime.set_type_for<MethodDescriptor>(method);
    Type& class_method = runtime.make_type("classmethod_descriptor", "builtins");
    runtime.set_type_for<ClassMethodDescriptor>(class_method);
    Type& slot_wrapper = runtime.make_type("wrapper_descriptor", "builtins");
    runtime.set_type_for<SlotWrapper>(slot_wrapper);
    Type& bound_slot = runtime.make_type("method-wrapper", "builtins");
    runtime.set_type_for<BoundSlot>(bound_slot);
    Type& getset = runtime.make_type("getset_descriptor", "builtins");
    runtime.set_type_for<GetSetDescriptor>(getset);

    Type& library_method = runtime.make_type("method", "builtins");
    runtime.set_type_for<LibraryMethod>(library_method);

    for (Type* type : {&function, &method, &class_method, &slot_wrapper, &bound_slot, &library_method}) {
        TypeBuilder b(runtime, *type);
        const bool descriptor = type == &method || type == &class_method || type == &slot_wrapper;
        b.slots().call = type == &class_method ? call_class_method : call_native;
        b.slots().repr = descriptor ? repr_descriptor : type == &function ? repr_function
                          : type == &library_method ? repr_library_method : repr_bound_slot;
        b.slots().compare = compare_functions;
        b.slots().hash = hash_function;
        if (descriptor) b.slots().descriptor_get = type == &class_method ? get_class_bound : get_bound;
        add_names(b, descriptor);
        b.flag(Type::final_type).finish();
    }
    TypeBuilder b(runtime, getset);
    b.slots().descriptor_get = get_getset;
    b.slots().descriptor_set = set_getset;
    b.slots().repr = repr_getset;
    b.property("__name__",
               [](Runtime&, const Value& self) -> Value { return self.get<GetSetDescriptor>().name(); });
    b.property("__objclass__",
               [](Runtime&, const Value& self) -> Value { return self.get<GetSetDescriptor>().owner(); });
    b.flag(Type::final_type).finish();
}

} // namespace relata::python
