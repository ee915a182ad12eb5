// Where lessons/ and exercises/ are.
#pragma once

#include <filesystem>

namespace relata::course {

/// The folder that holds lessons/ and exercises/: the current one, else share/relata of the installation that
/// this program belongs to, else the source tree it was built from; the current one where none of them holds
/// a course.
std::filesystem::path find_course();

} // namespace relata::course
