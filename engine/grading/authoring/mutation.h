// Mutation: wrong answers derived from a right one, each by one typical mistake.
#pragma once

#include "course/exercise.h"

#include <string>
#include <vector>

namespace relata::grading {

struct Mutant {
    std::string mistake; ///< "drop-option"
    std::string file;
    int line = 0;
    std::string before, after; ///< what stood there and what stands there now, shortened
    std::vector<course::SourceFile> files;
};

/// All mutants of the editable files of a solution, without duplicates, in the order of the text.
std::vector<Mutant> mutants_of(const course::Exercise& exercise, const std::vector<course::SourceFile>& solution);

} // namespace relata::grading
