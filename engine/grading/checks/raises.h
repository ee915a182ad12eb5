// raises {class}: the graded call ends with an exception of that class, e.g. MissingGreenlet.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class Raises final : public Check {
  public:
    explicit Raises(course::ManifestReader& parameters) : m_class(parameters.text("class")) {}
    CheckResult judge(CheckContext& context) const override;

  private:
    std::string m_class;
};

} // namespace relata::grading
