// `relata export ID DIR`: the exercise as a Python project that runs on the real SQLModel.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class ExportCommand final : public Command {
  public:
    std::string_view name() const override { return "export"; }
    std::string_view summary() const override { return "write a Python project for the real SQLModel"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id, m_folder, m_answer;
};

} // namespace relata::cli
