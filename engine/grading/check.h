// Check: one kind of judgement over graded runs. Each stands in a file pair below checks/; make_check knows
// them all.
#pragma once

#include "course/manifest_reader.h"
#include "grading/check_result.h"
#include "grading/harness.h"

#include <memory>

namespace relata::grading {

/// What a check may look at: the answer's runs, and the reference solution's on the same data.
struct CheckContext {
    const course::Exercise& exercise;
    Harness& answer;
    Harness& reference;
};

class Check {
  public:
    virtual ~Check() = default;
    /// Gives verdict, code, message, expected, actual, place, fix and notes; the grader fills in the rest.
    virtual CheckResult judge(CheckContext& context) const = 0;
    /// Whether it runs the answer at sizes of its own and is therefore slow.
    virtual bool is_slow() const { return false; }

  protected:
    /// Judges each dataset, the visible ones first, until one does not pass; marks what was found on hidden
    /// data. Notes of passed datasets are kept.
    template <class Judge>
    CheckResult for_each_dataset(CheckContext& context, const Judge& judge_one) const {
        CheckResult total;
        for (const bool hidden : {false, true})
            for (const course::Dataset& dataset : context.exercise.datasets) {
                if (dataset.hidden != hidden) continue;
                const GradedRun& run = context.answer.run(dataset);
                CheckResult one = run.is_done() ? judge_one(run, dataset) : error_result(context, run);
                if (one.verdict != Verdict::passed) {
                    one.is_on_hidden_data = hidden;
                    return one;
                }
                if (!hidden) total.notes.insert(total.notes.end(), one.notes.begin(), one.notes.end());
            }
        return total;
    }
    /// Fails where the answer raises the error that explain_error calls `code`, on whatever dataset.
    static CheckResult fails_by_error(CheckContext& context, std::string_view code);
    /// The first visible dataset, or the first.
    static const course::Dataset& first_dataset(const course::Exercise& exercise);
    /// The verdict where the answer raised or was stopped before it could be judged.
    static CheckResult error_result(CheckContext& context, const GradedRun& run);
};

/// The check that a manifest asks for. Unknown types and parameters are problems; null then.
std::unique_ptr<Check> make_check(const course::Exercise& exercise, const course::CheckSpec& spec,
                                  std::vector<Diagnostic>& problems);

} // namespace relata::grading
