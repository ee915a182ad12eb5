// A function of a model class under a decorator of pydantic.
#pragma once

#include "support/runtime.h"

#include <string>
#include <vector>

namespace relata::modules {

class DecoratedFunction final : public Container {
  public:
    enum class Role : uint8_t { field_before, field_after, field_plain, model_before, model_after, computed_field };
    explicit DecoratedFunction(Type& type) : Container(type) {}
    void clear_references() override;
    Role role = Role::field_after;
    std::vector<std::string> fields;
    Value function;
};

} // namespace relata::modules
