#include "cli/progress.h"

#include <iostream>
#include <unistd.h>

namespace relata::cli {

Progress::Progress(std::ostream& out, const std::string& kind, size_t all, size_t done) : m_out(out), m_all(all), m_done(done) {
    const bool terminal = &out == &std::cerr && isatty(STDERR_FILENO);
    if (kind == "bar" || (kind == "auto" && terminal && all > 1)) m_kind = Kind::bar;
    else if (kind == "lines" || (kind == "auto" && all > 1)) m_kind = Kind::lines;
    if (m_kind == Kind::lines && done) m_out << done << " of " << all << " are known from the run before\n";
}

void Progress::add(const grading::Report& report) {
    ++m_done;
    m_failed += !report.passed;
    if (m_kind == Kind::lines) {
        std::string name = report.submission;
        for (char& c : name)
            if (uint8_t(c) < 0x20 || c == 0x7f) c = '?';
        m_out << m_done << " of " << m_all << ": " << name << " "
              << (report.status != grading::Status::graded ? to_string(report.status) : report.passed ? "passed" : "failed") << "\n"
              << std::flush;
    } else if (m_kind == Kind::bar) {
        constexpr size_t width = 40;
        const size_t filled = width * m_done / m_all;
        m_out << "\r[" << std::string(filled, '=') << std::string(width - filled, ' ') << "] " << m_done << "/" << m_all << "  " << m_failed << " not passed"
              << std::flush;
    }
}

void Progress::end() {
    if (m_kind == Kind::bar) m_out << "\n" << std::flush;
}

} // namespace relata::cli
