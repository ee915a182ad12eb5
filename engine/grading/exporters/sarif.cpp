#include "grading/exporters/exporter.h"
#include "grading/json_text.h"
#include "grading/reason_code.h"
#include "grading/wording.h"

#include <cctype>

namespace relata::grading {

namespace {

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

std::string to_sarif(const std::vector<Report>& reports, Audience audience) {
    Json rules = Json::array(), results = Json::array();
    std::vector<std::string> ids;
    std::string version;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        version = report.engine_version;
        const auto add = [&](const std::string& code, const std::string& type, const std::string& message, const std::string& file, int line, const CheckResult* check) {
            if (file.empty()) return; // only findings on lines
            const std::string name = (reports.size() > 1 ? report.submission + "/" : "") + file; // wherever the batch lies
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
                                               {{"artifactLocation", {{"uri", uri_of(path_of(report, file, reports.size()))}}},
                                                {"region", {{"startLine", line}}}}}}})},
                               {"partialFingerprints",
                                {{"primaryLocationLineHash", course::content_hash(code + '\0' + report.exercise + '\0' + (check ? check->id : "") + '\0' + name) + ":1"}}}});
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
