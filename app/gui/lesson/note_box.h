// NoteBox: a remark beside the text: a bar, a pale ground, a title with its icon.
#pragma once

#include "gui/lesson/prose.h"
#include "models/page_blocks.h"

#include <QFrame>

class QLabel;

namespace relata::gui {

class NoteBox : public QFrame {
    Q_OBJECT
  public:
    NoteBox(Appearance* appearance, const models::PageBlock& block, Prose::Measure measure, QWidget* parent = nullptr);
    Prose* prose() const { return m_prose; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

  private:
    int titleHeight() const;
    QRect proseRect(int width) const;

    Appearance* m_appearance;
    models::PageBlock::Note m_kind;
    QString m_title;
    Prose* m_prose;
};

} // namespace relata::gui
