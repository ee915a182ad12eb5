#include "execution/insert_many.h"

#include "support/protocol.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata::execution {

namespace {
/// SQLAlchemy: DefaultDialect.insertmanyvalues_max_parameters.
constexpr size_t max_parameters = 32700;
} // namespace

InsertManyBatches::InsertManyBatches(const sql::Compiled& compiled, std::span<const Value> values, size_t rows,
                                     size_t page_size)
    : m_compiled(compiled), m_many(*compiled.insert_many_values), m_values(values), m_rows(rows) {
    if (m_many.one_by_one) return;
    const size_t outside = compiled.binds.size() > m_many.columns ? compiled.binds.size() - m_many.columns : 0;
    m_batch = std::max<size_t>(1, std::min(page_size, (max_parameters - std::min(outside, max_parameters)) /
                                                          std::max<size_t>(1, m_many.columns)));
    const auto& own = m_many.positional_in_values;
    if (own.empty()) return;
    const auto& all = compiled.positional;
    m_from = size_t(std::find(all.begin(), all.end(), own.front()) - all.begin());
    m_to = m_from + own.size();
}

InsertManyBatches::Batch InsertManyBatches::next() {
    const size_t width = m_compiled.positional.size();
    Batch batch;
    batch.first = m_next;
    batch.rows = std::min(m_batch, m_rows - m_next);
    m_next += batch.rows;
    const std::span<const Value> values = m_values.subspan(batch.first * width, batch.rows * width);
    if (m_many.one_by_one) {
        batch.sql = m_compiled.sql;
        batch.parameters.assign(values.begin(), values.end());
        return batch;
    }
    batch.sql = m_many.insert_head;
    batch.sql.reserve(m_many.insert_head.size() + batch.rows * (m_many.values.size() + 2) + m_many.tail.size());
    // What stands before and after VALUES is the first row's.
    batch.parameters.assign(values.begin(), values.begin() + ptrdiff_t(m_from));
    for (size_t row = 0; row < batch.rows; ++row) {
        if (row) batch.sql += ", ";
        batch.sql += m_many.values;
        const auto own = values.subspan(row * width, width);
        batch.parameters.insert(batch.parameters.end(), own.begin() + ptrdiff_t(m_from), own.begin() + ptrdiff_t(m_to));
    }
    if (width) batch.parameters.insert(batch.parameters.end(), values.begin() + ptrdiff_t(m_to), values.begin() + ptrdiff_t(width));
    batch.sql += m_many.tail;
    return batch;
}

void match_sentinels(Runtime& runtime, std::span<const Value> expected, std::span<const Value> returned, size_t width) {
    if (!width) return;
    if (expected.size() != returned.size())
        throw Error(Exc::InvalidRequestError,
                    "Sentinel-keyed result set did not produce correct number of rows " + std::to_string(expected.size() / width) +
                        "; produced " + std::to_string(returned.size() / width) +
                        ".  Please ensure the sentinel column is fully unique and populated in all cases.");
    for (size_t row = 0; row + width <= expected.size(); row += width)
        for (size_t i = 0; i < width; ++i) {
            if (equal(runtime, expected[row + i], returned[row + i])) continue;
            const Value key = width == 1 ? expected[row] : Value(runtime.make_tuple(expected.subspan(row, width)));
            throw Error(Exc::InvalidRequestError,
                        "Can't match sentinel values in result set to parameter sets; key " + repr_text(runtime, key) +
                            " was not found. There may be a mismatch between the datatype passed to the DBAPI driver vs. that "
                            "which it returns in a result row.  Ensure the given Python value matches the expected result type "
                            "*exactly*, taking care to not rely upon implicit conversions which may occur such as when using "
                            "strings in place of UUID or integer values, etc. ");
        }
}

} // namespace relata::execution
