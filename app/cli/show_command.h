// `relata show ID`: instructions, files and checks of an exercise.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class ShowCommand final : public Command {
  public:
    std::string_view name() const override { return "show"; }
    std::string_view summary() const override { return "show what an exercise asks for"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id;
    bool m_hints = false;
};

} // namespace relata::cli
