// loader_for {path, any_of}: how a relationship is loaded inside the graded call.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class LoaderFor final : public Check {
  public:
    explicit LoaderFor(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    std::string m_path;                ///< "Task.assignee"
    std::vector<std::string> m_any_of; ///< names of loader options: "selectinload"; "lazyload" for none
};

} // namespace relata::grading
