// model_dump() and model_dump_json(). pydantic: main.py; pydantic-core: src/serializers/fields.rs.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/functions.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/serialization.h"

#include "modules/stdlib/json.h"
#include "python/arguments.h"

namespace relata::modules {

namespace {

Value dump_fields(Runtime& runtime, Model& model, const Value& object, DumpState& state) {
    const auto& instance = object.get<Instance>();
    const std::shared_ptr<ModelSchemas> schemas = schemas_of(runtime, model);
    if (is_root_model(model) && !model.fields.empty())
        return schemas->fields.front()->dump(instance.slot(size_t(model.fields.front().slot)), state);
    // Which fields were given is counted in the fields of the object's own class.
    const Model& own = model_of(runtime, object);
    const uint64_t set = fields_set(instance);
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const FieldInfo& info = *field.info;
        const Value value = instance.slot(size_t(field.slot));
        if (!value.is_set() || (state.exclude_none && value.is_none())) continue;
        if (state.exclude_unset) {
            const ModelField* of_own = own.find(field.name->view());
            const size_t at = of_own ? size_t(of_own - own.fields.data()) : 62;
            if (at < 62 && !(set >> at & 1)) continue;
        }
        DumpState inner = state;
        if (!select_key(state, Value(field.name), inner.include, inner.exclude)) continue;
        if (info.exclude.is_set() && info.exclude.is_true()) continue;
        if (info.exclude_if.is_set() && truth(runtime, call(runtime, info.exclude_if, {value}))) continue;
        if (state.exclude_defaults && info.default_.is_set() && equal(runtime, value, info.default_)) continue;
        inner.object = object;
        inner.field_name = field.name;
        const std::string& alias = info.serialization_name();
        const Ref<Str> key = state.by_alias && !alias.empty() ? runtime.intern(alias) : field.name;
        dict->set(*key, state.serialize_as_any ? dump_inferred(value, inner) : schemas->fields[i]->dump(value, inner));
    }
    if (const Ref<Dict> extra = extra_of(instance))
        extra->for_each([&](const Value& key, const Value& value) {
            DumpState inner = state;
            if ((state.exclude_none && value.is_none()) || !select_key(state, key, inner.include, inner.exclude)) return;
            dict->set(runtime, key, dump_inferred(value, inner));
        });
    if (state.round_trip || state.exclude_computed_fields) return Value(dict);
    for (const Ref<DecoratedFunction>& f : model.all_functions()) {
        if (f->role != DecoratedFunction::Role::computed_field) continue;
        const Ref<Str> name = runtime.intern(f->name);
        DumpState inner = state;
        if (!select_key(state, Value(name), inner.include, inner.exclude)) continue;
        const Value value = get_attribute(runtime, object, *name);
        if (state.exclude_none && value.is_none()) continue;
        inner.object = object;
        inner.field_name = name;
        const SerializerFunction* serializer = nullptr;
        SerializerFunction found;
        for (const Ref<DecoratedFunction>& s : model.all_functions())
            if (s->role == DecoratedFunction::Role::field_serializer && s->concerns(f->name)) {
                const Value callable = s->bound(runtime, model.type);
                found = {s->mode == FunctionMode::wrap, s->when, first_parameter(callable) == "self", callable};
                serializer = &found;
            }
        const Ref<Str> key = state.by_alias && !f->alias.empty() ? runtime.intern(f->alias) : name;
        dict->set(*key, serializer ? call_serializer(*serializer, nullptr, value, inner) : dump_inferred(value, inner));
    }
    return Value(dict);
}

} // namespace

Value dump_model(Runtime& runtime, Model& model, const Value& object, DumpState& state) {
    const Runtime::NestedCall nested(runtime, " while serializing a model");
    const std::shared_ptr<ModelSchemas> schemas = schemas_of(runtime, model);
    if (!schemas->serializer.function.is_set()) return dump_fields(runtime, model, object, state);
    const SerializerFunction& f = schemas->serializer;
    const bool json_only = f.when == SerializerFunction::When::json || f.when == SerializerFunction::When::json_unless_none;
    if (json_only && !state.json) return dump_fields(runtime, model, object, state);
    std::vector<Value> arguments{object};
    if (f.wrap)
        arguments.push_back(serializer_handler(runtime, [&runtime, &model, state](const Value& v) {
            DumpState copy = state;
            return dump_fields(runtime, model, v, copy);
        }));
    const std::optional<size_t> count = required_positional(runtime, f.function);
    if (count && *count == arguments.size() + 1) arguments.push_back(serialization_info(state));
    DumpState inner = state;
    inner.include = inner.exclude = Value();
    return dump_inferred(call(runtime, f.function, Args{arguments}), inner);
}

DumpState read_dump_state(Runtime& runtime, const char* function, Args call_args) {
    const python::ArgReader args(runtime,
                                 {.function = function,
                                  .names = {"mode", "include", "exclude", "context", "by_alias", "exclude_unset",
                                            "exclude_defaults", "exclude_none", "exclude_computed_fields", "round_trip",
                                            "warnings", "fallback", "serialize_as_any", "indent", "ensure_ascii"},
                                  .positional = 0,
                                  .origin = python::Signature::Origin::python,
                                  .self_count = 1},
                                 call_args);
    DumpState state(runtime);
    state.json = args.text(0, "python") == "json";
    state.include = args[1];
    state.exclude = args[2];
    state.context = args.get(3);
    state.by_alias = args.truth(4);
    state.exclude_unset = args.truth(5);
    state.exclude_defaults = args.truth(6);
    state.exclude_none = args.truth(7);
    state.exclude_computed_fields = args.truth(8);
    state.round_trip = args.truth(9);
    if (args.has(10)) {
        const Value& w = args[10];
        const bool error = w.as<Str>() && w.get<Str>().view() == "error", none = w.as<Str>() && w.get<Str>().view() == "none";
        state.warnings = error ? DumpState::Warnings::error
                         : none || w.is_false() ? DumpState::Warnings::none : DumpState::Warnings::warn;
    }
    if (!args.is_none(11)) state.fallback = args[11];
    state.serialize_as_any = args.truth(12);
    return state;
}

Value json_text(Runtime& runtime, const Value& dumped, const Value& indent) {
    const bool pretty = indent.is_set() && !indent.is_none();
    const std::vector<Value> values{dumped,
                                    Value(runtime.make_tuple({Value(runtime.make_str(",")), Value(runtime.make_str(pretty ? ": " : ":"))})),
                                    pretty ? indent : Value::none(), Value::boolean(false)};
    const Ref<Tuple> names = runtime.make_tuple({Value(runtime.intern("separators")), Value(runtime.intern("indent")),
                                                 Value(runtime.intern("ensure_ascii"))});
    return json_dumps(runtime, Value(), Args{values, names.get()});
}

} // namespace relata::modules
