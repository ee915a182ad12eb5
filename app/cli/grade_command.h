// `relata grade SUBMISSION...`: the verdicts on a batch of answers, for people and for programs.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"
#include "cli/result_output.h"
#include "cli/submission.h"

namespace relata::cli {

class GradeCommand final : public Command {
  public:
    std::string_view name() const override { return "grade"; }
    std::string_view summary() const override { return "grade submissions, one or a whole class"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    /// The submissions that the arguments name; a status where they name none.
    int find(Streams& streams, std::vector<Submission>& submissions) const;
    int parse_outputs(Streams& streams, std::vector<ResultOutput>& outputs) const;

    ExerciseChoice m_exercises;
    std::string m_exercise, m_only, m_progress = "auto";
    bool m_resume = false;
    unsigned m_jobs = 1;
    bool m_all = false, m_exit_zero = false, m_staff = false;
    std::vector<std::string> m_submissions, m_outputs;
    int64_t m_seed = 0;
    double m_timeout = 0;
};

} // namespace relata::cli
