// CodeCell: a piece of code on a page: a program with Run, its output and its queries; or a module that programs import.
#pragma once

#include "models/page_blocks.h"
#include "models/shown_run.h"

#include <Qsci/qscidocument.h>

#include <QFrame>

class QLabel;
class QToolButton;

namespace relata::gui {

class Appearance;
class CodeEditor;
class OutputView;
class QueryView;

class CodeCell : public QFrame {
    Q_OBJECT
  public:
    CodeCell(Appearance* appearance, const models::PageBlock& block, bool canRun, QWidget* parent = nullptr);

    const QString& name() const { return m_block.name; }
    const models::PageBlock& block() const { return m_block; }
    CodeEditor* editor() const { return m_editor; }
    OutputView* outputView() const { return m_output; }
    QueryView* queryView() const { return m_queries; }
    QString summary() const;
    void openDraft(const QString& text);

    void runBegins();
    void showRun(const models::ShownRunPtr& run);
    /// Goes on with a cell of a window that is gone: its text with the undo history, its last run, which may be null.
    void resume(const QsciDocument& document, const models::ShownRunPtr& run);
    models::ShownRunPtr run() const;

  Q_SIGNALS:
    void runRequested();
    void stopRequested();
    void edited();
    void resetDone();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void retheme();
    void setRunning(bool running);
    void updateButtons();

    Appearance* m_appearance;
    models::PageBlock m_block;
    CodeEditor* m_editor;
    OutputView* m_output = nullptr;
    QueryView* m_queries = nullptr;
    QLabel* m_title;
    QLabel* m_summary;
    QToolButton* m_run = nullptr;
    QToolButton* m_reset = nullptr;
    QToolButton* m_fold = nullptr;
    QToolButton* m_showQueries = nullptr;
    QToolButton* m_showAll = nullptr;
    QWidget* m_footer = nullptr;
    bool m_running = false, m_failed = false;
};

} // namespace relata::gui
