// StudyPage: the learner's own page: time, skills, what to look at again; the report as a file; progress out and in.
#pragma once

#include <QWidget>

#include <functional>

class QScrollArea;

namespace relata::gui {

class Appearance;
class PageStack;
class Prose;

class StudyPage : public QWidget {
    Q_OBJECT
  public:
    /// `report(linked)` makes the HTML; `exported` and `imported` move the progress as JSON.
    struct Source {
        std::function<QString(bool linked)> report;
        std::function<QByteArray()> exported;
        std::function<bool(const QByteArray&)> imported;
    };
    StudyPage(Appearance* appearance, Source source, QWidget* parent = nullptr);
    void refresh();
    /// ".pdf" or ".html" by the name's ending; false where the disk refused.
    bool saveReport(const QString& file) const;
    bool saveProgress(const QString& file) const;
    bool loadProgress(const QString& file);
    void importFrom(const QString& file); ///< and tells how it went
    void askReport();   ///< where to, and saves it
    void askExport();
    void askImport();
    Prose* prose() const { return m_prose; }

  Q_SIGNALS:
    void linkActivated(const QString& target);
    void told(const QString& what);
    void progressImported();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void relayout();
    void tell(bool fine, const QString& file);
    Appearance* m_appearance;
    Source m_source;
    Prose* m_prose;
    QScrollArea* m_area;
    PageStack* m_stack;
};

} // namespace relata::gui
