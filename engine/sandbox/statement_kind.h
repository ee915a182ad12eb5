// statement_kind: what a statement does, told from its text. The record, the checks and the desk count by it.
#pragma once

#include "sandbox/run_record.h"

#include <string_view>

namespace relata::sandbox {

/// Of SQL as it was sent: comments and brackets before the verb are passed over, and WITH does what follows its tables. Nothing
/// fails; text that is no SQL is `other`.
StatementKind statement_kind(std::string_view sql);

} // namespace relata::sandbox
