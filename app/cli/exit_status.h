// What a report means to the shell.
#pragma once

#include "cli/command.h"
#include "grading/report.h"

namespace relata::cli {

int exit_status(const grading::Report& report);
/// The worst of a batch: internal error, invalid exercise, time limit, not gradable, failed, passed.
int worst_exit_status(const std::vector<grading::Report>& reports);

inline constexpr const char* exit_status_help =
    "Exit status: 0 all required checks pass, 1 graded and something failed, 2 wrong usage, 3 not gradable "
    "(a file is missing or is "
    "not Python), 4 the exercise is invalid, 5 internal error, 124 time limit.";

} // namespace relata::cli
