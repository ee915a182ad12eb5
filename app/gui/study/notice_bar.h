// NoticeBar: a line above the page that says what one has to know, until it is closed. No dialog to answer first.
#pragma once

#include <QFrame>

class QLabel;

namespace relata::gui {

class Appearance;

class NoticeBar : public QFrame {
    Q_OBJECT
  public:
    explicit NoticeBar(Appearance* appearance, QWidget* parent = nullptr);
    void tell(const QString& text);
    QString text() const;

  private:
    QLabel* m_text;
};

} // namespace relata::gui
