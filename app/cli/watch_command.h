// `relata watch ID DIR`: checks an answer each time one of its files is saved.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class WatchCommand final : public Command {
  public:
    std::string_view name() const override { return "watch"; }
    std::string_view summary() const override { return "check an answer again on each save"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    ExerciseChoice m_exercises;
    std::string m_id, m_folder;
    int m_times = 0;
    bool m_quick = false;
};

} // namespace relata::cli
