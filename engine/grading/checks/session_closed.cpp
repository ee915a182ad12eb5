#include "grading/checks/session_closed.h"

#include "grading/wording.h"

namespace relata::grading {

CheckResult SessionClosed::judge(CheckContext& context) const {
    return for_each_dataset(context, [](const GradedRun& run, const course::Dataset&) {
        for (const sandbox::SessionRecord& session : run.record.sessions) {
            if (session.step != run.step || session.is_closed) continue;
            CheckResult result = failure("SESSION-OPEN", "The session opened" + place_text(session.opened) +
                                                             " is never closed.");
            result.fix = session.is_async ? "async with AsyncSession(engine) as session:"
                                          : "with Session(engine) as session:";
            result.fix_place = "in place of what opens it" + place_text(session.opened);
            result.file = session.opened.file;
            result.line = session.opened.line;
            result.hidden_message = "On data that you do not see, the session opened" +
                                    place_text(session.opened) + " is never closed.";
            return result;
        }
        return CheckResult{};
    });
}

CheckResult ConnectionsBalanced::judge(CheckContext& context) const {
    return for_each_dataset(context, [](const GradedRun& run, const course::Dataset&) {
        for (const sandbox::ConnectionRecord& connection : run.record.connections) {
            if (!connection.is_left_out()) continue;
            const sandbox::SourceSpan& at = connection.last_checkout;
            CheckResult result = failure("CONNECTION-LEAKED",
                                         "The connection taken" + place_text(at) + " is never given back.");
            result.file = at.file;
            result.line = at.line;
            result.hidden_message = "On data that you do not see, a connection is never given back.";
            return result;
        }
        return CheckResult{};
    });
}

} // namespace relata::grading
