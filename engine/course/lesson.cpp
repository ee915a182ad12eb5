#include "course/lesson.h"

#include "course/manifest_reader.h"
#include "course/text_file.h"

#include <algorithm>
#include <set>

namespace relata::course {

namespace fs = std::filesystem;

LoadedLesson load_lesson(const fs::path& folder) {
    LoadedLesson loaded;
    Lesson& lesson = loaded.lesson;
    lesson.folder = folder;
    lesson.id = folder.filename().string();
    const fs::path file = folder / "lesson.yaml";
    auto yaml = read_yaml(file);
    if (!yaml) {
        loaded.problems.push_back(yaml.error());
        return loaded;
    }
    ManifestReader manifest(*yaml, file.string(), "lesson.yaml", loaded.problems);
    if (manifest.integer("format_version") != 1)
        manifest.problem(manifest.find("format_version"), "this version of Relata reads format_version 1");
    lesson.title = manifest.text("title");
    lesson.description = manifest.text("description", "");
    lesson.level = manifest.text("level", "");
    lesson.minutes = manifest.integer("minutes");
    lesson.objectives = manifest.texts("objectives");
    for (ManifestReader& item : manifest.maps("skills")) {
        lesson.skills.push_back({item.text("id"), item.text("name"), item.text("level", ""), item.text("category", ""),
                                 item.text("bloom", ""), item.text("measurable", "")});
        item.refuse_unknown_keys();
    }
    std::set<std::string> ids;
    for (ManifestReader& item : manifest.maps("sections")) {
        Section s;
        s.title = item.text("title");
        const std::string name = item.text("file");
        s.exercises = item.texts("exercises");
        item.refuse_unknown_keys();
        s.file = folder / name;
        const size_t dash = name.find('-');
        s.id = fs::path(dash == std::string::npos ? name : name.substr(dash + 1)).stem().string();
        if (!is_plain_relative_path(name)) {
            item.problem(nullptr, "'" + name + "' is not a file of the lesson's folder");
        } else if (auto text = read_text_file(s.file)) {
            s.text = std::move(*text);
        } else {
            item.problem(nullptr, name + " cannot be read");
        }
        if (!ids.insert(s.id).second) item.problem(nullptr, "two sections have the id '" + s.id + "'");
        lesson.sections.push_back(std::move(s));
    }
    if (lesson.sections.empty()) manifest.problem(nullptr, "'sections' must hold at least one section");
    manifest.refuse_unknown_keys();
    return loaded;
}

std::vector<fs::path> find_lessons(const fs::path& root) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (const auto& item : fs::directory_iterator(root, ignored))
        if (is_folder(item.path()) && is_file(item.path() / "lesson.yaml")) found.push_back(item.path());
    std::ranges::sort(found);
    return found;
}

} // namespace relata::course
