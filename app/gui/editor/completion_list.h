// CompletionList: what may be typed next, below the caret. A child of the window, not a popup: it needs no screen and
// follows the palette. The editor keeps the focus and hands the keys on.
#pragma once

#include "models/completion_source.h"

#include <QListWidget>

class QKeyEvent;
class QsciScintilla;

namespace relata::gui {

class Appearance;

class CompletionList : public QListWidget {
    Q_OBJECT
  public:
    CompletionList(Appearance* appearance, QsciScintilla* editor);
    /// Hides itself where nothing fits.
    void offer(const models::Completions& found);
    /// True where the key was meant for the list.
    bool takeKey(const QKeyEvent& event);

  private:
    void accept();

    Appearance* m_appearance;
    QsciScintilla* m_editor;
    QString m_prefix;
};

} // namespace relata::gui
