// The Python types of functions, methods, cells, code objects, property, classmethod and staticmethod.
#include "python/arguments.h"
#include "python/evaluation.h"
#include "python/generator.h"
#include "support/object_number.h"
#include "python/type_builder.h"
#include "support/protocol.h"


namespace relata::python {

namespace {

// ---- function
// -----------------------------------------------------------------------------------------------------

Value function_get(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    return instance.is_set() ? make_method(runtime, self, instance) : self;
}

/// Functions take any attribute: they are kept in a dict of their own.
Value function_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    const Function& f = self.get<Function>();
    if (f.attributes)
        if (const Value* v = f.attributes->find(name)) return *v;
    return generic_get_attribute(runtime, self, name);
}

void function_set_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    const Value* found = runtime.type(BuiltinType::function).lookup(name);
    if (found && runtime.type_of(*found).slots.descriptor_set)
        return generic_set_attribute(runtime, self, name, value);
    Function& f = self.get<Function>();
    if (value.is_set()) return f.attribute_dict(runtime).set(name, value);
    if (!f.attributes || !f.attributes->erase(name))
        throw Error(Exc::AttributeError,
                    "'function' object has no attribute '" + std::string(name.view()) + "'");
}

template <auto Member>
Value get_member(Runtime&, const Value& self) {
    return Value(self.get<Function>().*Member);
}
template <auto Member>
Value get_or_none(Runtime&, const Value& self) {
    const auto& v = self.get<Function>().*Member;
    return v ? Value(v) : Value::none();
}
template <auto Member>
void set_text(Runtime&, const Value& self, const Value& value) {
    if (!value.as<Str>()) throw Error(Exc::TypeError, "__name__ must be set to a string object");
    self.get<Function>().*Member = Ref<Str>(value.get<Str>());
}
template <auto Member>
void set_value(Runtime&, const Value& self, const Value& value) {
    self.get<Function>().*Member = value.is_set() ? value : Value::none();
}

void make_function_type(Runtime& runtime, Type& type) {
    TypeBuilder b(runtime, type);
    b.slots().call = call_function;
    b.slots().descriptor_get = function_get;
    b.slots().get_attribute = function_get_attribute;
    b.slots().set_attribute = function_set_attribute;
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("<function " + std::string(self.get<Function>().qualname->view()) + " at " +
                          address_text(r, self) + ">");
    };
    b.property("__name__", get_member<&Function::name>, set_text<&Function::name>);
    b.property("__qualname__", get_member<&Function::qualname>, set_text<&Function::qualname>);
    b.property("__doc__", get_member<&Function::doc>, set_value<&Function::doc>);
    b.property("__module__", get_member<&Function::module>, set_value<&Function::module>);
    b.property("__code__", get_member<&Function::code>);
    b.property("__globals__", get_member<&Function::globals>);
    b.property("__closure__", get_or_none<&Function::closure>);
    b.property("__defaults__", get_or_none<&Function::defaults>,
               [](Runtime&, const Value& self, const Value& v) {
                   self.get<Function>().defaults = v.as<Tuple>() ? Ref<Tuple>(v.get<Tuple>()) : nullptr;
               });
    b.property("__kwdefaults__", get_or_none<&Function::kwdefaults>);
    b.property(
        "__annotations__",
        [](Runtime& r, const Value& self) -> Value { return Value(self.get<Function>().annotation_dict(r)); },
        set_value<&Function::annotations>);
    b.property("__dict__", [](Runtime& r, const Value& self) -> Value {
        return Value(self.get<Function>().attribute_dict(r));
    });
    b.flag(Type::final_type).finish();
}

// ---- method
// -------------------------------------------------------------------------------------------------------

Value method_call(Runtime& runtime, const Value& callee, Args args) {
    const Method& m = callee.get<Method>();
    std::vector<Value> values;
    values.reserve(args.values.size() + 1);
    values.push_back(m.self);
    values.insert(values.end(), args.values.begin(), args.values.end());
    const Value function = m.function;
    return call(runtime, function, Args{values, args.keywords});
}

Value method_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    // What the method itself does not have, its function may have.
    if (const Value* found = runtime.type(BuiltinType::method).lookup(name))
        return bind_descriptor(runtime, *found, self, runtime.type(BuiltinType::method));
    try {
        return get_attribute(runtime, self.get<Method>().function, name);
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::AttributeError)) throw;
        throw Error(Exc::AttributeError,
                    "'method' object has no attribute '" + std::string(name.view()) + "'");
    }
}

Value method_compare(Runtime&, const Value& a, const Value& b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || &b.as_object()->type() != &a.as_object()->type())
        return Value::not_implemented();
    const Method &x = a.get<Method>(), &y = b.get<Method>();
    const bool same = x.self.is(y.self) && x.function.is(y.function);
    return Value::boolean(same == (op == CompareOp::eq));
}

void make_method_type(Runtime& runtime, Type& type) {
    TypeBuilder b(runtime, type);
    b.slots().new_ = [](Runtime& r, Type& method, Args args) -> Value {
        expect_no_keywords("method", args);
        const auto given = expect_positional("method", args, 2, 2);
        if (!is_callable(r, given[0])) throw Error(Exc::TypeError, "first argument must be callable");
        if (given[1].is_none()) throw Error(Exc::TypeError, "instance must not be None");
        return r.make<Method>(method, given[0], given[1]);
    };
    b.slots().call = method_call;
    b.slots().get_attribute = method_get_attribute;
    b.slots().compare = [](Runtime& r, const Value& x, const Value& y, CompareOp op) {
        return y.is_object() ? method_compare(r, x, y, op) : Value::not_implemented();
    };
    b.slots().hash = [](Runtime& r, const Value& self) {
        const Method& m = self.get<Method>();
        return hash_of_identity(r, m.self) ^ hash_of_identity(r, m.function);
    };
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const Method& m = self.get<Method>();
        const Value name = find_attribute(r, m.function, "__qualname__");
        return r.make_str("<bound method " + (name.as<Str>() ? str_text(r, name) : "?") + " of " +
                          repr_text(r, m.self) + ">");
    };
    b.property("__self__", [](Runtime&, const Value& self) { return self.get<Method>().self; });
    b.property("__func__", [](Runtime&, const Value& self) { return self.get<Method>().function; });
    b.flag(Type::final_type).finish();
}

// ---- code, cell
// ---------------------------------------------------------------------------------------------------

template <std::vector<Ref<Str>> Code::* member> Value name_tuple(Runtime& runtime, const Value& self) {
    const std::vector<Ref<Str>>& all = self.get<Code>().*member;
    Ref<Tuple> names = runtime.make_tuple(all.size());
    std::copy(all.begin(), all.end(), names->writable().begin());
    return names;
}

void make_code_type(Runtime& runtime, Type& type) {
    TypeBuilder b(runtime, type);
    b.property("co_name", [](Runtime&, const Value& self) -> Value { return self.get<Code>().name; });
    b.property("co_qualname", [](Runtime&, const Value& self) -> Value { return self.get<Code>().qualname; });
    b.property("co_filename", [](Runtime&, const Value& self) -> Value { return self.get<Code>().file; });
    b.property("co_firstlineno",
               [](Runtime&, const Value& self) { return Value::small_int(self.get<Code>().first_line); });
    b.property("co_argcount",
               [](Runtime&, const Value& self) { return Value::small_int(self.get<Code>().argument_count); });
    b.property("co_posonlyargcount", [](Runtime&, const Value& self) {
        return Value::small_int(self.get<Code>().positional_only_count);
    });
    b.property("co_kwonlyargcount", [](Runtime&, const Value& self) {
        return Value::small_int(self.get<Code>().keyword_only_count);
    });
    b.property("co_flags",
               [](Runtime&, const Value& self) { return Value::small_int(self.get<Code>().flags & 0xfff); });
    b.property("co_nlocals",
               [](Runtime&, const Value& self) { return Value::small_int(int64_t(self.get<Code>().varnames.size())); });
    b.property("co_stacksize", [](Runtime&, const Value& self) { return Value::small_int(self.get<Code>().stack_size); });
    // Without co_consts: an answer would read what its dataset is made of.
    b.property("co_varnames", name_tuple<&Code::varnames>);
    b.property("co_cellvars", name_tuple<&Code::cellvars>);
    b.property("co_freevars", name_tuple<&Code::freevars>);
    b.property("co_names", name_tuple<&Code::names>);
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const Code& code = self.get<Code>();
        return r.make_str("<code object " + std::string(code.name->view()) + " at " + address_text(r, self) +
                          ", file \"" + std::string(code.file->view()) + "\", line " +
                          std::to_string(code.first_line) + ">");
    };
    b.flag(Type::final_type).finish();
}

void make_cell_type(Runtime& runtime, Type& type) {
    TypeBuilder b(runtime, type);
    b.property("cell_contents", [](Runtime&, const Value& self) -> Value {
        if (!self.get<Cell>().content.is_set()) throw Error(Exc::ValueError, "Cell is empty");
        return self.get<Cell>().content;
    });
    b.flag(Type::final_type).finish();
}

} // namespace

void make_function_types(Runtime& runtime) {
    auto make = [&](BuiltinType t, const char* name) -> Type& {
        Type& type = runtime.make_type(name, "builtins");
        runtime.set_type(t, type);
        return type;
    };
    make_function_type(runtime, make(BuiltinType::function, "function"));
    make_method_type(runtime, make(BuiltinType::method, "method"));
    make_code_type(runtime, make(BuiltinType::code, "code"));
    make_cell_type(runtime, make(BuiltinType::cell, "cell"));
    make_descriptor_types(runtime);
    make_super_type(runtime);
}

} // namespace relata::python
