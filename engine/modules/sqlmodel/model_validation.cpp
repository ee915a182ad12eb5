// model_validate() and its kin. pydantic: main.py BaseModel; SQLModel: _compat.py sqlmodel_validate.
#include "modules/pydantic/json_parser.h"
#include "modules/pydantic/line_error.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/validation_error.h"
#include "modules/sqlmodel/model_methods.h"

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "python/arguments.h"

namespace relata::modules {

namespace {

using python::ArgReader;
constexpr auto from_python = python::Signature::Origin::python;

std::optional<bool> optional_truth(const ArgReader& args, size_t i) {
    return args.is_none(i) ? std::optional<bool>() : args.truth(i);
}

/// The object's values under `update`, as a dict. SQLModel: ObjectWithUpdateWrapper.
Value with_update(Runtime& runtime, const Model& model, const Value& given, const Dict& update) {
    const Ref<Dict> values = runtime.make_dict();
    if (const Dict* dict = given.as<Dict>())
        dict->for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
    else
        for (const ModelField& field : model.fields)
            if (const Value value = find_attribute(runtime, given, *field.name); value.is_set()) values->set(*field.name, value);
    update.for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
    return Value(values);
}

/// A new object of the class from `given`.
Value validate_object(Runtime& runtime, const Value& cls, const Value& given, const Value& update, ValidationState& state) {
    Type& type = cls.get<Type>();
    Model& model = *find_model(type);
    const Dict* more = update.is_set() ? update.as<Dict>() : nullptr;
    const Value input = more && !more->empty() ? with_update(runtime, model, given, *more) : given;
    if (!model.is_sqlmodel) return validate_model(runtime, model, input, state);
    // SQLModel makes the object first: an instance of the class is read like any other object.
    const Value object = type.slots.new_(runtime, type, Args{});
    orm::InstanceState* orm_state = orm::find_instance_state(object);
    if (orm_state) orm_state->mapper().check_configure();
    validate_model(runtime, model, input, state, object);
    if (!orm_state || (given.as<Dict>() && input.as<Dict>())) return object;
    for (const ModelRelationship& r : model.relationships) {
        const Value* replaced = more ? more->find(r.name) : nullptr;
        if (const Value v = replaced ? *replaced : find_attribute(runtime, given, r.name); v.is_set())
            orm_state->mapper().attribute(r.name).set(*orm_state, v);
    }
    return object;
}

Value model_validate(Runtime& runtime, const Value& cls, Args call_args) {
    const bool sqlmodel = find_model(cls.get<Type>())->is_sqlmodel;
    const ArgReader args(runtime,
                         {.function = sqlmodel ? "SQLModel.model_validate" : "BaseModel.model_validate",
                          .names = {"obj", "strict", "from_attributes", "context", "update", "by_alias", "by_name", "extra"},
                          .required = 1,
                          .positional = 1,
                          .origin = from_python,
                          .self_count = 1},
                         call_args);
    if (!sqlmodel && args.has(4))
        throw Error(Exc::TypeError, "BaseModel.model_validate() got an unexpected keyword argument 'update'");
    ValidationState state(runtime);
    state.strict = optional_truth(args, 1);
    state.from_attributes = optional_truth(args, 2);
    state.context = args.get(3);
    state.by_alias = optional_truth(args, 5);
    state.by_name = optional_truth(args, 6);
    return validate_object(runtime, cls, args[0], args[4], state);
}

Value model_validate_json(Runtime& runtime, const Value& cls, Args call_args) {
    const ArgReader args(runtime,
                         {.function = "BaseModel.model_validate_json",
                          .names = {"json_data", "strict", "context", "by_alias", "by_name", "extra"},
                          .required = 1,
                          .positional = 1,
                          .origin = from_python,
                          .self_count = 1},
                         call_args);
    Model& model = *find_model(cls.get<Type>());
    ValidationState state(runtime);
    state.json = true;
    state.strict = optional_truth(args, 1);
    state.context = args.get(2);
    state.by_alias = optional_truth(args, 3);
    state.by_name = optional_truth(args, 4);
    try {
        const Str* text = args[0].as<Str>();
        const Bytes* bytes = args[0].as<Bytes>();
        if (!text && !bytes) fail(runtime, "json_type", args[0]);
        const Value parsed = parse_json(runtime, text ? text->view() : bytes->view(), args[0]);
        return validate_model(runtime, model, parsed, state);
    } catch (const ValidationFailure& failure) {
        throw_validation_error(runtime, model.title(), failure, true);
    }
}

/// The old names, which SQLModel deprecates with these words.
Value old_validate(Runtime& runtime, const Value& cls, Args args, const char* old) {
    if (find_model(cls.get<Type>())->is_sqlmodel)
        runtime.warn(Exc::DeprecationWarning, std::string("\n        🚨 `obj.") + old +
                                                  "(data)` was deprecated in SQLModel 0.0.14, you should\n        instead use "
                                                  "`obj.model_validate(data)`.\n        ");
    else
        warn_old(runtime, old, "model_validate");
    return model_validate(runtime, cls, args);
}

} // namespace

void add_validation_methods(python::TypeBuilder& builder) {
    builder.class_method("model_validate", model_validate)
        .class_method("model_validate_json", model_validate_json)
        .class_method("parse_obj", [](Runtime& r, const Value& cls, Args args) { return old_validate(r, cls, args, "parse_obj"); })
        .class_method("from_orm", [](Runtime& r, const Value& cls, Args args) { return old_validate(r, cls, args, "from_orm"); });
}

} // namespace relata::modules
