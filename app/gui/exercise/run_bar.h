// RunBar: Run, Stop, Check, Reset and the size of the data, above the editor of an exercise.
#pragma once

#include <QWidget>

class QLabel;
class QSpinBox;
class QToolButton;

namespace relata::gui {

class Appearance;
enum class Glyph;

class RunBar : public QWidget {
    Q_OBJECT
  public:
    explicit RunBar(Appearance* appearance, QWidget* parent = nullptr);
    int size() const;
    void setSize(int size);
    struct State {
        bool canRun = false, canCheck = false, busy = false;
    };
    void setState(const State& state);
    QSize minimumSizeHint() const override; ///< with pictures alone

  Q_SIGNALS:
    void runRequested();
    void stopRequested();
    void checkRequested();
    void resetRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitWords(); ///< words beside the pictures where there is room, first of what is pressed most
    QToolButton* addButton(Appearance* appearance, Glyph glyph, const QString& name, const QString& tip);

    QToolButton *m_run, *m_stop, *m_check, *m_reset;
    QLabel* m_sizeLabel;
    QSpinBox* m_size;
};

} // namespace relata::gui
