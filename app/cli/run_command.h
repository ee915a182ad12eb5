// `relata run PROGRAM`: runs a program as `python PROGRAM` would, and shows what it asked of the database.
#pragma once

#include "cli/command.h"

namespace relata::cli {

class RunCommand final : public Command {
  public:
    std::string_view name() const override { return "run"; }
    std::string_view summary() const override { return "run a program and show its queries"; }
    std::string_view help() const override;
    int run(const std::vector<std::string>& arguments, Streams streams) override;
};

} // namespace relata::cli
