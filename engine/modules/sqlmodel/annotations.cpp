// Annotations whose classes are named by strings. pydantic: _internal/_typing_extra.py.
#include "modules/sqlmodel/model.h"
#include "orm/relationship.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

Value evaluate(Runtime& runtime, const Model& model, const Str& text, const Value& otherwise) {
    const auto lookup = [&](const std::string& name) -> Value {
        if (name == model.type.name()) return Value(model.type);
        if (model.globals)
            if (const Value* found = model.globals->find(name)) return *found;
        const Value* builtin = static_cast<python::Interpreter&>(runtime).builtins_dict().find(name);
        return builtin ? *builtin : Value();
    };
    try {
        return orm::evaluate_expression(runtime, std::string(text.view()), lookup);
    } catch (const Error& error) {
        // A class that does not exist yet: looked up again when the first value is validated.
        if (!runtime.matches(error, Exc::NameError)) throw;
        return otherwise;
    }
}

} // namespace

Value resolve_annotation(Runtime& runtime, const Model& model, const Value& annotation) {
    if (const Str* text = annotation.as<Str>()) return evaluate(runtime, model, *text, annotation);
    if (const auto* forward = annotation.as<python::ForwardRef>())
        return evaluate(runtime, model, *forward->name, annotation);
    if (const std::vector<Value> members = union_members(annotation); !members.empty()) {
        std::vector<Value> resolved;
        bool changed = false;
        for (const Value& m : members) {
            resolved.push_back(resolve_annotation(runtime, model, m));
            changed = changed || !resolved.back().is(m);
        }
        return changed ? python::make_union(runtime, resolved, annotation.get<python::UnionType>().from_typing) : annotation;
    }
    auto* alias = annotation.as<python::GenericAlias>();
    if (!alias || alias->metadata || !alias->args) return annotation;
    std::vector<Value> arguments;
    bool changed = false;
    for (const Value& a : alias->args->items()) {
        const bool name = a.as<python::ForwardRef>() || a.as<python::GenericAlias>() || a.as<python::UnionType>() ||
                          (a.as<Str>() && alias->origin.as<Type>());
        arguments.push_back(name ? resolve_annotation(runtime, model, a) : a);
        changed = changed || !arguments.back().is(a);
    }
    if (!changed) return annotation;
    return Value(python::make_generic_alias(runtime, alias->origin, Value(runtime.make_tuple(arguments)), alias->typing_name));
}

} // namespace relata::modules
