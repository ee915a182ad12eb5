// PageFooter: where a page goes on: the page before, "done", the page after.
#pragma once

#include <QWidget>

class QPushButton;

namespace relata::gui {

class Appearance;

class PageFooter : public QWidget {
    Q_OBJECT
  public:
    /// Titles; empty where the course has no such page.
    struct Ways {
        QString previous, next;
        bool done = false;
    };
    PageFooter(Appearance* appearance, const Ways& ways, QWidget* parent = nullptr);
    void setDone(bool done);

  Q_SIGNALS:
    void stepped(int by);
    void doneRequested();

  private:
    QPushButton* button(const QString& text);

    Appearance* m_appearance;
    QPushButton* m_done = nullptr;
};

} // namespace relata::gui
