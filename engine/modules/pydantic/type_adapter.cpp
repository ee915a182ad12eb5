#include "modules/pydantic/type_adapter.h"

#include "modules/pydantic/json_parser.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/serialization.h"
#include "modules/pydantic/validation_error.h"
#include "python/arguments.h"

namespace relata::modules {

namespace {

class TypeAdapter final : public Container {
  public:
    TypeAdapter(Type& type, SchemaRef its_schema) : Container(type), schema(std::move(its_schema)) {}
    void clear_references() override { schema = any_schema(); }
    SchemaRef schema;
};

Value adapter_new(Runtime& runtime, Type& type, Args call_args) {
    const python::ArgReader args(runtime, {.function = "TypeAdapter.__init__", .names = {"type", "config"}, .required = 1,
                                           .positional = 1, .origin = python::Signature::Origin::python, .self_count = 1}, call_args);
    return Value(runtime.make<TypeAdapter>(type, generate_schema(runtime, nullptr, args[0])));
}

Value validate(Runtime& runtime, const Value& self, const Value& input, ValidationState& state) {
    const SchemaRef kept = self.get<TypeAdapter>().schema;
    const CoreSchema& schema = *kept;
    try {
        if (!state.json) return schema.validate(input, state);
        const Str* text = input.as<Str>();
        const Bytes* bytes = input.as<Bytes>();
        if (!text && !bytes) fail(runtime, "json_type", input);
        return schema.validate(parse_json(runtime, text ? text->view() : bytes->view(), input), state);
    } catch (const ValidationFailure& failure) {
        throw_validation_error(runtime, schema.name(), failure, state.json);
    }
}

template <bool json> Value validate_method(Runtime& runtime, const Value& self, Args call_args) {
    const python::ArgReader args(runtime, {.function = json ? "TypeAdapter.validate_json" : "TypeAdapter.validate_python",
                                           .names = {json ? "data" : "object", "strict", "from_attributes", "context"}, .required = 1,
                                           .positional = 1, .origin = python::Signature::Origin::python, .self_count = 1}, call_args);
    ValidationState state(runtime);
    state.json = json;
    if (!args.is_none(1)) state.strict = args.truth(1);
    if (!args.is_none(2)) state.from_attributes = args.truth(2);
    state.context = args.get(3);
    return validate(runtime, self, args[0], state);
}

Value dump(Runtime& runtime, const Value& self, Args args, bool json) {
    if (args.positional_count() != 1)
        throw Error(Exc::TypeError, "TypeAdapter.dump_python() missing 1 required positional argument: 'instance'");
    const Ref<Tuple> names = args.keywords ? Ref<Tuple>(const_cast<Tuple&>(*args.keywords)) : Ref<Tuple>();
    DumpState state = read_dump_state(runtime, "TypeAdapter.dump_python", Args{args.values.subspan(1), names.get()});
    state.json = state.json || json;
    const Value dumped = self.get<TypeAdapter>().schema->dump(args.values[0], state);
    check_unexpected(state);
    return dumped;
}

Value dump_python(Runtime& runtime, const Value& self, Args args) { return dump(runtime, self, args, false); }

Value dump_json(Runtime& runtime, const Value& self, Args args) {
    const Value* indent = args.keyword("indent");
    return call_method(runtime, json_text(runtime, dump(runtime, self, args, true), indent ? *indent : Value::none()), "encode");
}

Value json_schema(Runtime& runtime, const Value& self, Args) {
    return whole_json_schema(runtime, *self.get<TypeAdapter>().schema, false);
}

} // namespace

Type& type_adapter_type(Runtime& runtime) {
    if (runtime.has_type_for<TypeAdapter>()) return runtime.type_for<TypeAdapter>();
    python::TypeBuilder builder(runtime, "TypeAdapter", "pydantic.type_adapter");
    builder.slots().new_ = adapter_new;
    builder.slots().init = [](Runtime&, const Value&, Args) {};
    builder.method("validate_python", validate_method<false>)
        .method("validate_json", validate_method<true>)
        .method("dump_python", dump_python)
        .method("dump_json", dump_json)
        .method("json_schema", json_schema)
        .method("rebuild", [](Runtime&, const Value&, Args) { return Value::none(); });
    runtime.set_type_for<TypeAdapter>(builder.finish());
    return runtime.type_for<TypeAdapter>();
}

} // namespace relata::modules
