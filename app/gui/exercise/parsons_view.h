// ParsonsView: a program put together from given lines: those to choose from at the left, the program at the right.
#pragma once

#include <QStringList>
#include <QWidget>

class QListWidget;

namespace relata::gui {

class Appearance;

class ParsonsView : public QWidget {
    Q_OBJECT
  public:
    explicit ParsonsView(Appearance* appearance, QWidget* parent = nullptr);

    /// `starter` holds the pieces; `answer` is the program as it stands.
    void open(const QString& starter, const QString& answer);
    QString program() const;
    QListWidget* pieces() const { return m_pieces; }
    QListWidget* lines() const { return m_lines; }
    void choose();          ///< the current piece goes to the end of the program
    void putBack();         ///< the current line goes back
    void move(int by);      ///< the current line up or down
    void indent(int steps); ///< the current line; four blanks each

  Q_SIGNALS:
    void arranged(const QString& program);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void changed();
    QListWidget *m_pieces, *m_lines;
    QStringList m_before, m_after; ///< the program around the place of the pieces
    bool m_opening = false;
};

} // namespace relata::gui
