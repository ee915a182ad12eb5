#include "gui/exercise/reference_window.h"

#include "gui/editor/program_editor.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace relata::gui {

ReferenceWindow::ReferenceWindow(Appearance* appearance, const QString& title, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("%1: your answer and the solution").arg(title));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(1160, 720);
    auto* both = new QSplitter(Qt::Horizontal);
    both->setChildrenCollapsible(false);
    const auto column = [&] {
        auto* upDown = new QSplitter(Qt::Vertical);
        upDown->setChildrenCollapsible(false);
        Column made{new QLabel, new ProgramEditor(appearance), new QueryView(appearance)};
        made.queries->keepTimeline(); // both are read beside each other
        made.title->setMargin(8);
        made.title->setTextFormat(Qt::PlainText);
        QFont bold = made.title->font();
        bold.setBold(true);
        made.title->setFont(bold);
        auto* upper = new QWidget;
        auto* stack = new QVBoxLayout(upper);
        stack->setContentsMargins(0, 0, 0, 0);
        stack->setSpacing(0);
        stack->addWidget(made.title);
        stack->addWidget(made.editor, 1);
        upDown->addWidget(upper);
        upDown->addWidget(made.queries);
        upDown->setSizes({460, 240});
        both->addWidget(upDown);
        connect(made.queries, &QueryView::lineChosen, made.editor, &ProgramEditor::show);
        connect(made.editor, &ProgramEditor::caretLineChanged, made.queries, &QueryView::selectLine);
        return made;
    };
    m_own = column();
    m_reference = column();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(both);
}

void ReferenceWindow::fill(const Column& column, const Side& side) {
    std::vector<ProgramEditor::File> files;
    for (auto it = side.files.cbegin(); it != side.files.cend(); ++it)
        files.push_back({it.key(), *it, true});
    column.editor->openFiles(files);
    column.queries->setRun(side.run);
    column.title->setText(side.run ? tr("%1: %2, rows fetched: %3")
                                         .arg(side.name, models::queriesText(side.run->queries()))
                                         .arg(side.run->rows())
                                   : side.name);
    if (!side.run) return;
    column.editor->showRun(*side.run);
    for (const QString& name : column.editor->names()) // what sends queries is what one wants to compare
        if (!side.run->countByLine(name).isEmpty()) {
            column.editor->show(name, 0);
            break;
        }
}

void ReferenceWindow::show(const Side& own, const Side& reference) {
    fill(m_own, own);
    fill(m_reference, reference);
    if (own.files == reference.files) m_reference.title->setText(tr("%1 (the same as yours)").arg(m_reference.title->text()));
    QDialog::show();
}

QString ReferenceWindow::summary(bool reference) const { return (reference ? m_reference : m_own).title->text(); }

} // namespace relata::gui
