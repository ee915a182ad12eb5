#include "course/text_file.h"

#include <algorithm>
#include <fstream>

namespace relata::course {

namespace fs = std::filesystem;

std::optional<std::string> read_text_file(const fs::path& file) {
    constexpr size_t max_bytes = 1 << 20;
    if (!is_file(file)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::string text;
    for (char block[16'384]; text.size() <= max_bytes && in;) {
        in.read(block, sizeof block);
        text.append(block, size_t(in.gcount()));
    }
    if (text.size() > max_bytes) return std::nullopt;
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    std::string unix_text;
    unix_text.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            unix_text += text[i];
        else if (i + 1 >= text.size() || text[i + 1] != '\n')
            unix_text += '\n';
    }
    return unix_text;
}

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

bool is_plain_relative_path(std::string_view path) {
    const fs::path p(path);
    if (path.find('\0') != std::string_view::npos) return false;
    return !p.empty() && p.is_relative() && !p.has_root_name() && p.has_filename() &&
           std::none_of(p.begin(), p.end(), [](const fs::path& part) { return part == ".." || part == "."; });
}

} // namespace relata::course
