#include "cli/show_command.h"

#include "course/error_page.h"
#include "course/manifest_reader.h"
#include "grading/wording.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <ostream>
#include <string_view>

namespace relata::cli {

void ShowCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it; or `error`")->required();
    app.add_option("CODE", m_error, "after `error`: an error's code, or an exception's class; without it, all codes are listed");
    app.add_flag("--hints", m_hints, "show the hints too");
    m_exercises.define(app);
}

int ShowCommand::show_error(Streams streams) {
    const course::LoadedErrorPages loaded = course::load_error_pages(course::error_pages_folder());
    if (m_error.empty()) {
        for (const course::ErrorPage& page : loaded.pages)
            streams.out << std::left << std::setw(32) << page.code << page.title << "\n";
        return success;
    }
    if (const course::ErrorPage* page = loaded.find(m_error)) {
        streams.out << "# " << page->title << "\n\n" << std::string_view(page->text).substr(page->text.find_first_not_of('\n'));
        return success;
    }
    // The name of an exception's class, with or without its module: the pages about it.
    std::vector<const course::ErrorPage*> about;
    for (const course::ErrorPage& page : loaded.pages)
        if (page.is_about(m_error)) about.push_back(&page);
    if (!about.empty()) {
        for (const course::ErrorPage* page : about)
            streams.out << std::left << std::setw(32) << page->code << page->title << "\n";
        return success;
    }
    std::vector<std::string_view> codes;
    for (const course::ErrorPage& page : loaded.pages)
        codes.push_back(page.code);
    const std::string near = course::nearest_word(m_error, codes);
    return wrong_usage(streams, "there is no error page '" + m_error + "'" + (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

int ShowCommand::run(Streams streams) {
    if (m_id == "error") return show_error(streams);
    if (!m_error.empty()) return wrong_usage(streams, "show takes one exercise");
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
