#include "grading/exporters/exporter.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

namespace {

constexpr size_t most_annotations = 10; // of a kind in a step
constexpr size_t most_summary_bytes = 1'000'000;

std::string command_data(std::string_view text, bool is_property) {
    std::string out;
    for (char c : clean_text(text)) switch (c) {
        case '%': out += "%25"; break;
        case '\r': out += "%0D"; break;
        case '\n': out += "%0A"; break;
        case ':': out += is_property ? "%3A" : ":"; break;
        case ',': out += is_property ? "%2C" : ","; break;
        default: out += c;
        }
    return out;
}

std::string markdown(std::string_view text) {
    std::string out;
    for (char c : escaped_markup(text)) {
        if (std::string_view("\\`*_{}[]()|~#!").find(c) != std::string_view::npos) out += '\\';
        out += c == '\n' ? std::string("<br>") : std::string(1, c);
    }
    return out;
}

} // namespace

std::string to_github_annotations(const std::vector<Report>& reports, Audience audience) {
    struct Line {
        double lost;
        std::string text;
    };
    std::vector<Line> errors, warnings;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        const std::string prefix = reports.size() > 1 ? report.submission + "/" : "";
        const auto add = [&](const char* kind, const std::string& file, int line, const std::string& title, const std::string& message, double lost) {
            std::string text = std::string("::") + kind + " ";
            if (!file.empty()) text += "file=" + command_data(path_of(report, file, reports.size()), true) + ",line=" + std::to_string(std::max(line, 1)) + ",";
            text += "title=" + command_data(title, true) + "::" + command_data(message, false) + "\n";
            (kind == std::string_view("error") ? errors : warnings).push_back({lost, std::move(text)});
        };
        for (const Diagnostic& problem : report.problems)
            add("error", problem.file, problem.line, prefix + report.exercise + " not gradable", problem.message, 1e9);
        for (const CheckResult& check : report.checks)
            if (check.verdict == Verdict::failed || check.verdict == Verdict::errored)
                add(check.required ? "error" : "warning", check.file, check.line, prefix + check.id + (check.code.empty() ? "" : " " + check.code),
                    check.message + (check.fix.empty() ? "" : "\nAdd " + check.fix + " " + check.fix_place), check.max_points - check.points);
    }
    std::string out;
    for (auto* list : {&errors, &warnings}) {
        std::ranges::stable_sort(*list, [](const Line& a, const Line& b) { return a.lost > b.lost; });
        for (size_t i = 0; i < list->size() && i < most_annotations; ++i)
            out += (*list)[i].text;
    }
    return out;
}

std::string to_github_summary(const std::vector<Report>& reports, Audience audience) {
    std::string out = "## Relata\n\n| submission | exercise | result | points |\n|---|---|---|---|\n";
    std::string details;
    bool cut = false;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        const std::string result = report.status != Status::graded ? std::string(to_string(report.status)) : report.passed ? "passed" : "failed";
        const std::string row = "| " + markdown(report.submission) + " | " + markdown(report.exercise) + " | " + result + " | " + number_text(report.points) +
                                " of " + number_text(report.max_points) + " |\n";
        std::string more;
        for (const Diagnostic& problem : report.problems)
            more += "- " + markdown(shortened(problem.to_string(), 1000)) + "\n";
        for (const CheckResult& check : report.checks)
            if (check.verdict == Verdict::failed || check.verdict == Verdict::errored)
                more += "- **" + markdown(check.id) + "** " + markdown(check.code) + ": " + markdown(shortened(check.message, 1000)) + "\n";
        if (!more.empty()) more = "\n### " + markdown(report.submission) + "\n\n" + more;
        cut = cut || out.size() + details.size() + row.size() + more.size() > most_summary_bytes;
        if (cut) continue;
        out += row;
        details += more;
    }
    return out + details + (cut ? "\nMore than fits here: see the result files.\n" : "");
}

} // namespace relata::grading
