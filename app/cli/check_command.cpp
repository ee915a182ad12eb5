#include "cli/check_command.h"

#include "cli/exit_status.h"
#include "grading/grader.h"
#include "grading/report_text.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace relata::cli {

void CheckCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_option("DIR", m_folder, "the folder with your files")->required();
    app.add_flag("--quick", m_quick, "leave out the checks that run the answer at several sizes");
    m_exercises.define(app);
    app.footer(exit_status_help);
}

int CheckCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    grading::Grader grader(std::move(*exercise), {.skip_slow = m_quick});
    const grading::Report report = grader.grade(std::filesystem::path(m_folder), m_folder);
    streams.out << grading::to_text(report, grading::Audience::student);
    return exit_status(report);
}

} // namespace relata::cli
