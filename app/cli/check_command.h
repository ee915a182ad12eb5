// `relata check ID DIR`: what a learner asks while working: the verdict on one answer, as a student reads it.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class CheckCommand final : public Command {
  public:
    std::string_view name() const override { return "check"; }
    std::string_view summary() const override { return "check an answer of your own"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id, m_folder;
    bool m_quick = false;
};

} // namespace relata::cli
