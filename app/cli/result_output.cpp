#include "cli/result_output.h"

#include "grading/report_json.h"

#include <cstdlib>
#include <fstream>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

namespace {

std::string replaced(std::string text, const std::string& word, std::string value) {
    for (char& c : value)
        if (c == '/' || c == '\\' || uint8_t(c) < 0x20) c = '-';
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
        text.replace(at, word.size(), value);
    return text;
}

/// Appends to the file that an environment variable of GitHub Actions names; nothing where it names none.
void append_to(const char* variable, const std::string& text) {
    const char* path = std::getenv(variable);
    if (path && *path) std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

std::string base64(const std::string& text) {
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (size_t at = 0; at < text.size(); at += 3) {
        uint32_t bits = 0;
        for (size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (at + i < text.size() ? uint8_t(text[at + i]) : 0);
        for (size_t i = 0; i < 4; ++i)
            out += at + i <= text.size() ? letters[bits >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

} // namespace

bool replace_file(const fs::path& path, const std::string& content) {
    std::error_code error;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    const fs::path temporary = path.string() + ".new";
    {
        std::ofstream stream(temporary, std::ios::binary);
        stream << content;
        if (!stream.flush()) return false;
    }
    fs::rename(temporary, path, error);
    return !error;
}

ErrorOr<ResultOutput> ResultOutput::parse(const std::string& text) {
    const size_t equals = text.find('=');
    const std::string format = text.substr(0, equals);
    ResultOutput output;
    output.m_exporter = grading::find_exporter(format);
    if (!output.m_exporter && format != "github") {
        std::string known;
        for (const grading::Exporter& exporter : grading::exporters())
            known += std::string(exporter.name) + ", ";
        return Diagnostic{.message = "--out knows " + known + "github, not '" + format + "'", .hint = "for example  --out json=results.json"};
    }
    output.m_target = equals == std::string::npos || !output.m_exporter ? "-" : text.substr(equals + 1);
    if (output.m_target.empty()) return Diagnostic{.message = "--out " + text + " names no file", .hint = "- is stdout"};
    return output;
}

bool ResultOutput::is_one_each() const {
    return m_target.find("{submission}") != std::string::npos || m_target.find("{id}") != std::string::npos;
}

std::string ResultOutput::path_for(const grading::Report& report) const {
    return replaced(replaced(m_target, "{submission}", report.submission), "{id}", report.exercise);
}

bool ResultOutput::write_all(const std::vector<grading::Report>& reports, grading::Audience audience) const {
    return is_stdout() || is_one_each() || replace_file(m_target, m_exporter->render(reports, audience));
}

bool ResultOutput::write_one(const grading::Report& report, grading::Audience audience) const {
    if (is_stdout() || !is_one_each()) return true;
    const std::string content = m_exporter->name == "json" ? grading::to_json(report, audience) : m_exporter->render({report}, audience);
    return replace_file(path_for(report), content);
}

void ResultOutput::write_stdout(const std::vector<grading::Report>& reports, grading::Audience audience, std::ostream& out) const {
    if (!is_stdout()) return;
    if (m_exporter) {
        out << m_exporter->render(reports, audience);
        return;
    }
    out << grading::to_github_annotations(reports, audience);
    append_to("GITHUB_STEP_SUMMARY", grading::to_github_summary(reports, audience));
    append_to("GITHUB_OUTPUT", "result=" + base64(grading::to_classroom(reports, audience)) + "\n");
}

} // namespace relata::cli
