// no_detached_access: nothing is read of an object whose session is closed and that has not been loaded before.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class NoDetachedAccess final : public Check {
  public:
    CheckResult judge(CheckContext& context) const override { return fails_by_error(context, "DETACHED"); }
};

} // namespace relata::grading
