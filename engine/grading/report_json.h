// The report for programs.
#pragma once

#include "grading/report.h"

#include <string>
#include <vector>

namespace relata::grading {

/// One report as a JSON object, with its verdict hash; keys in a fixed order, UTF-8, a newline at the end.
/// Text that is not UTF-8 is mended.
std::string to_json(const Report& report, Audience audience);
/// {"format": "relata-results", "version": 1, "results": [...]}
std::string to_json(const std::vector<Report>& reports, Audience audience);

} // namespace relata::grading
