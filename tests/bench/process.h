// A command run to its end: what it printed and what it cost.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace relata::bench {

struct Outcome {
    std::string output;
    double cpu_ms = 0; ///< of the whole process, user and system
    long peak_kb = 0;  ///< most memory that it ever held
    int status = -1;
};

/// Runs `command` in `folder` (empty: here), its standard output captured.
Outcome run(const std::vector<std::string>& command, const std::filesystem::path& folder = {});

} // namespace relata::bench
