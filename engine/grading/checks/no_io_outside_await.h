// no_io_outside_await: no attribute is read that would send a statement where nothing is awaited (MissingGreenlet).
#pragma once

#include "grading/check.h"

namespace relata::grading {

class NoIoOutsideAwait final : public Check {
  public:
    CheckResult judge(CheckContext& context) const override { return fails_by_error(context, "MISSING-GREENLET"); }
};

} // namespace relata::grading
