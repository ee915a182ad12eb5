#include "cli/submission.h"

#include "cli/zip_archive.h"
#include "course/text_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace relata::cli {

namespace fs = std::filesystem;

namespace {

constexpr int max_depth = 8;
constexpr size_t max_entries = 200'000, max_archive = 64 << 20;

bool is_zip(const std::string& name) {
    return name.size() > 4 && (name.ends_with(".zip") || name.ends_with(".ZIP"));
}

std::string bytes_of(const fs::path& path) {
    std::error_code error;
    if (fs::file_size(path, error) > max_archive || error) return "";
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string parent_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string last_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// What archives of other systems add.
bool is_noise(const std::string& path) {
    const std::string last = last_of(path);
    return path.starts_with("__MACOSX/") || path.find("/__MACOSX/") != std::string::npos || last.starts_with('.') || path.find("__pycache__/") != std::string::npos;
}

/// Where the files of `submission` lie on the disk; empty in an archive.
std::string place_of(const fs::path& given, const Submission& submission) {
    std::error_code error;
    const fs::path folder = ((fs::is_regular_file(given, error) ? given.parent_path() : given) / submission.folder).lexically_normal();
    if (!fs::is_directory(folder.empty() ? fs::path(".") : folder, error) || is_zip(given.filename().string())) return "";
    const fs::path below = folder.is_absolute() ? folder.lexically_relative(fs::current_path(error)) : folder;
    std::string text = (below.empty() || below.begin()->string() == ".." ? folder : below).generic_string();
    if (text == "." || text == "./") text.clear();
    if (!text.empty() && !text.ends_with('/')) text += '/';
    return text + submission.prefix;
}

} // namespace

std::string own_name(const fs::path& given) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(given, error);
    return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

void SubmittedFiles::add_zip(const std::string& prefix, const std::string& bytes) {
    auto entries = read_zip(bytes);
    if (!entries) return; // its student's answer lacks every file, then
    for (ZipEntry& entry : *entries)
        if (!is_noise(entry.name)) m_entries[prefix + entry.name] = {{}, std::move(entry.text)};
}

ErrorOr<SubmittedFiles> SubmittedFiles::open(const fs::path& given) {
    SubmittedFiles files;
    std::error_code error;
    if (fs::is_regular_file(given, error)) {
        if (!is_zip(given.filename().string())) {
            files.m_entries[given.filename().string()] = {given, {}};
            return files;
        }
        const std::string bytes = bytes_of(given);
        if (auto entries = read_zip(bytes); !entries) {
            Diagnostic broken = entries.error();
            broken.file = given.string();
            return broken;
        }
        files.add_zip("", bytes);
    }
    for (auto at = fs::recursive_directory_iterator(given, fs::directory_options::skip_permission_denied, error);
         !error && at != fs::recursive_directory_iterator() && files.m_entries.size() < max_entries; at.increment(error)) {
        if (at.depth() >= max_depth) at.disable_recursion_pending();
        std::error_code ignored;
        const std::string path = at->path().lexically_relative(given).generic_string();
        if (is_noise(path)) at.disable_recursion_pending();
        else if (at->is_directory(ignored)) files.m_entries[path + "/"] = {};
        else if (!at->is_regular_file(ignored) || at->is_symlink(ignored)) continue; // a link could lead anywhere
        else if (is_zip(path)) {
            files.m_entries[path.substr(0, path.size() - 4) + "/"] = {};
            files.add_zip(path.substr(0, path.size() - 4) + "/", bytes_of(at->path()));
        } else files.m_entries[path] = {at->path(), {}};
    }
    return files;
}

SubmittedFiles SubmittedFiles::single(const fs::path& file, const std::string& name) {
    SubmittedFiles files;
    files.m_entries[name] = {file, {}};
    return files;
}

std::vector<std::string> SubmittedFiles::paths() const {
    std::vector<std::string> all;
    for (const auto& [path, entry] : m_entries)
        all.push_back(path);
    return all;
}

std::optional<std::string> SubmittedFiles::read(const std::string& path) const {
    const auto found = m_entries.find(path);
    if (found == m_entries.end() || path.ends_with('/')) return std::nullopt;
    if (!found->second.text) return course::read_text_file(found->second.disk);
    if (found->second.text->size() > 1 << 20) return std::nullopt;
    std::string text; // as read_text_file: `\n` line ends, no byte order mark
    const std::string& raw = *found->second.text;
    for (size_t i = raw.starts_with("\xef\xbb\xbf") ? 3 : 0; i < raw.size(); ++i) {
        if (raw[i] != '\r') text += raw[i];
        else if (i + 1 >= raw.size() || raw[i + 1] != '\n') text += '\n';
    }
    return text;
}

std::optional<std::string> Submission::read(const std::string& file) const {
    return files->read((folder.empty() ? "" : folder + "/") + prefix + file);
}

namespace {

ErrorOr<std::vector<Submission>> search(const fs::path& given, const std::vector<KnownExercise>& known, const std::string& only) {
    auto opened = SubmittedFiles::open(given);
    if (!opened) return opened.error();
    const auto files = std::make_shared<const SubmittedFiles>(std::move(*opened));
    std::string own = own_name(given);
    if (is_zip(own)) own.resize(own.size() - 4);
    std::vector<Submission> found;
    std::set<std::string> folders; // every folder, the root as ""
    const std::vector<std::string> paths = files->paths();
    for (const std::string& path : paths)
        for (std::string folder = path.ends_with('/') ? path.substr(0, path.size() - 1) : parent_of(path); folders.insert(folder).second && !folder.empty();)
            folder = parent_of(folder);

    std::error_code error;
    const bool is_file = fs::is_regular_file(given, error) && !is_zip(given.filename().string());
    if (only.empty()) {
        const auto is_id = [&](const std::string& name) { return std::ranges::find(known, name, &KnownExercise::id) != known.end(); };
        if (is_file) { // ada/mend-the-loop/query.py, or mend-the-loop.py
            const std::string parent = own_name(given.parent_path()), stem = given.stem().string();
            if (is_id(parent)) return std::vector<Submission>{{parent, parent, "", "", files}};
            if (is_id(stem)) return search(given, known, stem);
            return found;
        }
        if (is_id(own)) return std::vector<Submission>{{own, own, "", "", files}};
        for (const std::string& folder : folders)
            if (!folder.empty() && is_id(last_of(folder)) && !is_id(last_of(parent_of(folder))))
                found.push_back({folder, last_of(folder), folder, "", files});
        return found;
    }
    const auto exercise = std::ranges::find(known, only, &KnownExercise::id);
    const std::vector<std::string> editable = exercise == known.end() ? std::vector<std::string>() : exercise->editable;
    const auto holds = [&](const std::string& folder, const std::string& prefix) {
        return std::ranges::any_of(editable, [&](const std::string& name) {
            return std::ranges::binary_search(paths, (folder.empty() ? "" : folder + "/") + prefix + name);
        });
    };
    if (is_file) { // any name will do where the exercise has one file
        const std::string name = given.filename().string();
        std::string prefix;
        if (!editable.empty() && name.ends_with(editable.front())) prefix = name.substr(0, name.size() - editable.front().size());
        else if (editable.size() == 1)
            return std::vector<Submission>{{name, only, "", "", std::make_shared<const SubmittedFiles>(SubmittedFiles::single(given, editable.front()))}};
        return std::vector<Submission>{{name, only, "", prefix, files}};
    }
    if (holds("", "")) return std::vector<Submission>{{own, only, "", "", files}};
    std::set<std::string> prefixes, students;
    for (const std::string& path : paths) {
        const size_t slash = path.find('/');
        if (slash != std::string::npos) students.insert(path.substr(0, slash));
        for (const std::string& name : editable)
            if (slash == std::string::npos && path.size() > name.size() && path.ends_with(name) && std::string_view("_-").find(path[path.size() - name.size() - 1]) != std::string_view::npos)
                prefixes.insert(path.substr(0, path.size() - name.size()));
    }
    for (const std::string& prefix : prefixes)
        found.push_back({prefix.substr(0, prefix.size() - 1), only, "", prefix, files});
    for (const std::string& student : students) {
        std::string where = student;
        for (const std::string& folder : folders)
            if ((folder == student || folder.starts_with(student + "/")) && holds(folder, "")) {
                where = folder;
                break;
            }
        found.push_back({student, only, where, "", files});
    }
    if (found.empty()) found.push_back({own, only, "", "", files});
    return found;
}

} // namespace

ErrorOr<std::vector<Submission>> find_submissions(const fs::path& given, const std::vector<KnownExercise>& known, const std::string& only) {
    auto found = search(given, known, only);
    if (found)
        for (Submission& submission : *found) submission.place = place_of(given, submission);
    return found;
}

} // namespace relata::cli
