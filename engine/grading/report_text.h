// The report for people who read a terminal.
#pragma once

#include "grading/report.h"

#include <string>

namespace relata::grading {

/// One report: a heading, a line for each check, what to do about those that did not pass, and the score.
std::string to_text(const Report& report, Audience audience);
/// The last lines of a batch: how many passed, failed, could not be graded.
std::string summary_text(const std::vector<Report>& reports);

} // namespace relata::grading
