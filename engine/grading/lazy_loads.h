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

/// `.options(selectinload(Task.assignee).selectinload(Worker.team))`: the chain from what the program queried; of
/// session.get(), whose options are an argument, `options=[...]`. What this call has loaded eagerly already, but not
/// deep enough, goes one level further. With `in_one_statement`, joinedload.
std::string eager_option(const GradedRun& run, const std::vector<std::string>& relationships, bool in_one_statement = false);
/// Where the option belongs: the query that leads to the relationship's owner, if one is known.
sandbox::SourceSpan option_span(const GradedRun& run, const std::string& relationship);
/// Whether its owners came into this call only through its other end: what it leads to is then always there, as in
/// `for task in project.tasks: task.project`.
bool leads_back(const GradedRun& run, const std::string& relationship);
/// "to the select of query.py:6": where the option belongs; empty where no query is known to lead there.
std::string option_place(const GradedRun& run, const std::string& relationship);

} // namespace relata::grading
