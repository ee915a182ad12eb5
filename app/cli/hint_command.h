// `relata hint ID`: one hint at a time.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class HintCommand final : public Command {
  public:
    std::string_view name() const override { return "hint"; }
    std::string_view summary() const override { return "show the next hint of an exercise"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id;
    int m_number = 1;
};

} // namespace relata::cli
