#include "grading/exporters/exporter.h"
#include "grading/reason_code.h"
#include "grading/report_text.h"
#include "grading/wording.h"

#include <nlohmann/json.hpp>

#include <cctype>

namespace relata::grading {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

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

/// What a student reads of a check: Gradescope shows it as soon as its visibility allows.
std::string output_of(const CheckResult& check) {
    std::string out = check.message;
    if (!check.fix.empty()) out += "\nAdd " + check.fix + (check.fix_place.empty() ? "" : "  " + check.fix_place);
    for (const std::string& note : check.notes)
        out += "\nNote: " + note;
    if (!check.advice.empty()) out += "\n" + check.advice;
    return clean_text(out);
}

Json number(double value) {
    if (value == double(int64_t(value))) return int64_t(value);
    return value;
}

/// A relative reference, as RFC 3986 wants it; no part of it leads out of the folder.
std::string uri_of(const std::string& path) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : clean_text(path)) {
        if (std::isalnum(uint8_t(c)) || std::string_view("-._~/").find(c) != std::string_view::npos) out += c;
        else out += std::string("%") + digits[uint8_t(c) >> 4] + digits[uint8_t(c) & 15];
    }
    for (size_t at = 0; (at = out.find("..", at)) != std::string::npos;)
        out.replace(at, 2, "%2E.");
    return out;
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

std::string to_sarif(const std::vector<Report>& reports, Audience audience) {
    Json rules = Json::array(), results = Json::array();
    std::vector<std::string> ids;
    std::string version;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        version = report.engine_version;
        const auto add = [&](const std::string& code, const std::string& type, const std::string& message, std::string file, int line, const CheckResult* check) {
            if (file.empty()) return; // only findings on lines
            if (reports.size() > 1) file = report.submission + "/" + file;
            size_t rule = 0;
            while (rule < ids.size() && ids[rule] != code)
                ++rule;
            if (rule == ids.size()) {
                ids.push_back(code);
                const std::string meaning(meaning_of(code));
                rules.push_back({{"id", code},
                                 {"name", type},
                                 {"shortDescription", {{"text", meaning.empty() ? code : meaning}}},
                                 {"fullDescription", {{"text", (meaning.empty() ? code + "." : meaning) + " The check " + type + " says so."}}},
                                 {"help", {{"text", "exercises/README.md tells what the check " + type + " looks at."}}},
                                 {"defaultConfiguration", {{"level", "error"}}}});
            }
            line = std::max(line, 1);
            std::string text = message;
            if (check && !check->fix.empty()) text += " Add " + check->fix + (check->fix_place.empty() ? "" : " " + check->fix_place) + ".";
            results.push_back({{"ruleId", code},
                               {"ruleIndex", rule},
                               {"level", check && !check->required ? "warning" : "error"},
                               {"message", {{"text", clean_text(text.empty() ? code : text)}}},
                               {"locations",
                                Json::array({{{"physicalLocation",
                                               {{"artifactLocation", {{"uri", uri_of(file)}}},
                                                {"region", {{"startLine", line}}}}}}})},
                               {"partialFingerprints",
                                {{"primaryLocationLineHash", course::content_hash(code + '\0' + report.exercise + '\0' + (check ? check->id : "") + '\0' + file) + ":1"}}}});
        };
        for (const Diagnostic& problem : report.problems)
            add("NOT-GRADABLE", "gradable", problem.message, problem.file, problem.line, nullptr);
        for (const CheckResult& check : report.checks)
            if (check.verdict == Verdict::failed || check.verdict == Verdict::errored)
                add(check.code.empty() ? "FAILED" : check.code, check.type, check.message, check.file, check.line, &check);
    }
    Json driver{{"name", "relata"}, {"rules", std::move(rules)}};
    if (!version.empty()) driver["semanticVersion"] = version;
    return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({{{"tool", {{"driver", std::move(driver)}}}, {"results", std::move(results)}}})}});
}

} // namespace relata::grading
