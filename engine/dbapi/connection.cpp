#include "dbapi/connection.h"

#include "dbapi/sqlite_errors.h"
#include "support/protocol.h"
#include "support/run_stopped.h"

#include <algorithm>
#include <sqlite3.h>

namespace relata::dbapi {

namespace {

constexpr int progress_interval = 4000; // SQLite instructions between two looks at the budget

bool starts_with_word(std::string_view sql, std::string_view word) {
    if (sql.size() < word.size()) return false;
    return std::equal(word.begin(), word.end(), sql.begin(),
                      [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); });
}

/// CPython: Modules/_sqlite/statement.c pysqlite_statement_create: the first word decides.
bool is_dml(std::string_view sql) {
    const size_t at = sql.find_first_not_of(" \r\n\t");
    if (at == std::string_view::npos) return false;
    sql.remove_prefix(at);
    for (const char* word : {"INSERT", "UPDATE", "DELETE", "REPLACE"})
        if (starts_with_word(sql, word)) return true;
    return false;
}

/// PRAGMAs that cannot leave the run's file space.
constexpr std::string_view allowed_pragmas[] = {"foreign_keys",
                                                "table_info",
                                                "table_xinfo",
                                                "table_list",
                                                "index_list",
                                                "index_info",
                                                "index_xinfo",
                                                "foreign_key_list",
                                                "foreign_key_check",
                                                "journal_mode",
                                                "synchronous",
                                                "cache_size",
                                                "user_version",
                                                "integrity_check",
                                                "quick_check",
                                                "busy_timeout",
                                                "recursive_triggers",
                                                "case_sensitive_like",
                                                "database_list",
                                                "encoding",
                                                "page_size",
                                                "page_count",
                                                "max_page_count",
                                                "defer_foreign_keys",
                                                "read_uncommitted",
                                                "query_only",
                                                "compile_options",
                                                "function_list",
                                                "collation_list",
                                                "application_id",
                                                "schema_version",
                                                "data_version",
                                                "auto_vacuum",
                                                "temp_store",
                                                "locking_mode",
                                                "optimize",
                                                "ignore_check_constraints",
                                                "automatic_index",
                                                "reverse_unordered_selects",
                                                "freelist_count",
                                                "legacy_alter_table",
                                                "cell_size_check",
                                                "threads",
                                                "mmap_size",
                                                "wal_autocheckpoint",
                                                "wal_checkpoint",
                                                "full_column_names",
                                                "short_column_names",
                                                "count_changes",
                                                "secure_delete"};

int authorize(void*, int action, const char* a, const char* b, const char*, const char*) {
    switch (action) {
    case SQLITE_ATTACH: // a VACUUM and a deserialization attach by no name
        return a && *a ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_FUNCTION: {
        const std::string_view name = b ? b : "";
        for (const char* refused : {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
            if (name == refused) return SQLITE_DENY;
        return SQLITE_OK;
    }
    case SQLITE_PRAGMA:
        for (std::string_view known : allowed_pragmas)
            if (a && sqlite3_stricmp(a, std::string(known).c_str()) == 0) return SQLITE_OK;
        return SQLITE_DENY;
    default:
        return SQLITE_OK;
    }
}

} // namespace

struct Callbacks {
    static int progress(void* data) {
        Connection& connection = *static_cast<Connection*>(data);
        Meter& meter = connection.m_meter;
        meter.sql_steps += progress_interval;
        Runtime& runtime = connection.runtime();
        try {
            runtime.check_interrupt();
            const uint64_t limit = runtime.budgets().sql_steps;
            if (limit && meter.sql_steps > limit) throw RunStopped(RunStopped::Reason::sql_work);
        } catch (...) {
            connection.m_pending_error = std::current_exception();
            return 1;
        }
        return 0;
    }
    /// A lock is held by another connection: virtual time passes until the timeout is over.
    static int busy(void* data, int tries) {
        Connection& connection = *static_cast<Connection*>(data);
        constexpr double step = 0.1;
        if (tries * step >= connection.m_options.timeout) return 0;
        connection.runtime().advance(std::chrono::milliseconds(100));
        return 1;
    }
};

Statement::Statement(sqlite3_stmt* handle, std::string sql)
    : m_handle(handle), m_sql(std::move(sql)), m_column_count(sqlite3_column_count(handle)),
      m_parameter_count(sqlite3_bind_parameter_count(handle)), m_is_dml(dbapi::is_dml(m_sql)),
      m_changes_schema(!m_is_dml && handle && !sqlite3_stmt_readonly(handle)) {}
Statement::~Statement() {
    sqlite3_finalize(m_handle);
}

Connection::Connection(Type& type, VirtualFiles& files, Meter& meter, const std::string& name,
                       ConnectionOptions options)
    : Container(type), m_meter(meter), m_name(name), m_options(std::move(options)) {
    const bool memory = name == ":memory:" || name.empty();
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int rc = sqlite3_open_v2(memory ? ":memory:" : name.c_str(), &m_db, flags, files.vfs_name());
    if (rc != SQLITE_OK) {
        const std::string message = m_db ? sqlite3_errmsg(m_db) : sqlite3_errstr(rc);
        sqlite3_close_v2(std::exchange(m_db, nullptr));
        throw Error(Exc::Sqlite3OperationalError, message);
    }
    sqlite3_extended_result_codes(m_db, 1);
    sqlite3_limit(m_db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(m_db, SQLITE_LIMIT_LENGTH, 256 << 20);
    sqlite3_limit(m_db, SQLITE_LIMIT_WORKER_THREADS, 0);
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_LOOKASIDE, nullptr, 512, 128);
    sqlite3_exec(m_db, "PRAGMA temp_store=MEMORY; PRAGMA max_page_count=131072;", nullptr, nullptr, nullptr);
    // Nothing survives a crash of the run, so the journal need not be a file.
    if (!memory)
        sqlite3_exec(m_db, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA mmap_size=1073741824;", nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(m_db, authorize, nullptr);
    sqlite3_progress_handler(m_db, progress_interval, Callbacks::progress, this);
    sqlite3_busy_handler(m_db, Callbacks::busy, this);
}

Connection::~Connection() {
    close();
}

void Connection::clear_references() {
    row_factory = Value::none();
}

void Connection::close() {
    if (!m_db) return;
    m_statements.clear(); // a cursor that still reads keeps its own: close_v2 waits for it
    sqlite3_close_v2(std::exchange(m_db, nullptr));
}

void Connection::check_open() const {
    if (!m_db) throw Error(Exc::Sqlite3ProgrammingError, "Cannot operate on a closed database.");
}

bool Connection::in_transaction() const {
    return m_db && !sqlite3_get_autocommit(m_db);
}
int64_t Connection::total_changes() const {
    return m_db ? sqlite3_total_changes64(m_db) : 0;
}

void Connection::raise_last_error(int code) const {
    if (m_pending_error)
        std::rethrow_exception(std::exchange(const_cast<Connection*>(this)->m_pending_error, nullptr));
    if (code == SQLITE_NOMEM) throw RunStopped(RunStopped::Reason::memory);
    const int extended = m_db ? sqlite3_extended_errcode(m_db) : code;
    const std::string message = m_db ? sqlite3_errmsg(m_db) : sqlite3_errstr(code);
    Runtime& runtime = type().runtime();
    throw Error(sqlite_exception_class(code), message)
        .with("sqlite_errorcode", Value::small_int(extended))
        .with("sqlite_errorname", runtime.make_str(sqlite_error_name(extended)));
}

void Connection::run(const char* sql) {
    check_open();
    const int rc = sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) raise_last_error(rc & 0xff);
}

void Connection::commit() {
    check_open();
    if (in_transaction()) run("COMMIT");
}

void Connection::rollback() {
    check_open();
    if (in_transaction()) run("ROLLBACK");
}

void Connection::set_isolation_level(std::optional<std::string> level) {
    if (!level && in_transaction()) commit(); // CPython: pysqlite_connection_set_isolation_level
    m_options.isolation_level = std::move(level);
}

void Connection::begin_if_needed(const Statement& statement) {
    if (!m_options.isolation_level || !statement.is_dml() || in_transaction()) return;
    run(("BEGIN " + *m_options.isolation_level).c_str());
}

bool Connection::is_row_id(const RowIdColumn& column) const {
    const auto look_up = [&](const char* name, bool& is_not_null) {
        const char* type = nullptr;
        int not_null = 0, is_primary_key = 0;
        const int rc = sqlite3_table_column_metadata(m_db, nullptr, column.table.c_str(), name, &type, nullptr, &not_null,
                                                     &is_primary_key, nullptr);
        is_not_null = not_null;
        return rc == SQLITE_OK && is_primary_key && type && sqlite3_stricmp(type, "INTEGER") == 0;
    };
    bool is_not_null = false, is_key = true;
    for (const char* name : {"rowid", "oid", "_rowid_"}) {
        if (sqlite3_stricmp(column.column.c_str(), name) == 0 || !look_up(name, is_not_null)) return false;
        is_key = is_key && is_not_null;
    }
    if (!look_up(column.column.c_str(), is_not_null)) return false;
    // Of a table's own INTEGER PRIMARY KEY the rowid is another name. Of a hidden rowid SQLite says that it may be NULL,
    // and so it does of a key that is not declared otherwise: then the key's other columns and its index tell.
    if (is_key) return true;
    sqlite3_stmt* query = nullptr;
    constexpr const char* sql = "SELECT (SELECT count(*) FROM pragma_table_info(?1) WHERE pk > 0) = 1 AND "
                                "NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')";
    if (sqlite3_prepare_v2(m_db, sql, -1, &query, nullptr) != SQLITE_OK) return false;
    sqlite3_bind_text(query, 1, column.table.data(), int(column.table.size()), SQLITE_STATIC);
    is_key = sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return is_key;
}

Ref<Statement> Connection::prepare_for_row_id(std::string_view sql, const RowIdColumn& returned) {
    const size_t returning = sql.rfind(" RETURNING ");
    if (returning == std::string_view::npos || !is_row_id(returned)) return {};
    sqlite3_stmt *whole = nullptr, *handle = nullptr;
    // What is wrong with the whole of it is told where it is prepared as it stands.
    if (sqlite3_prepare_v2(m_db, sql.data(), int(sql.size()), &whole, nullptr) != SQLITE_OK) return {};
    Ref<ColumnNames> names = make_ref<ColumnNames>();
    for (int i = 0; i < sqlite3_column_count(whole); ++i)
        names->all.push_back(runtime().intern(sqlite3_column_name(whole, i)));
    sqlite3_finalize(whole);
    if (names->all.size() != 1 ||
        sqlite3_prepare_v3(m_db, sql.data(), int(returning), SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK)
        return {};
    Ref<Statement> made = make_ref<Statement>(handle, std::string(sql));
    made->m_gives_row_id = true;
    made->m_column_count = 1;
    made->m_column_names = std::move(names);
    return made;
}

Ref<Statement> Connection::prepare(std::string_view sql, const RowIdColumn* returned) {
    check_open();
    if (const auto found = m_statements.find(sql); found != m_statements.end() && !found->second->is_in_use()) {
        const Ref<Statement>& known = found->second;
        if (!known->m_gives_row_id || known->m_schema_changes == m_schema_changes) return known;
        m_statements.erase(found);
    }
    const auto keep = [&](const Ref<Statement>& made) {
        made->m_schema_changes = m_schema_changes;
        if (m_statements.contains(sql)) return;
        if (m_statements.size() >= std::max<size_t>(m_options.cached_statements, 1)) m_statements.clear();
        m_statements.emplace(made->sql(), made);
    };
    if (returned)
        if (Ref<Statement> made = prepare_for_row_id(sql, *returned)) {
            keep(made);
            return made;
        }
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int rc =
        sqlite3_prepare_v3(m_db, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, &tail);
    if (rc != SQLITE_OK) raise_last_error(rc & 0xff);
    if (handle && tail) {
        // CPython: pysqlite_check_remaining_sql. Only white space and comments may follow.
        std::string rest(tail, size_t(sql.data() + sql.size() - tail));
        sqlite3_stmt* next = nullptr;
        if (rest.find_first_not_of(" \t\r\n;") != std::string::npos &&
            sqlite3_prepare_v2(m_db, rest.c_str(), -1, &next, nullptr) == SQLITE_OK && next) {
            sqlite3_finalize(next);
            sqlite3_finalize(handle);
            throw Error(Exc::Sqlite3ProgrammingError, "You can only execute one statement at a time.");
        }
    }
    Ref<Statement> made = make_ref<Statement>(handle, std::string(sql));
    if (handle) keep(made);
    return made;
}

Ref<Cursor> Connection::cursor() {
    check_open();
    Runtime& runtime = type().runtime();
    return runtime.make<Cursor>(runtime.type_for<Cursor>(), *this);
}

} // namespace relata::dbapi
