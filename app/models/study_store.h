// StudyStore: what a learner must not lose: unsaved text, what is done, each check, the time spent. One SQLite file (WAL):
// a killed window leaves the last committed state, and two windows may write to it.
#pragma once

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace relata::models {

enum class Progress { untouched, started, done };

/// One press of Check.
struct Attempt {
    QString page, when; ///< ISO 8601, UTC
    bool passed = false;
    double points = 0, maximum = 0;
    QStringList failed; ///< titles of the checks that did not pass
};

class StudyStore {
  public:
    static constexpr int schemaVersion = 1;

    /// Opens `folder`/study.db, making both. A file that is damaged or of a newer version is set aside, and where the
    /// folder cannot be written the store lives in memory: `notice` says so.
    explicit StudyStore(const QString& folder);
    ~StudyStore();
    StudyStore(const StudyStore&) = delete;
    StudyStore& operator=(const StudyStore&) = delete;

    const QString& notice() const { return m_notice; }
    bool isLasting() const { return m_lasting; } ///< false: in memory only
    QString file() const { return m_file; }

    /// The text of `file` (an exercise's file, a lesson's cell) as the learner left it; nothing where untouched.
    std::optional<QString> draft(const QString& page, const QString& file) const;
    /// False where the disk refused.
    bool saveDraft(const QString& page, const QString& file, const QString& text);
    void removeDraft(const QString& page, const QString& file);

    Progress progress(const QString& page) const;
    /// Progress never goes back by itself.
    bool setProgress(const QString& page, Progress progress);
    /// The learner says that a page is not done after all: it is begun.
    bool takeBackDone(const QString& page);

    bool addAttempt(const Attempt& attempt);
    std::vector<Attempt> attempts() const; ///< oldest first
    /// Pages whose first attempt failed, those not passed yet first.
    QStringList reviewPages() const;

    void noteHints(const QString& page, int hints); ///< the most that were open
    int hints(const QString& page) const;

    void addStudyTime(const QDate& day, int seconds);
    int studyTime(const QDate& day) const; ///< seconds
    int studyTime() const;                 ///< of all days

    /// Everything as JSON, and back: what is imported is added, progress never goes back, a draft that exists stays.
    QByteArray exportJson() const;
    bool importJson(const QByteArray& json);

  private:
    struct Database;
    std::unique_ptr<Database> m_db;
    QString m_file, m_notice;
    bool m_lasting = true;
};

} // namespace relata::models
