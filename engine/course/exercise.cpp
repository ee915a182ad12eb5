#include "course/exercise.h"

#include "course/manifest_reader.h"
#include "course/text_file.h"

#include <algorithm>
#include <array>
#include <set>

namespace relata::course {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 6> kind_words{"models", "query", "fix", "predict", "order", "skill-test"};
constexpr std::array<std::string_view, 3> difficulty_words{"remedial", "core", "extension"};
constexpr std::array<std::string_view, 4> visibility_words{"visible", "score_only", "hidden", "after_due"};
constexpr std::array<std::string_view, 3> reveal_words{"never", "after_pass", "after_due"};
constexpr std::array<std::string_view, 2> dataset_visibility_words{"visible", "hidden"};

void read_files(ManifestReader& manifest, Exercise& e) {
    if (auto files = manifest.map("files")) {
        e.editable = files->texts("editable");
        e.read_only = files->texts("readonly");
        files->refuse_unknown_keys();
    }
    if (e.editable.empty()) manifest.problem(nullptr, "'files.editable' must name at least one file");
    for (auto* list : {&e.editable, &e.read_only})
        std::erase_if(*list, [&](const std::string& name) {
            const bool plain = is_plain_relative_path(name);
            if (!plain)
                manifest.problem(manifest.find("files"), "'" + name + "' is not a path inside the answer's folder");
            else if (!is_file(e.folder / "starter" / name))
                manifest.problem(manifest.find("files"), "starter/" + name + " is missing");
            return !plain; // nobody reads outside of the folder
        });
}

void read_entry(ManifestReader& manifest, Exercise& e) {
    const Setting* entry = manifest.find("entry");
    if (!entry) return manifest.problem(nullptr, "the manifest lacks 'entry'", "for example  entry: query:get_tasks");
    std::string target;
    if (const auto* s = entry->as<std::string>()) {
        target = *s;
    } else if (auto map = manifest.map("entry")) {
        target = map->text("call");
        if (const Setting* arguments = map->find("arguments")) {
            if (const auto* list = arguments->as<Setting::List>())
                e.entry_arguments = *list;
            else
                map->problem(arguments, "'arguments' must be a list");
        }
        e.observe = map->texts("observe");
        map->refuse_unknown_keys();
    }
    const size_t colon = target.find(':');
    e.entry_module = target.substr(0, colon);
    if (colon != std::string::npos) e.entry_function = target.substr(colon + 1);
    if (e.entry_module.empty())
        manifest.problem(entry, "'entry' must name a module and a function", "for example  entry: query:get_tasks");
}

void read_datasets(ManifestReader& manifest, Exercise& e) {
    std::set<std::string> ids;
    for (ManifestReader& item : manifest.maps("datasets")) {
        Dataset d;
        d.line = item.line();
        d.id = item.text("id");
        d.hidden = item.one_of("visibility", dataset_visibility_words, 0) == 1;
        d.seed = item.integer("seed", 1);
        d.size = item.integer("size", 10);
        d.cold_session = item.boolean("cold_session", true);
        item.refuse_unknown_keys();
        if (d.size < 0 || d.size > 100'000) item.problem(nullptr, "'size' must lie between 0 and 100000");
        if (!ids.insert(d.id).second) item.problem(nullptr, "two datasets have the id '" + d.id + "'");
        e.datasets.push_back(std::move(d));
    }
    const std::string shared = manifest.text("dataset", "");
    fs::path file = e.folder / "dataset.py";
    if (!shared.empty() && !is_plain_relative_path(shared))
        return manifest.problem(manifest.find("dataset"), "'dataset' must be a plain name");
    if (!shared.empty()) file = e.folder.parent_path() / "datasets" / (shared + ".py");
    if (is_file(file))
        e.dataset_file = file.string();
    else if (!e.datasets.empty())
        manifest.problem(manifest.find("dataset"), file.string() + " is missing",
                         "write dataset.py in the exercise's folder, or name a shared one with 'dataset:'");
    // A prediction is about one program on known data: there is nothing that hidden data could find out.
    if (e.kind != ExerciseKind::predict && !e.datasets.empty() && std::ranges::none_of(e.datasets, [](const Dataset& d) { return d.hidden; }))
        manifest.problem(manifest.find("datasets"), "at least one dataset must be hidden",
                         "an answer written for the visible data must not pass");
}

void read_checks(ManifestReader& manifest, Exercise& e) {
    std::set<std::string> ids;
    for (ManifestReader& item : manifest.maps("checks")) {
        CheckSpec c;
        c.line = item.line();
        c.id = item.text("id");
        c.type = item.text("type");
        // Rules about the text explain a failure; they decide only where the manifest says so.
        const bool explains = c.type == "source_rule" && !item.boolean("required", false);
        c.points = item.number("points", explains ? 0 : 1);
        c.required = item.boolean("required", !explains);
        c.needs = item.texts("needs");
        c.visibility = Visibility(item.one_of("visibility", visibility_words, 0));
        c.timeout_ms = item.integer("timeout_ms", 0);
        c.student_message = item.text("student_message", "");
        c.staff_message = item.text("staff_message", "");
        for (auto& [key, value] : item.rest()) c.parameters.emplace(std::move(key), std::move(value));
        for (const std::string& need : c.needs)
            if (!ids.contains(need))
                item.problem(nullptr, "'needs' names '" + need + "', which is not a check above this one");
        if (c.points < 0) item.problem(nullptr, "'points' must not be negative");
        if (!ids.insert(c.id).second) item.problem(nullptr, "two checks have the id '" + c.id + "'");
        e.checks.push_back(std::move(c));
    }
    if (e.checks.empty()) manifest.problem(nullptr, "'checks' must hold at least one check");
}

ExpectedFailure read_expected_failure(ManifestReader& item, Exercise& e, std::string_view check_key) {
    ExpectedFailure f;
    f.line = item.line();
    f.check = item.text(check_key);
    f.code = item.text("code");
    f.message = item.text("message", "");
    if (!f.check.empty() && !e.find_check(f.check)) {
        std::vector<std::string_view> known;
        for (const CheckSpec& c : e.checks) known.push_back(c.id);
        const std::string near = nearest_word(f.check, known);
        item.problem(nullptr, "there is no check '" + f.check + "'", near.empty() ? "" : "did you mean '" + near + "'?");
    }
    return f;
}

void read_wrong_answers(ManifestReader& manifest, Exercise& e) {
    if (auto item = manifest.map("starter_expect")) {
        e.starter_expect = read_expected_failure(*item, e, "check");
        item->refuse_unknown_keys();
    } else {
        manifest.problem(nullptr, "the manifest lacks 'starter_expect'", "say which check the unsolved starter fails");
    }
    for (ManifestReader& item : manifest.maps("wrong")) {
        const std::string dir = item.text("dir");
        ExpectedFailure f = read_expected_failure(item, e, "fails");
        f.dir = dir;
        item.refuse_unknown_keys();
        if (!is_plain_relative_path(dir) || !is_folder(e.folder / "wrong" / dir))
            item.problem(nullptr, "wrong/" + dir + " is not a folder");
        e.wrong.push_back(std::move(f));
    }
    if (e.wrong.size() < 3) manifest.problem(manifest.find("wrong"), "at least three wrong answers are needed");
}

/// hints.md: each second-level heading begins a hint; without headings each paragraph is one.
std::vector<std::string> split_hints(const std::string& text) {
    std::vector<std::string> hints;
    const bool headed = text.starts_with("## ") || text.find("\n## ") != std::string::npos;
    std::string current;
    bool open = !headed;
    auto flush = [&] {
        const size_t begin = current.find_first_not_of(" \n\r\t");
        if (begin != std::string::npos)
            hints.push_back(current.substr(begin, current.find_last_not_of(" \n\r\t") + 1 - begin));
        current.clear();
    };
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (headed ? line.starts_with("## ") : line.find_first_not_of(" \r\t") == std::string::npos) {
            if (open) flush();
            open = true;
            continue;
        }
        if (open) current += line + "\n";
    }
    flush();
    return hints;
}

std::string hash_of_content(const Exercise& e, const std::string& manifest_text) {
    std::string all = manifest_text;
    for (const SourceFile& f : e.starter()) all += '\0' + f.path + '\0' + f.text;
    if (!e.dataset_file.empty()) all += '\0' + read_text_file(e.dataset_file).value_or("");
    for (const std::string& name : e.solution_names())
        if (auto files = e.read_answer(e.folder / "solutions" / name))
            for (const SourceFile& f : *files) all += '\0' + f.path + '\0' + f.text;
    return content_hash(all);
}

} // namespace

std::string_view to_string(ExerciseKind kind) { return kind_words[size_t(kind)]; }
std::string_view to_string(Difficulty difficulty) { return difficulty_words[size_t(difficulty)]; }
std::string_view to_string(Visibility visibility) { return visibility_words[size_t(visibility)]; }

std::string content_hash(std::string_view text) {
    uint64_t h = 0xcbf29ce484222325u;
    for (unsigned char c : text) h = (h ^ c) * 0x100000001b3u;
    std::string hex(16, '0');
    for (int i = 15; i >= 0; --i, h >>= 4) hex[size_t(i)] = "0123456789abcdef"[h & 15];
    return hex;
}

LoadedExercise load_exercise(const fs::path& folder) {
    LoadedExercise loaded;
    Exercise& e = loaded.exercise;
    e.folder = folder;
    const fs::path file = folder / "exercise.yaml";
    const auto text = read_text_file(file);
    if (!text) {
        loaded.problems.push_back({.message = "there is no exercise.yaml here", .file = folder.string()});
        return loaded;
    }
    auto yaml = parse_yaml(*text, file.string());
    if (!yaml) {
        loaded.problems.push_back(yaml.error());
        return loaded;
    }
    ManifestReader manifest(*yaml, file.string(), "exercise.yaml", loaded.problems);
    if (manifest.integer("format_version") != 1)
        manifest.problem(manifest.find("format_version"), "this version of Relata reads format_version 1");
    e.id = manifest.text("id");
    e.uuid = manifest.text("uuid");
    e.title = manifest.text("title");
    e.lesson = manifest.text("lesson");
    e.section = manifest.text("section");
    e.skills = manifest.texts("skills");
    e.difficulty = Difficulty(manifest.one_of("difficulty", difficulty_words));
    e.minutes = manifest.integer("minutes");
    e.status = manifest.text("status", "draft");
    e.authors = manifest.texts("authors");
    e.license = manifest.text("license", "");
    e.kind = ExerciseKind(manifest.one_of("kind", kind_words));
    if (!e.id.empty() && e.id != folder.filename().string())
        manifest.problem(manifest.find("id"), "the id '" + e.id + "' differs from the folder's name");
    read_files(manifest, e);
    read_entry(manifest, e);
    read_datasets(manifest, e);
    read_checks(manifest, e);
    read_wrong_answers(manifest, e);
    for (ManifestReader& item : manifest.maps("misconceptions")) {
        e.misconceptions.push_back({item.text("code"), item.text("when"), item.text("message")});
        item.refuse_unknown_keys();
    }
    for (ManifestReader& item : manifest.maps("survivors")) {
        e.survivors.push_back({item.text("mistake"), item.text("file"), item.text("text", ""), item.text("because")});
        const ExplainedSurvivor& made = e.survivors.back();
        if (!made.file.empty() && std::ranges::find(e.editable, made.file) == e.editable.end())
            item.problem(item.find("file"), "'" + made.file + "' is none of the editable files");
        item.refuse_unknown_keys();
    }
    e.reveal_solution = RevealSolution(manifest.one_of("reveal_solution", reveal_words, 1));
    e.reference = manifest.text("reference", "");
    if (auto limits = manifest.map("limits")) {
        const auto limit = [&](std::string_view key, int64_t& value, int64_t most) {
            const int64_t given = limits->integer(key, value);
            if (given >= 1 && given <= most) value = given;
            else limits->problem(limits->find(key), "'" + std::string(key) + "' must lie between 1 and " + std::to_string(most));
        };
        limit("seconds", e.limits.seconds, 3600);
        limit("steps", e.limits.steps, 100'000'000'000);
        limit("memory_mb", e.limits.memory_mb, 65'536);
        limit("statements", e.limits.statements, 10'000'000);
        limit("output_kb", e.limits.output_kb, 1'048'576);
        limits->refuse_unknown_keys();
    }
    if (auto scoring = manifest.map("scoring")) {
        e.all_or_nothing = scoring->boolean("all_or_nothing", false);
        e.pass_score = scoring->number("pass_score", 1.0);
        if (!(e.pass_score >= 0 && e.pass_score <= 1))
            scoring->problem(scoring->find("pass_score"), "'pass_score' must lie between 0 and 1");
        scoring->refuse_unknown_keys();
    }
    manifest.refuse_unknown_keys();
    if (auto instructions = read_text_file(folder / "instructions.md"))
        e.instructions = *instructions;
    else
        manifest.problem(nullptr, "instructions.md is missing");
    e.hints = split_hints(read_text_file(folder / "hints.md").value_or(""));
    const std::vector<std::string> solutions = e.solution_names();
    if (solutions.empty()) manifest.problem(nullptr, "solutions/ holds no solution");
    else if (!e.reference.empty() && solutions.front() != e.reference)
        manifest.problem(manifest.find("reference"), "solutions/ has no '" + e.reference + "'");
    e.manifest_hash = hash_of_content(e, *text);
    return loaded;
}

std::vector<SourceFile> Exercise::starter() const {
    std::vector<SourceFile> files;
    for (const auto* list : {&editable, &read_only})
        for (const std::string& name : *list)
            files.push_back({name, read_text_file(folder / "starter" / name).value_or("")});
    return files;
}

std::vector<std::string> Exercise::solution_names() const {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& item : fs::directory_iterator(folder / "solutions", ignored))
        if (is_folder(item.path())) names.push_back(item.path().filename().string());
    std::ranges::sort(names);
    if (const auto first = std::ranges::find(names, reference); first != names.end()) std::rotate(names.begin(), first, first + 1);
    return names;
}

ErrorOr<std::vector<SourceFile>> Exercise::read_answer(const fs::path& dir) const {
    auto files = answer_of([&](const std::string& name) { return read_text_file(dir / name); });
    if (files) return files;
    Diagnostic lacks = files.error();
    lacks.file = dir.string();
    return lacks;
}

ErrorOr<std::vector<SourceFile>>
Exercise::answer_of(const std::function<std::optional<std::string>(const std::string& name)>& read) const {
    std::vector<SourceFile> files;
    for (const std::string& name : editable) {
        const auto text = read(name);
        if (!text)
            return Diagnostic{.message = "the answer lacks " + name,
                              .hint = "hand in every file that the exercise lets you edit"};
        files.push_back({name, *text});
    }
    for (const std::string& name : read_only) files.push_back({name, read_text_file(folder / "starter" / name).value_or("")});
    return files;
}

const CheckSpec* Exercise::find_check(std::string_view check_id) const {
    const auto found = std::ranges::find(checks, check_id, &CheckSpec::id);
    return found == checks.end() ? nullptr : &*found;
}

double Exercise::total_points() const {
    double sum = 0;
    for (const CheckSpec& c : checks) sum += c.points;
    return sum;
}

std::vector<fs::path> find_exercises(const fs::path& root) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (const auto& item : fs::directory_iterator(root, ignored))
        if (is_folder(item.path()) && is_file(item.path() / "exercise.yaml")) found.push_back(item.path());
    std::ranges::sort(found);
    return found;
}

} // namespace relata::course
