// The report for programs.
#pragma once

#include "grading/report.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relata::grading {

/// One report as a JSON object, with its verdict hash; keys in a fixed order, UTF-8, a newline at the end.
/// Text that is not UTF-8 is mended.
std::string to_json(const Report& report, Audience audience);
/// {"format": "relata-results", "version": 1, "results": [...]}
std::string to_json(const std::vector<Report>& reports, Audience audience);

/// The whole report on one line, for a journal: read_line gives it back as it was.
std::string to_line(const Report& report);
std::optional<Report> read_line(std::string_view line);

} // namespace relata::grading
