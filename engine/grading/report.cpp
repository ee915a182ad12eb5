#include "grading/report.h"

#include "grading/wording.h"

namespace relata::grading {

std::string_view to_string(Status status) {
    switch (status) {
    case Status::not_finished:
        return "not-finished";
    case Status::graded:
        return "graded";
    case Status::not_gradable:
        return "not-gradable";
    case Status::exercise_invalid:
        return "exercise-invalid";
    case Status::time_limit:
        return "time-limit";
    case Status::internal_error:
        return "internal-error";
    }
    return "";
}

std::string Report::verdict_hash() const {
    std::string all = exercise + '\0' + manifest_hash + '\0' + engine_version + '\0' + answer_hash + '\0' +
                      std::to_string(seed) + '\0' + std::string(to_string(status));
    for (const CheckResult& check : checks)
        all += '\0' + check.id + '\0' + std::string(to_string(check.verdict)) + '\0' + check.code + '\0' +
               number_text(check.points);
    return course::content_hash(all);
}

Report Report::for_student() const {
    Report shown = *this;
    shown.checks.clear();
    for (const CheckResult& check : checks) {
        if (check.visibility == course::Visibility::hidden ||
            check.visibility == course::Visibility::after_due)
            continue;
        CheckResult one = check;
        one.staff_message.clear();
        const bool silent = check.visibility == course::Visibility::score_only;
        if (check.is_on_hidden_data || silent) {
            one.message = silent && check.verdict != Verdict::passed ? "This check does not say why it fails."
                                                                     : check.hidden_message;
            if (one.message.empty() && check.verdict != Verdict::passed)
                one.message = "On data that you do not see, this check fails.";
            one.expected.clear();
            one.actual.clear();
            one.notes.clear();
        }
        if (silent) {
            one.code.clear();
            one.fix.clear();
            one.fix_place.clear();
            one.advice.clear();
            one.file.clear();
            one.line = 0;
        }
        shown.checks.push_back(std::move(one));
    }
    return shown;
}

} // namespace relata::grading
