// What a graded call sent, grouped by why: the explanation of a count that is too high.
#pragma once

#include "grading/check_result.h"
#include "grading/harness.h"

namespace relata::grading {

/// Statements of one line and one cause that were sent again and again.
struct Repeated {
    enum class Kind : uint8_t {
        lazy_load,
        refresh, ///< by Session.refresh(), with the relationships that it names
        expired,
        immediate,
        deferred,
        query
    } kind = Kind::lazy_load;
    std::string subject; ///< "Task.assignee", "Task"; the SQL of a query, without its values
    sandbox::SourceSpan span;
    uint64_t count = 0;
};

/// The repeated ones of a graded call, the most frequent first. Lazy loads count from the first, others from
/// two. Queries that differ in nothing but values, or in how many stand in an IN, are the same.
std::vector<Repeated> find_repeated(const GradedRun& run);

/// "11 SELECTs for 10 tasks: 1 + 10 lazy loads of Task.assignee at query.py:14.", with code, place and fix.
/// `limit` is "at most 2", for the case where nothing is repeated (TOO-MANY); `most` the number, if there is one.
CheckResult explain_count(const GradedRun& run, uint64_t selects, const std::string& limit, uint64_t most = UINT64_MAX);

} // namespace relata::grading
