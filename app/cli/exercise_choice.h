// Which exercise a person means: an id, looked up where exercises live.
#pragma once

#include "course/exercise.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace relata::cli {

class ExerciseChoice {
  public:
    /// Adds `--exercises DIR`.
    void define(CLI::App& app);
    /// The folder given, else exercises/ of the course (course::find_course).
    std::filesystem::path folder() const;
    /// Where a new exercise goes: never among those that came with relata, unless that is where one works.
    std::filesystem::path folder_for_new() const;
    std::vector<std::filesystem::path> all() const;
    /// The folder of an id; none where there is no such exercise.
    std::optional<std::filesystem::path> find(const std::string& id) const;
    /// "there is no exercise 'x'; did you mean 'y'?"
    std::string unknown(const std::string& id) const;
    /// The exercise where it is valid; writes its problems to `err` otherwise.
    std::optional<course::Exercise> load(const std::filesystem::path& folder, std::ostream& err) const;

  private:
    std::string m_folder;
};

} // namespace relata::cli
