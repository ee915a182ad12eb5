// The Python side of the harness: a module that stands beside the answer's files, fills the database, makes
// the graded call and reduces its result to plain data.
#pragma once

#include <string>

namespace relata::grading {

/// Its module name; the file is this with ".py".
inline constexpr const char* harness_module = "relata_harness";

/// The module's source. `is_async`: the entry gets an AsyncSession and is awaited.
std::string harness_source(bool is_async);

} // namespace relata::grading
