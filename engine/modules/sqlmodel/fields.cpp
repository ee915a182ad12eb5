// Fields of a model class. pydantic: _internal/_fields.py collect_model_fields.
#include "modules/sqlmodel/model.h"

#include "modules/pydantic/decorated_function.h"
#include "python/types/generic_alias.h"
#include "support/object_number.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

bool is_typing_form(Runtime& runtime, const Value& annotation, std::string_view name) {
    if (const auto* alias = annotation.as<python::GenericAlias>())
        return alias->typing_name == name || (!alias->origin.as<Type>() && str_text(runtime, alias->origin) ==
                                                                               "typing." + std::string(name));
    if (const Str* text = annotation.as<Str>())
        return text->view().starts_with(name) || text->view().starts_with("typing." + std::string(name));
    return annotation.is_object() && !annotation.as<Type>() &&
           repr_text(runtime, annotation) == "typing." + std::string(name);
}

bool is_private_attribute(Runtime& runtime, const Value& value) {
    return value.is_object() && runtime.type_of(value).name() == "ModelPrivateAttr";
}

void add_private(Model& model, Ref<Str> name, const Value& value) {
    for (PrivateAttribute& known : model.privates)
        if (*known.name == *name) {
            known.default_ = value;
            return;
        }
    model.privates.push_back({std::move(name), value});
}

/// Functions, properties and their kin are no fields. pydantic: default_ignored_types.
bool is_ignored(Runtime& runtime, const Model& model, const Value& value) {
    if (value.as<DecoratedFunction>()) return true;
    if (!value.is_object()) return false;
    if (const Type* cls = value.as<Type>()) return cls->qualified_name().starts_with(model.type.qualified_name() + ".");
    const Type& type = runtime.type_of(value);
    for (const BuiltinType t : {BuiltinType::function, BuiltinType::property, BuiltinType::classmethod, BuiltinType::staticmethod,
                                BuiltinType::builtin_function})
        if (&type == &runtime.type(t)) return true;
    if (type.module() == "functools") return true;
    const Value more = model.config_value("ignored_types");
    if (more.is_set())
        for (const Value& cls : to_vector(runtime, more))
            if (is_instance(runtime, value, cls)) return true;
    return false;
}

/// A value without an annotation where a field was meant. pydantic: _model_construction.inspect_namespace.
void check_annotated(Runtime& runtime, const Model& model, const std::string& name, const Value& value) {
    if (is_ignored(runtime, model, value)) return;
    if (value.is_object() && runtime.type_of(value).module().starts_with("sqlalchemy")) return; // the ORM's own attributes
    for (size_t i = 1; i < model.type.mro().size(); ++i) {
        const Model* base = find_model(*model.type.mro()[i]);
        if (base && base->find(name))
            throw_user_error("Field '" + name + "' defined on a base class was overridden by a non-annotated attribute. All field "
                                 "definitions, including overrides, require a type annotation.",
                             "model-field-overridden");
        const Value* annotations = model.type.mro()[i]->dict().find("__annotations__"); // a ClassVar of the base
        if (annotations && annotations->as<Dict>() && annotations->get<Dict>().find(name)) return;
    }
    throw_user_error("A non-annotated attribute was detected: `" + name + " = " + repr_text(runtime, value) +
                         "`. All model fields require a type annotation; if `" + name +
                         "` is not meant to be a field, you may be able to resolve this error by annotating it as a `ClassVar` "
                         "or updating `model_config['ignored_types']`.",
                     "model-field-missing-annotation");
}

void warn_shadowing(Runtime& runtime, const Model& model, const std::string& name) {
    for (const Type* base : model.type.bases())
        if (base->lookup(*runtime.intern(name)))
            runtime.warn(Exc::UserWarning, "Field name \"" + name + "\" in \"" + model.type.qualified_name() +
                                               "\" shadows an attribute in parent \"" + base->qualified_name() + "\"");
}

/// `alias_generator=to_camel`.
void name_by_generator(Runtime& runtime, const Model& model, const std::string& name, FieldInfo& info) {
    const Value generator = model.config_value("alias_generator");
    if (!generator.is_set() || generator.is_none()) return;
    const auto made = [&](const char* part) {
        const Value function = generator.as<Instance>() ? find_attribute(runtime, generator, part) : generator;
        return function.is_set() && !function.is_none() ? str_text(runtime, call(runtime, function, {Value(runtime.make_str(name))}))
                                                        : std::string();
    };
    if (info.alias.empty() && info.validation_alias.empty() && info.serialization_alias.empty()) info.alias = made("alias");
    if (generator.as<Instance>()) {
        if (info.validation_alias.empty()) info.validation_alias = made("validation_alias");
        if (info.serialization_alias.empty()) info.serialization_alias = made("serialization_alias");
    }
}

/// pydantic: GenerateSchema check_decorator_fields_exist.
void check_decorated_fields(Runtime& runtime, const Model& model) {
    for (const Ref<DecoratedFunction>& f : model.functions)
        for (const std::string& name : f->fields)
            if (f->check_fields && name != "*" && !model.find(name) &&
                std::none_of(model.functions.begin(), model.functions.end(), [&](const auto& other) {
                    return other->role == DecoratedFunction::Role::computed_field && other->name == name;
                }))
                throw_user_error("Decorators defined with incorrect fields: " + model.type.module() + "." + model.type.qualified_name() +
                                     ":" + std::to_string(object_number(runtime, Value(model.type))) + "." + f->name +
                                     " (use check_fields=False if you're inheriting from the model and intended this)",
                                 "decorator-missing-field");
}

/// Annotated[T, Field(...), ...]: T, and what its metadata says into `field`.
Value unwrap_annotated(Runtime& runtime, const Value& annotation, FieldInfo& field) {
    const auto* alias = annotation.as<python::GenericAlias>();
    if (!alias || !alias->metadata) return annotation;
    for (const Value& item : alias->metadata->items()) {
        if (const FieldInfo* given = item.as<FieldInfo>())
            field.merge(*given);
        else
            field.metadata.push_back(item);
    }
    return unwrap_annotated(runtime, alias->origin, field);
}

} // namespace

Model::Model(Type& t) : type(t) {}
Model::~Model() = default;

const ModelField* Model::find(std::string_view name) const {
    for (const ModelField& field : fields)
        if (field.name->view() == name) return &field;
    return nullptr;
}

bool Model::has_relationship(std::string_view name) const {
    for (const Type* t : type.mro())
        if (const Model* model = find_model(*t))
            for (const ModelRelationship& r : model->relationships)
                if (r.name == name) return true;
    return false;
}

Value Model::config_value(std::string_view name) const {
    const Value* found = config ? config->find(name) : nullptr;
    return found ? *found : Value();
}

bool Model::config_flag(std::string_view name) const {
    const Value value = config_value(name);
    return value.is_set() && value.is_true();
}

std::string Model::title() const {
    const Value value = config_value("title");
    const Str* text = value.is_set() ? value.as<Str>() : nullptr;
    return text ? std::string(text->view()) : type.name();
}

std::vector<Ref<DecoratedFunction>> Model::all_functions() const {
    std::vector<Ref<DecoratedFunction>> all;
    for (size_t i = type.mro().size(); i-- > 0;)
        if (const Model* model = find_model(*type.mro()[i]))
            for (const Ref<DecoratedFunction>& f : model->functions) {
                const auto same = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known->name == f->name; });
                if (same == all.end()) all.push_back(f);
                else *same = f;
            }
    return all;
}

const PrivateAttribute* Model::find_private(std::string_view name) const {
    for (const PrivateAttribute& attribute : privates)
        if (attribute.name->view() == name) return &attribute;
    return nullptr;
}

std::string Model::extra() const {
    const Value value = config_value("extra");
    const Str* text = value.is_set() ? value.as<Str>() : nullptr;
    return text ? std::string(text->view()) : "ignore";
}

Model* find_model(const Type& cls) { return cls.extension<Model>(); }

Model& model_of(Runtime& runtime, const Value& instance) { return *find_model(runtime.type_of(instance)); }

std::vector<Value> union_members(const Value& annotation) {
    const auto* u = annotation.is_set() ? annotation.as<python::UnionType>() : nullptr;
    if (!u) return {};
    return {u->args->items().begin(), u->args->items().end()};
}

void collect_fields(Runtime& runtime, Model& model, Dict& namespace_) {
    for (size_t i = model.type.mro().size(); i-- > 1;)
        if (const Model* base = find_model(*model.type.mro()[i]))
            for (const PrivateAttribute& attribute : base->privates) add_private(model, attribute.name, attribute.default_);
    for (size_t i = model.type.mro().size(); i-- > 1;)
        if (const Model* base = find_model(*model.type.mro()[i]))
            for (const ModelField& field : base->fields) {
                auto same = std::find_if(model.fields.begin(), model.fields.end(),
                                         [&](const ModelField& f) { return *f.name == *field.name; });
                if (same == model.fields.end())
                    model.fields.push_back(field);
                else
                    same->info = field.info;
            }
    const Value* annotations = namespace_.find("__annotations__");
    const Dict* annotated = annotations ? annotations->as<Dict>() : nullptr;
    if (annotated)
        annotated->for_each([&](const Value& key, const Value& raw) {
            const std::string name(key.get<Str>().view());
            const Value* given = namespace_.find(name);
            if (given && given->as<RelationshipInfo>()) return;
            if (name == "model_config") return;
            const Value annotation = resolve_annotation(runtime, model, raw);
            if (is_typing_form(runtime, annotation, "ClassVar")) return;
            if (name.starts_with("_")) {
                if (!name.starts_with("__")) add_private(model, runtime.intern(name), given ? *given : Value());
                return;
            }
            if (given && is_private_attribute(runtime, *given))
                throw Error(Exc::NameError, "Private attributes must not use valid field names; use sunder names, e.g. '_" + name +
                                                "' instead of '" + name + "'.");
            warn_shadowing(runtime, model, name);
            Ref<FieldInfo> info;
            if (FieldInfo* field = given ? given->as<FieldInfo>() : nullptr) {
                info = Ref<FieldInfo>(*field);
            } else {
                info = runtime.make<FieldInfo>(runtime.type_for<FieldInfo>());
                if (given) info->default_ = *given;
            }
            info->annotation = unwrap_annotated(runtime, annotation, *info);
            name_by_generator(runtime, model, name, *info);
            auto same = std::find_if(model.fields.begin(), model.fields.end(),
                                     [&](const ModelField& f) { return f.name->view() == name; });
            if (same == model.fields.end())
                model.fields.push_back({runtime.intern(name), info, -1});
            else
                same->info = info;
        });
    namespace_.for_each([&](const Value& key, const Value& value) {
        if (!value.as<RelationshipInfo>()) return;
        const Value* annotation = annotated ? annotated->find(key.get<Str>()) : nullptr;
        model.relationships.push_back({std::string(key.get<Str>().view()),
                                       Ref<RelationshipInfo>(value.get<RelationshipInfo>()),
                                       annotation ? *annotation : Value()});
    });
    // Defaults stand in the fields; the class has no such attributes.
    std::vector<Value> to_remove;
    for (size_t i = 0; i < namespace_.entries().size(); ++i) {
        const Dict::Entry entry = namespace_.entries()[i];
        if (!entry.key.is_set()) continue;
        const std::string name(entry.key.get<Str>().view());
        const bool annotated_here = annotated && annotated->find(name);
        if (auto* function = entry.value.as<DecoratedFunction>()) {
            function->name = name;
            model.functions.emplace_back(function);
        } else if (entry.value.as<RelationshipInfo>() || (annotated_here && (model.find(name) || model.find_private(name)))) {
            to_remove.push_back(entry.key);
        } else if (name.starts_with("_") && !name.starts_with("__") && !annotated_here && !is_ignored(runtime, model, entry.value)) {
            add_private(model, runtime.intern(name), entry.value);
            to_remove.push_back(entry.key);
        } else if (is_private_attribute(runtime, entry.value)) {
            throw Error(Exc::NameError, "Private attributes must not use valid field names; use sunder names, e.g. '_" + name +
                                            "' instead of '" + name + "'.");
        } else if (!annotated_here && !name.starts_with("_") && name != "model_config") {
            check_annotated(runtime, model, name, entry.value);
        }
    }
    for (const Value& key : to_remove) model.type.set_attribute(key.get<Str>(), Value());
    for (ModelField& field : model.fields) field.slot = model.type.add_slot(*field.name);
    for (const PrivateAttribute& attribute : model.privates) model.type.add_slot(*attribute.name);
    check_decorated_fields(runtime, model);
    if (const Value* post_init = model.type.lookup(*runtime.intern("model_post_init"));
        post_init && post_init->is_object() && post_init->as_object()->kind() == ObjectKind::function)
        model.post_init = *post_init;
}

} // namespace relata::modules
