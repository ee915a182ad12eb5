// FindBar: finds text in the editor below it, without a dialog.
#pragma once

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;

namespace relata::gui {

class Appearance;
class CodeEditor;

class FindBar : public QWidget {
    Q_OBJECT
  public:
    /// `editor` names the editor to search at the moment.
    FindBar(Appearance* appearance, std::function<CodeEditor*()> editor, QWidget* parent = nullptr);
    void open();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void find(bool forward, bool fromHere);

    std::function<CodeEditor*()> m_editor;
    QLineEdit* m_text;
    QLabel* m_found;
};

} // namespace relata::gui
