// Fields of a model class. pydantic: _internal/_fields.py collect_model_fields.
#include "modules/sqlmodel/model.h"

#include "python/types/generic_alias.h"
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
            if (name.starts_with("_") || name == "model_config") return;
            const Value annotation = resolve_annotation(runtime, model, raw);
            if (is_typing_form(runtime, annotation, "ClassVar")) return;
            Ref<FieldInfo> info;
            if (FieldInfo* field = given ? given->as<FieldInfo>() : nullptr) {
                info = Ref<FieldInfo>(*field);
            } else {
                info = runtime.make<FieldInfo>(runtime.type_for<FieldInfo>());
                if (given) info->default_ = *given;
            }
            info->annotation = unwrap_annotated(runtime, annotation, *info);
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
    namespace_.for_each([&](const Value& key, const Value& value) {
        const Str& name = key.get<Str>();
        const bool annotated_here = annotated && annotated->find(name);
        if (value.as<RelationshipInfo>() || (annotated_here && model.find(name.view())))
            to_remove.push_back(key);
        else if (value.as<FieldInfo>())
            throw Error(Exc::PydanticUserError,
                        "A non-annotated attribute was detected: `" + std::string(name.view()) + " = " +
                            repr_text(runtime, value) +
                            "`. All model fields require a type annotation; if `" + std::string(name.view()) +
                            "` is not meant to be a field, you may be able to resolve this error by annotating it as a "
                            "`ClassVar` or updating `model_config['ignored_types']`.\n\nFor further information visit "
                            "https://errors.pydantic.dev/2.12/u/model-field-missing-annotation");
    });
    for (const Value& key : to_remove) model.type.set_attribute(key.get<Str>(), Value());
    for (ModelField& field : model.fields) field.slot = model.type.add_slot(*field.name);
}

} // namespace relata::modules
