// `relata start ID DIR`: the files to begin with.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class StartCommand final : public Command {
  public:
    std::string_view name() const override { return "start"; }
    std::string_view summary() const override { return "copy an exercise's starting files into a folder"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id, m_folder;
};

} // namespace relata::cli
