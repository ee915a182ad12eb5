// The module pydantic. pydantic: __init__.py.
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/sqlmodel_modules.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using Role = DecoratedFunction::Role;

/// `@field_validator("a", "b", mode="before")`: the closure is (mode, names).
Value decorate(Runtime& runtime, const python::NativeFunction& function, const Value&, Args args) {
    const Tuple& closure = function.closure().get<Tuple>();
    Ref<DecoratedFunction> made = runtime.make<DecoratedFunction>(runtime.type_for<DecoratedFunction>());
    made->role = Role(closure[0].as_small_int());
    for (size_t i = 1; i < closure.size(); ++i) made->fields.emplace_back(closure[i].get<Str>().view());
    made->function = args.values[0];
    return Value(made);
}

std::string mode_of(Runtime& runtime, Args args) {
    const Value* mode = args.keyword("mode");
    return mode ? str_text(runtime, *mode) : "after";
}

Value field_validator(Runtime& runtime, const Value&, Args args) {
    const std::string mode = mode_of(runtime, args);
    const Role role = mode == "before" ? Role::field_before : mode == "plain" ? Role::field_plain : Role::field_after;
    std::vector<Value> closure{Value::small_int(int(role))};
    for (const Value& name : args.positional()) closure.push_back(name);
    return Value(python::make_function(runtime, "dec", decorate, Value(runtime.make_tuple(closure))));
}

Value model_validator(Runtime& runtime, const Value&, Args args) {
    const Role role = mode_of(runtime, args) == "before" ? Role::model_before : Role::model_after;
    return Value(python::make_function(runtime, "dec", decorate,
                                       Value(runtime.make_tuple({Value::small_int(int(role))}))));
}

/// In a class's dict, a decorated function reads as what it wraps.
Value decorated_get(Runtime& runtime, const Value& self, const Value& instance, Type& owner) {
    const Value& inner = self.get<DecoratedFunction>().function;
    const auto get = runtime.type_of(inner).slots.descriptor_get;
    return get ? get(runtime, inner, instance, owner) : inner;
}

Value config_dict(Runtime& runtime, const Value&, Args args) {
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < args.keyword_count(); ++i)
        dict->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return Value(dict);
}

void fill_pydantic(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    const ModelTypes& types = make_model_types(interpreter);
    if (!runtime.has_type_for<DecoratedFunction>()) {
        python::TypeBuilder builder(runtime, "PydanticDescriptorProxy", "pydantic._internal._decorators");
        builder.slots().descriptor_get = decorated_get;
        runtime.set_type_for<DecoratedFunction>(builder.finish());
    }
    module.set("BaseModel", Value(*types.base_model));
    module.set("VERSION", Value(runtime.make_str("2.12.0")));
    const auto function = [&](const char* name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(runtime, name, fn, "pydantic")));
    };
    function("Field", pydantic_field);
    function("field_validator", field_validator);
    function("model_validator", model_validator);
    function("ConfigDict", config_dict);
    module.set("ValidationError", Value(runtime.exception_type(Exc::ValidationError)));
    python::TypeBuilder email(runtime, "EmailStr", "pydantic.networks", {&runtime.type(BuiltinType::str)});
    module.set("EmailStr", Value(email.finish()));
}

Value validation_errors(Runtime& runtime, const Value& self, Args) {
    return get_attribute(runtime, self, "_line_errors");
}

Value validation_error_count(Runtime& runtime, const Value& self, Args) {
    return Value::small_int(length(runtime, get_attribute(runtime, self, "_line_errors")));
}

} // namespace

void register_pydantic(python::Interpreter& interpreter) {
    interpreter.register_module("pydantic", [](python::Interpreter& in, python::Module& module) {
        Runtime& runtime = in;
        python::TypeBuilder errors(runtime, runtime.exception_type(Exc::ValidationError));
        errors.method("errors", validation_errors).method("error_count", validation_error_count);
        fill_pydantic(in, module);
    });
    interpreter.register_module("pydantic.fields", [](python::Interpreter& in, python::Module& module) {
        make_model_types(in);
        module.set("FieldInfo", Value(static_cast<Runtime&>(in).type_for<FieldInfo>()));
        module.set("Field", Value(python::make_function(in, "Field", pydantic_field, "pydantic.fields")));
    });
    interpreter.register_module("pydantic_core", [](python::Interpreter& in, python::Module& module) {
        module.set("ValidationError", Value(static_cast<Runtime&>(in).exception_type(Exc::ValidationError)));
    });
}

} // namespace relata::modules
