// What mutated texts are made of, and the budgets that a fuzzed program gets: shared by tst_fuzz and the libFuzzer targets.
#pragma once

#include "sandbox/run.h"

#include <string_view>
#include <vector>

namespace relata::fuzz {

inline const std::vector<std::string_view> python_words{
    "(", ")", "[", "]", "{", "}", ",", ":", "=", "==", "*", "**", "->", "@", ".", "...", ":=", "lambda", "yield", "await",
    "async", "def", "class", "return", "raise", "try:", "except", "finally:", "with", "for", "while", "if", "else", "in", "is",
    "not", "None", "True", "del", "global", "nonlocal", "import", "from", "match", "case", "0", "-1", "10**100", "1e308", "''",
    "b'x'", "f'{x!r:>{9}}'", "self", "__init__", "__class__", "__dict__", "__mro__", "type", "object", "super()", "int", "str",
    "list", "dict", "session", "select", "engine", "Session(engine)", "print", "id", "len", "next", "iter", "getattr", "setattr",
    "range(9)", "sorted", "isinstance", "Exception", "float('nan')", "'\\ud800'", "text('x')", "func.count()", "selectinload",
    "joinedload", "Relationship()", "Field()", "Optional", "List", ".options", ".unique()", ".all()", ".one()", ".scalars()",
    ".where", ".order_by", ".limit(-1)", ".commit()", ".rollback()", ".close()", ".flush()", ".refresh", ".expunge", ".merge"};

inline Budgets small_budgets() {
    return {.steps = 200'000,
            .memory_bytes = 64u << 20,
            .output_bytes = 100'000,
            .statements = 300,
            .rows = 5'000,
            .sql_steps = 300'000,
            .wall_time = std::chrono::milliseconds(20'000)};
}

/// True where the record says how the run ended: by an error, a spent budget or its last line.
inline bool has_ended(const sandbox::RunRecord& record) {
    return record.stopped != sandbox::StopReason::none || record.error || record.exit_status >= 0;
}

} // namespace relata::fuzz
