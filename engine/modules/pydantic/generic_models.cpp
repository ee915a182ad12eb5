// `Page[int]`: a generic model with its type arguments. pydantic: _internal/_generics.py, BaseModel.__class_getitem__.
#include "modules/sqlmodel/model_methods.h"

#include "python/types/generic_alias.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// The classes made so far: the same arguments give the same class.
struct GenericModels final : Runtime::Extension {
    explicit GenericModels(Runtime& runtime) : made(runtime.make_dict()) {}
    void clear_references() override { made.reset(); }
    Ref<Dict> made; ///< (class, arguments) to the class
};

/// The annotation with the type variables replaced.
Value substitute(Runtime& runtime, const Value& annotation, const std::vector<Value>& parameters, const std::vector<Value>& arguments) {
    const Runtime::NestedCall nested(runtime, " in a generic model");
    for (size_t i = 0; i < parameters.size(); ++i)
        if (annotation.is(parameters[i])) return arguments[i];
    const auto all = [&](const Tuple& items) {
        std::vector<Value> replaced;
        for (const Value& item : items.items()) replaced.push_back(substitute(runtime, item, parameters, arguments));
        return replaced;
    };
    if (const auto* u = annotation.as<python::UnionType>()) return python::make_union(runtime, all(*u->args), u->from_typing);
    const auto* alias = annotation.as<python::GenericAlias>();
    if (!alias || !alias->args || !alias->origin.as<Type>()) return annotation;
    const std::vector<Value> replaced = all(*alias->args);
    const Ref<Tuple> tuple = runtime.make_tuple(replaced);
    if (find_model(alias->origin.get<Type>())) // a generic model inside
        return get_item(runtime, alias->origin, replaced.size() == 1 ? replaced[0] : Value(tuple));
    return Value(python::make_generic_alias(runtime, alias->origin, Value(tuple), alias->typing_name));
}

bool is_type_variable(Runtime& runtime, const Value& v) { return v.is_object() && runtime.type_of(v).name() == "TypeVar"; }

} // namespace

Value model_class_getitem(Runtime& runtime, const Value& self, Args args) {
    python::check_arguments("BaseModel.__class_getitem__(cls, typevar_values)", args);
    Type& cls = self.get<Type>();
    const Value given = args.values[0];
    const std::vector<Value> arguments = given.as<Tuple>() ? to_vector(runtime, given) : std::vector<Value>{given};
    const Value declared = find_attribute(runtime, self, "__parameters__");
    const std::vector<Value> parameters = declared.is_set() ? to_vector(runtime, declared) : std::vector<Value>{};
    if (parameters.empty())
        throw Error(Exc::TypeError, repr_text(runtime, self) + " cannot be parametrized because it does not inherit from typing.Generic");
    if (arguments.size() != parameters.size())
        throw Error(Exc::TypeError, std::string("Too ") + (arguments.size() > parameters.size() ? "many" : "few") + " arguments for " +
                                        repr_text(runtime, self) + "; actual " + std::to_string(arguments.size()) + ", expected " +
                                        std::to_string(parameters.size()));
    std::string text;
    for (const Value& argument : arguments) {
        if (is_type_variable(runtime, argument)) // `class Sub(Page[T], Generic[T])`: typing's own alias
            for (const Type* t : cls.mro())
                if (const Value* own = find_model(*t) ? nullptr : t->dict().find("__class_getitem__"))
                    return call(runtime, bind_descriptor(runtime, *own, Value(), cls), args);
        text += (text.empty() ? "" : ", ") + type_text(runtime, argument);
    }
    Dict& made = *runtime.extension<GenericModels>().made;
    const Value key(runtime.make_tuple({self, Value(runtime.make_tuple(arguments))}));
    if (const Value* known = made.find(runtime, key)) return *known;
    const Ref<Dict> names = runtime.make_dict(), annotations = runtime.make_dict();
    const Ref<Str> name = runtime.intern(cls.name() + "[" + text + "]");
    names->set(*runtime.intern("__module__"), Value(runtime.make_str(cls.module())));
    names->set(*runtime.intern("__qualname__"), Value(name));
    for (const ModelField& field : find_model(cls)->fields) {
        const Value annotation = substitute(runtime, field.info->annotation, parameters, arguments);
        if (annotation.is(field.info->annotation)) continue;
        annotations->set(*field.name, annotation);
        const Ref<FieldInfo> copy = runtime.make<FieldInfo>(runtime.type_for<FieldInfo>());
        copy->merge(*field.info);
        copy->annotation.reset();
        names->set(*field.name, Value(copy));
    }
    names->set(*runtime.intern("__annotations__"), Value(annotations));
    const Value result = call(runtime, Value(runtime.type_of(self)), {Value(name), Value(runtime.make_tuple({self})), Value(names)});
    made.set(runtime, key, result);
    return result;
}

} // namespace relata::modules
