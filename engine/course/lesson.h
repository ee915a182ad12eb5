// Lesson: a folder under lessons/: lesson.yaml with the front matter and the order of its sections,
// NN-name.md each.
#pragma once

#include "support/diagnostic.h"

#include <filesystem>
#include <string>
#include <vector>

namespace relata::course {

struct Skill {
    std::string id, name, level, category, bloom, measurable;
};

struct Section {
    std::string id; ///< the file's name without number and ending: "the-n-plus-1-problem"
    std::string title;
    std::filesystem::path file;
    std::string text;                   ///< Markdown
    std::vector<std::string> exercises; ///< ids, in the order in which they are offered
};

struct Lesson {
    std::filesystem::path folder;
    std::string id, title, description, level;
    int64_t minutes = 0;
    std::vector<Skill> skills;
    std::vector<std::string> objectives;
    std::vector<Section> sections;
};

struct LoadedLesson {
    Lesson lesson;
    std::vector<Diagnostic> problems;
};
LoadedLesson load_lesson(const std::filesystem::path& folder);

/// Every folder below `root` that holds a lesson.yaml, sorted.
std::vector<std::filesystem::path> find_lessons(const std::filesystem::path& root);

} // namespace relata::course
