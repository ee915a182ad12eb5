#include "grading/exporters/exporter.h"

#include "grading/report_json.h"
#include "grading/report_text.h"
#include "support/str.h"

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

std::string clean_text(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const uint8_t c = uint8_t(text[at]);
        const size_t length = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
        const std::string_view one = text.substr(at, std::max<size_t>(length, 1));
        bool good = length > 0 && one.size() == length && find_invalid_utf8(one) == std::string_view::npos;
        if (length == 1) good = (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
        if (length == 2) good = good && !(c == 0xc2 && uint8_t(one[1]) < 0xa0); // C1 controls
        if (length == 3) good = good && !(c == 0xed && uint8_t(one[1]) >= 0xa0) && !(c == 0xef && uint8_t(one[1]) == 0xbf && uint8_t(one[2]) >= 0xbe);
        if (good) out += one;
        else out += "\xef\xbf\xbd";
        at += good ? length : 1;
    }
    return out;
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
