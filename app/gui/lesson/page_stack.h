// PageStack: the blocks of a page, one below the other, in a column that is comfortable to read.
#pragma once

#include <QList>
#include <QWidget>

namespace relata::gui {

/// Lays out by itself: asks each block once for a width. QVBoxLayout asks several times, 20 times slower on a long page.
class PageStack : public QWidget {
    Q_OBJECT
  public:
    explicit PageStack(int columnCharacters, QWidget* parent = nullptr);
    void append(QWidget* block, int gapAbove = 10);
    void clear();
    const QList<QWidget*>& blocks() const { return m_blocks; }
    /// Gives each block its place; returns the height of all.
    int relayout(int width);

  protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QList<QWidget*> m_blocks;
    QList<int> m_gaps;
    int m_columnCharacters;
    bool m_busy = false;
};

} // namespace relata::gui
