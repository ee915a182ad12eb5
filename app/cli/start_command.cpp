#include "cli/start_command.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

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
    const std::vector<course::SourceFile> files = exercise->starter();
    std::error_code error;
    for (const course::SourceFile& file : files)
        if (fs::exists(fs::path(m_folder) / file.path, error))
            return wrong_usage(streams, (fs::path(m_folder) / file.path).string() +
                                            " is there already; nothing was written");
    for (const course::SourceFile& file : files) {
        const fs::path path = fs::path(m_folder) / file.path;
        fs::create_directories(path.parent_path(), error);
        std::ofstream stream(path, std::ios::binary);
        stream << file.text;
        if (!stream.flush()) return wrong_usage(streams, "can't write " + path.string());
        streams.out << path.string() << "\n";
    }
    return success;
}

} // namespace relata::cli
