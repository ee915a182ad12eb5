// CallTip: what the call at the caret may be given: a model's fields, the parameters of a function of the program. Our own
// label, because QScintilla's needs a screen position for the caret.
#pragma once

#include <QLabel>

class QsciScintilla;

namespace relata::gui {

class Appearance;

/// "Task(title: str, project_id: int)" for the innermost call that is open at the end of `before`; empty where the program
/// does not define what is called.
QString callTipFor(const QString& before, const QString& program);

class CallTip : public QLabel {
    Q_OBJECT
  public:
    CallTip(Appearance* appearance, QsciScintilla* editor);
    /// Shows the tip above the caret's line, or goes where there is none.
    void follow(const QString& program);

  private:
    Appearance* m_appearance;
    QsciScintilla* m_editor;
};

} // namespace relata::gui
