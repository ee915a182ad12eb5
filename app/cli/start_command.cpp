#include "cli/start_command.h"

#include "cli/new_files.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace relata::cli {

void StartCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_option("DIR", m_folder, "where the files go; made where it is missing")->required();
    m_exercises.define(app);
    app.footer("Never overwrites: exit status 2 where one of the files is there already.");
}

int StartCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    const auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    const std::string problem = write_new_files(m_folder, exercise->starter(), streams.out);
    return problem.empty() ? success : wrong_usage(streams, problem);
}

} // namespace relata::cli
