// The files of a program as a person names it: a file, a folder with main.py, or `-`.
#pragma once

#include "sandbox/run.h"
#include "support/diagnostic.h"

#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace relata::cli {

struct ProgramFiles {
    std::vector<sandbox::ProgramFile> files; ///< names relative to the program's folder
    std::string main;
};

/// The whole file; none where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// Reads a program. A folder gives all its modules and runs main.py. A file gives itself and, as Python's sys.path[0]
/// would, the modules beside it that its import statements name, and what those import. `-` reads `in`.
ErrorOr<ProgramFiles> read_program(const std::string& program, std::istream& in);

} // namespace relata::cli
