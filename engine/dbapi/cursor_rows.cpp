// Cursor: reading rows.
#include "dbapi/connection.h"
#include "support/protocol.h"

#include <sqlite3.h>

namespace relata::dbapi {

Value Cursor::read_column(int i) const {
    if (m_gives_row_id) return m_last_row_id;
    // One call that takes SQLite's locks for each value; what follows reads the value itself.
    sqlite3_value* value = sqlite3_column_value(m_statement->handle(), i);
    Runtime& runtime = m_connection->runtime();
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        return Value::none();
    case SQLITE_INTEGER: {
        const int64_t number = sqlite3_value_int64(value);
        return Value::fits_small_int(number) ? Value::small_int(number) : runtime.make_int(number);
    }
    case SQLITE_FLOAT:
        return runtime.make_float(sqlite3_value_double(value));
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
        return runtime.make_str({text, size_t(sqlite3_value_bytes(value))});
    }
    default: {
        const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
        return runtime.make_bytes({bytes, size_t(sqlite3_value_bytes(value))});
    }
    }
}

int64_t Cursor::column_int64(int i) const {
    if (m_gives_row_id) return m_last_row_id.is_small_int() ? m_last_row_id.as_small_int() : as_index(m_connection->runtime(), m_last_row_id);
    if (!m_is_buffered) return sqlite3_column_int64(m_statement->handle(), i);
    const Value& v = m_buffer[m_buffer_at + size_t(i)];
    return v.is_small_int() ? v.as_small_int() : v.is_none() ? 0 : as_index(m_connection->runtime(), v);
}
bool Cursor::column_is_null(int i) const {
    if (m_gives_row_id) return false;
    if (m_is_buffered) return m_buffer[m_buffer_at + size_t(i)].is_none();
    return sqlite3_column_type(m_statement->handle(), i) == SQLITE_NULL;
}
bool Cursor::column_is_int(int i) const {
    if (m_gives_row_id) return true;
    if (m_is_buffered) return m_buffer[m_buffer_at + size_t(i)].is_small_int();
    return sqlite3_column_type(m_statement->handle(), i) == SQLITE_INTEGER;
}
std::string_view Cursor::column_text(int i) const {
    if (m_is_buffered) {
        const Str* text = m_buffer[m_buffer_at + size_t(i)].as<Str>();
        return text ? text->view() : std::string_view();
    }
    if (m_gives_row_id) return {};
    sqlite3_stmt* handle = m_statement->handle();
    if (sqlite3_column_type(handle, i) != SQLITE_TEXT) return {};
    return {reinterpret_cast<const char*>(sqlite3_column_text(handle, i)),
            size_t(sqlite3_column_bytes(handle, i))};
}

void Cursor::advance() {
    if (m_is_buffered) {
        m_buffer_at += size_t(m_column_count);
        m_has_row = m_buffer_at < m_buffer.size();
        return;
    }
    if (!m_statement) return;
    m_connection->check_open();
    m_has_row = !std::exchange(m_gives_row_id, false) && step();
    if (m_has_row) return;
    if (m_statement->is_dml()) m_row_count = sqlite3_changes64(m_connection->handle());
    finish_statement();
}

void Cursor::buffer() {
    if (m_is_buffered) return;
    std::vector<Value> rows;
    while (m_has_row) {
        for (int i = 0; i < m_column_count; ++i)
            rows.push_back(read_column(i));
        advance();
    }
    m_buffer = std::move(rows);
    m_buffer_at = 0;
    m_is_buffered = true;
    m_has_row = !m_buffer.empty();
}

Value Cursor::fetch_one() {
    check_usable();
    if (!m_has_row) return {};
    Runtime& runtime = m_connection->runtime();
    const Ref<Tuple> row = runtime.make_tuple(size_t(m_column_count));
    for (int i = 0; i < m_column_count; ++i)
        row->writable()[size_t(i)] = column(i);
    advance();
    if (!m_connection->row_factory.is_none())
        return call(runtime, m_connection->row_factory, {Value(static_cast<Object*>(this)), row});
    return row;
}

std::vector<Value> Cursor::fetch_many(size_t count) {
    std::vector<Value> rows;
    while (rows.size() < count) {
        Value row = fetch_one();
        if (!row.is_set()) break;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Value> Cursor::fetch_all() {
    return fetch_many(SIZE_MAX);
}

Value Cursor::description() const {
    if (!returns_rows()) return Value::none();
    Runtime& runtime = m_connection->runtime();
    const Ref<Tuple> all = runtime.make_tuple(column_names().size());
    const Value none = Value::none();
    for (size_t i = 0; i < column_names().size(); ++i)
        all->writable()[i] = runtime.make_tuple({column_names()[i], none, none, none, none, none, none});
    return all;
}

} // namespace relata::dbapi
