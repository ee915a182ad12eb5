// Reading the files of a course: bounded, and never outside the folder they belong to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace relata::course {

/// The file's text with `\n` line ends and without a byte order mark; nothing where it cannot be read or is
/// larger than 1 MB.
std::optional<std::string> read_text_file(const std::filesystem::path& file);

/// std::filesystem's questions, answered with false where it would throw (a name too long, a loop of links, no right to look).
bool is_file(const std::filesystem::path& path);
bool is_folder(const std::filesystem::path& path);

/// Relative, without "..", without a root or a NUL and not empty: safe to append to a folder.
bool is_plain_relative_path(std::string_view path);

} // namespace relata::course
