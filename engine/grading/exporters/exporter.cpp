#include "grading/exporters/exporter.h"

#include "grading/report_json.h"
#include "grading/report_text.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

namespace {

std::string whole_text(const std::vector<Report>& reports, Audience audience) {
    std::string out;
    for (const Report& report : reports)
        out += to_text(report, audience) + "\n";
    return reports.size() == 1 ? out : out + summary_text(reports);
}

std::string whole_json(const std::vector<Report>& reports, Audience audience) {
    return to_json(reports, audience);
}

} // namespace

std::vector<Shown> shown_to(const std::vector<Report>& reports, Audience audience) {
    std::vector<Shown> all;
    for (const Report& report : reports) {
        Shown shown{audience == Audience::student ? report.for_student() : report, report.verdict_hash()};
        shown.hidden_checks = report.checks.size() - shown.report.checks.size();
        all.push_back(std::move(shown));
    }
    return all;
}

const std::vector<Exporter>& exporters() {
    static const std::vector<Exporter> all{
        {"text", whole_text, "for people"},
        {"json", whole_json, "everything, as report.schema.json and results.schema.json say"},
        {"junit", to_junit, "JUnit XML"},
        {"gradescope", to_gradescope, "Gradescope's results.json"},
        {"classroom", to_classroom, "GitHub Classroom's result (before base64)"},
        {"sarif", to_sarif, "SARIF 2.1.0: findings on lines"},
        {"tap", to_tap, "TAP 14"},
        {"csv", to_csv, "one row for each submission"},
        {"annotations", to_github_annotations, "GitHub Actions annotations"},
        {"summary", to_github_summary, "GitHub Actions summary (Markdown)"},
        {"html", to_html, "a page that a student can open"},
        {"class-html", to_class_html, "the class: grades, reason codes, checks that fail most"},
        {"class-csv", to_class_csv, "the class: reason codes for each exercise and check"},
    };
    return all;
}

const Exporter* find_exporter(std::string_view name) {
    const auto found = std::ranges::find(exporters(), name, &Exporter::name);
    return found == exporters().end() ? nullptr : &*found;
}

std::string output_of(const CheckResult& check) {
    std::string out = check.message;
    if (!check.fix.empty()) out += "\nAdd " + check.fix + (check.fix_place.empty() ? "" : "  " + check.fix_place);
    for (const std::string& note : check.notes)
        out += "\nNote: " + note;
    if (!check.advice.empty()) out += "\n" + check.advice;
    return clean_text(out);
}

std::string path_of(const Report& report, const std::string& file, size_t submissions) {
    if (!report.place.empty()) return report.place + file;
    return (submissions > 1 ? report.submission + "/" : "") + file;
}

std::string escaped_markup(std::string_view text) {
    std::string out;
    for (char c : clean_text(text)) switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    return out;
}

std::string csv_field(std::string_view given) {
    std::string text = clean_text(given);
    if (!text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos) text.insert(0, "'");
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

} // namespace relata::grading
