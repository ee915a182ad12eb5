// property, classmethod, staticmethod (CPython's Objects/descrobject.c, Objects/funcobject.c).
#include "python/arguments.h"
#include "python/function.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

// ---- property
// -----------------------------------------------------------------------------------------------------

void property_init(Runtime& runtime, const Value& self, Args call_args) {
    ArgReader args(runtime, {.function = "property", .names = {"fget", "fset", "fdel", "doc"}}, call_args);
    Property& p = self.get<Property>();
    p.getter = args.get(0);
    p.setter = args.get(1);
    p.deleter = args.get(2);
    p.doc = args.get(3);
    if (p.doc.is_none() && !p.getter.is_none())
        if (Value doc = find_attribute(runtime, p.getter, "__doc__"); doc.is_set()) p.doc = doc;
}

/// "property 'total' of 'Order' object has no setter"
[[noreturn]] void cannot(Runtime& runtime, const Property& p, const Value& instance, const char* what) {
    std::string name;
    if (const Str* s = p.name.as<Str>())
        name = " " + repr_text(runtime, Value(const_cast<Str&>(*s)));
    else if (const auto* f = p.getter.as<Function>())
        name = " '" + std::string(f->name->view()) + "'";
    throw Error(Exc::AttributeError, "property" + name + " of " + "'" +
                                         runtime.type_of(instance).qualified_name() + "' object has no " +
                                         what);
}

Value property_get(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    if (!instance.is_set()) return self;
    const Property& p = self.get<Property>();
    if (p.getter.is_none()) cannot(runtime, p, instance, "getter");
    return call(runtime, p.getter, {instance});
}

void property_set(Runtime& runtime, const Value& self, const Value& instance, const Value& value) {
    const Property& p = self.get<Property>();
    const Value& f = value.is_set() ? p.setter : p.deleter;
    if (f.is_none()) cannot(runtime, p, instance, value.is_set() ? "setter" : "deleter");
    if (value.is_set())
        call(runtime, f, {instance, value});
    else
        call(runtime, f, {instance});
}

template <auto Member>
Value property_with(Runtime& runtime, const Value& self, Args args) {
    const Property& p = self.get<Property>();
    Ref<Property> copy = runtime.make<Property>(self.as_object()->type());
    copy->getter = p.getter;
    copy->setter = p.setter;
    copy->deleter = p.deleter;
    copy->doc = p.doc;
    copy->name = p.name;
    (*copy).*Member = args.values[0];
    return copy;
}

template <auto Member>
Value property_member(Runtime&, const Value& self) {
    return self.get<Property>().*Member;
}

void make_property_type(Runtime& runtime) {
    TypeBuilder b(runtime, "property");
    b.slots().new_ = [](Runtime& r, Type& type, Args) -> Value {
        Ref<Property> p = r.make<Property>(type);
        for (Value* v : {&p->getter, &p->setter, &p->deleter, &p->doc})
            *v = Value::none();
        return p;
    };
    b.slots().init = property_init;
    b.slots().descriptor_get = property_get;
    b.slots().descriptor_set = property_set;
    b.method("getter", property_with<&Property::getter>);
    b.method("setter", property_with<&Property::setter>);
    b.method("deleter", property_with<&Property::deleter>);
    b.method("__set_name__", [](Runtime&, const Value& self, Args args) {
        if (args.values.size() == 2) self.get<Property>().name = args.values[1];
        return Value::none();
    });
    b.property("__isabstractmethod__", [](Runtime& r, const Value& self) -> Value {
        const Runtime::NestedCall nested(r, ""); // a property can be its own accessor
        const auto& p = self.get<Property>();
        for (const Value* accessor : {&p.getter, &p.setter, &p.deleter}) {
            if (accessor->is_none()) continue;
            const Value v = find_attribute(r, *accessor, "__isabstractmethod__");
            if (v.is_set() && truth(r, v)) return Value::boolean(true);
        }
        return Value::boolean(false);
    });
    b.property("fget", property_member<&Property::getter>);
    b.property("fset", property_member<&Property::setter>);
    b.property("fdel", property_member<&Property::deleter>);
    b.property("__doc__", property_member<&Property::doc>,
               [](Runtime&, const Value& self, const Value& v) { self.get<Property>().doc = v; });
    b.signatures({"property.getter($self, fget, /)", "property.setter($self, fset, /)", "property.deleter($self, fdel, /)"});
    runtime.set_type(BuiltinType::property, b.finish());
}

// ---- classmethod, staticmethod
// --------------------------------------------------------------------------------------

Value wrapped_new(Runtime& runtime, Type& type, Args) {
    Ref<WrappedMethod> made = runtime.make<WrappedMethod>(type);
    made->function = Value::none();
    return made;
}

void wrapped_init(Runtime& runtime, const Value& self, Args args) {
    self.get<WrappedMethod>().function = expect_one_argument(runtime.type_of(self).name(), args);
}

Value wrapped_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    if (Type& type = runtime.type_of(self); const Value* found = type.lookup(name))
        if (!name.view().starts_with("__") || name == "__func__" || name == "__class__" ||
            name == "__get__" || name == "__isabstractmethod__")
            return bind_descriptor(runtime, *found, self, type);
    const Runtime::NestedCall nested(runtime, ""); // it can wrap itself
    return get_attribute(runtime, self.get<WrappedMethod>().function, name);
}

void add_wrapped_members(TypeBuilder& b) {
    b.slots().new_ = wrapped_new;
    b.slots().init = wrapped_init;
    b.slots().get_attribute = wrapped_get_attribute;
    b.property("__func__", [](Runtime&, const Value& self) { return self.get<WrappedMethod>().function; });
    b.property("__wrapped__", [](Runtime&, const Value& self) { return self.get<WrappedMethod>().function; });
    b.property("__isabstractmethod__", [](Runtime& r, const Value& self) {
        const Runtime::NestedCall nested(r, "");
        const Value v = find_attribute(r, self.get<WrappedMethod>().function, "__isabstractmethod__");
        return Value::boolean(v.is_set() && truth(r, v));
    });
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("<" + r.type_of(self).name() + "(" +
                          repr_text(r, self.get<WrappedMethod>().function) + ")>");
    };
}

} // namespace

void make_descriptor_types(Runtime& runtime) {
    make_property_type(runtime);
    {
        TypeBuilder b(runtime, "classmethod");
        add_wrapped_members(b);
        b.slots().descriptor_get = [](Runtime& r, const Value& self, const Value&, Type& owner) -> Value {
            const Value& f = self.get<WrappedMethod>().function;
            if (f.as<Function>()) return make_method(r, f, Value(owner));
            // A property or another descriptor below: it sees the class as the instance.
            if (r.type_of(f).slots.descriptor_get) return bind_descriptor(r, f, Value(owner), owner.type());
            return make_method(r, f, Value(owner));
        };
        runtime.set_type(BuiltinType::classmethod, b.finish());
    }
    TypeBuilder b(runtime, "staticmethod");
    add_wrapped_members(b);
    b.slots().descriptor_get = [](Runtime&, const Value& self, const Value&, Type&) {
        return self.get<WrappedMethod>().function;
    };
    b.slots().call = [](Runtime& r, const Value& self, Args args) {
        return call(r, self.get<WrappedMethod>().function, args);
    };
    runtime.set_type(BuiltinType::staticmethod, b.finish());
}

} // namespace relata::python
