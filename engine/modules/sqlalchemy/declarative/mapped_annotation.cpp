#include "modules/sqlalchemy/declarative/mapped_annotation.h"

#include "modules/sqlmodel/model.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

bool is_none_type(Runtime& runtime, const Value& v) {
    return v.is_none() || v.as<Type>() == &runtime.type(BuiltinType::none_type);
}

Value forward_ref(Runtime& runtime, const std::string& name) {
    python::Interpreter& interpreter = python::interpreter_of(runtime);
    const Value cls = interpreter.import_module("typing").find(interpreter, "ForwardRef");
    return call(runtime, cls, {Value(runtime.make_str(name))});
}

Value evaluated(Runtime& runtime, const Type& cls, Dict* globals, const Str& text) {
    return orm::evaluate_expression(runtime, std::string(text.view()), [&](const std::string& name) -> Value {
        if (const Value* found = globals ? globals->find(name) : nullptr) return *found;
        if (name == cls.name()) return Value(const_cast<Type&>(cls));
        if (const Value* builtin = static_cast<python::Interpreter&>(runtime).builtins_dict().find(name)) return *builtin;
        return forward_ref(runtime, name);
    });
}

} // namespace

MappedAnnotation mapped_annotation(Runtime& runtime, const Type& cls, Dict* globals, const Value& annotation) {
    Value value = annotation;
    if (const Str* text = value.as<Str>()) value = evaluated(runtime, cls, globals, *text);
    const auto* alias = value.as<python::GenericAlias>();
    const Type* origin = alias && alias->args ? alias->origin.as<Type>() : nullptr;
    MappedAnnotation result{.inner = value};
    if (!origin || origin->module() != "sqlalchemy.orm.base" || !origin->name().ends_with("Mapped")) return result;
    result.is_mapped = true;
    result.lazy = origin->name() == "DynamicMapped" ? "dynamic" : origin->name() == "WriteOnlyMapped" ? "write_only" : nullptr;
    result.inner = (*alias->args)[0];
    // `Mapped["int"]`: text inside is evaluated too; a class that is not there yet stays a name.
    if (const Str* text = result.inner.as<Str>()) result.inner = evaluated(runtime, cls, globals, *text);
    if (const auto* forward = result.inner.as<python::ForwardRef>())
        result.inner = evaluated(runtime, cls, globals, *forward->name);
    return result;
}

Value without_none(Runtime& runtime, const Value& annotation, bool& nullable) {
    std::vector<Value> members = union_members(annotation);
    if (members.empty()) return annotation;
    const size_t before = members.size();
    std::erase_if(members, [&](const Value& m) { return is_none_type(runtime, m); });
    nullable = nullable || members.size() < before;
    return members.size() == 1 ? members[0] : python::make_union(runtime, members, true);
}

// SQLAlchemy: RelationshipProperty.declarative_scan.
void read_relationship_annotation(Runtime& runtime, orm::RelationshipProperty& property, const MappedAnnotation& annotation) {
    orm::RelationshipOptions& options = property.declared_options();
    if (annotation.lazy) {
        options.lazy = Value(runtime.make_str(annotation.lazy));
        property.set_strategy_key(annotation.lazy[0] == 'd' ? orm::StrategyKey::dynamic : orm::StrategyKey::write_only);
    }
    bool nullable = false;
    Value argument = without_none(runtime, annotation.inner, nullable);
    const bool given = options.collection_class.is_set() && !options.collection_class.is_none();
    bool collection = given || annotation.lazy;
    if (const auto* alias = argument.as<python::GenericAlias>(); alias && alias->args && !alias->metadata) {
        const Type* origin = alias->origin.as<Type>();
        const auto is = [&](BuiltinType t) { return origin && origin->is_subtype_of(runtime.type(t)); };
        const bool known = is(BuiltinType::list) || is(BuiltinType::set) || is(BuiltinType::dict);
        if (origin && !known && !given && origin->module() == "collections.abc")
            throw Error(Exc::ArgumentError,
                        "Collection annotation type " + repr_text(runtime, alias->origin) +
                            " cannot be instantiated; please provide an explicit 'collection_class' parameter (e.g. list, "
                            "set, etc.) to the relationship() function to accompany this annotation");
        if (known) {
            collection = true;
            if (!given && !is(BuiltinType::list)) options.collection_class = alias->origin;
        }
        argument = is(BuiltinType::dict) ? alias->args->items().back() : (*alias->args)[0];
    }
    if (!collection) options.uselist = false;
    if (const auto* forward = argument.as<python::ForwardRef>()) argument = Value(forward->name);
    if (!options.argument.is_set() || options.argument.is_none()) options.argument = argument;
}

} // namespace relata::modules
