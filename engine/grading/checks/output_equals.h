// output_equals: the graded call prints what the reference solution prints on the same data; blanks at the
// ends of lines and empty lines at the end do not count.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class OutputEquals final : public Check {
  public:
    CheckResult judge(CheckContext& context) const override;
};

} // namespace relata::grading
