// WelcomePage: what one sees at the first start: what this is, how it works, one button.
#pragma once

#include "gui/settings/icons.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace relata::gui {

class Appearance;

class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    explicit WelcomePage(Appearance* appearance, QWidget* parent = nullptr);
    QPushButton* begin() const { return m_begin; }
    void setGoingOn(const QString& title); ///< the page that one came from; empty: the lesson is yet to begin

  Q_SIGNALS:
    void begun();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Row {
        Glyph glyph;
        QLabel *sign, *name, *text;
    };
    static QLabel* label(const QString& text);
    void retheme();

    Appearance* m_appearance;
    QWidget* m_column;
    QLabel *m_title, *m_lead;
    std::vector<Row> m_rows;
    QPushButton* m_begin;
};

} // namespace relata::gui
