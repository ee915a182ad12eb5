// HintStrip: below the instructions: the next hint, back to fewer, the solution once it may be seen, the next exercise.
#pragma once

#include <QWidget>

class QPushButton;

namespace relata::gui {

class Appearance;

class HintStrip : public QWidget {
    Q_OBJECT
  public:
    explicit HintStrip(Appearance* appearance, QWidget* parent = nullptr);
    void setHints(int shown, int all);
    void setSolution(bool mayBeSeen, bool exists);

    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void hintRequested();
    void backRequested();
    void solutionRequested();
    void nextRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange(); ///< two buttons beside each other where both fit, else one below the other
    QPushButton *m_hint, *m_back, *m_solution, *m_next;
};

} // namespace relata::gui
