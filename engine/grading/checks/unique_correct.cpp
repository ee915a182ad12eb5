#include "grading/checks/unique_correct.h"

#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

constexpr std::array<std::string_view, 2> policy_words{"always", "when-needed"};

/// Whether a statement asks for a relationship to be loaded with it.
bool loads_eagerly(const sandbox::ResultRecord& result) {
    constexpr std::array<std::string_view, 4> strategies{"selectinload(", "joinedload(", "subqueryload(",
                                                         "contains_eager("};
    return result.needs_unique || std::ranges::any_of(result.options, [&](const std::string& option) {
               return std::ranges::any_of(
                   strategies, [&](std::string_view s) { return option.find(s) != std::string::npos; });
           });
}

CheckResult missing(const sandbox::ResultRecord& result) {
    std::string option;
    for (const std::string& o : result.options)
        option += (option.empty() ? "" : ", ") + o;
    CheckResult made = failure("UNIQUE-MISSING", "The result" + place_text(result.span) + " is eager-loaded" +
                                                     (option.empty() ? "" : " with " + option) +
                                                     ", and unique() is not called on it.");
    made.fix = ".unique()";
    made.fix_place = "to the result, before it is read" + place_text(result.span);
    made.file = result.span.file;
    made.line = result.span.line;
    made.hidden_message = "On data that you do not see, unique() is missing" + place_text(result.span) + ".";
    return made;
}

} // namespace

UniqueCorrect::UniqueCorrect(course::ManifestReader& parameters)
    : m_policy(Policy(parameters.one_of("policy", policy_words, 1))) {}

CheckResult UniqueCorrect::judge(CheckContext& context) const {
    for (const bool hidden : {false, true})
        for (const course::Dataset& dataset : context.exercise.datasets) {
            const GradedRun& run = context.answer.run(dataset);
            if (dataset.hidden != hidden || run.is_done()) continue;
            CheckResult result = error_result(context, run);
            // That SQLAlchemy insists is this check's own failure, not an accident.
            if (result.code == "UNIQUE-MISSING") result.verdict = Verdict::failed;
            result.is_on_hidden_data = hidden;
            return result;
        }
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset&) {
        CheckResult all;
        for (const sandbox::ResultRecord& result : run.record.results) {
            if (result.step != run.step || result.span.file.empty()) continue;
            if (!result.unique_called &&
                (result.needs_unique || (m_policy == Policy::always && loads_eagerly(result))))
                return missing(result);
            if (m_policy == Policy::when_needed && result.unique_called && !result.needs_unique &&
                result.rows_fetched <= result.objects_returned)
                all.notes.push_back("unique()" + place_text(result.span) +
                                    " changes nothing here: no collection is joined to the "
                                    "rows, so each object comes once.");
        }
        return all;
    });
}

} // namespace relata::grading
