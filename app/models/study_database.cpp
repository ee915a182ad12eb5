#include "models/study_database.h"

#include <sqlite3.h>

namespace relata::models {

namespace {

constexpr const char* schema1 =
    "CREATE TABLE draft (page TEXT NOT NULL, file TEXT NOT NULL, text TEXT NOT NULL, saved TEXT NOT NULL"
    " DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (page, file));"
    "CREATE TABLE progress (page TEXT PRIMARY KEY, state INTEGER NOT NULL);"
    "CREATE TABLE attempt (id INTEGER PRIMARY KEY, page TEXT NOT NULL, moment TEXT NOT NULL, passed INTEGER NOT NULL,"
    " points REAL NOT NULL, maximum REAL NOT NULL, failed TEXT NOT NULL);"
    "CREATE TABLE hint (page TEXT PRIMARY KEY, shown INTEGER NOT NULL);"
    "CREATE TABLE study_time (day TEXT PRIMARY KEY, seconds INTEGER NOT NULL);"
    "PRAGMA user_version = 1;";

} // namespace

StudyDatabase::~StudyDatabase() { close(); }

void StudyDatabase::close() {
    sqlite3_close(m_db);
    m_db = nullptr;
}

StudyDatabase::Opened StudyDatabase::open(const QString& file, int version) {
    close();
    const auto fail = [this](Opened how) {
        close();
        return how;
    };
    const int made = sqlite3_open_v2(file.toUtf8().constData(), &m_db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (made == SQLITE_NOTADB || made == SQLITE_CORRUPT) return fail(Opened::damaged);
    if (made != SQLITE_OK) return fail(Opened::refused);
    sqlite3_busy_timeout(m_db, 2000); // another window writes
    char* message = nullptr;
    const int wal = sqlite3_exec(m_db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", nullptr, nullptr, &message);
    sqlite3_free(message);
    if (wal == SQLITE_NOTADB || wal == SQLITE_CORRUPT) return fail(Opened::damaged);
    if (wal != SQLITE_OK) return fail(Opened::refused);
    if (value("PRAGMA quick_check(1)").toString() != QLatin1String("ok")) return fail(Opened::damaged);
    // One window at a time looks at the version, so that two that start together make the tables once.
    const int begun = sqlite3_exec(m_db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    if (begun != SQLITE_OK) return fail(begun == SQLITE_CORRUPT ? Opened::damaged : Opened::refused);
    const int found = value("PRAGMA user_version").toInt();
    const bool fine = found <= version && migrate(found);
    sqlite3_exec(m_db, fine ? "COMMIT" : "ROLLBACK", nullptr, nullptr, nullptr);
    if (found > version) return fail(Opened::newer);
    return fine ? Opened::fine : fail(Opened::damaged);
}

/// Each step brings the file one version further.
bool StudyDatabase::migrate(int from) {
    return from >= 1 || sqlite3_exec(m_db, schema1, nullptr, nullptr, nullptr) == SQLITE_OK;
}

sqlite3_stmt* StudyDatabase::prepare(const char* sql, const QVariantList& parameters) const {
    sqlite3_stmt* statement = nullptr;
    if (!m_db || sqlite3_prepare_v2(m_db, sql, -1, &statement, nullptr) != SQLITE_OK) return nullptr;
    int at = 0;
    for (const QVariant& parameter : parameters) {
        ++at;
        switch (parameter.typeId()) {
        case QMetaType::Int:
        case QMetaType::Bool:
        case QMetaType::LongLong: sqlite3_bind_int64(statement, at, parameter.toLongLong()); break;
        case QMetaType::Double: sqlite3_bind_double(statement, at, parameter.toDouble()); break;
        default: {
            const QByteArray text = parameter.toString().toUtf8();
            sqlite3_bind_text(statement, at, text.constData(), int(text.size()), SQLITE_TRANSIENT);
        }
        }
    }
    return statement;
}

bool StudyDatabase::write(const char* sql, const QVariantList& parameters) {
    sqlite3_stmt* statement = prepare(sql, parameters);
    if (!statement) return false;
    while (sqlite3_step(statement) == SQLITE_ROW) {}
    return sqlite3_finalize(statement) == SQLITE_OK;
}

void StudyDatabase::read(const char* sql, const QVariantList& parameters,
                         const std::function<void(const QVariantList&)>& row) const {
    sqlite3_stmt* statement = prepare(sql, parameters);
    if (!statement) return;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        QVariantList columns;
        for (int i = 0; i < sqlite3_column_count(statement); ++i)
            switch (sqlite3_column_type(statement, i)) {
            case SQLITE_INTEGER: columns << QVariant(qlonglong(sqlite3_column_int64(statement, i))); break;
            case SQLITE_FLOAT: columns << QVariant(sqlite3_column_double(statement, i)); break;
            default:
                columns << QString::fromUtf8(reinterpret_cast<const char*>(sqlite3_column_text(statement, i)),
                                             sqlite3_column_bytes(statement, i));
            }
        row(columns);
    }
    sqlite3_finalize(statement);
}

QVariant StudyDatabase::value(const char* sql, const QVariantList& parameters) const {
    QVariant found;
    read(sql, parameters, [&found](const QVariantList& row) {
        if (!found.isValid()) found = row.value(0);
    });
    return found;
}

} // namespace relata::models
