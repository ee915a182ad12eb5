#include "modules/pydantic/decorated_function.h"

#include "modules/pydantic/functions.h"
#include "modules/pydantic/model_fields.h"
#include "python/arguments.h"
#include "python/function.h"
#include "python/type_builder.h"

#include <algorithm>

namespace relata::modules {

void throw_user_error(const std::string& message, const char* code) {
    throw Error(Exc::PydanticUserError,
                message + "\n\nFor further information visit https://errors.pydantic.dev/2.12/u/" + code);
}

namespace {
struct SchemaGenerationError {};
} // namespace

Type& schema_generation_error(Runtime& runtime) {
    if (!runtime.has_type_for<SchemaGenerationError>()) {
        python::TypeBuilder builder(runtime, "PydanticSchemaGenerationError", "pydantic.errors",
                                    {&runtime.exception_type(Exc::PydanticUserError)});
        runtime.set_type_for<SchemaGenerationError>(builder.finish());
    }
    return runtime.type_for<SchemaGenerationError>();
}

bool DecoratedFunction::concerns(std::string_view field) const {
    return std::any_of(fields.begin(), fields.end(), [&](const std::string& n) { return n == field || n == "*"; });
}

Value DecoratedFunction::bound(Runtime& runtime, Type& cls) const {
    return function.as<python::WrappedMethod>() ? bind_descriptor(runtime, function, Value(), cls) : function;
}

namespace {

using Role = DecoratedFunction::Role;

/// What a decorator was given, until it gets its function.
Ref<DecoratedFunction> begin(Runtime& runtime, Role role, Args args) {
    Ref<DecoratedFunction> made = runtime.make<DecoratedFunction>(runtime.type_for<DecoratedFunction>());
    made->role = role;
    for (size_t i = 0; i < args.keyword_count(); ++i) {
        const std::string_view name = (*args.keywords)[i].get<Str>().view();
        const Value& value = args.values[args.positional_count() + i];
        const std::string text = value.as<Str>() ? std::string(value.get<Str>().view()) : "";
        if (name == "mode") {
            made->mode = text == "before" ? FunctionMode::before : text == "wrap" ? FunctionMode::wrap
                       : text == "plain" ? FunctionMode::plain : FunctionMode::after;
        } else if (name == "when_used") {
            made->when = serializer_when(text);
        } else if (name == "check_fields") {
            made->check_fields = !value.is_false();
        } else if (name == "alias") {
            made->alias = text;
        } else if (name == "title") {
            made->title = text;
        } else if (name == "description") {
            made->description = text;
        } else if (name == "repr") {
            made->repr = !value.is_false();
        }
    }
    return made;
}

/// A validator whose first parameter is `cls` is a class method, decorated so or not.
Value as_class_method(Runtime& runtime, const Value& function) {
    if (first_parameter(function) != "cls") return function;
    return call(runtime, Value(runtime.type(BuiltinType::classmethod)), {function});
}

Value decorate(Runtime& runtime, const python::NativeFunction& decorator, const Value&, Args args) {
    const std::span<const Value> given = python::expect_positional("dec", args, 1, 1);
    auto& made = decorator.closure().get<DecoratedFunction>();
    Ref<DecoratedFunction> mine = runtime.make<DecoratedFunction>(runtime.type_for<DecoratedFunction>());
    for (const std::string& f : made.fields) mine->fields.push_back(f);
    mine->role = made.role, mine->mode = made.mode, mine->when = made.when, mine->repr = made.repr;
    mine->alias = made.alias, mine->title = made.title, mine->description = made.description;
    mine->check_fields = made.check_fields;
    mine->function = given[0];
    if (mine->role == Role::field_validator) {
        if (first_parameter(given[0]) == "self")
            throw_user_error("`@field_validator` cannot be applied to instance methods", "validator-instance-method");
        mine->function = as_class_method(runtime, given[0]);
    } else if (mine->role == Role::model_validator && mine->mode != FunctionMode::after) {
        mine->function = as_class_method(runtime, given[0]);
    } else if (mine->role == Role::computed_field && !given[0].as<python::Property>()) {
        mine->function = call(runtime, Value(runtime.type(BuiltinType::property)), {given[0]});
    }
    return Value(mine);
}

Value decorator_of(Runtime& runtime, Ref<DecoratedFunction> made) {
    return Value(python::make_function(runtime, "dec", decorate, Value(std::move(made))));
}

void take_fields(Runtime& runtime, DecoratedFunction& made, Args args, const char* decorator) {
    for (const Value& field : args.positional()) {
        if (!field.as<Str>())
            throw_user_error(std::string("`@") + decorator + "` fields should be passed as separate string args. E.g. usage "
                             "should be `@" + decorator + "('<field_name_1>', '<field_name_2>', ...)`", "validator-invalid-fields");
        made.fields.emplace_back(field.get<Str>().view());
    }
    (void)runtime;
}

} // namespace

Value field_validator(Runtime& runtime, const Value&, Args args) {
    if (args.positional_count() == 0)
        throw Error(Exc::TypeError, "field_validator() missing 1 required positional argument: 'field'");
    if (!args.values[0].as<Str>())
        throw_user_error("The `@field_validator` decorator cannot be used without arguments, at least one field must be "
                         "provided. For example: `@field_validator('<field_name>', ...)`.", "decorator-missing-arguments");
    Ref<DecoratedFunction> made = begin(runtime, Role::field_validator, args);
    take_fields(runtime, *made, args, "field_validator");
    return decorator_of(runtime, made);
}

Value model_validator(Runtime& runtime, const Value&, Args args) {
    if (args.positional_count() > 0)
        throw Error(Exc::TypeError, "model_validator() takes 0 positional arguments but " +
                                        std::to_string(args.positional_count()) + (args.positional_count() == 1 ? " was given" : " were given"));
    if (!args.keyword("mode"))
        throw Error(Exc::TypeError, "model_validator() missing 1 required keyword-only argument: 'mode'");
    return decorator_of(runtime, begin(runtime, Role::model_validator, args));
}

Value field_serializer(Runtime& runtime, const Value&, Args args) {
    Ref<DecoratedFunction> made = begin(runtime, Role::field_serializer, args);
    if (!args.keyword("mode")) made->mode = FunctionMode::plain;
    take_fields(runtime, *made, args, "field_serializer");
    return decorator_of(runtime, made);
}

Value model_serializer(Runtime& runtime, const Value&, Args args) {
    Ref<DecoratedFunction> made = begin(runtime, Role::model_serializer, args);
    if (!args.keyword("mode")) made->mode = FunctionMode::plain;
    const Value decorator = decorator_of(runtime, made);
    return args.positional_count() == 1 ? call(runtime, decorator, {args.values[0]}) : decorator;
}

Value computed_field(Runtime& runtime, const Value&, Args args) {
    const Value decorator = decorator_of(runtime, begin(runtime, Role::computed_field, args));
    return args.positional_count() == 1 ? call(runtime, decorator, {args.values[0]}) : decorator;
}

namespace {

/// In a class's dict, a decorated function reads as what it wraps.
Value decorated_get(Runtime& runtime, const Value& self, const Value& instance, Type& owner) {
    const Value& inner = self.get<DecoratedFunction>().function;
    const auto get = runtime.type_of(inner).slots.descriptor_get;
    return get ? get(runtime, inner, instance, owner) : inner;
}

/// `computed.setter(...)`, and other attributes of the property inside.
Value decorated_attribute(Runtime& runtime, const Value& self, Str& name) {
    const Value& inner = self.get<DecoratedFunction>().function;
    if (name.view() == "setter" || name.view() == "deleter")
        return Value(python::make_function(
            runtime, "setter",
            [](Runtime& r, const python::NativeFunction& f, const Value&, Args args) -> Value {
                python::check_arguments("setter(fset)", args);
                const auto& closure = f.closure().get<Tuple>();
                auto& decorated = closure[0].get<DecoratedFunction>();
                decorated.function = call(r, get_attribute(r, decorated.function, closure[1].get<Str>()), {args.values[0]});
                return closure[0];
            },
            Value(runtime.make_tuple({self, Value(Ref<Str>(name))}))));
    const Value own = find_generic_attribute(runtime, self, name);
    return own.is_set() ? own : get_attribute(runtime, inner, name);
}

} // namespace

void make_decorated_function_type(Runtime& runtime) {
    if (runtime.has_type_for<DecoratedFunction>()) return;
    python::TypeBuilder builder(runtime, "PydanticDescriptorProxy", "pydantic._internal._decorators");
    builder.slots().descriptor_get = decorated_get;
    builder.slots().get_attribute = decorated_attribute;
    builder.slots().call = [](Runtime& r, const Value& self, Args args) { return call(r, self.get<DecoratedFunction>().function, args); };
    builder.property("wrapped", [](Runtime&, const Value& self) { return self.get<DecoratedFunction>().function; });
    runtime.set_type_for<DecoratedFunction>(builder.finish());
}

} // namespace relata::modules
