// "insertmanyvalues": an INSERT of many rows with RETURNING goes out in batches of VALUES (..), (..).
// SQLAlchemy: SQLCompiler._deliver_insertmanyvalues_batches.
#pragma once

#include "sql/compiler.h"

#include <span>

namespace relata::execution {

/// Divides the values of all rows (each `Compiled::positional.size()` wide) into the statements to send.
class InsertManyBatches {
  public:
    InsertManyBatches(const sql::Compiled& compiled, std::span<const Value> values, size_t rows, size_t page_size);
    struct Batch {
        std::string sql;
        std::vector<Value> parameters;
        size_t first = 0, rows = 0; ///< which rows
    };
    bool at_end() const { return m_next == m_rows; }
    size_t total() const { return (m_rows + m_batch - 1) / m_batch; }
    bool is_sorted() const { return m_many.one_by_one || !m_many.sentinels.empty(); }
    bool is_downgraded() const { return m_many.one_by_one && !m_compiled.positional.empty(); }
    Batch next();

  private:
    const sql::Compiled& m_compiled;
    const sql::Compiled::InsertManyValues& m_many;
    std::span<const Value> m_values;
    size_t m_rows, m_next = 0, m_batch = 1;
    size_t m_from = 0, m_to = 0; ///< the row's own values among its positional ones
};

/// Checks that the rows that came back are those of the parameter sets, in their order. SQLAlchemy:
/// DefaultDialect._deliver_insertmanyvalues_batches. Each argument holds one row after the other, a row being its sentinel
/// columns. Throws InvalidRequestError.
void match_sentinels(Runtime& runtime, std::span<const Value> expected, std::span<const Value> returned, size_t width);

} // namespace relata::execution
