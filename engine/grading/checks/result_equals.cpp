#include "grading/checks/result_equals.h"

#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

namespace {

using sandbox::Datum;

const Datum::List* list_of(const Datum& datum) {
    return std::get_if<Datum::List>(&datum.value);
}

/// What differs, in a sentence.
std::string difference(const Datum& actual, const Datum& expected, bool ordered) {
    const auto *mine = list_of(actual), *theirs = list_of(expected);
    if (!mine && theirs) return "The result is not a list, but " + shortened(result_text(actual), 80) + ".";
    if (!mine || !theirs)
        return "The result is " + shortened(result_text(actual), 80) + ", not " +
               shortened(result_text(expected), 80) + ".";
    if (mine->size() != theirs->size())
        return "The result has " + counted(mine->size(), "item") + ", and should have " +
               std::to_string(theirs->size()) + ".";
    if (!ordered) return "The result has the right number of items, but not the right ones.";
    if (equal_results(actual, expected, false)) return "The result has the right items in the wrong order.";
    size_t at = 0;
    while (equal_results((*mine)[at], (*theirs)[at], true))
        ++at;
    return "Item " + std::to_string(at + 1) + " of the result is " +
           shortened(result_text((*mine)[at]), 120) + ", and should be " +
           shortened(result_text((*theirs)[at]), 120) + ".";
}

} // namespace

CheckResult ResultEquals::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset& dataset) {
        const GradedRun& reference = context.reference.run(dataset);
        if (equal_results(run.result, reference.result, m_ordered)) return CheckResult{};
        CheckResult result = failure("RESULT-DIFFERS", difference(run.result, reference.result, m_ordered));
        result.expected = result_text(reference.result);
        result.actual = result_text(run.result);
        result.hidden_message = "On data that you do not see, the result is not the right one.";
        return result;
    });
}

} // namespace relata::grading
