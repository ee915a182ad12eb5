// Grader: judges answers to one exercise. The reference solution runs once for all of them.
#pragma once

#include "grading/check.h"
#include "grading/report.h"

#include <filesystem>

namespace relata::grading {

class Grader {
  public:
    struct Options {
        int64_t seed = 0;   ///< added to the seed of each dataset
        double seconds = 0; ///< 0: as the exercise says
        sandbox::StopToken stop{};
        /// Left out when a learner wants an answer at once: checks that run the answer at several sizes.
        bool skip_slow = false;
        /// Judges every check, those whose needs did not pass too.
        bool ignore_needs = false;
        /// Not 0: the checks first look at the runs in a shuffled order, to prove that the order does not matter.
        uint64_t order_seed = 0;
    };
    Grader(course::Exercise exercise, Options options);
    Grader(const Grader&) = delete;
    Grader& operator=(const Grader&) = delete;

    /// What is wrong with the exercise: unknown check types, parameters, a reference solution that fails.
    /// Nothing can be graded then.
    const std::vector<Diagnostic>& problems() const { return m_problems; }
    const course::Exercise& exercise() const { return m_exercise; }
    /// Reads the answer's files from a folder and grades them.
    Report grade(const std::filesystem::path& folder, const std::string& submission);
    Report grade(std::vector<course::SourceFile> files, const std::string& submission);
    /// A report that says nothing yet.
    Report not_finished(const std::string& submission) const;

  private:
    CheckResult judge(size_t check, CheckContext& context, const std::vector<CheckResult>& before) const;
    void test_reference();

    course::Exercise m_exercise;
    Options m_options;
    std::vector<Diagnostic> m_problems;
    std::vector<std::unique_ptr<Check>> m_checks; ///< as in the exercise
    std::unique_ptr<Harness> m_reference;
};

/// Identity of an answer's files.
std::string answer_hash(const std::vector<course::SourceFile>& files);
/// "1.0.0": what reports call the engine's version.
std::string engine_version();

} // namespace relata::grading
