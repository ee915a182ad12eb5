// A function of a model class under a decorator of pydantic. pydantic: _internal/_decorators.py PydanticDescriptorProxy.
#pragma once

#include "modules/pydantic/core_schema.h"

namespace relata::modules {

class DecoratedFunction final : public Container {
  public:
    enum class Role : uint8_t { field_validator, model_validator, field_serializer, model_serializer, computed_field };
    explicit DecoratedFunction(Type& type) : Container(type) {}
    void clear_references() override { function.reset(); }
    Role role = Role::field_validator;
    FunctionMode mode = FunctionMode::after;
    SerializerFunction::When when = SerializerFunction::When::always;
    std::string name;                ///< of the attribute
    std::vector<std::string> fields; ///< "*": every field
    std::string alias, title, description; ///< of a computed field
    bool repr = true;
    bool check_fields = true;
    Value function; ///< a function, classmethod or staticmethod; of a computed field the property
    /// As it is called: a class method bound to `cls`.
    Value bound(Runtime& runtime, Type& cls) const;
    bool concerns(std::string_view field) const;
};

/// The decorators, for the module pydantic, and the Python class of what they make.
Value field_validator(Runtime&, const Value&, Args);
Value model_validator(Runtime&, const Value&, Args);
Value field_serializer(Runtime&, const Value&, Args);
Value model_serializer(Runtime&, const Value&, Args);
Value computed_field(Runtime&, const Value&, Args);
void make_decorated_function_type(Runtime& runtime);
[[noreturn]] void throw_user_error(const std::string& message, const char* code);
/// PydanticSchemaGenerationError.
Type& schema_generation_error(Runtime& runtime);

} // namespace relata::modules
