// QuickHelp: the lesson and the error pages as a reference: what F1 on a name opens, and what the search lists.
#pragma once

#include "course/error_page.h"
#include "models/course_index.h"
#include "models/shown_run.h"

#include <optional>

namespace relata::gui {

/// Reads the error pages when it is first asked.
class QuickHelp {
  public:
    QuickHelp(const std::vector<course::Lesson>& lessons, QString courseFolder);

    const models::CourseIndex& index();
    /// The error page with that page name ("error:..."), as Markdown with its title; nothing where there is none.
    std::optional<QString> errorText(const QString& page);
    QString errorTitle(const QString& page);
    /// The page about this error; empty where there is none.
    QString pageOf(const models::ShownError& error);

  private:
    void load();
    const std::vector<course::Lesson>& m_lessons;
    QString m_folder;
    course::LoadedErrorPages m_errors;
    models::CourseIndex m_index;
    bool m_loaded = false;
};

} // namespace relata::gui
