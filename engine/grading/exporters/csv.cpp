#include "grading/exporters/exporter.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

std::string to_csv(const std::vector<Report>& reports, Audience audience) {
    std::vector<std::string> columns;
    const std::vector<Shown> all = shown_to(reports, audience);
    for (const Shown& shown : all)
        for (const CheckResult& check : shown.report.checks) {
            std::string name = shown.report.exercise + "/" + check.id;
            if (std::ranges::find(columns, name) == columns.end()) columns.push_back(std::move(name));
        }
    std::string out = "submission,exercise,status,passed,points,max_points,percent,verdict_hash,codes";
    for (const std::string& column : columns)
        out += "," + csv_field(column);
    out += "\n";
    for (const auto& [report, hash, hidden] : all) {
        std::string codes;
        for (const CheckResult& check : report.checks)
            if (!check.code.empty()) codes += (codes.empty() ? "" : " ") + check.code;
        const double share = report.max_points > 0 ? report.points / report.max_points : 0;
        out += csv_field(report.submission) + "," + csv_field(report.exercise) + "," + std::string(to_string(report.status)) + "," +
               (report.passed ? "true" : "false") + "," + number_text(report.points) + "," + number_text(report.max_points) + "," +
               number_text(share * 100) + "," + hash + "," + csv_field(codes);
        for (const std::string& column : columns) {
            out += ",";
            for (const CheckResult& check : report.checks)
                if (column == report.exercise + "/" + check.id) out += number_text(check.points);
        }
        out += "\n";
    }
    return out;
}

} // namespace relata::grading
