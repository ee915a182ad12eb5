// The window with the engine behind it: a lesson's numbers, Stop, and the checks of an answer.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/exercise_program.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

namespace {

const QString section = QStringLiteral("relationships-and-eager-loading/the-n-plus-1-problem");
const QString exercise = QStringLiteral("exercise:mend-the-loop");

} // namespace

class DeskEngineTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MainWindow> m_window;

    void open(const QString& page, const EnginePort& port) {
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), port,
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_folder.path(), m_folder.path() + QStringLiteral("/desk.ini")});
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(m_window->openPage(page));
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

  private Q_SLOTS:
    void initTestCase() {
        Language::apply(*qApp, QStringLiteral("en"));
        m_appearance = std::make_unique<Appearance>();
    }
    void cleanup() { m_window.reset(); }

    void engineRunsAProgram() {
        EnginePort port;
        port.run = runOnEngine;
        open(section, port);
        LessonPage* page = m_window->lessonPage();
        QTRY_COMPARE_WITH_TIMEOUT(page->measured(QStringLiteral("loop.queries")), QStringLiteral("51"), 20000);
        QCOMPARE(page->measured(QStringLiteral("distinct.queries")), QStringLiteral("101"));
        QCOMPARE(page->measured(QStringLiteral("comprehension.queries")), QStringLiteral("21"));
        QCOMPARE(page->measured(QStringLiteral("asynchronous.error")), QStringLiteral("MissingGreenlet"));
    }

    void stopEndsARunAtOnce() {
        EnginePort port;
        port.run = runOnEngine;
        open(exercise, port);
        ExercisePage* page = m_window->exercisePage();
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        editor->replaceCode(QStringLiteral("def task_lines(session):\n    while True:\n        pass\n"));
        QSignalSpy ran(page, &ExercisePage::ran);
        QTest::keyClick(editor, Qt::Key_F5);
        QTest::qWait(150);
        QVERIFY(ran.isEmpty());
        QElapsedTimer clock;
        clock.start();
        QTest::keyClick(editor, Qt::Key_F5, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 5000);
        qInfo("stopped after %lld ms", clock.elapsed());
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed()))); // unoptimised, on a busy machine
        QVERIFY(ran.front().front().value<ShownRunPtr>()->stopped);
        page->reset();
    }

    void engineChecksAnAnswer() {
        EnginePort port;
        port.run = runOnEngine;
        port.check = checkOnEngine;
        open(exercise, port);
        ExercisePage* page = m_window->exercisePage();
        CheckView* checks = page->checkView();
        const auto verdictOf = [checks](const QString& id) {
            for (const ShownCheck& check : checks->model()->checks())
                if (check.id == id) return check.verdict;
            return Verdict::notRun;
        };
        QSignalSpy passed(page, &ExercisePage::passed);
        page->check();
        QTRY_COMPARE_WITH_TIMEOUT(verdictOf(QStringLiteral("few-queries")), Verdict::failed, 20000);
        QCOMPARE(verdictOf(QStringLiteral("lines")), Verdict::passed);
        QCOMPARE(passed.count(), 0);

        QFile solution(QStringLiteral(RELATA_SOURCE_DIR "/exercises/mend-the-loop/solutions/selectinload/query.py"));
        QVERIFY(solution.open(QIODevice::ReadOnly));
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        editor->replaceCode(QString::fromUtf8(solution.readAll()));
        page->check();
        QTRY_COMPARE_WITH_TIMEOUT(passed.count(), 1, 20000);
        QVERIFY(checks->model()->allPassed());

        editor->replaceCode(QStringLiteral("def task_lines(session:\n"));
        page->check();
        QTRY_VERIFY_WITH_TIMEOUT(checks->summary().contains(QStringLiteral("query.py:1")), 20000);
        QCOMPARE(verdictOf(QStringLiteral("lines")), Verdict::notRun);
    }
};

QTEST_MAIN(DeskEngineTest)
#include "tst_desk_engine.moc"
