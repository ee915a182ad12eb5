#include "cli/program_files.h"

#include <fstream>
#include <set>
#include <string_view>

namespace fs = std::filesystem;

namespace relata::cli {

namespace {

constexpr size_t max_files = 2'000;
constexpr size_t max_bytes = size_t(64) << 20;

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const size_t from = text.find_first_not_of(blanks);
    return from == text.npos ? std::string_view() : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// The top-level modules that a line imports: "import a.b, c as d" gives a, c; "from a.b import c" gives a.
std::vector<std::string_view> imported_names(std::string_view line) {
    line = trimmed(line);
    const bool is_from = line.starts_with("from ");
    if (!is_from && !line.starts_with("import ")) return {};
    line.remove_prefix(is_from ? 5 : 7);
    std::vector<std::string_view> names;
    while (!line.empty()) {
        const size_t comma = is_from ? line.size() : std::min(line.find(','), line.size());
        const std::string_view item = trimmed(line.substr(0, comma));
        names.push_back(item.substr(0, item.find_first_of(". \t;")));
        line.remove_prefix(std::min(comma + 1, line.size()));
    }
    return names;
}

/// Collects files below one folder, each once.
class Collector {
  public:
    explicit Collector(fs::path folder) : m_folder(std::move(folder)) {}

    /// The file as a module, and the modules that it imports from this folder. False where it can't be read.
    bool add_with_imports(const fs::path& file) {
        const std::string* text = add(file);
        if (!text) return false;
        const std::string source = *text; // `add` below may move the list
        for (size_t at = 0; at < source.size();) {
            const size_t end = std::min(source.find('\n', at), source.size());
            for (const std::string_view name : imported_names(std::string_view(source).substr(at, end - at)))
                add_module(std::string(name));
            at = end + 1;
        }
        return true;
    }
    void add_folder(const fs::path& folder) {
        std::error_code error;
        for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
            if (entry->path().extension() == ".py" && entry->is_regular_file(error)) add(entry->path());
    }
    bool is_too_much() const { return m_too_much; }
    std::vector<sandbox::ProgramFile> take() { return std::move(m_files); }

  private:
    void add_module(const std::string& name) {
        if (name.empty()) return;
        std::error_code error;
        const fs::path file = m_folder / (name + ".py"), package = m_folder / name;
        if (fs::is_regular_file(package / "__init__.py", error)) {
            if (m_packages.insert(name).second) add_folder(package);
        } else if (fs::is_regular_file(file, error) && !m_seen.contains(file)) {
            add_with_imports(file);
        }
    }
    const std::string* add(const fs::path& file) {
        if (!m_seen.insert(file).second || m_too_much) return nullptr;
        std::optional<std::string> text = read_file(file);
        if (!text) return nullptr;
        m_bytes += text->size();
        m_too_much = m_files.size() == max_files || m_bytes > max_bytes;
        m_files.push_back({file.lexically_relative(m_folder).generic_string(), std::move(*text)});
        return &m_files.back().text;
    }

    fs::path m_folder;
    std::vector<sandbox::ProgramFile> m_files;
    std::set<fs::path> m_seen;
    std::set<std::string> m_packages;
    size_t m_bytes = 0;
    bool m_too_much = false;
};

} // namespace

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code error;
    std::ifstream file(path, std::ios::binary);
    if (!file || fs::is_directory(path, error)) return std::nullopt;
    // A pipe has no size; a file may grow while it is read.
    const uintmax_t size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    std::string text(error ? 0 : size_t(size), '\0');
    file.read(text.data(), std::streamsize(text.size()));
    text.resize(size_t(file.gcount()));
    for (char c; text.size() < max_bytes && file.get(c);) text += c;
    return text;
}

ErrorOr<ProgramFiles> read_program(const std::string& program, std::istream& in) {
    if (program == "-") {
        std::string text(std::istreambuf_iterator<char>(in), {});
        return ProgramFiles{{{"<stdin>", std::move(text)}}, "<stdin>"};
    }
    std::error_code error;
    const bool is_folder = fs::is_directory(program, error);
    const fs::path main = is_folder ? fs::path(program) / "main.py" : fs::path(program);
    Collector collector(main.parent_path());
    if (!collector.add_with_imports(main))
        return Diagnostic{.message = "can't open file '" + main.string() + "'"};
    if (is_folder) collector.add_folder(program);
    if (collector.is_too_much())
        return Diagnostic{.message = "'" + program + "' is too large: at most 2000 files and 64 MB belong to a program"};
    return ProgramFiles{collector.take(), main.filename().string()};
}

} // namespace relata::cli
