// session_closed and connections_balanced: what the graded call opened, it closes.
#pragma once

#include "grading/check.h"

namespace relata::grading {

/// Every session that the answer opened is closed when the call returns.
class SessionClosed final : public Check {
  public:
    CheckResult judge(CheckContext& context) const override;
};

/// Every connection went back to its pool.
class ConnectionsBalanced final : public Check {
  public:
    CheckResult judge(CheckContext& context) const override;
};

} // namespace relata::grading
