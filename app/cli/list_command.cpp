#include "cli/list_command.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <ostream>

namespace relata::cli {

void ListCommand::define(CLI::App& app) {
    m_exercises.define(app);
}

int ListCommand::run(Streams streams) {
    const auto folders = m_exercises.all();
    if (folders.empty()) {
        streams.err << "relata list: there are no exercises in " << m_exercises.folder().string() << "\n";
        return usage;
    }
    int status = success;
    size_t width = 0;
    for (const auto& folder : folders)
        width = std::max(width, folder.filename().string().size());
    for (const auto& folder : folders) {
        const auto exercise = m_exercises.load(folder, streams.err);
        if (!exercise) {
            status = exercise_invalid;
            continue;
        }
        const std::string kind(course::to_string(exercise->kind));
        streams.out << exercise->id << std::string(width + 2 - exercise->id.size(), ' ') << kind
                    << std::string(kind.size() < 12 ? 12 - kind.size() : 1, ' ') << std::setw(2)
                    << exercise->minutes << " min  " << exercise->title << "\n";
    }
    return status;
}

} // namespace relata::cli
