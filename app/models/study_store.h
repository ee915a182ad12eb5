// StudyStore: what a learner must not lose: unsaved text, and what is done. Files below one folder, each replaced as a
// whole (QSaveFile), so that a killed window leaves the last good state.
#pragma once

#include <QHash>
#include <QString>

#include <optional>

namespace relata::models {

enum class Progress { untouched, started, done };

class StudyStore {
  public:
    /// `folder` is made when something is first written.
    explicit StudyStore(QString folder);

    /// The text of `file` (an exercise's file, a lesson's cell) as the learner left it; nothing where untouched.
    std::optional<QString> draft(const QString& page, const QString& file) const;
    /// False where the disk refused.
    bool saveDraft(const QString& page, const QString& file, const QString& text);
    void removeDraft(const QString& page, const QString& file);

    Progress progress(const QString& page) const;
    /// Done is not undone by starting again.
    bool setProgress(const QString& page, Progress progress);

  private:
    QString draftPath(const QString& page, const QString& file) const;

    QString m_folder;
    QHash<QString, Progress> m_progress;
};

} // namespace relata::models
