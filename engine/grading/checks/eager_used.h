// eager_used {paths}: what the answer loads up front, it also reads: on one of the datasets at least.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class EagerUsed final : public Check {
  public:
    explicit EagerUsed(course::ManifestReader& parameters) : m_paths(parameters.texts("paths")) {}
    CheckResult judge(CheckContext& context) const override;

  private:
    std::vector<std::string> m_paths; ///< "Task.assignee"; empty: all
};

} // namespace relata::grading
