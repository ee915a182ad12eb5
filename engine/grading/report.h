// Report: the graded submission as data. Text and JSON writers, and the desk, read it.
#pragma once

#include "grading/check_result.h"

namespace relata::grading {

/// How far grading came.
enum class Status : uint8_t {
    not_finished, ///< what a result file says while its submission is being graded
    graded,
    not_gradable, ///< a file is missing, or is not Python
    exercise_invalid,
    time_limit, ///< graded, but the answer was stopped
    internal_error
};
std::string_view to_string(Status status); ///< "graded", "not-gradable", ...

enum class Audience : uint8_t { student, staff };

/// The same submission gives the same report, byte by byte: there is no clock in it.
struct Report {
    std::string submission; ///< as the batch names it: "ada/mend-the-loop"
    /// Where the answer's files lie, for formats that point into them: "class/ada/mend-the-loop/". Empty: beside each other,
    /// or in no folder. No part of the verdict.
    std::string place;
    std::string exercise, title;
    std::string engine_version, manifest_hash, answer_hash;
    int64_t seed = 0;
    Status status = Status::not_finished;
    std::vector<Diagnostic> problems; ///< why it is not gradable, or what is wrong with the exercise
    std::vector<CheckResult> checks;
    bool passed = false;
    double points = 0, max_points = 0;

    /// Identity of the verdict: the same here and on the desk.
    std::string verdict_hash() const;
    /// Without what a student may not read: hidden checks, hidden data, staff messages.
    Report for_student() const;
};

} // namespace relata::grading
