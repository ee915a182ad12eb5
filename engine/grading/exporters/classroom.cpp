#include "grading/exporters/exporter.h"
#include "grading/json_text.h"
#include "grading/wording.h"

namespace relata::grading {

std::string to_classroom(const std::vector<Report>& reports, Audience audience) {
    Json tests = Json::array();
    double most = 0;
    bool error = false, fail = false;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        most += report.max_points;
        error = error || report.status != Status::graded;
        fail = fail || !report.passed;
        for (const CheckResult& check : report.checks) {
            Json test{{"name", clean_text(reports.size() > 1 ? report.submission + ": " + check.id : check.id)},
                      {"status", check.verdict == Verdict::passed ? "pass" : check.verdict == Verdict::errored ? "error" : "fail"},
                      {"score", number(check.points)},
                      {"message", output_of(check)},
                      {"test_code", check.type}};
            if (!check.file.empty()) test["filename"] = check.file;
            if (check.line) test["line_no"] = check.line;
            tests.push_back(std::move(test));
        }
    }
    return dumped({{"version", 1}, {"status", error ? "error" : fail ? "fail" : "pass"}, {"max_score", number(most)}, {"tests", std::move(tests)}});
}

} // namespace relata::grading
