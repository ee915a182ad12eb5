// The loader option that a finding proposes, and the query where it belongs.
#pragma once

#include "grading/harness.h"

namespace relata::grading {

/// "Task" of "Task.assignee".
std::string owner_of(const std::string& relationship);
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
