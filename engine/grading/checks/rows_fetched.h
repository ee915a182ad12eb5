// rows_fetched {max_per_object, max}: how many rows SQLite hands over: collections that are joined to one another
// multiply.
#pragma once

#include "grading/check.h"

#include <optional>

namespace relata::grading {

class RowsFetched final : public Check {
  public:
    explicit RowsFetched(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    CheckResult explosion(const GradedRun& run, const sandbox::ResultRecord& result) const;

    std::optional<double> m_max_per_object;
    std::optional<uint64_t> m_max; ///< of the whole call
};

} // namespace relata::grading
