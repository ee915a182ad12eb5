// WelcomePage: what one sees at the first start: what this is, how it works, one button.
#pragma once

#include <QWidget>

class QPushButton;

namespace relata::gui {

class Appearance;

class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    explicit WelcomePage(Appearance* appearance, QWidget* parent = nullptr);
    QPushButton* begin() const { return m_begin; }

  Q_SIGNALS:
    void begun();

  private:
    QPushButton* m_begin;
};

} // namespace relata::gui
