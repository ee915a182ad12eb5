#include "grading/exporters/exporter.h"
#include "grading/json_text.h"
#include "grading/report_text.h"
#include "grading/wording.h"

namespace relata::grading {

namespace {

std::string gradescope_visibility(course::Visibility visibility) {
    switch (visibility) {
    case course::Visibility::hidden:
        return "hidden";
    case course::Visibility::after_due:
        return "after_due_date";
    case course::Visibility::visible:
    case course::Visibility::score_only:
        break;
    }
    return "visible";
}

} // namespace

std::string to_gradescope(const std::vector<Report>& reports, Audience audience) {
    Json tests = Json::array();
    double points = 0;
    std::string output;
    Json extra = Json::object();
    int group = 0;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        ++group;
        points += report.points;
        int in_group = 0;
        size_t passed = 0;
        for (const CheckResult& check : report.checks) {
            ++in_group;
            const bool good = check.verdict == Verdict::passed;
            passed += good;
            Json test{{"number", reports.size() > 1 ? std::to_string(group) + "." + std::to_string(in_group) : std::to_string(in_group)},
                      {"name", clean_text(reports.size() > 1 ? report.submission + ": " + check.id : check.id)},
                      {"score", number(check.points)},
                      {"max_score", number(check.max_points)},
                      {"status", good ? "passed" : "failed"},
                      {"visibility", gradescope_visibility(check.visibility)},
                      {"tags", Json::array({check.type})}};
            if (const std::string text = output_of(check); !text.empty()) test["output"] = text;
            if (!check.code.empty()) test["extra_data"] = {{"code", check.code}};
            tests.push_back(std::move(test));
        }
        output += (reports.size() > 1 ? report.submission + ": " : "") + counted(passed, "check") + " of " + std::to_string(report.checks.size()) + " passed.";
        if (shown.hidden_checks) output += " " + counted(shown.hidden_checks, "check") + " more count and are not shown.";
        if (report.status != Status::graded) output += " Not graded to the end: " + std::string(to_string(report.status)) + ".";
        for (const Diagnostic& problem : report.problems)
            output += " " + problem.message;
        output += "\n";
        extra[report.submission.empty() ? report.exercise : clean_text(report.submission)] = {{"exercise", report.exercise},
                                                                                              {"manifest_hash", report.manifest_hash},
                                                                                              {"engine", report.engine_version},
                                                                                              {"seed", report.seed},
                                                                                              {"verdict_hash", shown.verdict_hash}};
    }
    return dumped({{"score", number(points)},
                   {"output", clean_text(output)},
                   {"output_format", "text"},
                   {"test_output_format", "text"},
                   {"test_name_format", "text"},
                   {"visibility", "visible"},
                   {"stdout_visibility", "hidden"},
                   {"tests", std::move(tests)},
                   {"extra_data", std::move(extra)}});
}

} // namespace relata::grading
