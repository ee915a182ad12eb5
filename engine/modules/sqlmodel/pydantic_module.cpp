// The module pydantic. pydantic: __init__.py.
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/type_adapter.h"
#include "modules/pydantic/validation_error.h"
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/sqlmodel_modules.h"
#include "modules/stdlib/frozen.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

Value config_dict(Runtime& runtime, const Value&, Args args) { return keyword_dict(runtime, args); }

void fill_pydantic(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    const ModelTypes& types = make_model_types(interpreter);
    module.set("BaseModel", Value(*types.base_model));
    module.set("VERSION", Value(runtime.make_str("2.12.0")));
    module.set("__version__", Value(runtime.make_str("2.12.0")));
    const auto function = [&](const char* name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(runtime, name, fn, "pydantic")));
    };
    function("Field", pydantic_field);
    function("field_validator", field_validator);
    function("model_validator", model_validator);
    function("field_serializer", field_serializer);
    function("model_serializer", model_serializer);
    function("computed_field", computed_field);
    function("ConfigDict", config_dict);
    function("_raise_errors", raise_errors);
    module.set("TypeAdapter", Value(type_adapter_type(runtime)));
    module.set("ValidationError", Value(runtime.exception_type(Exc::ValidationError)));
    module.set("PydanticUserError", Value(runtime.exception_type(Exc::PydanticUserError)));
    module.set("PydanticSchemaGenerationError", Value(schema_generation_error(runtime)));
    for (const char* name : {"ValidationInfo", "SerializationInfo", "FieldSerializationInfo", "ValidatorFunctionWrapHandler",
                             "SerializerFunctionWrapHandler", "ModelWrapValidatorHandler", "FieldValidationInfo"})
        module.set(name, Value(runtime.type(BuiltinType::object))); // named in annotations alone
    run_frozen(interpreter, module, "pydantic");
    for (const char* name : {"PastDate", "FutureDate", "PastDatetime", "FutureDatetime", "AwareDatetime", "NaiveDatetime", "UUID1", "UUID3",
                             "UUID4", "UUID5", "Base64Str", "Base64UrlStr"})
        module.define_lazily(name, [name](python::Interpreter& in) {
            return call(in, in.import_module("pydantic").find(in, "_made_when_asked_for"), {Value(in.make_str(name))});
        });
}

/// A module that has some of pydantic's names.
void pass_on(python::Interpreter& interpreter, const char* name, std::initializer_list<const char*> names) {
    interpreter.register_module(name, [names = std::vector<const char*>(names)](python::Interpreter& in, python::Module& module) {
        for (const char* n : names) module.set(n, in.import_module("pydantic").find(in, n));
    });
}

} // namespace

void register_pydantic(python::Interpreter& interpreter) {
    interpreter.register_module("pydantic", fill_pydantic);
    interpreter.register_module("pydantic.fields", [](python::Interpreter& in, python::Module& module) {
        make_model_types(in);
        module.set("FieldInfo", Value(static_cast<Runtime&>(in).type_for<FieldInfo>()));
        for (const char* name : {"Field", "PrivateAttr", "ModelPrivateAttr", "computed_field"})
            module.set(name, in.import_module("pydantic").find(in, name));
    });
    pass_on(interpreter, "pydantic.main", {"BaseModel", "create_model"});
    pass_on(interpreter, "pydantic.root_model", {"RootModel"});
    pass_on(interpreter, "pydantic.type_adapter", {"TypeAdapter"});
    pass_on(interpreter, "pydantic.validate_call_decorator", {"validate_call"});
    pass_on(interpreter, "pydantic.config", {"ConfigDict"});
    pass_on(interpreter, "pydantic.functional_validators",
            {"AfterValidator", "BeforeValidator", "WrapValidator", "PlainValidator", "SkipValidation", "InstanceOf",
             "field_validator", "model_validator"});
    pass_on(interpreter, "pydantic.functional_serializers",
            {"PlainSerializer", "WrapSerializer", "field_serializer", "model_serializer"});
    pass_on(interpreter, "pydantic.types",
            {"conint", "confloat", "constr", "condecimal", "conlist", "conset", "conbytes", "PositiveInt", "NegativeInt",
             "NonNegativeInt", "NonPositiveInt", "PositiveFloat", "NegativeFloat", "NonNegativeFloat", "NonPositiveFloat",
             "StrictInt", "StrictStr", "StrictBool", "StrictFloat", "StringConstraints", "SecretStr", "Strict"});
    pass_on(interpreter, "pydantic.networks", {"EmailStr", "NameEmail", "AnyUrl", "HttpUrl"});
    pass_on(interpreter, "pydantic.aliases", {"AliasChoices", "AliasGenerator"});
    pass_on(interpreter, "annotated_types",
            {"Gt", "Ge", "Lt", "Le", "MultipleOf", "MinLen", "MaxLen", "Len", "Interval", "Predicate"});
    pass_on(interpreter, "pydantic.errors", {"PydanticUserError", "PydanticSchemaGenerationError"});
    pass_on(interpreter, "pydantic_core",
            {"ValidationError", "PydanticCustomError", "PydanticKnownError", "PydanticSerializationError"});
}

} // namespace relata::modules
