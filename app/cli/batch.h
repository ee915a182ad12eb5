// Batch: grades submissions on several threads; each answer has its own interpreters and databases.
#pragma once

#include "cli/submission.h"
#include "grading/grader.h"

#include <functional>

namespace relata::cli {

class Batch {
  public:
    Batch(grading::Grader::Options options, unsigned jobs) : m_options(options), m_jobs(jobs) {}

    /// Makes an exercise known. Its problems, where it has any: its answers are then "exercise-invalid".
    std::vector<Diagnostic> add_exercise(const std::filesystem::path& folder);
    /// A report that says nothing yet, with the hash of the answer's files where they are there.
    grading::Report not_finished(const Submission& submission) const;
    /// Grades those of `submissions` that `wanted` lists. `done` is called on this thread, in the order in which they end.
    void grade(const std::vector<Submission>& submissions, const std::vector<size_t>& wanted,
               const std::function<void(size_t at, grading::Report report)>& done);

  private:
    using Graders = std::map<std::string, std::unique_ptr<grading::Grader>>;
    grading::Report grade_one(Graders& graders, const Submission& submission) const;

    grading::Grader::Options m_options;
    unsigned m_jobs;
    std::map<std::string, course::Exercise> m_exercises;
    std::map<std::string, std::vector<Diagnostic>> m_invalid;
    Graders m_first; ///< of the first thread: made to find problems
};

} // namespace relata::cli
