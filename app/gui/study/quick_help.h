// QuickHelp: the lesson and the error pages as a reference: what F1 on a name opens, and what the search lists.
#pragma once

#include "course/error_page.h"
#include "models/course_index.h"
#include "models/shown_run.h"

#include <QMap>

#include <optional>

namespace relata::gui {

/// Reads the error pages and glossaries when it is first asked.
class QuickHelp {
  public:
    QuickHelp(const std::vector<course::Lesson>& lessons, QString courseFolder);

    const models::CourseIndex& index();
    /// The error page ("error:...") or glossary with that page name, as Markdown with its title; nothing where there is none.
    std::optional<QString> pageText(const QString& page);
    QString pageTitle(const QString& page);
    /// The page with the words of a lesson, from the file glossary.md beside its sections; empty where it has none.
    QString glossaryOf(const course::Lesson& lesson);
    /// The page about this error; empty where there is none.
    QString pageOf(const models::ShownError& error);

  private:
    void load();
    const std::vector<course::Lesson>& m_lessons;
    QString m_folder;
    course::LoadedErrorPages m_errors;
    models::CourseIndex m_index;
    QMap<QString, QString> m_glossaries; ///< by page
    bool m_loaded = false;
};

} // namespace relata::gui
