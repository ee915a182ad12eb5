// ProgramEditor: the files of one program as tabs, with the find bar.
#pragma once

#include "models/completion_source.h"
#include "models/shown_run.h"

#include <QWidget>

class QTabWidget;

namespace relata::gui {

class Appearance;
class CodeEditor;
class FindBar;

class ProgramEditor : public QWidget {
    Q_OBJECT
  public:
    explicit ProgramEditor(Appearance* appearance, QWidget* parent = nullptr);

    struct File {
        QString name, text;
        bool readOnly = false;
    };
    void openFiles(const std::vector<File>& files);
    QMap<QString, QString> texts() const;
    QStringList names() const;
    CodeEditor* editor(const QString& file) const;
    CodeEditor* current() const;
    QString currentFile() const;
    void show(const QString& file, int line); ///< brings the file's tab to the front

    void showRun(const models::ShownRun& run);
    void clearResults();
    /// Not shown it has no tab: something beside the editor edits the file.
    void setFileShown(const QString& file, bool shown);
    void openFindBar();

  Q_SIGNALS:
    void edited(const QString& file);
    void caretLineChanged(const QString& file, int line);
    void badgeClicked(const QString& file, int line);
    void runRequested();

  private:
    Appearance* m_appearance;
    QTabWidget* m_tabs;
    FindBar* m_find;
    models::CompletionSource m_completions;
};

} // namespace relata::gui
