#include "grading/exporters/exporter.h"
#include "grading/wording.h"

namespace relata::grading {

namespace {

std::string attribute(const char* name, std::string_view value) {
    std::string text = escaped_markup(value);
    for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos;)
        text.replace(at, 1, "&#10;");
    return std::string(" ") + name + "=\"" + text + "\"";
}

std::string property(const char* name, const std::string& value) {
    return "<property" + attribute("name", name) + attribute("value", value) + "/>";
}

struct Counts {
    size_t tests = 0, failures = 0, errors = 0, skipped = 0;
    std::string text() const {
        return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
               attribute("errors", std::to_string(errors)) + attribute("skipped", std::to_string(skipped));
    }
    void add(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        errors += other.errors;
        skipped += other.skipped;
    }
};

std::string details(const CheckResult& check) {
    std::string out = check.message;
    if (!check.fix.empty()) out += "\nAdd " + check.fix + (check.fix_place.empty() ? "" : "  " + check.fix_place);
    for (const std::string& note : check.notes)
        out += "\nNote: " + note;
    if (!check.advice.empty()) out += "\n" + check.advice;
    return out;
}

std::string test_case(const Report& report, const CheckResult& check, Counts& counts) {
    ++counts.tests;
    std::string out = "  <testcase" + attribute("name", check.id) + attribute("classname", report.exercise);
    if (!check.file.empty()) out += attribute("file", check.file);
    if (check.line) out += attribute("line", std::to_string(check.line));
    out += ">\n   <properties>" + property("score", number_text(check.points)) + property("max_score", number_text(check.max_points)) + "</properties>\n";
    const auto element = [&](const char* name) {
        out += std::string("   <") + name + attribute("type", check.code) + attribute("message", check.message) + ">" +
               escaped_markup(details(check)) + "</" + name + ">\n";
    };
    if (check.verdict == Verdict::failed) {
        ++counts.failures;
        element("failure");
    } else if (check.verdict == Verdict::errored) {
        ++counts.errors;
        element("error");
    } else if (check.verdict == Verdict::skipped) {
        ++counts.skipped;
        out += "   <skipped" + attribute("message", check.message) + "/>\n";
    }
    return out + "  </testcase>\n";
}

} // namespace

std::string to_junit(const std::vector<Report>& reports, Audience audience) {
    Counts total;
    std::string suites;
    for (const Shown& shown : shown_to(reports, audience)) {
        const Report& report = shown.report;
        Counts counts;
        std::string cases;
        for (const CheckResult& check : report.checks)
            cases += test_case(report, check, counts);
        if (report.status != Status::graded && report.checks.empty()) {
            ++counts.tests;
            ++counts.errors;
            std::string why;
            for (const Diagnostic& problem : report.problems)
                why += problem.to_string() + "\n";
            cases += "  <testcase name=\"gradable\"" + attribute("classname", report.exercise) + "><error" + attribute("type", to_string(report.status)) +
                     ">" + escaped_markup(why) + "</error></testcase>\n";
        }
        suites += " <testsuite" + attribute("name", report.submission) + counts.text() + ">\n  <properties>" + property("exercise", report.exercise) +
                  property("manifest_hash", report.manifest_hash) + property("engine_version", report.engine_version) +
                  property("seed", std::to_string(report.seed)) + property("verdict_hash", shown.verdict_hash) + "</properties>\n" + cases + " </testsuite>\n";
        total.add(counts);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"relata\"" + total.text() + ">\n" + suites + "</testsuites>\n";
}

} // namespace relata::grading
