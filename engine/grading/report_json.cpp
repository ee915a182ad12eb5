#include "grading/report_json.h"

#include "grading/json_text.h"

namespace relata::grading {

namespace {

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
    if (audience == Audience::staff) {
        if (check.work) out["work"] = check.work; // it could tell of hidden data
        text("staff_message", check.staff_message);
    }
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

std::string to_line(const Report& report) {
    Json checks = Json::array(), problems = Json::array();
    for (const CheckResult& c : report.checks)
        checks.push_back({c.id, c.type, int(c.verdict), c.required, int(c.visibility), c.points, c.max_points, c.code, c.message, c.expected,
                          c.actual, c.file, c.line, c.fix, c.fix_place, c.advice, c.notes, c.situation, c.is_on_hidden_data, c.hidden_message,
                          c.staff_message, c.work});
    for (const Diagnostic& p : report.problems)
        problems.push_back({p.message, p.file, p.line, p.column, p.hint});
    const Json all{report.submission, report.exercise, report.title, report.engine_version, report.manifest_hash, report.answer_hash, report.seed,
                   int(report.status), report.passed, report.points, report.max_points, std::move(problems), std::move(checks)};
    // What is no UTF-8 is replaced: a report that says so again is the same.
    return all.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<Report> read_line(std::string_view line) {
    try {
        const Json all = Json::parse(line);
        Report report;
        size_t at = 0;
        const auto next = [&at](const Json& from, auto& value) { from.at(at++).get_to(value); };
        int number = 0;
        for (std::string* text : {&report.submission, &report.exercise, &report.title, &report.engine_version, &report.manifest_hash, &report.answer_hash})
            next(all, *text);
        next(all, report.seed);
        next(all, number);
        if (number < 0 || number > int(Status::internal_error)) return std::nullopt;
        report.status = Status(number);
        next(all, report.passed);
        next(all, report.points);
        next(all, report.max_points);
        for (const Json& from : all.at(at)) {
            Diagnostic& p = report.problems.emplace_back();
            from.at(0).get_to(p.message);
            from.at(1).get_to(p.file);
            from.at(2).get_to(p.line);
            from.at(3).get_to(p.column);
            from.at(4).get_to(p.hint);
        }
        for (const Json& from : all.at(at + 1)) {
            CheckResult& c = report.checks.emplace_back();
            at = 0;
            int verdict = 0, visibility = 0;
            next(from, c.id), next(from, c.type), next(from, verdict), next(from, c.required), next(from, visibility), next(from, c.points);
            next(from, c.max_points), next(from, c.code), next(from, c.message), next(from, c.expected), next(from, c.actual), next(from, c.file);
            next(from, c.line), next(from, c.fix), next(from, c.fix_place), next(from, c.advice), next(from, c.notes), next(from, c.situation);
            next(from, c.is_on_hidden_data), next(from, c.hidden_message), next(from, c.staff_message), next(from, c.work);
            if (verdict < 0 || verdict > int(Verdict::errored) || visibility < 0 || visibility > int(course::Visibility::after_due)) return std::nullopt;
            c.verdict = Verdict(verdict);
            c.visibility = course::Visibility(visibility);
        }
        return report;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

} // namespace relata::grading
