// OptionObject: a loader option as the program holds it: `selectinload(Task.assignee)`.
#pragma once

#include "sql/select.h"
#include "support/object.h"

namespace relata::modules {

class OptionObject : public Object {
  public:
    OptionObject(Type& type, Ref<sql::ExecutableOption> option) : Object(type), m_option(std::move(option)) {}
    const Ref<sql::ExecutableOption>& option() const { return m_option; }

  private:
    Ref<sql::ExecutableOption> m_option;
};

} // namespace relata::modules
