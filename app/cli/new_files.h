// Files that a command puts into a folder of the person who called it.
#pragma once

#include "course/exercise.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace relata::cli {

/// Writes `files` below `folder` and names each on `out`. Never overwrites: where one is there already nothing is written.
/// Gives what went wrong, or an empty text.
std::string write_new_files(const std::filesystem::path& folder, const std::vector<course::SourceFile>& files, std::ostream& out);

} // namespace relata::cli
