// back_populates_pair {pairs: [[A.x, B.y], ...]}: the two relationships of each pair know each other.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class BackPopulatesPair final : public Check {
  public:
    explicit BackPopulatesPair(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

} // namespace relata::grading
