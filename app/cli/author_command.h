// `relata author check|mutate|new|preview|pack`: what an instructor needs to write an exercise and to trust it.
#pragma once

#include "cli/command.h"
#include "cli/exercise_choice.h"

namespace relata::cli {

class AuthorCommand final : public Command {
  public:
    std::string_view name() const override { return "author"; }
    std::string_view summary() const override { return "write an exercise and prove it"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    int check(Streams& streams);
    int mutate(Streams& streams);
    int make_new(Streams& streams);
    int preview(Streams& streams);
    int pack(Streams& streams);
    /// The folders of the ids given, all where none is; empty after an unknown one was reported.
    std::vector<std::filesystem::path> chosen(Streams& streams) const;

    ExerciseChoice m_exercises;
    std::string m_verb;
    std::vector<std::string> m_ids;
    std::string m_kind = "query", m_output;
    int m_seeds = 3;
    double m_least = 0.9;
    bool m_quick = false;
};

} // namespace relata::cli
