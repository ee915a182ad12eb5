#include "cli/hint_command.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace relata::cli {

void HintCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_option("--number", m_number, "which one (default: the first)")->type_name("N")->check(CLI::PositiveNumber);
    m_exercises.define(app);
}

int HintCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    const auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    const size_t all = exercise->hints.size();
    if (size_t(m_number) > all) return wrong_usage(streams, "there are " + std::to_string(all) + " hints");
    streams.out << "hint " << m_number << " of " << all << "\n\n" << exercise->hints[size_t(m_number) - 1] << "\n";
    if (size_t(m_number) < all) streams.out << "\nMore:  relata hint " << m_id << " --number " << m_number + 1 << "\n";
    return success;
}

} // namespace relata::cli
