// The files of a new exercise, of each kind: a small one that is right and proved, to be rewritten.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace relata::cli {

/// Paths relative to the exercise's folder, and texts. `kind` is one of the manifest's words.
std::vector<std::pair<std::string, std::string>> exercise_template(const std::string& id, const std::string& kind);

} // namespace relata::cli
