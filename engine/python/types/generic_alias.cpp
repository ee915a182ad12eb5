#include "python/types/generic_alias.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

Ref<Tuple> arguments_tuple(Runtime& runtime, const Value& arguments) {
    if (auto* tuple = arguments.as<Tuple>()) return Ref<Tuple>(tuple);
    return runtime.make_tuple({arguments});
}

bool same_args(Runtime& runtime, const Tuple& a, const Tuple& b) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i)
        if (!equal(runtime, a[i], b[i])) return false;
    return true;
}

Value repr_alias(Runtime& runtime, const Value& self) {
    const auto& alias = self.get<GenericAlias>();
    std::string text;
    if (alias.metadata) {
        text = "typing.Annotated[" + type_expression_text(runtime, alias.origin);
        for (const Value& m : alias.metadata->items()) text += ", " + repr_text(runtime, m);
        return runtime.make_str(text + "]");
    }
    text = alias.typing_name.empty() ? type_expression_text(runtime, alias.origin) : "typing." + alias.typing_name;
    text += "[";
    const bool literal = alias.typing_name == "Literal";
    const bool callable = alias.typing_name == "Callable" && alias.args->size() > 0 && !(*alias.args)[0].is_ellipsis();
    if (callable) text += "[";
    for (size_t i = 0; i < alias.args->size(); ++i) {
        if (callable && i + 1 == alias.args->size())
            text += i ? "], " : "[], ";
        else if (i)
            text += ", ";
        const Value& arg = (*alias.args)[i];
        text += literal ? repr_text(runtime, arg) : type_expression_text(runtime, arg);
    }
    if (alias.args->size() == 0) text += "()";
    return runtime.make_str(text + "]");
}

Value repr_union(Runtime& runtime, const Value& self) {
    const auto& u = self.get<UnionType>();
    std::string text;
    if (!u.from_typing) {
        for (const Value& arg : u.args->items()) text += (text.empty() ? "" : " | ") + type_expression_text(runtime, arg);
        return runtime.make_str(text);
    }
    const Value none(runtime.type(BuiltinType::none_type));
    const bool optional = u.args->size() == 2 && ((*u.args)[0].is(none) || (*u.args)[1].is(none));
    for (const Value& arg : u.args->items())
        if (!optional || !arg.is(none))
            text += (text.empty() ? "" : ", ") + (arg.is(none) ? std::string("NoneType") : type_expression_text(runtime, arg));
    return runtime.make_str((optional ? "typing.Optional[" : "typing.Union[") + text + "]");
}

Value alias_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    const auto& alias = self.get<GenericAlias>();
    const std::string_view n = name.view();
    const bool own = n.starts_with("__") && n != "__doc__" && n != "__module__" && n != "__name__" && n != "__qualname__";
    if (own || !alias.origin.is_object()) return generic_get_attribute(runtime, self, name);
    return get_attribute(runtime, alias.origin, name);
}

Value compare_alias(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const auto* x = a.as<GenericAlias>();
    const auto* y = b.as<GenericAlias>();
    if (!x || !y || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    const bool same = x->typing_name == y->typing_name && equal(runtime, x->origin, y->origin) &&
                      same_args(runtime, *x->args, *y->args);
    return Value::boolean(same == (op == CompareOp::eq));
}

Value compare_union(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const auto* x = a.as<UnionType>();
    const auto* y = b.as<UnionType>();
    if (!x || !y || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    bool same = x->args->size() == y->args->size();
    for (const Value& member : x->args->items())
        same = same && std::ranges::any_of(y->args->items(), [&](const Value& v) { return equal(runtime, v, member); });
    return Value::boolean(same == (op == CompareOp::eq));
}

Value or_types(Runtime& runtime, const Value& a, const Value& b) {
    if (!is_type_expression(runtime, a) || !is_type_expression(runtime, b)) return Value::not_implemented();
    const Value members[] = {a, b};
    return make_union(runtime, members, false);
}

Value class_getitem(Runtime& runtime, const Value& self, Args a) {
    return make_generic_alias(runtime, self, expect_one_argument("__class_getitem__", a));
}

/// The class behind the alias; typing's forms (Iterable) know theirs.
Value origin_class(Runtime& runtime, const GenericAlias& alias) {
    if (alias.origin.as<Type>() || !alias.origin.is_object()) return alias.origin;
    const Value behind = find_attribute(runtime, alias.origin, "__origin__");
    return behind.is_set() ? behind : alias.origin;
}

Value mro_entries(Runtime& runtime, const Value& self, Args) {
    const auto& alias = self.get<GenericAlias>();
    return runtime.make_tuple({origin_class(runtime, alias)});
}

/// The type variables among the arguments and inside them, each once. CPython: Objects/genericaliasobject.c,
/// _Py_make_parameters, which also knows a type variable by what it has.
Value parameters_of(Runtime& runtime, const Tuple& args) {
    std::vector<Value> found;
    auto add = [&](const Value& v) {
        if (std::ranges::none_of(found, [&](const Value& have) { return have.is(v); })) found.push_back(v);
    };
    for (const Value& arg : args.items()) {
        if (arg.as<GenericAlias>() || arg.as<UnionType>()) {
            const Value inner = parameters_of(
                runtime, arg.as<GenericAlias>() ? *arg.get<GenericAlias>().args : *arg.get<UnionType>().args);
            for (const Value& v : inner.get<Tuple>().items()) add(v);
        } else if (arg.is_object() && runtime.type_of(arg).module() == "typing") {
            const std::string_view kind = runtime.type_of(arg).name();
            if (kind == "TypeVar" || kind == "ParamSpec" || kind == "TypeVarTuple") add(arg);
        }
    }
    return runtime.make_tuple(found);
}

template <bool Instance> Value refuse_check(Runtime&, const Value& self, Args) {
    if (!self.get<GenericAlias>().typing_name.empty())
        throw Error(Exc::TypeError, "Subscripted generics cannot be used with class and instance checks");
    throw Error(Exc::TypeError, std::string(Instance ? "isinstance" : "issubclass") + "() argument 2 cannot be a parameterized generic");
}

/// CPython: union_instancecheck, typing._UnionGenericAlias.__instancecheck__.
template <bool Instance> Value check_union(Runtime& runtime, const Value& self, Args args) {
    const Value& subject = expect_one_argument(Instance ? "__instancecheck__" : "__subclasscheck__", args);
    const auto& u = self.get<UnionType>();
    if (!u.from_typing && std::ranges::any_of(u.args->items(), [](const Value& m) { return m.as<GenericAlias>(); }))
        throw Error(Exc::TypeError, std::string(Instance ? "isinstance" : "issubclass") + "() argument 2 cannot contain a parameterized generic");
    return Value::boolean(std::ranges::any_of(u.args->items(), [&](const Value& member) {
        return Instance ? is_instance(runtime, subject, member) : is_subclass(runtime, subject, member);
    }));
}

void make_alias_type(Runtime& runtime) {
    TypeBuilder b(runtime, "GenericAlias", "types");
    b.method("__instancecheck__", refuse_check<true>).method("__subclasscheck__", refuse_check<false>);
    b.slots().repr = repr_alias;
    b.slots().get_attribute = alias_get_attribute;
    b.slots().compare = compare_alias;
    b.slots().hash = [](Runtime& r, const Value& self) {
        const auto& alias = self.get<GenericAlias>();
        return hash(r, alias.origin) ^ hash(r, Value(alias.args));
    };
    b.slots().call = [](Runtime& r, const Value& self, Args args) {
        const auto& alias = self.get<GenericAlias>();
        // CPython: typing._BaseGenericAlias.__call__
        if (const auto* type = alias.origin.as<Type>(); type && !alias.typing_name.empty())
            throw Error(Exc::TypeError,
                        "Type " + alias.typing_name + " cannot be instantiated; use " + type->name() + "() instead");
        const Value made = call(r, alias.origin, args);
        if (!made.is_object() || !r.type_of(made).has(Type::heap_type)) return made;
        try {
            set_attribute(r, made, "__orig_class__", self);
        } catch (const Error& error) { // CPython: ga_call
            if (!r.matches(error, Exc::AttributeError) && !r.matches(error, Exc::TypeError)) throw;
        }
        return made;
    };
    b.slots().get_item = [](Runtime& r, const Value& self, const Value& arguments) -> Value {
        // Type variables are replaced in order; this is all that a program can see of it.
        const auto& alias = self.get<GenericAlias>();
        return make_generic_alias(r, alias.origin, arguments, alias.typing_name);
    };
    b.slots().binary[size_t(BinaryOp::bit_or)] = or_types;
    b.slots().reflected[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& self, const Value& other) {
        return or_types(r, other, self);
    };
    b.method("__mro_entries__", mro_entries)
        .property("__origin__", [](Runtime& r, const Value& self) { return origin_class(r, self.get<GenericAlias>()); })
        .property("__args__", [](Runtime&, const Value& self) { return Value(self.get<GenericAlias>().args); })
        .property("__metadata__",
                  [](Runtime&, const Value& self) {
                      const auto& alias = self.get<GenericAlias>();
                      if (!alias.metadata) throw Error(Exc::AttributeError, "__metadata__");
                      return Value(alias.metadata);
                  })
        .property("__parameters__",
                  [](Runtime& r, const Value& self) { return parameters_of(r, *self.get<GenericAlias>().args); });
    runtime.set_type_for<GenericAlias>(b.finish());
}

void make_union_type(Runtime& runtime) {
    TypeBuilder b(runtime, "UnionType", "types");
    b.method("__instancecheck__", check_union<true>).method("__subclasscheck__", check_union<false>);
    b.slots().repr = repr_union;
    b.slots().compare = compare_union;
    b.slots().hash = [](Runtime& r, const Value& self) {
        int64_t h = 0x5f3;
        for (const Value& member : self.get<UnionType>().args->items()) h ^= hash(r, member);
        return h;
    };
    b.slots().binary[size_t(BinaryOp::bit_or)] = or_types;
    b.slots().reflected[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& self, const Value& other) {
        return or_types(r, other, self);
    };
    b.property("__args__", [](Runtime&, const Value& self) { return Value(self.get<UnionType>().args); })
        .property("__parameters__",
                  [](Runtime& r, const Value& self) { return parameters_of(r, *self.get<UnionType>().args); });
    runtime.set_type_for<UnionType>(b.finish());
}

void make_forward_ref_type(Runtime& runtime) {
    TypeBuilder b(runtime, "ForwardRef", "typing");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        ArgReader args(r, {.function = "ForwardRef", .names = {"arg"}, .required = 1}, a);
        return r.make<ForwardRef>(type, Ref<Str>(args.string(0)));
    };
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("ForwardRef(" + repr_text(r, Value(self.get<ForwardRef>().name)) + ")");
    };
    b.slots().compare = [](Runtime&, const Value& a, const Value& b_, CompareOp op) {
        const auto* x = a.as<ForwardRef>();
        const auto* y = b_.as<ForwardRef>();
        if (!x || !y || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        return Value::boolean((*x->name == *y->name) == (op == CompareOp::eq));
    };
    b.slots().hash = [](Runtime&, const Value& self) { return self.get<ForwardRef>().name->hash(); };
    b.property("__forward_arg__", [](Runtime&, const Value& self) { return Value(self.get<ForwardRef>().name); });
    runtime.set_type_for<ForwardRef>(b.finish());
}

} // namespace

bool is_type_expression(Runtime& runtime, const Value& value) {
    if (value.is_none() || value.as<Type>() || value.as<GenericAlias>() || value.as<UnionType>() || value.as<ForwardRef>())
        return true;
    return value.is_object() && runtime.type_of(value).module() == "typing";
}

Value make_union(Runtime& runtime, std::span<const Value> members, bool from_typing) {
    std::vector<Value> flat;
    auto add = [&](Value v) {
        if (v.is_none()) v = Value(runtime.type(BuiltinType::none_type));
        if (from_typing)
            if (auto* text = v.as<Str>()) v = runtime.make<ForwardRef>(runtime.type_for<ForwardRef>(), Ref<Str>(text));
        if (std::ranges::none_of(flat, [&](const Value& have) { return equal(runtime, have, v); })) flat.push_back(std::move(v));
    };
    for (const Value& member : members) {
        if (auto* u = member.as<UnionType>())
            for (const Value& inner : u->args->items()) add(inner);
        else
            add(member);
    }
    if (flat.size() == 1) return flat[0];
    return runtime.make<UnionType>(runtime.type_for<UnionType>(), runtime.make_tuple(flat), from_typing);
}

Ref<GenericAlias> make_generic_alias(Runtime& runtime, const Value& origin, const Value& arguments, std::string typing_name) {
    Ref<Tuple> args = arguments_tuple(runtime, arguments);
    if (!typing_name.empty() && typing_name != "Literal") {
        std::vector<Value> converted;
        for (Value v : args->items()) {
            if (v.is_none()) v = Value(runtime.type(BuiltinType::none_type));
            if (auto* text = v.as<Str>()) v = runtime.make<ForwardRef>(runtime.type_for<ForwardRef>(), Ref<Str>(text));
            converted.push_back(std::move(v));
        }
        args = runtime.make_tuple(converted);
    }
    return runtime.make<GenericAlias>(runtime.type_for<GenericAlias>(), origin, std::move(args), std::move(typing_name));
}

std::string type_expression_text(Runtime& runtime, const Value& value) {
    if (value.is_ellipsis()) return "...";
    if (value.is_none()) return "None";
    if (auto* type = value.as<Type>()) {
        if (type == &runtime.type(BuiltinType::none_type)) return "None";
        return type->module() == "builtins" ? type->qualified_name() : type->module() + "." + type->qualified_name();
    }
    if (auto* list = value.as<List>()) {
        std::string text;
        for (const Value& v : list->items()) text += (text.empty() ? "" : ", ") + type_expression_text(runtime, v);
        return "[" + text + "]";
    }
    return repr_text(runtime, value);
}

void install_generic_aliases(Runtime& runtime) {
    make_alias_type(runtime);
    make_union_type(runtime);
    make_forward_ref_type(runtime);
    for (BuiltinType t : {BuiltinType::list, BuiltinType::dict, BuiltinType::set, BuiltinType::frozenset, BuiltinType::tuple,
                          BuiltinType::type})
        TypeBuilder(runtime, runtime.type(t)).class_method("__class_getitem__", class_getitem);
    TypeSlots& slots = runtime.type(BuiltinType::type).slots;
    slots.binary[size_t(BinaryOp::bit_or)] = or_types;
    slots.reflected[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& self, const Value& other) {
        return or_types(r, other, self);
    };
    TypeSlots& none = runtime.type(BuiltinType::none_type).slots;
    none.binary[size_t(BinaryOp::bit_or)] = or_types;
}

} // namespace relata::python
