// query_growth {sizes, class: constant | linear}: how the number of SELECTs grows with the data. One
// statement more for each 500 parents of a selectin load is a step, not growth.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class QueryGrowth final : public Check {
  public:
    enum class Class : uint8_t { constant, linear, quadratic };
    struct Point {
        int64_t size = 0;
        uint64_t selects = 0; ///< as sent
        uint64_t counted = 0; ///< a load in chunks counts once
    };

    explicit QueryGrowth(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;
    bool is_slow() const override { return true; }

    static Point measure(const GradedRun& run);
    /// By the two largest sizes.
    static Class classify(const std::vector<Point>& points);

  private:
    std::vector<int64_t> m_sizes; ///< ascending
    Class m_class = Class::constant;
};
std::string_view to_string(QueryGrowth::Class growth);

} // namespace relata::grading
