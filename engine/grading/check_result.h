// CheckResult: what one check found, as a value. Reports, exporters and the desk read it.
#pragma once

#include "course/exercise.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::grading {

enum class Verdict : uint8_t {
    passed,
    failed,
    skipped, ///< a check that this one needs did not pass
    errored  ///< the answer raised, or spent a limit, before there was anything to judge
};
std::string_view to_string(Verdict verdict);

struct CheckResult {
    std::string id, type;
    Verdict verdict = Verdict::passed;
    bool required = true;
    course::Visibility visibility = course::Visibility::visible;
    double points = 0, max_points = 1;

    std::string code;               ///< "N1-LAZY"; empty where it passed
    std::string message;            ///< what happened, with numbers, relationship and line
    std::string expected, actual;   ///< may be empty
    std::string file;               ///< of the answer; empty where no line is to blame
    int line = 0;                   ///< 1-based; 0 where unknown
    /// What to blame where no line is known yet: "Task.assignee", "Task", or a text of the source in its quotes. The
    /// grader looks for it.
    std::string subject;
    std::string fix;                ///< code that can be pasted; may be empty
    std::string fix_place;          ///< where it goes: "to the select at query.py:7"
    std::string advice;             ///< the author's student_message, or that of a misconception
    std::vector<std::string> notes; ///< remarks that cost no points

    /// Which situation of the manifest's `misconceptions` this is, e.g. "other-relationship".
    std::string situation;
    /// Found on hidden data: then a student reads `hidden_message` and neither message, expected nor actual.
    bool is_on_hidden_data = false;
    std::string hidden_message;
    std::string staff_message;
    /// What the runs cost that this check was the first to ask for: instructions of Python and of SQLite. 0 where one was
    /// stopped: what stops it may be a clock.
    uint64_t work = 0;
};

/// A result that did not pass.
CheckResult failure(std::string code, std::string message);

} // namespace relata::grading
