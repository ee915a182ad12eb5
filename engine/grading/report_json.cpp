#include "grading/report_json.h"

#include <nlohmann/json.hpp>

namespace relata::grading {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    if (value == double(int64_t(value))) return int64_t(value);
    return value;
}

Json as_json(const CheckResult& check, Audience audience) {
    Json out{{"id", check.id},
             {"type", check.type},
             {"verdict", to_string(check.verdict)},
             {"required", check.required},
             {"visibility", course::to_string(check.visibility)},
             {"points", number(check.points)},
             {"max_points", number(check.max_points)}};
    const auto text = [&out](const char* key, const std::string& value) {
        if (!value.empty()) out[key] = value;
    };
    text("code", check.code);
    text("message", check.message);
    text("expected", check.expected);
    text("actual", check.actual);
    text("file", check.file);
    if (check.line) out["line"] = check.line;
    text("fix", check.fix);
    text("fix_place", check.fix_place);
    text("advice", check.advice);
    if (!check.notes.empty()) out["notes"] = check.notes;
    if (check.is_on_hidden_data) out["hidden_data"] = true;
    if (audience == Audience::staff) text("staff_message", check.staff_message);
    return out;
}

Json as_json(const Report& given, Audience audience) {
    const Report report = audience == Audience::student ? given.for_student() : given;
    Json out{{"format", "relata-report"},
             {"version", 1},
             {"submission", report.submission},
             {"exercise", report.exercise},
             {"title", report.title},
             {"status", to_string(report.status)},
             {"passed", report.passed},
             {"points", number(report.points)},
             {"max_points", number(report.max_points)},
             {"engine_version", report.engine_version},
             {"manifest_hash", report.manifest_hash},
             {"answer_hash", report.answer_hash},
             {"seed", report.seed},
             {"verdict_hash", given.verdict_hash()}};
    Json problems = Json::array(), checks = Json::array();
    for (const Diagnostic& problem : report.problems) {
        Json one{{"message", problem.message}};
        if (!problem.file.empty()) one["file"] = problem.file;
        if (problem.line) one["line"] = problem.line;
        if (!problem.hint.empty()) one["hint"] = problem.hint;
        problems.push_back(std::move(one));
    }
    for (const CheckResult& check : report.checks)
        checks.push_back(as_json(check, audience));
    out["problems"] = std::move(problems);
    out["checks"] = std::move(checks);
    return out;
}

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

std::string to_json(const Report& report, Audience audience) {
    return dumped(as_json(report, audience));
}

std::string to_json(const std::vector<Report>& reports, Audience audience) {
    Json results = Json::array();
    for (const Report& report : reports)
        results.push_back(as_json(report, audience));
    return dumped({{"format", "relata-results"}, {"version", 1}, {"results", std::move(results)}});
}

} // namespace relata::grading
