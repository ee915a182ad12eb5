// unique_correct {policy: always | when-needed}: unique() where the result needs it.
//
// Needed (a joined eager load of a collection) and there: right. Needed and missing: SQLAlchemy raises, which
// is explained. Not needed and there: right, with a remark under when-needed. Not needed and missing: wrong
// under `always`, where the habit of the lesson is asked for on every eager-loaded result; the result itself
// is another check's business.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class UniqueCorrect final : public Check {
  public:
    enum class Policy : uint8_t { always, when_needed };
    explicit UniqueCorrect(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    Policy m_policy;
};

} // namespace relata::grading
