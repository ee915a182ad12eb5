#include "grading/exporters/exporter.h"
#include "grading/reason_code.h"
#include "grading/wording.h"

#include <algorithm>
#include <map>

namespace relata::grading {

namespace {

constexpr const char* style = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}"
                              "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d0d7de}"
                              "code,pre{font-family:ui-monospace,monospace;background:#f3f4f6}pre{padding:.5rem;white-space:pre-wrap}"
                              ".passed{color:#116329}.failed,.errored{color:#a40e26}.skipped{color:#57606a}.bar{background:#a40e26;height:.8rem;display:inline-block}"
                              "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}code,pre{background:#161b22}.passed{color:#56d364}"
                              ".failed,.errored{color:#ff7b72}}";

std::string page(const std::string& title, const std::string& body) {
    // The policy keeps whatever a learner wrote from being more than text, should an escape ever be missing.
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'unsafe-inline'\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>" +
           escaped_markup(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" + escaped_markup(title) + "</h1>\n" + body + "</body>\n</html>\n";
}

std::string word_of(const Report& report) {
    return report.status != Status::graded ? std::string(to_string(report.status)) : report.passed ? "passed" : "failed";
}

std::string cell(const std::string& text) {
    return "<td>" + escaped_markup(text) + "</td>";
}

std::string check_row(const CheckResult& check) {
    std::string out = "<tr><td class=\"" + std::string(to_string(check.verdict)) + "\">" + std::string(to_string(check.verdict)) + "</td><td><strong>" +
                      escaped_markup(check.id) + "</strong> " + escaped_markup(check.code) + "<br/>" + escaped_markup(check.message);
    if (!check.fix.empty()) out += "<pre>" + escaped_markup(check.fix) + "</pre>" + escaped_markup(check.fix_place);
    if (!check.advice.empty()) out += "<p>" + escaped_markup(check.advice) + "</p>";
    for (const std::string& note : check.notes)
        out += "<p>Note: " + escaped_markup(note) + "</p>";
    if (!check.staff_message.empty()) out += "<p>Staff: " + escaped_markup(check.staff_message) + "</p>";
    return out + "</td><td>" + number_text(check.points) + " of " + number_text(check.max_points) + "</td></tr>\n";
}

/// A bar for each name, as long as it is frequent; the first is the most frequent.
std::string histogram(const std::vector<std::pair<std::string, size_t>>& counts) {
    if (counts.empty()) return "<p>None.</p>\n";
    std::string out = "<table>\n";
    for (const auto& [name, count] : counts)
        out += "<tr>" + cell(name) + cell(std::to_string(count)) + "<td><span class=\"bar\" style=\"width:" +
               std::to_string(count * 20 / std::max<size_t>(counts.front().second, 1)) + "rem\"></span></td></tr>\n";
    return out + "</table>\n";
}

/// Exercise and check: thousand instructions of the average answer, the dearest first.
std::vector<std::pair<std::string, size_t>> costs(const std::vector<Shown>& all) {
    std::map<std::string, std::pair<uint64_t, size_t>> sums;
    for (const Shown& shown : all)
        for (const CheckResult& check : shown.report.checks)
            if (check.work) {
                auto& [work, answers] = sums[shown.report.exercise + ", " + check.id];
                work += check.work;
                ++answers;
            }
    std::vector<std::pair<std::string, size_t>> out;
    for (const auto& [name, sum] : sums)
        out.emplace_back(name, size_t(sum.first / sum.second / 1000));
    std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.second > b.second; });
    out.resize(std::min<size_t>(out.size(), 20));
    return out;
}

using Codes = std::map<std::string, std::map<std::string, size_t>>;

/// exercise (and check): reason code: how often.
Codes count_codes(const std::vector<Shown>& all, bool by_check) {
    Codes codes;
    for (const Shown& shown : all) {
        if (shown.report.status != Status::graded && shown.report.checks.empty()) ++codes[shown.report.exercise][std::string(to_string(shown.report.status))];
        for (const CheckResult& check : shown.report.checks)
            if (!check.code.empty()) ++codes[shown.report.exercise + (by_check ? "\n" + check.id : "")][check.code];
    }
    return codes;
}

} // namespace

std::string to_html(const std::vector<Report>& reports, Audience audience) {
    std::string body;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        body += "<h2>" + escaped_markup(report.submission) + ": " + escaped_markup(report.title) + "</h2>\n<p class=\"" +
                (report.passed ? "passed" : "failed") + "\">" + word_of(report) + ", " + number_text(report.points) + " of " + number_text(report.max_points) +
                " points</p>\n";
        for (const Diagnostic& problem : report.problems)
            body += "<pre>" + escaped_markup(problem.to_string()) + "</pre>\n";
        if (!report.checks.empty()) {
            body += "<table>\n<tr><th>verdict</th><th>check</th><th>points</th></tr>\n";
            for (const CheckResult& check : report.checks)
                body += check_row(check);
            body += "</table>\n";
        }
        if (shown.hidden_checks) body += "<p>" + counted(shown.hidden_checks, "check") + " more count and are not shown.</p>\n";
        body += "<p><code>" + shown.verdict_hash + "</code></p>\n";
    }
    return page(reports.size() == 1 ? "Report" : "Reports", body);
}

std::string to_class_html(const std::vector<Report>& reports, Audience audience) {
    const std::vector<Shown> all = shown_to(reports, audience);
    std::map<std::string, std::pair<size_t, size_t>> exercises; ///< passed, all
    std::string table = "<h2>Submissions</h2>\n<table>\n<tr><th>submission</th><th>exercise</th><th>result</th><th>points</th><th>codes</th></tr>\n";
    for (const Shown& shown : all) {
        const Report& report = shown.report;
        auto& [passed, graded] = exercises[report.exercise];
        passed += report.passed;
        ++graded;
        std::string codes;
        for (const CheckResult& check : report.checks)
            if (!check.code.empty()) codes += (codes.empty() ? "" : ", ") + check.code;
        table += "<tr>" + cell(report.submission) + cell(report.exercise) + "<td class=\"" + (report.passed ? "passed" : "failed") + "\">" + word_of(report) +
                 "</td>" + cell(number_text(report.points) + " of " + number_text(report.max_points)) + cell(codes) + "</tr>\n";
    }
    table += "</table>\n";
    std::string body = "<h2>Exercises</h2>\n<table>\n<tr><th>exercise</th><th>passed</th></tr>\n";
    for (const auto& [exercise, counts] : exercises)
        body += "<tr>" + cell(exercise) + cell(std::to_string(counts.first) + " of " + std::to_string(counts.second)) + "</tr>\n";
    body += "</table>\n<h2>Why answers fail</h2>\n";
    for (const auto& [exercise, codes] : count_codes(all, false)) {
        std::vector<std::pair<std::string, size_t>> sorted(codes.begin(), codes.end());
        std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
        for (auto& [code, count] : sorted)
            if (const std::string meaning(meaning_of(code)); !meaning.empty()) code += ": " + meaning;
        body += "<h3>" + escaped_markup(exercise) + "</h3>\n" + histogram(sorted);
    }
    std::vector<std::pair<std::string, size_t>> checks;
    for (const auto& [place, codes] : count_codes(all, true)) {
        const size_t split = place.find('\n');
        if (split == std::string::npos) continue;
        checks.emplace_back(place.substr(0, split) + ", " + place.substr(split + 1), 0);
        for (const auto& [code, count] : codes)
            checks.back().second += count;
    }
    std::ranges::stable_sort(checks, [](const auto& a, const auto& b) { return a.second > b.second; });
    checks.resize(std::min<size_t>(checks.size(), 20));
    body += "<h2>Checks that fail most</h2>\n" + histogram(checks);
    body += "<h2>Checks that cost most</h2>\n<p>Thousand instructions of Python and SQLite for an answer, on average: the same on every machine.</p>\n" +
            histogram(costs(all));
    return page("Class report", body + table);
}

std::string to_class_csv(const std::vector<Report>& reports, Audience audience) {
    std::string out = "exercise,check,code,answers\n";
    for (const auto& [place, codes] : count_codes(shown_to(reports, audience), true)) {
        const size_t split = place.find('\n');
        for (const auto& [code, count] : codes)
            out += csv_field(place.substr(0, split)) + "," + csv_field(split == std::string::npos ? "" : place.substr(split + 1)) + "," + csv_field(code) + "," +
                   std::to_string(count) + "\n";
    }
    return out;
}

} // namespace relata::grading
