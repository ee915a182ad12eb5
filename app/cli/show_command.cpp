#include "cli/show_command.h"

#include "grading/wording.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace relata::cli {

void ShowCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_flag("--hints", m_hints, "show the hints too");
    m_exercises.define(app);
}

int ShowCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    const auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    std::ostream& out = streams.out;
    out << exercise->instructions;
    if (!exercise->instructions.ends_with('\n')) out << "\n";
    out << "\nfiles to edit:";
    for (const std::string& file : exercise->editable)
        out << " " << file;
    if (!exercise->read_only.empty()) out << "\nfiles to read:";
    for (const std::string& file : exercise->read_only)
        out << " " << file;
    out << "\nchecks:\n";
    for (const course::CheckSpec& check : exercise->checks) {
        if (check.visibility == course::Visibility::hidden ||
            check.visibility == course::Visibility::after_due)
            continue;
        out << "  " << check.id << " (" << check.type << ", " << grading::number_text(check.points)
            << (check.points == 1 ? " point)" : " points)") << "\n";
    }
    if (m_hints)
        for (size_t i = 0; i < exercise->hints.size(); ++i)
            out << "\nhint " << i + 1 << ":\n" << exercise->hints[i] << "\n";
    out << "\nBegin with  relata start " << exercise->id << " DIR  and ask with  relata check "
        << exercise->id << " DIR\n";
    return success;
}

} // namespace relata::cli
