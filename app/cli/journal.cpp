#include "cli/journal.h"

#include "cli/result_output.h"
#include "course/exercise.h"
#include "grading/report_json.h"

namespace relata::cli {

namespace {

/// "hash json": a line that was cut off or changed does not fit its hash.
std::string line_of(const grading::Report& report) {
    const std::string json = grading::to_line(report);
    return course::content_hash(json) + " " + json + "\n";
}

} // namespace

std::map<std::string, grading::Report> Journal::read() const {
    std::map<std::string, grading::Report> reports;
    std::ifstream in(m_path, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
        const size_t space = line.find(' ');
        if (space == std::string::npos || in.eof()) continue; // without its end it is not whole
        const std::string json = line.substr(space + 1);
        if (course::content_hash(json) != line.substr(0, space)) continue;
        if (auto report = grading::read_line(json)) reports[report->submission] = std::move(*report);
    }
    return reports;
}

bool Journal::begin(const std::vector<grading::Report>& kept) {
    std::string text;
    for (const grading::Report& report : kept)
        text += line_of(report);
    m_stream.close();
    if (!replace_file(m_path, text)) return false;
    m_stream.open(m_path, std::ios::binary | std::ios::app);
    return bool(m_stream);
}

bool Journal::add(const grading::Report& report) {
    m_stream << line_of(report) << std::flush;
    return bool(m_stream);
}

} // namespace relata::cli
