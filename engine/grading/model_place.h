// Where a model or one of its attributes stands in the answer's text: mapping has no line, and a finding needs one.
#pragma once

#include "course/exercise.h"
#include "sandbox/run_record.h"

namespace relata::grading {

/// The line of `name: ...` or `name = ...` in the class of "Task.parent"; that of the class where the attribute is
/// missing, or where only "Task" is asked for. Of "'subtask'", in quotes of either kind, the first such text. Empty
/// where it is in none of the files.
sandbox::SourceSpan place_of(const std::vector<course::SourceFile>& files, const std::string& subject);

} // namespace relata::grading
