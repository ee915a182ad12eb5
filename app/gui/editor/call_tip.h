// CallTip: what the call at the caret may be given: a model's fields, the parameters of a function of the program. Our own
// label, because QScintilla's needs a screen position for the caret.
#pragma once

#include "models/completion_source.h"

#include <QLabel>

class QsciScintilla;

namespace relata::gui {

class Appearance;

class CallTip : public QLabel {
    Q_OBJECT
  public:
    CallTip(Appearance* appearance, QsciScintilla* editor);
    /// Shows the tip above the caret's line, or goes where there is none.
    void follow(const models::CallHint& hint);
    const QString& tip() const { return m_tip; } ///< as plain text

  private:
    Appearance* m_appearance;
    QsciScintilla* m_editor;
    QString m_tip;
};

} // namespace relata::gui
