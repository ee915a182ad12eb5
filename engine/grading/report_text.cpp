#include "grading/report_text.h"

#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

namespace {

std::string indented(const std::string& text, const std::string& indent) {
    std::string out = indent;
    for (char c : text) {
        out += c;
        if (c == '\n') out += indent;
    }
    return out + "\n";
}

std::string padded(std::string text, size_t width) {
    text.resize(std::max(text.size() + 1, width), ' ');
    return text;
}

std::string_view mark(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed:
        return "ok     ";
    case Verdict::failed:
        return "FAILED ";
    case Verdict::errored:
        return "ERROR  ";
    case Verdict::skipped:
        return "skipped";
    }
    return "";
}

std::string check_text(const CheckResult& check, size_t width, Audience audience) {
    std::string out = "  " + std::string(mark(check.verdict)) + "  " + padded(check.id, width) +
                      number_text(check.points) + " of " + number_text(check.max_points) +
                      (check.code.empty() ? "" : "  " + check.code) + "\n";
    const std::string indent(11, ' ');
    if (!check.message.empty()) out += indented(clean_text(check.message), indent);
    if (!check.fix.empty())
        out += indented(
            "Add " + clean_text(check.fix) + (check.fix_place.empty() ? "" : "  " + check.fix_place), indent);
    for (const std::string& note : check.notes)
        out += indented("Note: " + clean_text(note), indent);
    if (!check.advice.empty()) out += indented(clean_text(check.advice), indent);
    if (audience == Audience::staff && !check.staff_message.empty())
        out += indented("Staff: " + clean_text(check.staff_message), indent);
    const bool whole =
        check.expected.find('\n') != std::string::npos || check.actual.find('\n') != std::string::npos;
    if (check.verdict == Verdict::failed && whole) {
        out += indented("Expected:", indent) + indented(clean_text(check.expected), indent + "  ");
        out += indented("Got:", indent) + indented(clean_text(check.actual), indent + "  ");
    }
    return out;
}

} // namespace

std::string to_text(const Report& given, Audience audience) {
    const Report report = audience == Audience::student ? given.for_student() : given;
    std::string out = report.submission + ": " + report.title + " (" + report.exercise + ")\n";
    for (const Diagnostic& problem : report.problems)
        out += indented(clean_text(problem.to_string()), "  ");
    size_t width = 16;
    for (const CheckResult& check : report.checks)
        width = std::max(width, check.id.size() + 2);
    for (const CheckResult& check : report.checks)
        out += check_text(check, width, audience);
    const size_t hidden = given.checks.size() - report.checks.size();
    if (hidden) out += "  " + counted(hidden, "check") + " not shown\n";
    const std::string score =
        number_text(report.points) + " of " + number_text(report.max_points) + " points";
    switch (report.status) {
    case Status::graded:
        out += report.passed ? "  passed: " + score : "  failed: " + score;
        break;
    case Status::time_limit:
        out += "  stopped at a limit: " + score;
        break;
    case Status::not_gradable:
        out += "  not gradable";
        break;
    case Status::exercise_invalid:
        out += "  the exercise itself is invalid";
        break;
    case Status::internal_error:
        out += "  internal error";
        break;
    case Status::not_finished:
        out += "  not finished";
        break;
    }
    return out + "  [" + report.verdict_hash() + "]\n";
}

std::string summary_text(const std::vector<Report>& reports) {
    size_t passed = 0, failed = 0, other = 0;
    for (const Report& report : reports)
        if (report.status == Status::graded)
            ++(report.passed ? passed : failed);
        else
            ++other;
    std::string out = counted(reports.size(), "answer") + ": " + std::to_string(passed) + " passed, " +
                      std::to_string(failed) + " failed";
    if (other) out += ", " + std::to_string(other) + " not graded to the end";
    return out + "\n";
}

} // namespace relata::grading
