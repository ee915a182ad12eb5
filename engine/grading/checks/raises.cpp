#include "grading/checks/raises.h"

#include "grading/error_explanation.h"
#include "grading/wording.h"

namespace relata::grading {

CheckResult Raises::judge(CheckContext& context) const {
    for (const course::Dataset& dataset : context.exercise.datasets) {
        const GradedRun& run = context.answer.run(dataset);
        CheckResult result;
        if (run.is_done())
            result = failure("NOT-RAISED", "The call returns, and should raise " + m_class + ".");
        else if (run.phase != GradedRun::Phase::call || !run.error)
            result = error_result(context, run);
        else if (class_name(*run.error) != m_class && run.error->type != m_class)
            result = failure("OTHER-ERROR", "The call raises " + class_name(*run.error) +
                                                place_text(run.error_place) + ", and should raise " +
                                                m_class + ".");
        if (result.verdict == Verdict::passed) continue;
        if (result.hidden_message.empty())
            result.hidden_message = "On data that you do not see, the call does not raise " + m_class + ".";
        result.is_on_hidden_data = dataset.hidden;
        result.file = run.error_place.file;
        result.line = run.error_place.line;
        return result;
    }
    return {};
}

} // namespace relata::grading
