// OutputView: what a program printed, its traceback in the theme's colour, and a note where text was dropped.
#pragma once

#include "models/shown_run.h"

#include <QPlainTextEdit>

namespace relata::gui {

class Appearance;

class OutputView : public QPlainTextEdit {
    Q_OBJECT
  public:
    /// `visibleLines` > 0: as high as its text, up to that many lines (or a few more where that is all), for a cell in a page.
    OutputView(Appearance* appearance, int visibleLines, QWidget* parent = nullptr);

    void begin();
    void append(const QString& text, qsizetype droppedBytes);
    void end(const models::ShownRun& run);
    void setVisibleLines(int lines);
    int lineCount() const; ///< as they were printed
    bool isCut() const;    ///< there are more lines than it is high

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
    int rows(int most) const; ///< as they are wrapped; counted until there are more than `most`

    Appearance* m_appearance;
    int m_visibleLines;
    qsizetype m_dropped = 0;
};

} // namespace relata::gui
