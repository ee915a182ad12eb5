#include "cli/result_output.h"

#include "grading/report_json.h"
#include "grading/report_text.h"

#include <filesystem>
#include <fstream>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

namespace {

std::string replaced(std::string text, const std::string& word, std::string value) {
    for (char& c : value)
        if (c == '/' || c == '\\') c = '-';
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
        text.replace(at, word.size(), value);
    return text;
}

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

} // namespace

ErrorOr<ResultOutput> ResultOutput::parse(const std::string& text) {
    const size_t equals = text.find('=');
    const std::string format = text.substr(0, equals);
    ResultOutput output;
    if (format == "json")
        output.m_format = Format::json;
    else if (format != "text")
        return Diagnostic{.message = "--out knows text and json, not '" + format + "'",
                          .hint = "for example  --out json=results.json"};
    output.m_target = equals == std::string::npos ? "-" : text.substr(equals + 1);
    if (output.m_target.empty())
        return Diagnostic{.message = "--out " + text + " names no file", .hint = "- is stdout"};
    return output;
}

bool ResultOutput::is_one_each() const {
    return m_target.find("{submission}") != std::string::npos || m_target.find("{id}") != std::string::npos;
}

std::string ResultOutput::rendered(const std::vector<grading::Report>& reports, grading::Audience audience,
                                   bool one) const {
    if (m_format == Format::json)
        return one ? grading::to_json(reports.front(), audience) : grading::to_json(reports, audience);
    std::string out;
    for (const grading::Report& report : reports)
        out += grading::to_text(report, audience) + "\n";
    return one ? out : out + grading::summary_text(reports);
}

bool ResultOutput::write_files(const std::vector<grading::Report>& reports,
                               grading::Audience audience) const {
    if (is_stdout()) return true;
    if (!is_one_each()) return replace_file(m_target, rendered(reports, audience, false));
    bool written = true;
    for (const grading::Report& report : reports) {
        const std::string path =
            replaced(replaced(m_target, "{submission}", report.submission), "{id}", report.exercise);
        written = replace_file(path, rendered({report}, audience, true)) && written;
    }
    return written;
}

void ResultOutput::write_stdout(const std::vector<grading::Report>& reports, grading::Audience audience,
                                std::ostream& out) const {
    if (is_stdout()) out << rendered(reports, audience, false);
}

} // namespace relata::cli
