// What the desk does for a learner beside the pages: the study page and its clock, the command palette,
// search, F1.
#include "gui/editor/code_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"
#include "gui/palette/command_palette.h"
#include "gui/study/notice_bar.h"
#include "gui/study/study_page.h"
#include "gui/study/welcome_page.h"

#include <QApplication>
#include <QDateTime>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMouseEvent>
#include <QTextEdit>

#include <functional>

namespace relata::gui {

namespace {
constexpr qint64 longestPause = 3 * 60'000; // who touches nothing for longer has left the desk
} // namespace

void MainWindow::makeStudy() {
    connect(m_studyPage, &StudyPage::linkActivated, this, &MainWindow::openLink);
    connect(m_studyPage, &StudyPage::told, m_status, &QLabel::setText);
    connect(m_studyPage, &StudyPage::progressImported, this,
            [this] {
                m_kept.clear(); // drafts may be others now
                m_model.setCourse(m_lessons, m_exercises, m_store);
            });
    connect(m_welcome, &WelcomePage::begun, this, [this] {
        if (!m_trail.isEmpty()) return goBack();
        if (const QStringList pages = m_model.pages(); !pages.isEmpty() && openPage(pages.front())) focusPage();
    });
    connect(m_exercisePage, &ExercisePage::hintShown, this,
            [this](const QString& page, int hints) { m_store.noteHints(page, hints); });
    connect(m_exercisePage, &ExercisePage::checked, this,
            [this](const QString& page, const models::ShownVerdict& verdict) {
                if (verdict.checks.empty()) return; // it could not be judged
                models::Attempt attempt;
                attempt.page = page;
                attempt.when = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
                attempt.passed = verdict.passed;
                attempt.points = verdict.points;
                attempt.maximum = verdict.maximum;
                for (const models::ShownCheck& check : verdict.checks)
                    if (check.verdict == models::Verdict::failed || check.verdict == models::Verdict::errored) attempt.failed << check.title;
                m_store.addAttempt(attempt);
            });
    QStringList notices;
    if (!m_store.notice().isEmpty()) notices << m_store.notice();
    if (!m_problems.isEmpty() && m_model.pageCount() > 0)
        notices << tr("A part of the course cannot be read: %1").arg(m_problems.front());
    m_notice->tell(notices.join(QLatin1Char('\n')));
    m_search = new CommandPalette(
        tr("Search the lesson and the error pages"),
        [this] {
            std::vector<CommandPalette::Entry> all;
            for (const models::CourseIndex::Entry& entry : m_help.index().entries())
                all.push_back({entry.text, entry.title, [this, entry] { openText(entry.page, entry.text); },
                               entry.isHeading ? 0 : entry.isRow ? 1 : 2});
            return all;
        },
        this);
    m_palette = new CommandPalette(
        tr("Type a command or the name of a page"),
        [this] {
            std::vector<CommandPalette::Entry> all;
            const auto plain = [](const QAction* action) {
                return action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&'));
            };
            const std::function<void(const QList<QAction*>&, const QString&)> list =
                [&](const QList<QAction*>& actions, const QString& under) {
                    for (QAction* action : actions) {
                        if (action->menu())
                            list(action->menu()->actions(), plain(action) + QStringLiteral(": "));
                        else if (!action->isSeparator() && action->isEnabled())
                            all.push_back({under + plain(action),
                                           action->shortcut().isEmpty() ? action->text().section(QLatin1Char('\t'), 1)
                                                                        : action->shortcut().toString(QKeySequence::NativeText),
                                           [action] { action->trigger(); }});
                    }
                };
            for (const QAction* menu : menuBar()->actions())
                if (menu->menu()) list(menu->menu()->actions(), {});
            for (const QString& page : m_model.pages())
                all.push_back({m_model.find(page).data().toString(),
                               page.startsWith(QLatin1String("exercise:")) ? tr("exercise") : tr("section"),
                               [this, page] {
                                   if (openPage(page)) focusPage();
                               },
                               0,
                               page.section(QLatin1Char(':'), 1)});
            return all;
        },
        this);
    m_studying.setInterval(10'000);
    connect(&m_studying, &QTimer::timeout, this, [this] {
        if (!isActiveWindow() || m_lastInput.elapsed() > longestPause) return;
        m_store.addStudyTime(QDate::currentDate(), 10);
        showStudyTime();
    });
    m_studying.start();
    m_lastInput.start();
    QApplication::instance()->installEventFilter(this);
    showStudyTime();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (static_cast<QMouseEvent*>(event)->button() == Qt::BackButton && watched->isWidgetType() &&
            static_cast<QWidget*>(watched)->window() == this) {
            goBack();
            return true;
        }
        [[fallthrough]];
    case QEvent::KeyPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
        m_lastInput.start();
        break;
    default:
        break;
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showStudyTime() {
    const int planned = m_lessons.empty() ? 35 : int(m_lessons.front().minutes);
    const int today = m_store.studyTime(QDate::currentDate()) / 60;
    m_time->setText(tr("Studied today: %1 of %2 min").arg(today).arg(planned));
    m_time->setToolTip(tr("Time at this desk today, and what the lesson is made for. A pause of more than "
                          "three minutes does not count."));
    m_time->setAccessibleName(m_time->text());
}

void MainWindow::importProgress(const QString& file) {
    openStudyPage();
    m_studyPage->importFrom(file);
}

void MainWindow::openText(const QString& page, const QString& text) {
    if (!openPage(page)) return;
    if (const QString from = m_trail.isEmpty() ? QString() : m_model.find(m_trail.back()).data().toString(); !from.isEmpty())
        m_status->setText(tr("F4 goes back to “%1”.").arg(from));
    focusPage();
    if (!text.isEmpty()) m_lessonPage->showText(text.section(QStringLiteral(" — "), 0, 0)); // of a table's row the first cell
}

void MainWindow::explainHere() {
    const auto* editor = qobject_cast<CodeEditor*>(QApplication::focusWidget());
    const auto* prose = qobject_cast<QTextEdit*>(QApplication::focusWidget());
    int line = 0, column = 0;
    if (editor) editor->getCursorPosition(&line, &column);
    if (!m_lastError.type.isEmpty() && (!editor || editor->hasProblem(line + 1)))
        if (const QString page = m_help.pageOf(m_lastError); !page.isEmpty()) return openText(page, {});
    QString name;
    if (editor)
        name = editor->hasSelectedText() ? editor->selectedText() : editor->wordAtLineIndex(line, column);
    else if (prose)
        name = prose->textCursor().selectedText();
    if (const auto* entry = m_help.index().explanationOf(name))
        openText(entry->page, entry->text);
    else if (const QString page = m_lastError.type.isEmpty() ? QString() : m_help.pageOf(m_lastError); !page.isEmpty())
        openText(page, {}); // an error in a file that is not the learner's
    else
        m_search->open(name);
}

} // namespace relata::gui
