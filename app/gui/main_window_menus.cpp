// The menus of the desk: every command with its shortcut stands in one of them, and the command palette lists
// them all.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"
#include "gui/outline/outline_panel.h"
#include "gui/palette/command_palette.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"
#include "gui/settings/language.h"
#include "gui/study/study_page.h"
#include "gui/study/welcome_page.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>

#include <functional>

namespace relata::gui {

void MainWindow::makeMenus() {
    const auto add = [this](QMenu* menu, const QString& name, const QKeySequence& keys, auto&& action) {
        QAction* a = menu->addAction(name);
        a->setShortcut(keys);
        connect(a, &QAction::triggered, this, action);
        return a;
    };
    QMenu* file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Save the study report…"), {}, [this] { m_studyPage->askReport(); });
    add(file, tr("&Export progress…"), {}, [this] { m_studyPage->askExport(); });
    add(file, tr("&Import progress…"), {}, [this] { m_studyPage->askImport(); });
    file->addSeparator();
    add(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    makeEditMenu();
    QMenu* edit = menuBar()->actions().back()->menu();
    add(edit, tr("&Find in the code…"), QKeySequence::Find, [this] {
        if (m_pages->currentWidget() == m_exercisePage)
            m_exercisePage->editor()->openFindBar();
        else
            m_search->open();
    });
    add(edit, tr("Search the &lesson…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F),
        [this] { m_search->open(); });

    QMenu* view = menuBar()->addMenu(tr("&View"));
    auto* modes = new QActionGroup(this);
    const std::pair<Appearance::Mode, QString> themes[] = {
        {Appearance::Mode::system, tr("Theme of the &system")},
        {Appearance::Mode::light, tr("&Light theme")},
        {Appearance::Mode::dark, tr("&Dark theme")}};
    for (const auto& [mode, name] : themes) {
        QAction* a = add(view, name, {}, [this, m = mode] { m_appearance->setMode(m); });
        a->setCheckable(true);
        modes->addAction(a);
        const auto follow = [this, a, m = mode] { a->setChecked(m_appearance->mode() == m); };
        connect(m_appearance, &Appearance::changed, a, follow);
        follow();
    }
    view->addSeparator();
    QAction* bigger =
        add(view, tr("&Bigger"), QKeySequence::ZoomIn, [this] { setZoom(m_appearance->zoom() + 1); });
    bigger->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    add(view, tr("S&maller"), QKeySequence(Qt::CTRL | Qt::Key_Minus),
        [this] { setZoom(m_appearance->zoom() - 1); });
    add(view, tr("&Usual size"), QKeySequence(Qt::CTRL | Qt::Key_0), [this] { setZoom(0); });
    m_presenting =
        add(view, tr("&Presentation"), QKeySequence(Qt::Key_F11), [this](bool on) { setPresenting(on); });
    m_presenting->setCheckable(true);
    view->addMenu(languageMenu());
    add(view, tr("C&ommand palette…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
        [this] { m_palette->open(); });
    view->addSeparator();
    QAction* course = m_dock->toggleViewAction();
    course->setText(tr("&Course"));
    course->setShortcut(QKeySequence(Qt::Key_F9));
    view->addAction(course);
    QMenu* results = view->addMenu(tr("&What the program did"));
    results->menuAction()->setToolTip(tr("The tabs below the editor"));
    m_exerciseActions << results->menuAction();
    int number = 0;
    for (const auto& [title, tab] : m_exercisePage->resultTabs()) {
        const int key = ++number <= 9 ? Qt::CTRL | (Qt::Key_0 + number) : 0;
        add(results, title, QKeySequence(key), [this, tab = tab] { showResult(tab); });
    }
    results->addSeparator();
    add(results, tr("Next &tab"), QKeySequence(Qt::CTRL | Qt::Key_PageDown), [this] { stepResult(1); });
    add(results, tr("&Previous tab"), QKeySequence(Qt::CTRL | Qt::Key_PageUp), [this] { stepResult(-1); });
    m_exerciseActions << add(view, tr("More or less room for the &tabs"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
                             [this] { m_exercisePage->toggleRoom(); });
    add(view, tr("&Next pane"), QKeySequence(Qt::Key_F6), [this] { cyclePanes(1); });
    add(view, tr("Pre&vious pane"), QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { cyclePanes(-1); });
    view->addSeparator();
    add(view, tr("&Reset the layout"), {}, [this] {
        m_dock->show();
        addDockWidget(Qt::LeftDockWidgetArea, m_dock);
        resizeDocks({m_dock}, {250}, Qt::Horizontal);
        m_exercisePage->resetLayout();
    });

    QMenu* go = menuBar()->addMenu(tr("&Course"));
    m_back = add(go, tr("&Back to where you were"), QKeySequence(Qt::Key_F4), [this] { goBack(); });
    m_back->setShortcuts({QKeySequence(Qt::Key_F4), QKeySequence(Qt::Key_Back)});
    add(go, tr("&Next page"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { step(1); });
    add(go, tr("&Previous page"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { step(-1); });
    add(go, tr("Next &exercise"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Right),
        [this] { nextExercise(); });
    m_markDone = add(go, tr("Mark as &done"), QKeySequence(Qt::CTRL | Qt::Key_D), [this] { markDone(); });
    m_lessonActions << m_markDone;

    go->addSeparator();
    add(go, tr("&Your study"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y), [this] { openStudyPage(); });
    add(go, tr("&Welcome"), {}, [this] {
        leavePage();
        m_page.clear();
        m_welcome->setGoingOn(m_trail.isEmpty() ? QString() : m_model.find(m_trail.back()).data().toString());
        m_pages->setCurrentWidget(m_welcome);
        m_outline->select({});
        setWindowTitle(tr("Relata"));
        fitMenus();
        focusPage();
    });

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    m_runActions << add(run, tr("&Run"), QKeySequence(Qt::Key_F5), [this] {
        if (m_pages->currentWidget() == m_exercisePage)
            m_exercisePage->run();
        else if (!m_lessonPage->runFocused())
            m_status->setText(tr("There is no cell in sight or below that could be run."));
    });
    add(run, tr("&Stop"), QKeySequence(Qt::SHIFT | Qt::Key_F5), [this] { m_queue.stop(); });
    m_exerciseActions << add(run, tr("&Check"), QKeySequence(Qt::Key_F7), [this] { m_exercisePage->check(); });
    run->addSeparator();
    m_exerciseActions << add(run, tr("Next &hint"), QKeySequence(Qt::Key_F8), [this] { m_exercisePage->nextHint(); });
    m_exerciseActions << add(run, tr("Take the last hint &away"), QKeySequence(Qt::SHIFT | Qt::Key_F8),
                             [this] { m_exercisePage->previousHint(); });
    m_exerciseActions << add(run, tr("Com&pare with the solution…"), QKeySequence(Qt::Key_F10), [this] {
        if (!m_exercisePage->compareWithSolution()) m_status->setText(tr("The solution opens once your answer has passed every check."));
    });
    m_exerciseActions << add(run, tr("R&eset the files"), {}, [this] { m_exercisePage->reset(); });
    makeHelpMenu();
    fitMenus();
}

void MainWindow::makeEditMenu() {
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    struct Command {
        QString name;
        QKeySequence::StandardKey keys;
        const char* slot;
        bool changes;
    };
    const Command commands[] = {{tr("&Undo"), QKeySequence::Undo, "undo", true},   {tr("&Redo"), QKeySequence::Redo, "redo", true},
                                {tr("Cu&t"), QKeySequence::Cut, "cut", true},       {tr("&Copy"), QKeySequence::Copy, "copy", false},
                                {tr("&Paste"), QKeySequence::Paste, "paste", true}, {tr("Select &all"), QKeySequence::SelectAll, "selectAll", false}};
    // What holds the keys has these commands and their shortcuts itself: here they only stand to be seen and clicked.
    const auto able = [](const Command& command) {
        const QWidget* focus = QApplication::focusWidget();
        return focus && focus->metaObject()->indexOfMethod(QByteArray(command.slot) + "()") >= 0 &&
               !(command.changes && focus->property("readOnly").toBool());
    };
    QList<QAction*> made;
    for (const Command& command : commands) {
        if (command.slot == QLatin1String("cut")) edit->addSeparator();
        made << edit->addAction(command.name + QLatin1Char('\t') + QKeySequence(command.keys).toString(QKeySequence::NativeText), this, [command, able] {
            if (able(command)) QMetaObject::invokeMethod(QApplication::focusWidget(), command.slot);
        });
    }
    connect(edit, &QMenu::aboutToShow, this, [made, able, all = std::vector(std::begin(commands), std::end(commands))] {
        for (qsizetype i = 0; i < made.size(); ++i) made[i]->setEnabled(able(all[size_t(i)]));
    });
    connect(edit, &QMenu::aboutToHide, this, [made] { // the palette lists what is enabled
        for (QAction* action : made) action->setEnabled(true);
    });
    edit->addSeparator();
    QAction* comment = edit->addAction(tr("C&omment lines out, or in again") + QLatin1Char('\t') + QKeySequence(Qt::CTRL | Qt::Key_Slash).toString(QKeySequence::NativeText), this, [] {
        if (auto* editor = qobject_cast<CodeEditor*>(QApplication::focusWidget())) editor->toggleComment();
    });
    comment->setObjectName(QStringLiteral("commentLines"));
}

/// Menu entries that do nothing on the open page are grey, and so their keys.
void MainWindow::fitMenus() {
    const bool onExercise = isShowing(m_exercisePage), onLesson = isShowing(m_lessonPage);
    for (QAction* action : m_exerciseActions) action->setEnabled(onExercise);
    for (QAction* action : m_lessonActions) action->setEnabled(onExercise || onLesson);
    for (QAction* action : m_runActions) action->setEnabled(onExercise || onLesson);
    if (m_back) m_back->setEnabled(!m_trail.isEmpty());
    if (m_markDone)
        m_markDone->setText(onLesson && m_store.progress(m_page) == models::Progress::done ? tr("Not &done after all") : tr("Mark as &done"));
}

void MainWindow::makeHelpMenu() {
    const auto add = [this](QMenu* menu, const QString& name, const QKeySequence& keys, auto&& action) {
        QAction* a = menu->addAction(name);
        a->setShortcut(keys);
        connect(a, &QAction::triggered, this, action);
    };
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    add(help, tr("E&xplain what is here"), QKeySequence(Qt::Key_F1), [this] { explainHere(); });
    for (const course::Lesson& lesson : m_lessons)
        if (const QString page = m_help.glossaryOf(lesson); !page.isEmpty())
            add(help,
                m_lessons.size() > 1 ? tr("&Glossary of %1").arg(QString::fromStdString(lesson.title))
                                     : tr("&Glossary"),
                m_lessons.size() > 1 ? QKeySequence() : QKeySequence(Qt::SHIFT | Qt::Key_F1),
                [this, page] { openPage(page); });
    add(help, tr("&Keys"), QKeySequence(Qt::CTRL | Qt::Key_F1), [this] {
        if (openPage(QStringLiteral("keys"))) focusPage();
    });
    help->addSeparator();
    add(help, tr("&About Relata"), {}, [this] { showAbout(); });
}

/// Every command of the menus that has a key, and what the widgets have beside them.
QString MainWindow::keysText() const {
    QString text = QStringLiteral("# ") + tr("Keys") + QStringLiteral("\n\n") +
                   tr("Every command stands in a menu, and Ctrl+Shift+P finds it by its name.") + QStringLiteral("\n");
    const auto table = [&text](const QString& title, const QList<std::pair<QString, QString>>& rows) {
        if (rows.isEmpty()) return;
        text += QStringLiteral("\n## %1\n\n| %2 | %3 |\n|---|---|\n").arg(title, tr("Key"), tr("What it does"));
        for (const auto& [keys, what] : rows) text += QStringLiteral("| `%1` | %2 |\n").arg(keys, what);
    };
    const std::function<void(const QMenu*, QList<std::pair<QString, QString>>&)> list = [&](const QMenu* menu, QList<std::pair<QString, QString>>& rows) {
        for (const QAction* action : menu->actions()) {
            if (action->menu()) list(action->menu(), rows);
            QStringList keys;
            for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
            if (keys.isEmpty()) keys = action->text().section(QLatin1Char('\t'), 1).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            if (!keys.isEmpty())
                rows.append({keys.front(), action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')).remove(QChar(0x2026))});
        }
    };
    for (const QAction* menu : menuBar()->actions()) {
        QList<std::pair<QString, QString>> rows;
        if (menu->menu()) list(menu->menu(), rows);
        table(QString(menu->text()).remove(QLatin1Char('&')), rows);
    }
    const auto named = [](QKeyCombination keys) { return QKeySequence(keys).toString(QKeySequence::NativeText); };
    const QString apart = QStringLiteral(", ");
    table(tr("In the code"), {{named(Qt::CTRL | Qt::Key_Enter), tr("Run")},
                              {named(Qt::CTRL | Qt::Key_Space), tr("Complete the word")},
                              {named(Qt::Key_Escape) + apart + named(Qt::Key_Tab), tr("Leave the editor")}});
    table(tr("Lines to be put into order"), {{named(Qt::Key_Enter), tr("Take the line over, or put it back")},
                                             {named(Qt::ALT | Qt::Key_Up), tr("Move the line up")},
                                             {named(Qt::ALT | Qt::Key_Down), tr("Move the line down")},
                                             {named(Qt::Key_Left) + apart + named(Qt::Key_Right), tr("Indent the line less, more")}});
    return text;
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Relata"), {}, QMessageBox::Ok, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(programIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Relata %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(tr("A study desk for relationships and eager loading. It runs SQLModel programs on an engine of its own; nothing leaves "
                               "this computer.\n\nYour study is kept in %1.\n\nFree software under the GNU General Public License, version 3. "
                               "Made with Qt %2, QScintilla, MD4C and SQLite.")
                                .arg(m_store.isLasting() ? m_store.file() : tr("memory only, until the desk is closed"), QLatin1String(qVersion())));
    box->open();
}

QMenu* MainWindow::languageMenu() {
    auto* menu = new QMenu(tr("Lan&guage"), this);
    auto* group = new QActionGroup(menu);
    for (const Language::Choice& choice : Language::choices()) {
        QAction* action =
            menu->addAction(choice.name, this, [this, code = choice.code] { chooseLanguage(code); });
        action->setCheckable(true);
        action->setChecked(choice.code == m_language);
        group->addAction(action);
    }
    return menu;
}

void MainWindow::chooseLanguage(const QString& code) {
    if (code == m_language) return;
    m_language = code;
    saveState();
    Q_EMIT languageChosen(code);
}

void MainWindow::showResult(QWidget* tab) {
    if (isShowing(m_exercisePage)) m_exercisePage->showResult(tab);
}

void MainWindow::stepResult(int by) {
    if (isShowing(m_exercisePage)) m_exercisePage->stepResult(by);
}

} // namespace relata::gui
