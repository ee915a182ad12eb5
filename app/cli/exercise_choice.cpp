#include "cli/exercise_choice.h"

#include "course/course_place.h"
#include "course/manifest_reader.h"
#include "course/text_file.h"

#include <CLI/CLI.hpp>

#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

void ExerciseChoice::define(CLI::App& app) {
    app.add_option("--exercises", m_folder,
                   "the folder of the exercises (default: ./exercises, else those that came with relata)")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory);
}

fs::path ExerciseChoice::folder() const {
    return m_folder.empty() ? course::find_course() / "exercises" : fs::path(m_folder);
}

fs::path ExerciseChoice::folder_for_new() const {
    return m_folder.empty() ? fs::path("exercises") : fs::path(m_folder);
}

std::vector<fs::path> ExerciseChoice::all() const {
    return course::find_exercises(folder());
}

std::optional<fs::path> ExerciseChoice::find(const std::string& id) const {
    std::error_code ignored;
    const fs::path path = folder() / id;
    if (!course::is_plain_relative_path(id) || !fs::is_regular_file(path / "exercise.yaml", ignored))
        return std::nullopt;
    return path;
}

std::string ExerciseChoice::unknown(const std::string& id) const {
    const std::vector<fs::path> folders = all();
    std::vector<std::string> names;
    for (const fs::path& path : folders)
        names.push_back(path.filename().string());
    const std::vector<std::string_view> words(names.begin(), names.end());
    const std::string near = course::nearest_word(id, words);
    if (names.empty()) return "there are no exercises in " + folder().string();
    return "there is no exercise '" + id + "'" +
           (near.empty() ? "; `relata list` names them" : "; did you mean '" + near + "'?");
}

std::optional<course::Exercise> ExerciseChoice::load(const fs::path& path, std::ostream& err) const {
    course::LoadedExercise loaded = course::load_exercise(path);
    for (const Diagnostic& problem : loaded.problems)
        err << problem.to_string() << "\n";
    if (!loaded.problems.empty()) return std::nullopt;
    return std::move(loaded.exercise);
}

} // namespace relata::cli
