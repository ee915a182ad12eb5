// result_equals {ordered}: the graded call returns what the reference solution returns on the same data.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class ResultEquals final : public Check {
  public:
    explicit ResultEquals(course::ManifestReader& parameters)
        : m_ordered(parameters.boolean("ordered", true)) {}
    CheckResult judge(CheckContext& context) const override;

  private:
    bool m_ordered; ///< false: the outermost list is a multiset
};

} // namespace relata::grading
