// Exporters: reports in the formats of others. Each takes what its audience may read, and no learner's text can leave its
// place in the format.
#pragma once

#include "grading/report.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::grading {

/// Reports that were given through Report::for_student where the audience is students, with the hash of the whole.
struct Shown {
    Report report;
    std::string verdict_hash;
    size_t hidden_checks = 0;
};
std::vector<Shown> shown_to(const std::vector<Report>& reports, Audience audience);

using Render = std::string (*)(const std::vector<Report>&, Audience);
struct Exporter {
    std::string_view name; ///< of `--out NAME=FILE`
    Render render;
    std::string_view what;
    bool one_only = false; ///< the format knows one submission: a file for each is needed
};
const std::vector<Exporter>& exporters();
const Exporter* find_exporter(std::string_view name);

std::string to_junit(const std::vector<Report>& reports, Audience audience);
/// results.json of one submission; several become one with a test group for each.
std::string to_gradescope(const std::vector<Report>& reports, Audience audience);
std::string to_classroom(const std::vector<Report>& reports, Audience audience);
std::string to_sarif(const std::vector<Report>& reports, Audience audience);
std::string to_tap(const std::vector<Report>& reports, Audience audience);
std::string to_csv(const std::vector<Report>& reports, Audience audience);
/// Workflow commands for stdout: at most 10 annotations of a kind.
std::string to_github_annotations(const std::vector<Report>& reports, Audience audience);
/// Markdown for $GITHUB_STEP_SUMMARY, below its limit of 1 MiB.
std::string to_github_summary(const std::vector<Report>& reports, Audience audience);
std::string to_html(const std::vector<Report>& reports, Audience audience);
/// The class: a table, a histogram of reason codes for each exercise, the checks that fail most.
std::string to_class_html(const std::vector<Report>& reports, Audience audience);
std::string to_class_csv(const std::vector<Report>& reports, Audience audience);

/// What a student reads of a check, in one text: message, fix, notes and advice.
std::string output_of(const CheckResult& check);
/// The path of an answer's file: from where the grading was started, or else below the name of its submission if there are
/// several.
std::string path_of(const Report& report, const std::string& file, size_t submissions);

/// Text of XML and HTML, also between quotes.
std::string escaped_markup(std::string_view text);
/// A CSV field; what a spreadsheet would take for a formula gets an apostrophe.
std::string csv_field(std::string_view text);

} // namespace relata::grading
