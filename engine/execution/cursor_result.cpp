#include "execution/cursor_result.h"

#include "support/protocol.h"

namespace relata::execution {

void CursorResult::clear_references() {
    Result::clear_references();
    context.reset();
    inserted_primary_key_rows.clear();
    returned_defaults.reset();
    returned_defaults_rows.clear();
    prefetched.clear();
}

// SQLAlchemy: CursorResult.inserted_primary_key.
Value CursorResult::inserted_primary_key() const {
    if (!is_insert)
        throw Error(Exc::InvalidRequestError, "Statement is not an insert() expression construct.");
    if (!is_single_row_insert)
        throw Error(
            Exc::InvalidRequestError,
            "This statement was an executemany call; if primary key returning is supported, please use "
            ".inserted_primary_key_rows.");
    if (returns_rows()) throw Error(Exc::InvalidRequestError, "Can't call inserted_primary_key when returning() is used.");
    return inserted_primary_key_rows.empty() ? Value::none() : inserted_primary_key_rows[0];
}

size_t CursorSource::fetch(size_t count, std::vector<Value>& out) {
    Runtime& runtime = m_cursor->connection().runtime();
    size_t rows = 0;
    const int width = m_cursor->column_count();
    for (; rows < count && m_cursor->has_row(); ++rows, m_cursor->advance())
        for (int i = 0; i < width; ++i) {
            Value value = m_cursor->column(i);
            const sql::TypeEngine* type = size_t(i) < m_types.size() ? m_types[size_t(i)].get() : nullptr;
            out.push_back(type ? type->process_result(runtime, value) : std::move(value));
        }
    return rows;
}

void CursorSource::close() {
    m_cursor->close();
}
void CursorSource::clear_references() {
    m_cursor->clear_references();
}

} // namespace relata::execution
