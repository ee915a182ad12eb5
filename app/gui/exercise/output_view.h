// OutputView: what a program printed, its traceback in the theme's colour, and a note where text was dropped.
#pragma once

#include "models/shown_run.h"

#include <QPlainTextEdit>

namespace relata::gui {

class Appearance;

class OutputView : public QPlainTextEdit {
    Q_OBJECT
  public:
    /// `visibleLines` > 0: as high as its text, up to that many lines, for a cell in a page.
    OutputView(Appearance* appearance, int visibleLines, QWidget* parent = nullptr);

    void begin();
    void append(const QString& text, qsizetype droppedBytes);
    void end(const models::ShownRun& run);
    void setVisibleLines(int lines);
    int lineCount() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    enum class Tone { plain, muted, warn, bad };

    void retheme();
    void insert(const QString& text, Tone tone);
    QColor colour(Tone tone) const;
    void refit();

    Appearance* m_appearance;
    int m_visibleLines;
    qsizetype m_dropped = 0;
};

} // namespace relata::gui
