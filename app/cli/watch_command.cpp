#include "cli/watch_command.h"

#include "cli/exit_status.h"
#include "course/text_file.h"
#include "grading/grader.h"
#include "grading/report_text.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <ostream>
#include <thread>

namespace relata::cli {

namespace {

constexpr std::chrono::milliseconds pause{250}; ///< between two looks at the files

/// The editable files as they are now.
std::string content(const course::Exercise& exercise, const std::filesystem::path& folder) {
    std::string all;
    for (const std::string& name : exercise.editable)
        all += course::read_text_file(folder / name).value_or("(missing)") + '\0';
    return all;
}

} // namespace

void WatchCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_option("DIR", m_folder, "the folder with your files")->required();
    app.add_option("--times", m_times, "end after so many checks (default: when it is interrupted)")->check(CLI::PositiveNumber);
    app.add_flag("--quick", m_quick, "leave out the checks that run the answer at several sizes");
    m_exercises.define(app);
    app.footer(exit_status_help + std::string(" Of the last check."));
}

int WatchCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    grading::Grader grader(std::move(*exercise), {.skip_slow = m_quick});
    std::string seen;
    for (int times = 1;; ++times) {
        seen = content(grader.exercise(), m_folder);
        const grading::Report report = grader.grade(std::filesystem::path(m_folder), m_folder);
        streams.out << grading::to_text(report, grading::Audience::student) << std::flush;
        if (times == m_times) return exit_status(report);
        while (content(grader.exercise(), m_folder) == seen)
            std::this_thread::sleep_for(pause);
        streams.out << "\n";
    }
}

} // namespace relata::cli
