// ParsonsView: a program put together from given lines: those to choose from above, the whole program below. Lines that
// the file has anyway stand in the program too, greyed, and stay where they are.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QListWidget;
class QListWidgetItem;
class QPushButton;

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
    void choose();          ///< the current piece goes below the chosen line of the program
    void putBack();         ///< the current line goes back
    void move(int by);      ///< the current line up or down
    void indent(int steps); ///< the current line; four blanks each

  Q_SIGNALS:
    void arranged(const QString& program);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void changed();
    void enableButtons();
    int placeOfPieces() const; ///< the row of the program where they stand in the file
    QListWidgetItem* addLine(int row, const QString& text, bool taken);
    QListWidgetItem* takenLine() const; ///< the current line, where it is one of the pieces
    void colour(QListWidgetItem* item) const;
    Appearance* m_appearance;
    QListWidget *m_pieces, *m_lines;
    QPushButton* m_use;
    std::vector<QPushButton*> m_forTaken; ///< what can be done with a line that was used
    QString m_indent;  ///< of the pieces in the file
    int m_before = 0;  ///< how many lines stand above the pieces
    bool m_opening = false;
};

} // namespace relata::gui
