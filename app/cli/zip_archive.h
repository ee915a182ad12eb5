// Zip archives: reading a student's, which is bounded and trusted in nothing, and writing an exercise's.
#pragma once

#include "support/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::cli {

struct ZipEntry {
    std::string name; ///< with "/" between folders
    std::string text;
};

/// The plain files of an archive, as they stand in its directory. Refused: encryption, methods but store and deflate,
/// names that lead out of the folder, a checksum that does not fit, more than 10,000 files or 64 MB in all.
ErrorOr<std::vector<ZipEntry>> read_zip(std::string_view archive);

/// The same entries give the same bytes: no times.
std::string write_zip(const std::vector<ZipEntry>& entries);

} // namespace relata::cli
