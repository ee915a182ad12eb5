// CourseIndex: every paragraph of the lesson and of the error pages, to be searched: the quick reference behind F1.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace relata::course {
struct ErrorPage;
struct Lesson;
} // namespace relata::course

namespace relata::models {

/// "error:unique-required"
QString errorPage(const QString& code);

class CourseIndex {
  public:
    struct Entry {
        QString page, title; ///< title: of the section or error page
        QString heading;     ///< above the paragraph
        QString text;        ///< without Markdown
        bool isHeading = false, isRow = false;
    };
    void add(const QString& page, const QString& title, const QString& markdown);
    const std::vector<Entry>& entries() const { return m_entries; }
    /// The place that explains a name best: a heading that has it, a table row, the first paragraph; null where none has.
    const Entry* explanationOf(const QString& name) const;

  private:
    std::vector<Entry> m_entries;
};

} // namespace relata::models
