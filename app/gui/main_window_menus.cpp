// The menus of the desk: every command with its shortcut stands in one of them, and the command palette lists
// them all.
#include "gui/editor/program_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"
#include "gui/outline/outline_panel.h"
#include "gui/palette/command_palette.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "gui/study/welcome_page.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>
#include <QStackedWidget>

namespace relata::gui {

void MainWindow::makeMenus() {
    const auto add = [this](QMenu* menu, const QString& name, const QKeySequence& keys, auto&& action) {
        QAction* a = menu->addAction(name);
        a->setShortcut(keys);
        connect(a, &QAction::triggered, this, action);
        return a;
    };
    QMenu* file = menuBar()->addMenu(tr("&File"));
    add(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
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
    int number = 0;
    for (const auto& [title, tab] : m_exercisePage->resultTabs()) {
        const int key = ++number <= 9 ? Qt::CTRL | (Qt::Key_0 + number) : 0;
        add(results, title, QKeySequence(key), [this, tab = tab] { showResult(tab); });
    }
    results->addSeparator();
    add(results, tr("Next &tab"), QKeySequence(Qt::CTRL | Qt::Key_PageDown), [this] { stepResult(1); });
    add(results, tr("&Previous tab"), QKeySequence(Qt::CTRL | Qt::Key_PageUp), [this] { stepResult(-1); });
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
    add(go, tr("&Next page"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { step(1); });
    add(go, tr("&Previous page"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { step(-1); });
    add(go, tr("Next &exercise"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Right),
        [this] { nextExercise(); });
    add(go, tr("Mark as &done"), QKeySequence(Qt::CTRL | Qt::Key_D), [this] { markDone(); });

    go->addSeparator();
    add(go, tr("&Your study"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y), [this] { openStudyPage(); });
    add(go, tr("&Welcome"), {}, [this] {
        m_page.clear();
        m_pages->setCurrentWidget(m_welcome);
    });

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    add(run, tr("&Run"), QKeySequence(Qt::Key_F5), [this] {
        if (m_pages->currentWidget() == m_exercisePage)
            m_exercisePage->run();
        else
            m_lessonPage->runFocused();
    });
    add(run, tr("&Stop"), QKeySequence(Qt::SHIFT | Qt::Key_F5), [this] { m_queue.stop(); });
    add(run, tr("&Check"), QKeySequence(Qt::Key_F7), [this] {
        if (m_pages->currentWidget() == m_exercisePage) m_exercisePage->check();
    });
    add(run, tr("Next &hint"), QKeySequence(Qt::Key_F8), [this] {
        if (m_pages->currentWidget() == m_exercisePage) m_exercisePage->nextHint();
    });
    add(run, tr("R&eset the files"), {}, [this] {
        if (m_pages->currentWidget() == m_exercisePage) m_exercisePage->reset();
    });

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    add(help, tr("E&xplain what is here"), QKeySequence(Qt::Key_F1), [this] { explainHere(); });
    for (const course::Lesson& lesson : m_lessons)
        if (const QString page = m_help.glossaryOf(lesson); !page.isEmpty())
            add(help,
                m_lessons.size() > 1 ? tr("&Glossary of %1").arg(QString::fromStdString(lesson.title))
                                     : tr("&Glossary"),
                m_lessons.size() > 1 ? QKeySequence() : QKeySequence(Qt::SHIFT | Qt::Key_F1),
                [this, page] { openPage(page); });
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
