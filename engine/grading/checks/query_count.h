// query_count {select, dml: {max | exact}}: how many statements reach SQLite inside the graded call.
#pragma once

#include "grading/check.h"

#include <optional>

namespace relata::grading {

class QueryCount final : public Check {
  public:
    explicit QueryCount(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    struct Bound {
        std::optional<uint64_t> max, exact;
        bool holds(uint64_t count) const { return (!max || count <= *max) && (!exact || count == *exact); }
        std::string text() const; ///< "at most 2", "exactly 2"
    };
    static Bound read(course::ManifestReader& parameters, std::string_view key);
    Bound m_select, m_dml;
};

} // namespace relata::grading
