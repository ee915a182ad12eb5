// Methods of model objects and classes. pydantic: main.py BaseModel; SQLModel: main.py SQLModel, _compat.py.
#include "modules/sqlmodel/model_methods.h"

#include "modules/sqlmodel/validation.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::ArgReader;
constexpr auto from_python = python::Signature::Origin::python;

bool derives_from(const Type& type, std::string_view module, std::string_view name) {
    for (const Type* t : type.mro())
        if (t->name() == name && t->module() == module) return true;
    return false;
}

Value dump_value(Runtime& runtime, const Value& value, const DumpOptions& outer) {
    DumpOptions options = outer;
    options.include = options.exclude = Value();
    if (!value.is_object() || value.as<Str>()) return value;
    const Type& type = runtime.type_of(value);
    if (find_model(type)) return dump_model(runtime, value, options);
    if (const Dict* dict = value.as<Dict>()) {
        const Ref<Dict> made = runtime.make_dict();
        for (const Dict::Entry& e : dict->entries())
            if (e.key.is_set()) made->set(runtime, dump_value(runtime, e.key, options), dump_value(runtime, e.value, options));
        return Value(made);
    }
    const bool sequence = value.as<List>() || value.as<Tuple>();
    if (sequence || (options.json && value.as_object()->kind() == ObjectKind::set)) {
        std::vector<Value> items;
        for (const Value& item : to_vector(runtime, value)) items.push_back(dump_value(runtime, item, options));
        if (value.as<Tuple>() && !options.json) return Value(runtime.make_tuple(items));
        return Value(runtime.make_list(std::move(items)));
    }
    if (!options.json) return value;
    if (derives_from(type, "enum", "Enum")) return get_attribute(runtime, value, "value");
    if (type.module() == "datetime") {
        Value text = call_method(runtime, value, "isoformat");
        if (std::string iso(text.get<Str>().view()); iso.ends_with("+00:00")) // pydantic writes UTC as Z
            return Value(runtime.make_str(iso.substr(0, iso.size() - 6) + "Z"));
        return text;
    }
    if (type.module() == "decimal" || type.module() == "uuid") return Value(str(runtime, value));
    return value;
}

bool names_it(Runtime& runtime, const Value& set, Str& name) {
    return set.is_set() && !set.is_none() && contains(runtime, set, Value(name));
}

DumpOptions dump_options(Runtime& runtime, Args args) {
    DumpOptions options;
    for (size_t i = 0; i < args.keyword_count(); ++i) {
        const std::string_view name = (*args.keywords)[i].get<Str>().view();
        const Value& v = args.values[args.positional_count() + i];
        if (name == "mode")
            options.json = str_text(runtime, v) == "json";
        else if (name == "include")
            options.include = v;
        else if (name == "exclude")
            options.exclude = v;
        else if (name == "exclude_unset")
            options.exclude_unset = truth(runtime, v);
        else if (name == "exclude_none")
            options.exclude_none = truth(runtime, v);
        else if (name == "exclude_defaults")
            options.exclude_defaults = truth(runtime, v);
        else if (name == "by_alias")
            options.by_alias = truth(runtime, v);
    }
    return options;
}

Value model_dump(Runtime& runtime, const Value& self, Args args) {
    return dump_model(runtime, self, dump_options(runtime, args));
}

Value model_dump_json(Runtime& runtime, const Value& self, Args args) {
    DumpOptions options = dump_options(runtime, args);
    options.json = true;
    auto& interpreter = static_cast<python::Interpreter&>(runtime);
    const Value dumps = interpreter.import_module("json").find(interpreter, "dumps");
    const Value* indent = args.keyword("indent");
    const bool pretty = indent && !indent->is_none();
    const std::vector<Value> values{dump_model(runtime, self, options),
                                    Value(runtime.make_tuple({Value(runtime.make_str(",")),
                                                              Value(runtime.make_str(pretty ? ": " : ":"))})),
                                    pretty ? *indent : Value::none(), Value::boolean(false)};
    const Ref<Tuple> names = runtime.make_tuple({Value(runtime.intern("separators")), Value(runtime.intern("indent")),
                                                 Value(runtime.intern("ensure_ascii"))});
    return call(runtime, dumps, Args{values, names.get()});
}

/// The old names, which SQLModel deprecates with these words.
void warn_old(Runtime& runtime, const char* old, const char* now) {
    runtime.warn(Exc::DeprecationWarning, std::string("\n        🚨 `obj.") + old +
                                              "` was deprecated in SQLModel 0.0.14, you should\n        instead use `obj." +
                                              now + "`.\n        ");
}

Value old_dict(Runtime& runtime, const Value& self, Args args) {
    warn_old(runtime, "dict()", "model_dump()");
    return model_dump(runtime, self, args);
}

Value fields_set_of(Runtime& runtime, const Value& self) {
    const Model& model = model_of(runtime, self);
    const uint64_t bits = fields_set(self.get<Instance>());
    std::vector<Value> names;
    for (size_t i = 0; i < model.fields.size() && i < 62; ++i)
        if (bits >> i & 1) names.emplace_back(model.fields[i].name);
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(names)))});
}

/// SQLModel: sqlmodel_validate: `update` wins over what the object says.
Value validate_class_method(Runtime& runtime, const Value& cls, const Value& given, const Value& update,
                            const ValidationMode& mode) {
    Type& type = cls.get<Type>();
    const Model& model = *find_model(type);
    Value input = given;
    const Dict* more = update.is_set() ? update.as<Dict>() : nullptr;
    if (more || (!given.as<Dict>() && find_model(runtime.type_of(given)))) {
        // What the fields would read, as a dict: the object's values under the update.
        const Ref<Dict> merged = runtime.make_dict();
        if (const Dict* dict = given.as<Dict>())
            dict->for_each([&](const Value& k, const Value& v) { merged->set(runtime, k, v); });
        else
            for (const ModelField& field : model.fields)
                if (Value v = find_attribute(runtime, given, *field.name); v.is_set()) merged->set(*field.name, v);
        if (more) more->for_each([&](const Value& k, const Value& v) { merged->set(runtime, k, v); });
        if (!more && !model.is_sqlmodel && runtime.type_of(given).is_subtype_of(type)) return given;
        input = Value(merged);
    }
    const Value object = type.slots.new_(runtime, type, Args{});
    auto& instance = object.get<Instance>();
    orm::InstanceState* state = orm::find_instance_state(object);
    const Value from = model.config_value("from_attributes");
    ValidationMode inner = mode;
    inner.from_attributes = mode.from_attributes || (from.is_set() && from.is_true());
    if (!input.is_object() || input.as<Str>() || input.as<List>() || input.as<Tuple>()) inner.from_attributes = false;
    if (!state) {
        validate_into(runtime, instance, model, input, inner);
        return object;
    }
    state->mapper().check_configure();
    validate_into(runtime, instance, model, input, inner);
    // Through the ORM's events, as SQLModel sets them again one by one.
    for (const ModelField& field : model.fields) {
        const Value value = instance.slot(size_t(field.slot));
        if (!value.is_set()) continue;
        instance.set_slot(size_t(field.slot), Value());
        if (orm::AttributeImpl* impl = state->mapper().find_attribute(field.name->view())) impl->set(*state, value);
        instance.set_slot(size_t(field.slot), value);
    }
    if (!input.as<Dict>() || !given.as<Dict>())
        for (const ModelRelationship& r : model.relationships)
            if (Value v = find_attribute(runtime, given, r.name); v.is_set())
                state->mapper().attribute(r.name).set(*state, v);
    return object;
}

Value model_validate(Runtime& runtime, const Value& cls, Args call_args) {
    const ArgReader args(runtime,
                         {.function = "model_validate",
                          .names = {"obj", "strict", "from_attributes", "context", "update", "by_alias", "by_name", "extra"},
                          .required = 1,
                          .positional = 1,
                          .origin = from_python},
                         call_args);
    ValidationMode mode;
    mode.strict = args.truth(1);
    mode.from_attributes = args.truth(2);
    return validate_class_method(runtime, cls, args[0], args[4], mode);
}

Value model_validate_json(Runtime& runtime, const Value& cls, Args call_args) {
    auto& interpreter = static_cast<python::Interpreter&>(runtime);
    const Value loads = interpreter.import_module("json").find(interpreter, "loads");
    ValidationMode mode;
    mode.json = true;
    return validate_class_method(runtime, cls, call(runtime, loads, {call_args.values[0]}), {}, mode);
}

Value model_construct(Runtime& runtime, const Value& cls, Args args) {
    Type& type = cls.get<Type>();
    const Value object = type.slots.new_(runtime, type, Args{});
    auto& instance = object.get<Instance>();
    const Model& model = *find_model(type);
    for (const ModelField& field : model.fields) {
        const Value* given = args.keyword(field.name->view());
        if (given || !field.info->is_required())
            instance.set_slot(size_t(field.slot), given ? *given : field.info->get_default(runtime));
        if (given) add_field_set(instance, model, field.name->view());
    }
    return object;
}

Value model_copy(Runtime& runtime, const Value& self, Args args) {
    Type& type = runtime.type_of(self);
    const Model& model = model_of(runtime, self);
    const Value copy = type.slots.new_(runtime, type, Args{});
    auto &from = self.get<Instance>(), &to = copy.get<Instance>();
    for (size_t i = 0; i < type.slot_names().size(); ++i) to.set_slot(i, from.slot(i));
    const Value* update = args.keyword("update");
    if (const Dict* dict = update ? update->as<Dict>() : nullptr)
        dict->for_each([&](const Value& key, const Value& value) {
            if (const ModelField* field = model.find(key.get<Str>().view())) {
                to.set_slot(size_t(field->slot), value);
                add_field_set(to, model, key.get<Str>().view());
            }
        });
    return copy;
}

Value sqlmodel_update(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "sqlmodel_update", .names = {"obj", "update"}, .required = 1, .positional = 1,
                                   .origin = from_python}, call_args);
    const Model& model = model_of(runtime, self);
    const Value given = args[0];
    const Ref<Dict> values = runtime.make_dict();
    if (const Dict* dict = given.as<Dict>())
        dict->for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
    else if (const Model* other = find_model(runtime.type_of(given)))
        for (const ModelField& field : other->fields) values->set(*field.name, get_attribute(runtime, given, *field.name));
    else
        throw Error(Exc::ValueError, "Can't use sqlmodel_update() with something that is not a dict or SQLModel or "
                                     "Pydantic model: " + str_text(runtime, given));
    if (const Dict* more = args[1].is_set() ? args[1].as<Dict>() : nullptr)
        more->for_each([&](const Value& k, const Value& v) { values->set(runtime, k, v); });
    const bool from_dict = given.as<Dict>() != nullptr;
    for (const Dict::Entry& e : values->entries()) {
        Str* name = e.key.is_set() ? e.key.as<Str>() : nullptr;
        if (name && (!from_dict || model.find(name->view()))) set_attribute(runtime, self, *name, e.value);
    }
    return self;
}

Value model_rebuild(Runtime&, const Value&, Args) { return Value::none(); }

/// Pairs of name and value. pydantic: BaseModel.__iter__.
Value model_iter(Runtime& runtime, const Value& self) {
    const auto& object = self.get<Instance>();
    const Ref<List> pairs = runtime.make_list();
    for (const ModelField& field : model_of(runtime, self).fields) {
        const Value value = object.slot(size_t(field.slot));
        if (value.is_set()) pairs->append(runtime.make_tuple({Value(field.name), value}));
    }
    return iterate(runtime, pairs);
}

} // namespace

Value dump_model(Runtime& runtime, const Value& self, const DumpOptions& options) {
    const auto& object = self.get<Instance>();
    const Model& model = model_of(runtime, self);
    const uint64_t set = fields_set(object);
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const Value value = object.slot(size_t(field.slot));
        if (!value.is_set() || (options.exclude_none && value.is_none())) continue;
        if (options.exclude_unset && !(set >> i & 1)) continue;
        if (field.info->exclude.is_set() && field.info->exclude.is_true()) continue;
        if (options.include.is_set() && !options.include.is_none() && !names_it(runtime, options.include, *field.name))
            continue;
        if (names_it(runtime, options.exclude, *field.name)) continue;
        if (options.exclude_defaults && !field.info->is_required() &&
            equal(runtime, value, field.info->get_default(runtime)))
            continue;
        const Ref<Str> key = options.by_alias && !field.info->alias.empty() ? runtime.intern(field.info->alias) : field.name;
        dict->set(*key, dump_value(runtime, value, options));
    }
    return Value(dict);
}

void add_model_methods(python::TypeBuilder& builder) {
    builder.slots().iter = model_iter;
    builder.method("model_dump", model_dump)
        .method("model_dump_json", model_dump_json)
        .method("dict", old_dict)
        .method("json", model_dump_json)
        .method("model_copy", model_copy)
        .method("copy", model_copy)
        .method("sqlmodel_update", sqlmodel_update)
        .class_method("model_validate", model_validate)
        .class_method("model_validate_json", model_validate_json)
        .class_method("parse_obj", model_validate)
        .class_method("from_orm", model_validate)
        .class_method("model_construct", model_construct)
        .class_method("model_rebuild", model_rebuild)
        .property("model_fields_set", fields_set_of);
}

} // namespace relata::modules
