// Submission: one answer folder and the exercise it answers, found in what a person names.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace relata::cli {

struct Submission {
    std::string name;     ///< "ada/mend-the-loop": the same wherever the batch lies
    std::string exercise; ///< id
    std::filesystem::path folder;
};

/// The answers in `given`: itself where its name is one of `ids`, else every folder below it (at most three
/// deep) with such a name, sorted by name.
std::vector<Submission> find_submissions(const std::filesystem::path& given,
                                         const std::vector<std::string>& ids);

} // namespace relata::cli
