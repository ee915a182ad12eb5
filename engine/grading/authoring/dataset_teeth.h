// Dataset teeth: whether the rows of an exercise can tell a right answer from a wrong one.
#pragma once

#include "grading/harness.h"

#include <set>

namespace relata::grading {

struct DatasetLint {
    std::vector<std::string> problems;   ///< sentences
    std::set<std::string> hidden_values; ///< texts of hidden data that no visible dataset holds
};

/// Fills a database with each dataset and looks at its rows, by the tables of `solution`.
DatasetLint lint_datasets(const course::Exercise& exercise, const std::vector<course::SourceFile>& solution);

} // namespace relata::grading
