// Where one came from, and what was left there: a page opened again goes on as it was.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"

#include <Qsci/qsciscintillabase.h>

#include <QAction>

#include <algorithm>

namespace relata::gui {

namespace {
constexpr qsizetype longestTrail = 50;
constexpr size_t mostKept = 6; // a run of thousands of statements is some megabytes
} // namespace

struct MainWindow::Session {
    ExercisePage::Session exercise;
    LessonPage::Session lesson;
    QMap<QString, QString> texts; ///< by file or cell
    QString file;                 ///< the one in front
    int line = 0, column = 0, scroll = 0;
};

std::shared_ptr<const MainWindow::Session> MainWindow::session() const {
    return std::make_shared<Session>(Session{m_exercisePage->session(), m_lessonPage->session(), {}, {}});
}

/// The last handle of a document needs an editor, any, to let go of it: QScintilla takes the first there is, and where there
/// is none it takes what once was one.
void MainWindow::haveEditor() {
    if (m_keeper) return;
    m_keeper = new QsciScintillaBase(this);
    m_keeper->setFocusPolicy(Qt::NoFocus);
    m_keeper->hide();
}

void MainWindow::resume(const Session& session) {
    haveEditor();
    if (isShowing(m_exercisePage)) m_exercisePage->resume(session.exercise);
    if (isShowing(m_lessonPage)) m_lessonPage->resume(session.lesson);
}

void MainWindow::leavePage() {
    m_lessonPage->saveDrafts();
    m_exercisePage->saveDrafts();
    if (m_page.isEmpty()) return;
    haveEditor();
    if (m_trail.isEmpty() || m_trail.back() != m_page) m_trail << m_page;
    if (m_trail.size() > longestTrail) m_trail.removeFirst();
    Session left;
    if (isShowing(m_exercisePage)) {
        left.exercise = m_exercisePage->session();
        left.texts = m_exercisePage->editor()->texts();
        left.file = m_exercisePage->editor()->currentFile();
        if (const CodeEditor* editor = m_exercisePage->editor()->current()) editor->getCursorPosition(&left.line, &left.column);
    } else if (isShowing(m_lessonPage)) {
        left.lesson = m_lessonPage->session();
        left.scroll = m_lessonPage->scroll();
        for (const CodeCell* cell : m_lessonPage->cells()) left.texts[cell->name()] = cell->editor()->code();
    } else {
        return;
    }
    std::erase_if(m_kept, [this](const auto& kept) { return kept.first == m_page; });
    m_kept.emplace_back(m_page, std::make_shared<const Session>(std::move(left)));
    if (m_kept.size() > mostKept) m_kept.erase(m_kept.begin());
}

void MainWindow::bringBack() {
    const auto kept = std::ranges::find(m_kept, m_page, &decltype(m_kept)::value_type::first);
    if (kept == m_kept.end()) return;
    const Session& left = *kept->second;
    if (isShowing(m_exercisePage)) {
        if (m_exercisePage->editor()->texts() != left.texts) return; // another window has written on
        m_exercisePage->resume(left.exercise);
        m_exercisePage->editor()->show(left.file, 0);
        if (CodeEditor* editor = m_exercisePage->editor()->editor(left.file)) {
            editor->setCursorPosition(left.line, left.column);
            editor->ensureCursorVisible();
        }
    } else if (isShowing(m_lessonPage)) {
        QMap<QString, QString> now;
        for (const CodeCell* cell : m_lessonPage->cells()) now[cell->name()] = cell->editor()->code();
        if (now == left.texts) m_lessonPage->resume(left.lesson);
        if (m_goingBack) m_lessonPage->setScroll(left.scroll); // who pages on begins at the top
    }
}

void MainWindow::goBack() {
    while (!m_trail.isEmpty()) {
        const QString page = m_trail.takeLast();
        if (page == m_page) continue;
        const qsizetype left = m_trail.size();
        m_goingBack = true;
        const bool opened = openPage(page);
        m_goingBack = false;
        if (!opened) continue;
        while (m_trail.size() > left) m_trail.removeLast(); // the way back is no way there
        fitMenus();
        return focusPage();
    }
}

} // namespace relata::gui
