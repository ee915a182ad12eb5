#include "dbapi/connection.h"
#include "support/protocol.h"
#include "support/run_stopped.h"

#include <algorithm>
#include <sqlite3.h>

namespace relata::dbapi {

Cursor::Cursor(Type& type, Connection& connection) : Container(type), m_connection(connection) {}
Cursor::~Cursor() {
    finish_statement();
}

void Cursor::clear_references() {
    finish_statement();
    m_buffer.clear();
    on_finished = nullptr;
    m_column_names.reset();
}

void Cursor::check_usable() const {
    if (!m_connection) throw Error(Exc::Sqlite3ProgrammingError, "Base Cursor.__init__ not called.");
    if (m_closed) throw Error(Exc::Sqlite3ProgrammingError, "Cannot operate on a closed cursor.");
    m_connection->check_open();
}

void Cursor::finish_statement() noexcept {
    const bool was_running = m_statement != nullptr;
    if (was_running) {
        if (m_statement->m_handle) {
            sqlite3_reset(m_statement->m_handle);
            sqlite3_clear_bindings(m_statement->m_handle);
        }
        m_statement->m_in_use = false;
        m_statement.reset();
    }
    m_has_row = m_has_row && m_is_buffered;
    if (!was_running) return;
    if (auto finished = std::exchange(on_finished, nullptr)) finished(*this);
}

void Cursor::bind_one(Statement& statement, int index, const Value& value) {
    sqlite3_stmt* handle = statement.m_handle;
    Runtime& runtime = m_connection->runtime();
    int rc;
    if (value.is_small_int())
        rc = sqlite3_bind_int64(handle, index, value.as_small_int());
    else if (value.is_none())
        rc = sqlite3_bind_null(handle, index);
    else if (value.is_bool())
        rc = sqlite3_bind_int64(handle, index, value.is_true());
    else if (const Str* text = value.as<Str>())
        rc = sqlite3_bind_text64(handle, index, text->data(), text->byte_count(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8);
    else if (const Float* number = value.as<Float>())
        rc = sqlite3_bind_double(handle, index, number->value());
    else if (const Bytes* bytes = value.as<Bytes>())
        rc = sqlite3_bind_blob64(handle, index, bytes->view().data(), bytes->view().size(), SQLITE_TRANSIENT);
    else if (value.is_object() && value.as_object()->kind() == ObjectKind::big_int) {
        int64_t whole;
        try {
            whole = as_index(runtime, value);
        } catch (const Error&) {
            throw Error(Exc::OverflowError, "Python int too large to convert to SQLite INTEGER");
        }
        rc = sqlite3_bind_int64(handle, index, whole);
    } else {
        // sqlite3's default adapters: date and datetime as ISO text.
        const Type& type = runtime.type_of(value);
        if (type.module() == "datetime" && (type.name() == "date" || type.name() == "datetime")) {
            const Value text_form = type.name() == "date"
                                        ? call_method(runtime, value, "isoformat")
                                        : call_method(runtime, value, "isoformat", {runtime.make_str(" ")});
            return bind_one(statement, index, text_form);
        }
        if (value.is_object() && type.is_subtype_of(runtime.type(BuiltinType::int_)))
            return bind_one(statement, index, Value::small_int(as_index(runtime, value)));
        throw Error(Exc::Sqlite3ProgrammingError, "Error binding parameter " + std::to_string(index) +
                                                      ": type '" + type.name() + "' is not supported");
    }
    if (rc != SQLITE_OK) m_connection->raise_last_error(rc & 0xff);
}

void Cursor::bind(Statement& statement, std::span<const Value> parameters) {
    if (int(parameters.size()) != statement.parameter_count())
        throw Error(Exc::Sqlite3ProgrammingError,
                    "Incorrect number of bindings supplied. The current statement uses " +
                        std::to_string(statement.parameter_count()) + ", and there are " +
                        std::to_string(parameters.size()) + " supplied.");
    for (size_t i = 0; i < parameters.size(); ++i)
        bind_one(statement, int(i) + 1, parameters[i]);
}

void Cursor::start(std::string_view sql, const RowIdColumn* returned) {
    check_usable();
    finish_statement();
    m_has_row = m_is_buffered = m_gives_row_id = false;
    m_buffer.clear();
    m_column_names.reset();
    m_column_count = 0;
    m_row_count = -1;
    m_rows_read = 0;
    m_elapsed = {};
    m_connection->runtime().check_interrupt();
    m_statement = m_connection->prepare(sql, returned);
    m_statement->m_in_use = true;
}

const Ref<ColumnNames>& Statement::column_names(Runtime& runtime) {
    if (m_gives_row_id) return m_column_names;
    const int preparations = m_handle ? sqlite3_stmt_status(m_handle, SQLITE_STMTSTATUS_REPREPARE, 0) : 0;
    if (std::exchange(m_named_after, preparations) == preparations) return m_column_names;
    m_column_names = make_ref<ColumnNames>();
    m_column_count = sqlite3_column_count(m_handle);
    for (int i = 0; i < m_column_count; ++i) m_column_names->all.push_back(runtime.intern(sqlite3_column_name(m_handle, i)));
    return m_column_names;
}

/// Steps once; true where there is a row. Throws after giving the statement back.
bool Cursor::step() {
    constexpr uint64_t measured = 16;
    int rc = SQLITE_DONE;
    sqlite3_stmt* const handle = m_statement->m_handle;
    const bool is_measured = on_finished && (m_rows_read < measured || m_rows_read % measured == 0);
    if (handle && !is_measured) {
        rc = sqlite3_step(handle);
    } else if (handle) {
        const auto began = std::chrono::steady_clock::now();
        rc = sqlite3_step(handle);
        m_elapsed += (std::chrono::steady_clock::now() - began) * (m_rows_read < measured ? 1 : measured);
    }
    // `RAISE(IGNORE)` in a trigger: no row was inserted, and none comes back.
    m_gives_row_id = rc == SQLITE_DONE && m_statement->m_gives_row_id && sqlite3_changes64(m_connection->m_db) == 1;
    if (rc == SQLITE_ROW || m_gives_row_id) {
        ++m_rows_read;
        const uint64_t limit = m_connection->runtime().budgets().rows;
        if (++m_connection->m_meter.rows > limit && limit) throw RunStopped(RunStopped::Reason::rows);
        return true;
    }
    if (rc == SQLITE_DONE) return false;
    m_has_row = false;
    try {
        m_connection->raise_last_error(rc & 0xff);
    } catch (...) {
        finish_statement();
        throw;
    }
}

void Cursor::note_effects() {
    sqlite3* db = m_connection->m_db;
    if (m_statement->is_dml() && !m_has_row)
        m_row_count = std::max<int64_t>(m_row_count, 0) + sqlite3_changes64(db);
    m_last_row_id = m_connection->runtime().make_int(sqlite3_last_insert_rowid(db));
}

void Cursor::execute(std::string_view sql, std::span<const Value> parameters, const RowIdColumn* returned) {
    start(sql, returned);
    Statement& statement = *m_statement;
    const uint64_t limit = m_connection->runtime().budgets().statements;
    if (++m_connection->m_meter.statements > limit && limit) throw RunStopped(RunStopped::Reason::statements);
    try {
        bind(statement, parameters);
        m_connection->begin_if_needed(statement);
    } catch (...) {
        finish_statement();
        throw;
    }
    if (statement.m_changes_schema) ++m_connection->m_schema_changes;
    m_has_row = step();
    m_column_names = statement.column_names(m_connection->runtime());
    m_column_count = statement.column_count();
    note_effects();
    // RETURNING: SQLite makes all changes at the first step, so their number is known only at the end.
    if (statement.is_dml() && statement.returns_rows()) m_row_count = 0;
    if (!m_has_row) finish_statement();
}

void Cursor::execute_named(std::string_view sql, const Dict& parameters) {
    check_usable();
    const Ref<Statement> statement = m_connection->prepare(sql);
    std::vector<Value> values;
    for (int i = 1; i <= statement->parameter_count(); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement->m_handle, i);
        if (!name)
            throw Error(Exc::Sqlite3ProgrammingError,
                        "Binding " + std::to_string(i) +
                            " has no name, but you supplied a dictionary (which has only names).");
        const Value* value = parameters.find(std::string_view(name + 1));
        if (!value)
            throw Error(Exc::Sqlite3ProgrammingError,
                        "You did not supply a value for binding parameter :" + std::string(name + 1) + ".");
        values.push_back(*value);
    }
    execute(sql, values);
}

void Cursor::execute_many(std::string_view sql, std::span<const Value> parameters, size_t width) {
    start(sql);
    Statement& statement = *m_statement;
    const uint64_t limit = m_connection->runtime().budgets().statements;
    if (++m_connection->m_meter.statements > limit && limit) throw RunStopped(RunStopped::Reason::statements);
    try {
        if (!statement.is_dml())
            throw Error(Exc::Sqlite3ProgrammingError, "executemany() can only execute DML statements.");
        for (size_t at = 0; at + width <= parameters.size(); at += width) {
            bind(statement, parameters.subspan(at, width));
            m_connection->begin_if_needed(statement);
            if (step() || statement.returns_rows())
                throw Error(Exc::Sqlite3ProgrammingError, "executemany() can only execute DML statements.");
            note_effects();
            sqlite3_reset(statement.m_handle);
            if (width == 0) break;
        }
    } catch (...) {
        finish_statement();
        throw;
    }
    finish_statement();
}

void Cursor::close() {
    finish_statement();
    m_has_row = false;
    m_buffer.clear();
    m_closed = true;
}

} // namespace relata::dbapi
