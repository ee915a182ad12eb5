// Explains an exception of the library: the reason code, what it means for the answer, and what to write
// instead.
#pragma once

#include "grading/check_result.h"
#include "grading/harness.h"

namespace relata::grading {

/// The class's own name: "AmbiguousForeignKeysError" of "sqlalchemy.exc.AmbiguousForeignKeysError".
std::string class_name(const sandbox::ErrorRecord& error);

/// A failure for `run.error`, with place and fix. `reference` (done) knows the right columns, where it is
/// given. Code RAISED where the library has no part in it.
CheckResult explain_error(const GradedRun& run, const GradedRun* reference = nullptr);

/// "Task.assignee_id" for "task.assignee_id": the attribute of the model that maps the table.
std::string attribute_of(const sandbox::RunRecord& record, const std::string& column);
/// "task.assignee_id" for the side of a relationship's first pair that is a foreign key; empty where it has
/// none.
std::string foreign_key_of(const sandbox::RunRecord& record, const sandbox::RelationshipRecord& relationship);
/// "Task" and "parent" of "Task.parent", or null.
const sandbox::EntityRecord* find_entity(const sandbox::RunRecord& record, std::string_view name);
const sandbox::RelationshipRecord* find_relationship(const sandbox::RunRecord& record, std::string_view name);
/// The argument that says which column is remote, or which foreign key is followed:
/// `sa_relationship_kwargs={"foreign_keys": "[Task.assignee_id]"}`.
std::string foreign_keys_argument(const sandbox::RunRecord& reference, const std::string& relationship);
std::string remote_side_argument(const sandbox::RunRecord& reference, const std::string& relationship);

} // namespace relata::grading
