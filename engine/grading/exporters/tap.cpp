#include "grading/exporters/exporter.h"
#include "grading/wording.h"

namespace relata::grading {

namespace {

std::string description(std::string_view text) {
    std::string out;
    for (char c : clean_text(text)) {
        if (c == '\\' || c == '#') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string yaml_text(std::string_view text) {
    std::string out = "'";
    for (char c : clean_text(text))
        out += c == '\'' ? std::string("''") : std::string(1, c == '\n' ? ' ' : c);
    return out + "'";
}

} // namespace

std::string to_tap(const std::vector<Report>& reports, Audience audience) {
    size_t number = 0;
    std::string out;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        const std::string prefix = reports.size() > 1 ? description(report.submission) + ": " : "";
        if (report.checks.empty()) {
            out += "not ok " + std::to_string(++number) + " - " + prefix + std::string(to_string(report.status)) + "\n";
            if (!report.problems.empty())
                out += "  ---\n  message: " + yaml_text(report.problems.front().to_string()) + "\n  severity: fail\n  ...\n";
        }
        for (const CheckResult& check : report.checks) {
            const bool good = check.verdict == Verdict::passed || check.verdict == Verdict::skipped;
            out += (good ? "ok " : "not ok ") + std::to_string(++number) + " - " + prefix + description(check.id) +
                   (check.verdict == Verdict::skipped ? " # SKIP " + description(check.message) : "") + "\n";
            if (good) continue;
            out += "  ---\n  message: " + yaml_text(check.message) + "\n  severity: fail\n  code: " + yaml_text(check.code) + "\n";
            if (!check.file.empty()) out += "  at: {file: " + yaml_text(check.file) + ", line: " + std::to_string(check.line) + "}\n";
            if (!check.expected.empty() || !check.actual.empty())
                out += "  data: {got: " + yaml_text(check.actual) + ", expect: " + yaml_text(check.expected) + "}\n";
            out += "  ...\n";
        }
    }
    return "TAP version 14\n1.." + std::to_string(number) + "\n" + out;
}

} // namespace relata::grading
