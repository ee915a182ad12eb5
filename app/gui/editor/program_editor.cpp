#include "gui/editor/program_editor.h"

#include "gui/editor/code_editor.h"
#include "gui/editor/find_bar.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace relata::gui {

ProgramEditor::ProgramEditor(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_tabs(new QTabWidget),
      m_find(new FindBar(appearance, [this] { return current(); })) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Files of the program"));
    m_tabs->tabBar()->setAccessibleName(tr("Files of the program"));
    m_tabs->tabBar()->setExpanding(false);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_find);
}

void ProgramEditor::openFiles(const std::vector<File>& files) {
    while (m_tabs->count() > 0) {
        QWidget* old = m_tabs->widget(0);
        m_tabs->removeTab(0);
        delete old;
    }
    for (const File& file : files) {
        auto* e = new CodeEditor(m_appearance, CodeEditor::Fit::pane);
        e->setAccessibleName(file.readOnly ? tr("%1, read only").arg(file.name) : file.name);
        e->openCode(file.text);
        e->setReadOnly(file.readOnly);
        const QString name = file.name;
        e->setCallReader([this, name](int line, const QString& before) { return m_completions.callAt(texts(), name, line, before); });
        e->setCompleter([this, name](int line, const QString& before) { return m_completions.at(texts(), name, line, before); });
        connect(e, &CodeEditor::edited, this, [this, name] { Q_EMIT edited(name); });
        connect(e, &CodeEditor::caretLineChanged, this, [this, name](int line) { Q_EMIT caretLineChanged(name, line); });
        connect(e, &CodeEditor::badgeClicked, this, [this, name](int line) { Q_EMIT badgeClicked(name, line); });
        connect(e, &CodeEditor::runRequested, this, &ProgramEditor::runRequested);
        const int at = m_tabs->addTab(e, file.readOnly ? tr("%1 (read only)").arg(file.name) : file.name);
        m_tabs->tabBar()->setTabData(at, file.name);
    }
}

QStringList ProgramEditor::names() const {
    QStringList all;
    for (int i = 0; i < m_tabs->count(); ++i)
        all << m_tabs->tabBar()->tabData(i).toString();
    return all;
}

QMap<QString, QString> ProgramEditor::texts() const {
    QMap<QString, QString> all;
    for (const QString& name : names())
        all[name] = editor(name)->code();
    return all;
}

CodeEditor* ProgramEditor::editor(const QString& file) const {
    return qobject_cast<CodeEditor*>(m_tabs->widget(int(names().indexOf(file))));
}

CodeEditor* ProgramEditor::current() const { return qobject_cast<CodeEditor*>(m_tabs->currentWidget()); }

QString ProgramEditor::currentFile() const { return m_tabs->tabBar()->tabData(m_tabs->currentIndex()).toString(); }

void ProgramEditor::show(const QString& file, int line) {
    CodeEditor* e = editor(file);
    if (!e || !m_tabs->isTabVisible(m_tabs->indexOf(e))) return;
    m_tabs->setCurrentWidget(e);
    if (line > 0) e->goToLine(line);
}

void ProgramEditor::showRun(const models::ShownRun& run) {
    for (const QString& name : names()) {
        CodeEditor* e = editor(name);
        e->clearResults();
        e->setLineCounts(run.countByLine(name));
    }
    if (!run.failed) return;
    if (CodeEditor* e = editor(run.error.file)) {
        e->showProblem(run.error.line, QStringLiteral("%1: %2").arg(run.error.type, run.error.message));
        show(run.error.file, 0);
        e->revealProblem(run.error.line);
    }
}

void ProgramEditor::clearResults() {
    for (const QString& name : names())
        editor(name)->clearResults();
}

void ProgramEditor::setFileShown(const QString& file, bool shown) {
    const auto at = int(names().indexOf(file));
    if (at < 0) return;
    m_tabs->setTabVisible(at, shown);
    if (shown) return;
    for (int i = 0; i < m_tabs->count() && m_tabs->currentIndex() == at; ++i)
        if (m_tabs->isTabVisible(i)) m_tabs->setCurrentIndex(i);
}

void ProgramEditor::openFindBar() { m_find->open(); }

} // namespace relata::gui
