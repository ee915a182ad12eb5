// `relata show ID`: instructions, files and checks of an exercise. `relata show error CODE`: what an error means.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class ShowCommand final : public Command {
  public:
    std::string_view name() const override { return "show"; }
    std::string_view summary() const override { return "show what an exercise asks for, or what an error means"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    int show_error(Streams streams);

    ExerciseChoice m_exercises;
    std::string m_id, m_error;
    bool m_hints = false;
};

} // namespace relata::cli
