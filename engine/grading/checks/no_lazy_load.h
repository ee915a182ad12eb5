// no_lazy_load {paths}: inside the graded call nothing (or none of `paths`) is loaded lazily. With `latent`,
// neither is anything read that the identity map happened to answer: on other data that would have been a
// statement.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class NoLazyLoad final : public Check {
  public:
    NoLazyLoad(course::ManifestReader& parameters, bool latent)
        : m_paths(parameters.texts("paths")), m_latent(latent) {}
    CheckResult judge(CheckContext& context) const override;

  private:
    std::vector<std::string> m_paths; ///< "Task.assignee"; empty: all
    bool m_latent;
};

} // namespace relata::grading
