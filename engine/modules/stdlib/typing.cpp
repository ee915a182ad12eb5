// The typing module: special forms, aliases, type variables and the functions that programs call at run time.
// CPython: Lib/typing.py.
#include "modules/stdlib/stdlib.h"

#include "orm/relationship.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using python::ArgReader;
using python::GenericAlias;
using python::make_function;
using python::make_generic_alias;
using python::make_union;
using python::TypeBuilder;
using python::UnionType;

namespace {

/// `Any`, `Optional`, `ClassVar`, and bare `List`, `Iterable`: what subscription turns into an alias.
class SpecialForm final : public Container {
  public:
    SpecialForm(Type& type, std::string its_name, Value its_origin, std::string its_class = {})
        : Container(type), name(std::move(its_name)), origin(std::move(its_origin)), class_name(std::move(its_class)) {}
    void clear_references() override { origin.reset(); }
    std::string name;
    Value origin;           ///< the class behind `List`; unset for a pure form, and until a class of another module is asked for
    std::string class_name; ///< where that one is: "collections.abc.Iterable"
};

/// The class behind a form, or unset. Its module is imported when it is first asked for.
const Value& class_behind(Runtime& runtime, SpecialForm& form) {
    if (!form.origin.is_set() && !form.class_name.empty()) {
        auto& interpreter = python::interpreter_of(runtime);
        const size_t dot = form.class_name.rfind('.');
        form.origin = get_attribute(runtime, Value(interpreter.import_module(form.class_name.substr(0, dot))),
                                    *runtime.intern(form.class_name.substr(dot + 1)));
    }
    return form.origin;
}

class TypeVariable final : public Container {
  public:
    TypeVariable(Type& type, std::string its_name, Ref<Tuple> its_constraints, Value its_bound)
        : Container(type), name(std::move(its_name)), constraints(std::move(its_constraints)), bound(std::move(its_bound)) {}
    void clear_references() override {
        constraints.reset();
        bound.reset();
    }
    std::string name;
    Ref<Tuple> constraints;
    Value bound;
};

Value subscript_form(Runtime& runtime, const Value& self, const Value& arguments) {
    const auto& form = self.get<SpecialForm>();
    const auto* tuple = arguments.as<Tuple>();
    if (form.name == "Optional") {
        if (tuple) throw Error(Exc::TypeError, "typing.Optional requires a single type. Got " + repr_text(runtime, arguments) + ".");
        const Value members[] = {arguments, Value::none()};
        return make_union(runtime, members, true);
    }
    if (form.name == "Union") {
        if (tuple && tuple->size() == 0) throw Error(Exc::TypeError, "Cannot take a Union of no types.");
        const Value one[] = {arguments};
        return make_union(runtime, tuple ? tuple->items() : std::span<const Value>(one), true);
    }
    if (form.name == "Annotated") {
        if (!tuple || tuple->size() < 2)
            throw Error(Exc::TypeError, "Annotated[...] should be used with at least two arguments (a type and an annotation).");
        Ref<GenericAlias> alias = make_generic_alias(runtime, (*tuple)[0], (*tuple)[0], "Annotated");
        alias->origin = (*tuple)[0];
        alias->metadata = runtime.make_tuple(tuple->items().subspan(1));
        return alias;
    }
    if (form.name == "Callable") {
        std::vector<Value> args;
        if (tuple && tuple->size() == 2) {
            if (auto* list = (*tuple)[0].as<List>())
                args.assign(list->items().begin(), list->items().end());
            else
                args.push_back((*tuple)[0]);
            args.push_back((*tuple)[1]);
        } else {
            throw Error(Exc::TypeError, "Callable must be used as Callable[[arg, ...], result].");
        }
        return make_generic_alias(runtime, self, runtime.make_tuple(args), "Callable");
    }
    static constexpr std::string_view plain[] = {"Any", "NoReturn", "Never", "Self", "LiteralString", "TypeAlias"};
    for (std::string_view p : plain)
        if (form.name == p) throw Error(Exc::TypeError, "typing." + form.name + " is not subscriptable");
    return make_generic_alias(runtime, form.origin.is_set() ? form.origin : self, arguments, form.name);
}

Value or_forms(Runtime& runtime, const Value& a, const Value& b) {
    if (!python::is_type_expression(runtime, a) && !a.as<Str>()) return Value::not_implemented();
    const Value members[] = {a, b};
    return make_union(runtime, members, true);
}

void set_or(TypeSlots& slots) {
    slots.binary[size_t(BinaryOp::bit_or)] = or_forms;
    slots.reflected[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& self, const Value& other) {
        return or_forms(r, other, self);
    };
}

Type& make_variable_type(python::Interpreter& interpreter, const char* its_name) {
    TypeBuilder variable(interpreter, its_name, "typing");
    variable.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        ArgReader args(r,
                       {.function = "TypeVar", .names = {"name", "bound", "covariant", "contravariant"}, .required = 1,
                        .positional = 1, .more_positional = true},
                       a);
        if (args.rest().size() == 1) throw Error(Exc::TypeError, "A single constraint is not allowed");
        return r.make<TypeVariable>(type, std::string(args.text(0)), r.make_tuple(args.rest()), args.get(1));
    };
    variable.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("~" + self.get<TypeVariable>().name);
    };
    set_or(variable.slots());
    variable.property("__name__", [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<TypeVariable>().name); })
        .property("__bound__", [](Runtime&, const Value& self) { return self.get<TypeVariable>().bound; })
        .property("__constraints__", [](Runtime&, const Value& self) { return Value(self.get<TypeVariable>().constraints); });
    return variable.finish();
}

Value first_argument(Runtime&, const Value&, Args a) {
    return a.values[0];
}

Value decorate(Runtime& runtime, const Value& self, Args a) {
    python::check_arguments("decorator(cls_or_fn)", a);
    return first_argument(runtime, self, a);
}

/// A decorator with arguments that leaves what it decorates as it is.
Value decorator(Runtime& runtime, const Value&, Args a) {
    if (a.positional_count() == 1 && a.keyword_count() == 0) return a.values[0];
    return make_function(runtime, "decorator", decorate, "typing");
}

Value cast(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "cast", .names = {"typ", "val"}, .required = 2, .origin = python::Signature::Origin::python}, a);
    return args[1];
}

Value get_origin(Runtime& runtime, const Value&, Args a) {
    const Value& tp = a.values[0];
    if (auto* u = tp.as<UnionType>()) {
        if (!u->from_typing) return Value(runtime.type_for<UnionType>());
        return get_attribute(runtime, Value(*python::interpreter_of(runtime).find_module("typing")), "Union");
    }
    if (auto* alias = tp.as<GenericAlias>()) {
        if (alias->metadata)
            return get_attribute(runtime, Value(*python::interpreter_of(runtime).find_module("typing")), "Annotated");
        if (auto* form = alias->origin.as<SpecialForm>())
            if (const Value& behind = class_behind(runtime, *form); behind.is_set()) return behind;
        return alias->origin;
    }
    if (auto* form = tp.as<SpecialForm>())
        if (const Value& behind = class_behind(runtime, *form); behind.is_set()) return behind;
    if (const Type* generic = tp.as<Type>(); generic && generic->module() == "typing" && generic->name() == "Generic") return tp;
    return Value::none();
}

Value get_args(Runtime& runtime, const Value&, Args a) {
    const Value& tp = a.values[0];
    if (auto* u = tp.as<UnionType>()) return u->args;
    if (auto* alias = tp.as<GenericAlias>()) {
        std::vector<Value> args(alias->args->items().begin(), alias->args->items().end());
        if (alias->metadata) args.insert(args.end(), alias->metadata->items().begin(), alias->metadata->items().end());
        if (alias->typing_name == "Callable" && args.size() > 1 && !args[0].is_ellipsis()) {
            const Value result = args.back();
            args.pop_back();
            return runtime.make_tuple({Value(runtime.make_list(std::move(args))), result});
        }
        return runtime.make_tuple(args);
    }
    return runtime.make_tuple(size_t(0));
}

/// The annotation with all that is written as text in it evaluated. CPython: typing._eval_type.
Value resolve_hint(Runtime& runtime, const orm::NameLookup& lookup, const Value& hint, bool with_extras) {
    const auto resolved = [&](const Value& inner) { return resolve_hint(runtime, lookup, inner, with_extras); };
    if (hint.is_none()) return Value(runtime.type(BuiltinType::none_type));
    const auto* text = hint.as<Str>();
    if (const auto* reference = hint.as<python::ForwardRef>()) text = reference->name.get();
    if (text) {
        if (text->view() == "None") return resolved(Value::none());
        return resolved(orm::evaluate_expression(runtime, std::string(text->view()), lookup));
    }
    std::vector<Value> parts;
    if (const auto* u = hint.as<UnionType>()) {
        for (const Value& member : u->args->items()) parts.push_back(resolved(member));
        return python::make_union(runtime, parts, u->from_typing);
    }
    const auto* alias = hint.as<GenericAlias>();
    if (!alias || !alias->args || alias->typing_name == "Literal") return hint;
    if (alias->metadata) return with_extras ? hint : resolved((*alias->args)[0]);
    bool changed = false;
    for (const Value& argument : alias->args->items()) {
        const bool expression = argument.as<Str>() || argument.as<python::ForwardRef>() || argument.as<GenericAlias>() ||
                                argument.as<UnionType>();
        parts.push_back(expression ? resolved(argument) : argument);
        changed = changed || !parts.back().is(argument);
    }
    if (!changed) return hint;
    return Value(python::make_generic_alias(runtime, alias->origin, Value(runtime.make_tuple(parts)), alias->typing_name));
}

Value get_type_hints(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "get_type_hints", .names = {"obj", "globalns", "localns", "include_extras"}, .required = 1, .origin = python::Signature::Origin::python}, a);
    auto& interpreter = python::interpreter_of(runtime);
    const bool with_extras = args.has(3) && truth(runtime, args[3]);
    const auto given = [&](size_t i) -> const Dict* { return args.has(i) ? args[i].as<Dict>() : nullptr; };
    const Ref<Dict> result = runtime.make_dict();
    const auto add_all = [&](const Value& annotations, const Dict* globals, const Dict* locals) {
        const orm::NameLookup lookup = [&, globals, locals](const std::string& name) -> Value {
            for (const Dict* names : {given(2), given(1), globals, locals, static_cast<const Dict*>(&interpreter.builtins_dict())})
                if (const Value* found = names ? names->find(name) : nullptr) return *found;
            return {};
        };
        if (const auto* dict = annotations.as<Dict>())
            dict->for_each([&](const Value& name, const Value& hint) {
                result->set(runtime, name, resolve_hint(runtime, lookup, hint, with_extras));
            });
    };
    if (auto* type = args[0].as<Type>()) {
        for (size_t i = type->mro().size(); i-- > 0;) {
            Type& base = *type->mro()[i];
            python::Module* module = interpreter.find_module(base.module());
            if (const Value* annotations = base.dict().find("__annotations__"))
                add_all(*annotations, module ? &module->dict() : interpreter.current_globals(), &base.dict());
        }
        return result;
    }
    const Value annotations = find_attribute(runtime, args[0], "__annotations__");
    if (!annotations.is_set()) {
        if (find_attribute(runtime, args[0], "__call__").is_set()) return result;
        throw Error(Exc::TypeError, repr_text(runtime, args[0]) + " is not a module, class, method, or function.");
    }
    const Value globals = find_attribute(runtime, args[0], "__globals__");
    add_all(annotations, globals.is_set() && globals.as<Dict>() ? globals.as<Dict>() : interpreter.current_globals(), nullptr);
    return result;
}

/// Adds the type variables in `value`, each once, in the order in which they are met.
void collect_parameters(Runtime& runtime, const Value& value, std::vector<Value>& found) {
    if (value.as<TypeVariable>()) {
        if (std::ranges::none_of(found, [&](const Value& have) { return have.is(value); })) found.push_back(value);
    } else if (value.as<GenericAlias>() || value.as<UnionType>()) {
        const Value parameters = get_attribute(runtime, value, "__parameters__");
        if (const auto* tuple = parameters.as<Tuple>())
            for (const Value& parameter : tuple->items()) collect_parameters(runtime, parameter, found);
    }
}

/// `Generic[T]` among the bases says which and in which order, else all that the bases name. CPython:
/// Generic.__init_subclass__.
Value parameters_of_class(Runtime& runtime, const Type& type) {
    std::vector<Value> found;
    const Value* bases = type.dict().find("__orig_bases__");
    if (const auto* tuple = bases ? bases->as<Tuple>() : nullptr) {
        for (const Value& base : tuple->items())
            if (const auto* alias = base.as<GenericAlias>(); alias && alias->typing_name == "Generic") {
                found.clear();
                collect_parameters(runtime, base, found);
                break;
            } else {
                collect_parameters(runtime, base, found);
            }
    }
    return runtime.make_tuple(found);
}

/// `__parameters__` of Generic and its subclasses: read on the class.
class ClassParameters final : public Object {
  public:
    using Object::Object;
};

/// As many arguments as the class has type variables. CPython: typing._check_generic.
void check_arguments(Runtime& runtime, const Value& self, const Value& arguments) {
    const auto& type = self.get<Type>();
    const auto* given = arguments.as<Tuple>();
    const Value parameters = parameters_of_class(runtime, type);
    const auto& expected = parameters.get<Tuple>();
    if (expected.size() == 0) throw Error(Exc::TypeError, repr_text(runtime, self) + " is not a generic class");
    for (const Value& parameter : expected.items())
        if (runtime.type_of(parameter).name() != "TypeVar") return; // one of these takes any number
    const size_t count = given ? given->size() : 1;
    if (count != expected.size())
        throw Error(Exc::TypeError, "Too " + std::string(count > expected.size() ? "many" : "few") + " arguments for " +
                                        repr_text(runtime, self) + "; actual " + std::to_string(count) + ", expected " +
                                        std::to_string(expected.size()));
}

/// Generic[...] names type variables, each once.
void check_variables(const std::string& base, const Value& arguments) {
    const Value one[] = {arguments};
    const auto* tuple = arguments.as<Tuple>();
    const std::span<const Value> all = tuple ? tuple->items() : std::span<const Value>(one);
    for (size_t i = 0; i < all.size(); ++i) {
        if (!all[i].as<TypeVariable>() && !all[i].as<GenericAlias>())
            throw Error(Exc::TypeError, "Parameters to " + base + "[...] must all be type variables or parameter specification variables.");
        for (size_t j = 0; j < i; ++j)
            if (all[i].is(all[j])) throw Error(Exc::TypeError, "Parameters to " + base + "[...] must all be unique");
    }
}

Value assert_never(Runtime& runtime, const Value&, Args a) {
    throw Error(Exc::AssertionError,
                "Expected code to be unreachable, but got: " + repr_text(runtime, a.values[0]));
}

/// isinstance(x, List) asks for the class behind it.
template <bool Instance> Value check_form(Runtime& runtime, const Value& self, Args a) {
    const Value& subject = python::expect_one_argument(Instance ? "__instancecheck__" : "__subclasscheck__", a);
    auto& f = self.get<SpecialForm>();
    if (!class_behind(runtime, f).is_set())
        throw Error(Exc::TypeError, "typing." + f.name + " cannot be used with " + (Instance ? "isinstance()" : "issubclass()"));
    return Value::boolean(Instance ? is_instance(runtime, subject, f.origin) : is_subclass(runtime, subject, f.origin));
}

void make_types(python::Interpreter& interpreter) {
    TypeBuilder form(interpreter, "_SpecialForm", "typing");
    form.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("typing." + self.get<SpecialForm>().name);
    };
    form.slots().get_item = subscript_form;
    form.slots().call = [](Runtime& r, const Value& self, Args args) {
        auto& f = self.get<SpecialForm>();
        if (f.name == "Any") throw Error(Exc::TypeError, "Any cannot be instantiated");
        if (f.name == "Annotated") throw Error(Exc::TypeError, "Type Annotated cannot be instantiated.");
        if (!class_behind(r, f).is_set()) throw Error(Exc::TypeError, "Cannot instantiate typing." + f.name);
        if (f.class_name.empty()) {
            const auto* type = f.origin.as<Type>();
            throw Error(Exc::TypeError,
                        "Type " + f.name + " cannot be instantiated; use " + (type ? type->name() : f.name) + "() instead");
        }
        return call(r, f.origin, args);
    };
    set_or(form.slots());
    form.method("__instancecheck__", check_form<true>).method("__subclasscheck__", check_form<false>);
    form.method("__mro_entries__",
                [](Runtime& r, const Value& self, Args) -> Value {
                    auto& f = self.get<SpecialForm>();
                    if (!class_behind(r, f).is_set()) throw Error(Exc::TypeError, "Cannot subclass typing." + f.name);
                    return r.make_tuple({f.origin});
                })
        .property("_name", [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<SpecialForm>().name); })
        .property("__origin__", [](Runtime& r, const Value& self) {
            auto& f = self.get<SpecialForm>();
            if (!class_behind(r, f).is_set()) throw Error(Exc::AttributeError, "__origin__");
            return f.origin;
        });
    interpreter.set_type_for<SpecialForm>(form.finish());

    TypeBuilder parameters(interpreter, "_ClassParameters", "typing");
    parameters.slots().descriptor_get = [](Runtime& r, const Value&, const Value&, Type& owner) {
        return parameters_of_class(r, owner);
    };
    interpreter.set_type_for<ClassParameters>(parameters.finish());
    interpreter.set_type_for<TypeVariable>(make_variable_type(interpreter, "TypeVar"));
}

/// A class that takes type arguments and may be a base: Generic, Protocol.
Type& make_generic_base(python::Interpreter& interpreter, const char* name) {
    TypeBuilder b(interpreter, name, "typing");
    b.class_method("__class_getitem__", [](Runtime& r, const Value& self, Args a) -> Value {
        auto& type = self.get<Type>();
        const bool own = type.module() == "typing";
        const Value& arguments = python::expect_one_argument("__class_getitem__", a);
        if (own)
            check_variables(type.name(), arguments);
        else
            check_arguments(r, self, arguments);
        Ref<GenericAlias> alias = make_generic_alias(r, self, arguments);
        if (own) alias->typing_name = type.name();
        return alias;
    });
    b.attribute("__parameters__", interpreter.make<ClassParameters>(interpreter.type_for<ClassParameters>()));
    Type& type = b.finish();
    type.flags |= Type::has_instance_dict;
    return type;
}

void init_typing(python::Interpreter& interpreter, python::Module& module) {
    make_types(interpreter);
    auto form = [&](const char* name, Value origin = {}) {
        module.set(name, interpreter.make<SpecialForm>(interpreter.type_for<SpecialForm>(), name, std::move(origin)));
    };
    for (const char* name :
         {"Any", "Optional", "Union", "Literal", "Annotated", "ClassVar", "Final", "NoReturn", "Never", "Self", "TypeAlias",
          "Required", "NotRequired", "LiteralString", "Concatenate", "TypeGuard", "Unpack", "IO", "TextIO", "BinaryIO"})
        form(name);
    auto builtin = [&](BuiltinType t) { return Value(interpreter.type(t)); };
    form("List", builtin(BuiltinType::list));
    form("Dict", builtin(BuiltinType::dict));
    form("Set", builtin(BuiltinType::set));
    form("FrozenSet", builtin(BuiltinType::frozenset));
    form("Tuple", builtin(BuiltinType::tuple));
    form("Type", builtin(BuiltinType::type));
    module.set("Text", builtin(BuiltinType::str));
    auto imported = [&](const char* name, std::string class_name) {
        module.set(name, interpreter.make<SpecialForm>(interpreter.type_for<SpecialForm>(), name, Value(), std::move(class_name)));
    };
    for (const char* name : {"Iterable", "Iterator", "Generator", "AsyncGenerator", "AsyncIterator", "AsyncIterable", "Awaitable",
                             "Coroutine", "Sequence", "MutableSequence", "Mapping", "MutableMapping", "MutableSet", "Collection",
                             "Container", "Hashable", "Sized", "Reversible", "Callable", "ByteString", "MappingView", "ItemsView",
                             "KeysView", "ValuesView"})
        imported(name, std::string("collections.abc.") + name);
    for (const char* name : {"OrderedDict", "Counter", "ChainMap"}) imported(name, std::string("collections.") + name);
    imported("AbstractSet", "collections.abc.Set");
    imported("Deque", "collections.deque");
    imported("DefaultDict", "collections.defaultdict");
    imported("ContextManager", "contextlib.AbstractContextManager");
    imported("AsyncContextManager", "contextlib.AbstractAsyncContextManager");
    imported("Pattern", "re.Pattern");
    imported("Match", "re.Match");
    for (const char* name : {"SupportsInt", "SupportsFloat", "SupportsIndex", "SupportsAbs", "SupportsRound", "SupportsBytes",
                             "SupportsComplex"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& in) {
            return in.import_module("_typing_protocol").find(in, name);
        });
    module.set("TypeVar", interpreter.type_for<TypeVariable>());
    module.set("ParamSpec", make_variable_type(interpreter, "ParamSpec"));
    module.set("TypeVarTuple", make_variable_type(interpreter, "TypeVarTuple"));
    module.set("AnyStr", interpreter.make<TypeVariable>(interpreter.type_for<TypeVariable>(), "AnyStr",
                                                        interpreter.make_tuple({builtin(BuiltinType::str), builtin(BuiltinType::bytes)}),
                                                        Value::none()));
    module.set("ForwardRef", interpreter.type_for<python::ForwardRef>());
    module.set("Generic", make_generic_base(interpreter, "Generic"));
    for (const char* name : {"Protocol", "runtime_checkable"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& in) {
            return in.import_module("_typing_protocol").find(in, name);
        });
    for (const char* name : {"TypedDict", "NewType"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& in) {
            return in.import_module("_typing_classes").find(in, name);
        });
    module.define_lazily("NamedTuple", [](python::Interpreter& in) {
        return in.import_module("_typing_named_tuple").find(in, "NamedTuple");
    });
    module.set("TYPE_CHECKING", Value::boolean(false));
    struct {
        const char* name;
        python::NativeFn fn;
    } constexpr functions[] = {
        {"cast", cast}, {"get_origin", get_origin}, {"get_args", get_args}, {"get_type_hints", get_type_hints},
        {"overload", first_argument}, {"final", first_argument},
        {"no_type_check", first_argument}, {"override", first_argument}, {"reveal_type", first_argument},
        {"dataclass_transform", decorator}, {"assert_never", assert_never}, {"assert_type", first_argument},
    };
    for (const auto& [name, fn] : functions) module.set(name, make_function(interpreter, name, fn, "typing"));
    python::set_signatures(module.dict(), {"get_origin(tp)", "get_args(tp)", "overload(func)", "final(f)", "no_type_check(arg)",
                                           "override(arg)", "reveal_type(obj)", "assert_never(arg)", "assert_type(val, typ)"});
}

} // namespace

void register_typing(python::Interpreter& interpreter) {
    interpreter.register_module("typing", init_typing);
    interpreter.register_module("typing_extensions", [](python::Interpreter& i, python::Module& module) {
        i.import_star(Value(i.import_module("typing")), module.dict());
    });
}

} // namespace relata::modules
