// LessonPage: one section of a lesson: text, notes with measured numbers, and cells that run.
#pragma once

#include "gui/lesson/page_footer.h"
#include "models/completion_source.h"
#include "models/engine_port.h"
#include "models/page_blocks.h"
#include "models/run_queue.h"
#include "models/study_store.h"

#include <QHash>
#include <Qsci/qscidocument.h>

#include <QMap>
#include <QScrollArea>
#include <QTimer>

#include <optional>

namespace relata::gui {

class Appearance;
class CodeCell;
class PageStack;
class Prose;

class LessonPage : public QScrollArea {
    Q_OBJECT
  public:
    LessonPage(Appearance* appearance, models::EnginePort* engine, models::RunQueue* queue, models::StudyStore* store,
               QWidget* parent = nullptr);

    /// `page` names its drafts; `markdown` is its text.
    void open(const QString& page, const QString& markdown, const std::optional<PageFooter::Ways>& ways = {});
    PageFooter* footer() const { return m_footer; } ///< null where the page stands in no order
    QString page() const { return m_page; }
    CodeCell* cell(const QString& name) const;
    const QList<CodeCell*>& cells() const { return m_cells; }
    QString measured(const QString& what) const; ///< empty until it is measured
    bool runFocused(); ///< the cell with the focus, else the first one in sight or below; false where there is none
    /// What a window hands to the one that follows it, by the names of the cells.
    struct Session {
        QString page;
        QMap<QString, std::pair<QsciDocument, models::ShownRunPtr>> cells;
    };
    Session session() const;
    void resume(const Session& session); ///< nothing happens where another page is open
    void runCell(CodeCell* cell, bool reveals = false); ///< reveals: what it printed is brought into sight
    void saveDrafts();
    /// Brings the block that holds `words` to the top and marks them; false where no block does.
    bool showText(const QString& words);
    int scroll() const;
    void setScroll(int value); ///< also once the page has its height

  Q_SIGNALS:
    void linkActivated(const QString& target);
    void ran(const models::ShownRunPtr& run);
    void draftFailed();
    void stepped(int by);
    void doneRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void chainKeys();
    void revealOutput(const CodeCell& cell);
    models::Program program(const CodeCell& cell, bool original) const;
    void measureCells(const QStringList& names);
    void retheme();

    Appearance* m_appearance;
    models::EnginePort* m_engine;
    models::RunQueue* m_queue;
    models::RunQueue m_measuring; ///< apart, so that a Run does not cancel it nor it a Run
    models::StudyStore* m_store;
    PageStack* m_stack;
    PageFooter* m_footer = nullptr;
    QString m_page;
    QList<CodeCell*> m_cells;
    QList<Prose*> m_prose;
    QHash<QString, models::ShownRunPtr> m_measured;
    models::CompletionSource m_completions;
    QStringList m_unsaved; ///< names of cells
    QTimer m_saving;
    CodeCell* m_running = nullptr;
    quint64 m_job = 0;
    int m_wantedScroll = -1;
};

} // namespace relata::gui
