// `relata run PROGRAM`: runs a program as `python PROGRAM` would, and shows what it asked of the database.
#pragma once

#include "cli/command.h"
#include "sandbox/run.h"

#include <optional>

namespace relata::cli {

class RunCommand final : public Command {
  public:
    std::string_view name() const override { return "run"; }
    std::string_view summary() const override { return "run a program and show its queries"; }
    void define(CLI::App& app) override;
    int run(Streams streams) override;

  private:
    std::string m_program;
    bool m_queries = false;
    std::optional<std::string> m_trace;
    std::vector<std::string> m_databases; ///< NAME=FILE
    std::optional<double> m_timeout, m_steps, m_memory, m_statements, m_output;
    double m_seed = 0;
    std::unique_ptr<sandbox::Run> m_run; ///< goes with the command: see main.cpp
    sandbox::RunRecord m_record;
};

} // namespace relata::cli
