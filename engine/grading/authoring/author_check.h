// AuthorCheck: proves an exercise before anybody studies it: what passes, what fails and how, what the data can show.
#pragma once

#include "grading/authoring/kill_score.h"

#include <filesystem>

namespace relata::grading {

struct AuthorReport {
    struct Finding {
        std::string rule; ///< "solution-passes"
        std::string message;
    };
    std::string exercise;
    std::vector<Diagnostic> problems; ///< of the manifest: nothing else is looked at then
    std::vector<Finding> findings;
    std::vector<std::string> rules; ///< that were looked at
    KillScore kill;
    bool holds() const { return problems.empty() && findings.empty(); }
};

struct AuthorOptions {
    int seeds = 3;
    bool mutate = true;
    std::function<void(size_t done, size_t all)> progress{}; ///< of the mutants
};

AuthorReport check_exercise(const std::filesystem::path& folder, const AuthorOptions& options = {});

} // namespace relata::grading
