// `relata list`: the exercises, one a line.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class ListCommand final : public Command {
  public:
    std::string_view name() const override { return "list"; }
    std::string_view summary() const override { return "list the exercises"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
};

} // namespace relata::cli
