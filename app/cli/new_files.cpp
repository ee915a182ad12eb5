#include "cli/new_files.h"

#include <fstream>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

std::string write_new_files(const fs::path& folder, const std::vector<course::SourceFile>& files, std::ostream& out) {
    std::error_code error;
    for (const course::SourceFile& file : files)
        if (fs::exists(folder / file.path, error))
            return (folder / file.path).string() + " is there already; nothing was written";
    for (const course::SourceFile& file : files) {
        const fs::path path = folder / file.path;
        fs::create_directories(path.parent_path(), error);
        std::ofstream stream(path, std::ios::binary);
        stream << file.text;
        if (!stream.flush()) return "can't write " + path.string();
        out << path.string() << "\n";
    }
    return {};
}

} // namespace relata::cli
