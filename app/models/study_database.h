// StudyDatabase: the few words of SQLite that the study store needs, with Qt's strings.
#pragma once

#include <QString>
#include <QVariant>

#include <functional>

struct sqlite3;
struct sqlite3_stmt;

namespace relata::models {

/// Never throws: a write that fails says so, a read that fails finds nothing.
class StudyDatabase {
  public:
    StudyDatabase() = default;
    ~StudyDatabase();
    StudyDatabase(const StudyDatabase&) = delete;
    StudyDatabase& operator=(const StudyDatabase&) = delete;

    enum class Opened { fine, damaged, newer, refused };
    /// Opens or makes the file, brings its schema up to `version`.
    Opened open(const QString& file, int version);
    void close();
    bool write(const char* sql, const QVariantList& parameters = {});
    /// Calls `row` for each row with its columns.
    void read(const char* sql, const QVariantList& parameters, const std::function<void(const QVariantList&)>& row) const;
    QVariant value(const char* sql, const QVariantList& parameters = {}) const; ///< of the first row; invalid without one

  private:
    sqlite3_stmt* prepare(const char* sql, const QVariantList& parameters) const;
    bool migrate(int from);
    sqlite3* m_db = nullptr;
};

} // namespace relata::models
