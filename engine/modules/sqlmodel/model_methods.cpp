// Methods of model objects and classes. pydantic: main.py BaseModel; SQLModel: main.py SQLModel, _compat.py.
#include "modules/sqlmodel/model_methods.h"

#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/serialization.h"
#include "modules/pydantic/validation_error.h"
#include "modules/sqlalchemy/inspect.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {
struct DeprecatedSince20 {};
} // namespace

void warn_deprecated(Runtime& runtime, const std::string& what) {
    if (!runtime.has_type_for<DeprecatedSince20>()) {
        python::TypeBuilder builder(runtime, "PydanticDeprecatedSince20", "pydantic.warnings",
                                    {&runtime.exception_type(Exc::DeprecationWarning)});
        runtime.set_type_for<DeprecatedSince20>(builder.finish());
    }
    const std::string text = what + " Deprecated in Pydantic V2.0 to be removed in V3.0. See Pydantic V2 Migration Guide at "
                                    "https://errors.pydantic.dev/2.12/migration/";
    static_cast<python::Interpreter&>(runtime).warn(runtime.type_for<DeprecatedSince20>(), Value(runtime.make_str(text)));
}

void warn_old(Runtime& runtime, const char* old, const char* now) {
    warn_deprecated(runtime, std::string("The `") + old + "` method is deprecated; use `" + now + "` instead.");
}

namespace {

using python::ArgReader;
constexpr auto from_python = python::Signature::Origin::python;

Value dump(Runtime& runtime, const Value& self, DumpState& state) {
    const Value dumped = dump_model(runtime, model_of(runtime, self), self, state);
    check_unexpected(state);
    return dumped;
}

Value model_dump(Runtime& runtime, const Value& self, Args args) {
    const bool sqlmodel = model_of(runtime, self).is_sqlmodel;
    DumpState state = read_dump_state(runtime, sqlmodel ? "SQLModel.model_dump" : "BaseModel.model_dump", args);
    return dump(runtime, self, state);
}

Value model_dump_json(Runtime& runtime, const Value& self, Args args) {
    DumpState state = read_dump_state(runtime, "BaseModel.model_dump_json", args);
    state.json = true;
    const Value* indent = args.keyword("indent");
    return json_text(runtime, dump(runtime, self, state), indent ? *indent : Value::none());
}

Value old_json(Runtime& runtime, const Value& self, Args args) {
    if (!model_of(runtime, self).is_sqlmodel) warn_old(runtime, "json", "model_dump_json");
    return model_dump_json(runtime, self, args);
}

Value old_dict(Runtime& runtime, const Value& self, Args args) {
    if (!model_of(runtime, self).is_sqlmodel) {
        warn_old(runtime, "dict", "model_dump");
        return model_dump(runtime, self, args);
    }
    runtime.warn(Exc::DeprecationWarning, "\n        🚨 `obj.dict()` was deprecated in SQLModel 0.0.14, you should\n        instead "
                                          "use `obj.model_dump()`.\n        ");
    return model_dump(runtime, self, args);
}

Value fields_set_of(Runtime& runtime, const Value& self) {
    const Model& model = model_of(runtime, self);
    const auto& object = self.get<Instance>();
    const uint64_t bits = fields_set(object);
    std::vector<Value> names;
    for (size_t i = 0; i < model.fields.size() && i < 62; ++i)
        if (bits >> i & 1) names.emplace_back(model.fields[i].name);
    if (const Ref<Dict> extra = extra_of(object))
        extra->for_each([&](const Value& name, const Value&) { names.push_back(name); });
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(names)))});
}

Value model_extra(Runtime& runtime, const Value& self) {
    if (model_of(runtime, self).extra() != "allow") return Value::none();
    const Ref<Dict> extra = extra_of(self.get<Instance>());
    return extra ? Value(extra) : Value(runtime.make_dict());
}

Value model_construct(Runtime& runtime, const Value& cls, Args args) {
    Type& type = cls.get<Type>();
    const Value object = type.slots.new_(runtime, type, Args{});
    auto& instance = object.get<Instance>();
    const Model& model = *find_model(type);
    const Value* chosen = args.keyword("_fields_set");
    const auto given = [&](const ModelField& field) {
        const FieldInfo& info = *field.info;
        const Value* value = info.alias.empty() ? nullptr : args.keyword(info.alias);
        return value ? value : args.keyword(field.name->view());
    };
    for (const ModelField& field : model.fields) {
        const Value* value = given(field);
        if (value || !field.info->is_required())
            instance.set_slot(size_t(field.slot), value ? *value : field.info->get_default(runtime));
        if (chosen && !chosen->is_none() ? contains(runtime, *chosen, Value(field.name)) : value != nullptr)
            add_field_set(instance, model, field.name->view());
    }
    if (model.extra() == "allow") {
        const Ref<Dict> extra = runtime.make_dict();
        for (size_t i = 0; i < args.keyword_count(); ++i) {
            Str& name = (*args.keywords)[i].get<Str>();
            if (!model.find(name.view()) && name.view() != "_fields_set")
                extra->set(name, args.values[args.positional_count() + i]);
        }
        set_extra(instance, extra);
    }
    finish_object(runtime, model, object, Value::none());
    return object;
}

Value model_copy(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "BaseModel.model_copy", .names = {"update", "deep"}, .positional = 0,
                                   .origin = from_python, .self_count = 1}, call_args);
    Type& type = runtime.type_of(self);
    const Model& model = model_of(runtime, self);
    const Value copy = type.slots.new_(runtime, type, Args{});
    auto &from = self.get<Instance>(), &to = copy.get<Instance>();
    auto& interpreter = static_cast<python::Interpreter&>(runtime);
    const Value deepcopy = args.truth(1) ? interpreter.import_module("copy").find(interpreter, "deepcopy") : Value();
    for (size_t i = 0; i < type.slot_names().size(); ++i) {
        const Value value = from.slot(i);
        to.set_slot(i, deepcopy.is_set() && value.is_set() ? call(runtime, deepcopy, {value}) : value);
    }
    if (const Ref<Dict> extra = extra_of(from)) set_extra(to, extra);
    if (const Dict* update = args.is_none(0) ? nullptr : args[0].as<Dict>())
        update->for_each([&](const Value& key, const Value& value) {
            Str& name = key.get<Str>();
            if (const ModelField* field = model.find(name.view())) {
                to.set_slot(size_t(field->slot), value);
                add_field_set(to, model, name.view());
            } else if (model.extra() == "allow") {
                Ref<Dict> extra = extra_of(to);
                if (!extra) extra = runtime.make_dict();
                extra->set(name, value);
                set_extra(to, extra);
            } else {
                to.set_slot(size_t(to.type().add_slot(name)), value);
            }
        });
    return copy;
}

Value old_copy(Runtime& runtime, const Value& self, Args args) {
    if (!model_of(runtime, self).is_sqlmodel) warn_old(runtime, "copy", "model_copy");
    return model_copy(runtime, self, args);
}

Value sqlmodel_update(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "SQLModel.sqlmodel_update", .names = {"obj", "update"}, .required = 1,
                                   .positional = 1, .origin = from_python, .self_count = 1}, call_args);
    const Model& model = model_of(runtime, self);
    const Value given = args[0];
    const Dict* more = args[1].is_set() ? args[1].as<Dict>() : nullptr;
    if (const Dict* dict = given.as<Dict>()) {
        const Ref<Dict> values = runtime.make_dict();
        dict->for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
        if (more) more->for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
        for (size_t i = 0; i < values->entries().size(); ++i) {
            const Dict::Entry e = values->entries()[i];
            Str* name = e.key.is_set() ? e.key.as<Str>() : nullptr;
            if (name && model.find(name->view())) set_attribute(runtime, self, *name, e.value);
        }
        return self;
    }
    const Model* other = find_model(runtime.type_of(given));
    if (!other)
        throw Error(Exc::ValueError, "Can't use sqlmodel_update() with something that is not a dict or SQLModel or "
                                     "Pydantic model: " + str_text(runtime, given));
    // The update wins over the object's own values; what is no field of the object is set as well.
    std::vector<Str*> done;
    for (const ModelField& field : other->fields) {
        const Value* replaced = more ? more->find(*field.name) : nullptr;
        if (replaced) done.push_back(field.name.get());
        set_attribute(runtime, self, *field.name, replaced ? *replaced : get_attribute(runtime, given, *field.name));
    }
    if (more)
        for (size_t i = 0; i < more->entries().size(); ++i) {
            const Dict::Entry e = more->entries()[i];
            Str* name = e.key.is_set() ? e.key.as<Str>() : nullptr;
            if (name && std::none_of(done.begin(), done.end(), [&](const Str* d) { return d->view() == name->view(); }))
                set_attribute(runtime, self, *name, e.value);
        }
    return self;
}

Value model_rebuild(Runtime& runtime, const Value& cls, Args) {
    Model& model = *find_model(cls.get<Type>());
    model.schemas.reset();
    (void)schemas_of(runtime, model);
    return Value::boolean(true);
}

/// Pairs of name and value. pydantic: BaseModel.__iter__.
Value model_iter(Runtime& runtime, const Value& self) {
    const auto& object = self.get<Instance>();
    const Ref<List> pairs = runtime.make_list();
    for (const ModelField& field : model_of(runtime, self).fields) {
        const Value value = object.slot(size_t(field.slot));
        if (value.is_set()) pairs->append(runtime.make_tuple({Value(field.name), value}));
    }
    if (const Ref<Dict> extra = extra_of(object))
        extra->for_each([&](const Value& k, const Value& v) { pairs->append(runtime.make_tuple({k, v})); });
    return iterate(runtime, pairs);
}

} // namespace

void add_model_methods(python::TypeBuilder& builder) {
    builder.slots().iter = model_iter;
    add_validation_methods(builder);
    builder.method("model_dump", model_dump)
        .method("model_dump_json", model_dump_json)
        .method("dict", old_dict)
        .method("json", old_json)
        .method("model_copy", model_copy)
        .method("copy", old_copy)
        .method("sqlmodel_update", sqlmodel_update)
        .method("model_post_init", [](Runtime&, const Value&, Args) { return Value::none(); })
        .class_method("model_construct", model_construct)
        .class_method("model_rebuild", model_rebuild)
        .class_method("model_json_schema", model_json_schema)
        .class_method("__class_getitem__", model_class_getitem)
        .property("__dict__", model_dict)
        .property("_sa_instance_state", sa_instance_state)
        .property("model_extra", model_extra)
        .property("__pydantic_extra__", model_extra)
        .property("__pydantic_fields_set__", fields_set_of)
        .property("model_fields_set", fields_set_of);
}

} // namespace relata::modules
