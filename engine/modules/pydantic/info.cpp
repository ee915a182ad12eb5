// ValidationInfo and SerializationInfo, and the calls of serializer functions.
#include "modules/pydantic/functions.h"

#include "python/arguments.h"
#include "python/type_builder.h"

namespace relata::modules {

namespace {

class ValidationInfo final : public Container {
  public:
    explicit ValidationInfo(Type& type) : Container(type) {}
    void clear_references() override { context.reset(), config.reset(), mode.reset(), data.reset(), field_name.reset(); }
    Value context, config, mode, data, field_name;
};

class SerializationInfo final : public Container {
  public:
    SerializationInfo(Type& type, const DumpState& state) : Container(type) {
        include = state.include, exclude = state.exclude, context = state.context, json = state.json;
        by_alias = state.by_alias, exclude_unset = state.exclude_unset, exclude_defaults = state.exclude_defaults;
        exclude_none = state.exclude_none, round_trip = state.round_trip, field_name = state.field_name;
    }
    void clear_references() override { include.reset(), exclude.reset(), context.reset(), field_name.reset(); }
    Value include, exclude, context;
    Ref<Str> field_name;
    bool json, by_alias, exclude_unset, exclude_defaults, exclude_none, round_trip;
};

class SerializerCallable final : public Container {
  public:
    SerializerCallable(Type& type, std::function<Value(const Value&)> f) : Container(type), function(std::move(f)) {}
    void clear_references() override {
        function = [](const Value&) { return Value::none(); };
    }
    std::function<Value(const Value&)> function;
};

Value or_none(const Value& value) { return value.is_set() ? value : Value::none(); }

template <Value ValidationInfo::* Member> Value read(Runtime&, const Value& self) {
    return or_none(self.get<ValidationInfo>().*Member);
}
template <Value SerializationInfo::* Member> Value read(Runtime&, const Value& self) {
    return or_none(self.get<SerializationInfo>().*Member);
}
template <bool SerializationInfo::* Member> Value read_flag(Runtime&, const Value& self) {
    return Value::boolean(self.get<SerializationInfo>().*Member);
}

Value validation_info_repr(Runtime& runtime, const Value& self) {
    const auto& info = self.get<ValidationInfo>();
    const auto text = [&](const Value& v) { return repr_text(runtime, or_none(v)); };
    return Value(runtime.make_str("ValidationInfo(config=" + text(info.config) + ", context=" + text(info.context) +
                                  ", data=" + text(info.data) + ", field_name=" + text(info.field_name) + ")"));
}

} // namespace

void make_info_types(Runtime& runtime) {
    if (runtime.has_type_for<ValidationInfo>()) return;
    python::TypeBuilder validation(runtime, "ValidationInfo", "pydantic_core._pydantic_core");
    validation.slots().repr = validation_info_repr;
    validation.property("context", read<&ValidationInfo::context>)
        .property("config", read<&ValidationInfo::config>)
        .property("mode", read<&ValidationInfo::mode>)
        .property("field_name", read<&ValidationInfo::field_name>)
        .property("data", [](Runtime&, const Value& self) -> Value {
            const Value& data = self.get<ValidationInfo>().data;
            if (!data.is_set()) throw Error(Exc::AttributeError, "No attribute named 'data'");
            return data;
        });
    runtime.set_type_for<ValidationInfo>(validation.finish());
    python::TypeBuilder serialization(runtime, "SerializationInfo", "pydantic_core._pydantic_core");
    serialization.property("include", read<&SerializationInfo::include>)
        .property("exclude", read<&SerializationInfo::exclude>)
        .property("context", read<&SerializationInfo::context>)
        .property("mode", [](Runtime& r, const Value& self) -> Value { return r.intern(self.get<SerializationInfo>().json ? "json" : "python"); })
        .property("field_name", [](Runtime&, const Value& self) -> Value {
            const Ref<Str>& name = self.get<SerializationInfo>().field_name;
            return name ? Value(name) : Value::none();
        })
        .property("by_alias", read_flag<&SerializationInfo::by_alias>)
        .property("exclude_unset", read_flag<&SerializationInfo::exclude_unset>)
        .property("exclude_defaults", read_flag<&SerializationInfo::exclude_defaults>)
        .property("exclude_none", read_flag<&SerializationInfo::exclude_none>)
        .property("round_trip", read_flag<&SerializationInfo::round_trip>)
        .method("mode_is_json", [](Runtime&, const Value& self, Args) { return Value::boolean(self.get<SerializationInfo>().json); });
    runtime.set_type_for<SerializationInfo>(serialization.finish());
    python::TypeBuilder handler(runtime, "SerializationCallable", "pydantic_core._pydantic_core");
    handler.slots().call = [](Runtime&, const Value& self, Args args) {
        return self.get<SerializerCallable>().function(python::expect_positional("SerializationCallable.__call__", args, 1, 2)[0]);
    };
    runtime.set_type_for<SerializerCallable>(handler.finish());
}

Value validation_info(ValidationState& state) {
    Runtime& runtime = state.runtime;
    Ref<ValidationInfo> info = runtime.make<ValidationInfo>(runtime.type_for<ValidationInfo>());
    info->context = state.context;
    if (state.data) info->data = Value(state.data);
    if (state.field_name) info->field_name = Value(state.field_name);
    info->mode = Value(runtime.intern(state.json ? "json" : "python"));
    if (state.config) {
        const Ref<Dict> copy = runtime.make_dict();
        state.config->for_each([&](const Value& k, const Value& v) { copy->set(runtime, k, v); });
        info->config = Value(copy);
    }
    return Value(info);
}

Value serialization_info(const DumpState& state) {
    Runtime& runtime = state.runtime;
    return Value(runtime.make<SerializationInfo>(runtime.type_for<SerializationInfo>(), state));
}

Value serializer_handler(Runtime& runtime, std::function<Value(const Value&)> handler) {
    return Value(runtime.make<SerializerCallable>(runtime.type_for<SerializerCallable>(), std::move(handler)));
}

Value call_serializer(const SerializerFunction& f, const CoreSchema* inner, const Value& value, DumpState& state) {
    using When = SerializerFunction::When;
    Runtime& runtime = state.runtime;
    const bool json_only = f.when == When::json || f.when == When::json_unless_none;
    const bool not_none = f.when == When::unless_none || f.when == When::json_unless_none;
    if ((json_only && !state.json) || (not_none && value.is_none())) return inner ? inner->dump(value, state) : dump_inferred(value, state);
    std::vector<Value> arguments;
    if (f.method) arguments.push_back(state.object);
    arguments.push_back(value);
    if (f.wrap)
        // The handler may be kept for longer than the model's schemas.
        arguments.push_back(serializer_handler(runtime, [inner = SchemaRef(const_cast<CoreSchema*>(inner)), state](const Value& v) {
            DumpState copy = state;
            return inner ? inner->dump(v, copy) : dump_inferred(v, copy);
        }));
    const std::optional<size_t> count = required_positional(runtime, f.function);
    if (count && *count == arguments.size() + 1) arguments.push_back(serialization_info(state));
    return dump_inferred(call(runtime, f.function, Args{arguments}), state);
}

namespace {

class SerializerSchema final : public CoreSchema {
  public:
    SerializerSchema(SchemaRef inner, SerializerFunction f) : m_inner(std::move(inner)), m_function(std::move(f)) {}
    Value validate(const Value& input, ValidationState& state) const override { return m_inner->validate(input, state); }
    std::string name() const override { return m_inner->name(); }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        m_inner = apply_constraint(runtime, m_inner, c);
        return true;
    }
    Value dump(const Value& value, DumpState& state) const override {
        return call_serializer(m_function, m_inner.get(), value, state);
    }
    const CoreSchema* inner() const override { return m_inner.get(); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return m_inner->json_schema(runtime, definitions);
    }

  private:
    SchemaRef m_inner;
    SerializerFunction m_function;
};

} // namespace

SchemaRef serializer_schema(SchemaRef inner, SerializerFunction function) {
    return make_ref<SerializerSchema>(std::move(inner), std::move(function));
}

} // namespace relata::modules
