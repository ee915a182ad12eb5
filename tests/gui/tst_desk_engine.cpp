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
#include <QDir>
#include <QFile>
#include <QProcess>
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

    // The same answer, checked at the desk and by the command, is the same verdict: right, wrong, several files, no Python.
    void deskAndCommandGiveTheSameVerdict_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("answer"); // a folder of the exercise; empty: the starter with a syntax error
        QTest::newRow("right") << "mend-the-loop" << "solutions/selectinload";
        QTest::newRow("wrong") << "mend-the-loop" << "wrong/in-batches";
        QTest::newRow("starter") << "two-workers" << "starter";
        QTest::newRow("several files") << "band-in-two-modules" << "starter";
        QTest::newRow("prediction") << "tram-rota" << "starter";
        QTest::newRow("pasted answer") << "test-your-skill" << "starter";
        QTest::newRow("not gradable") << "mend-the-loop" << "";
    }
    void deskAndCommandGiveTheSameVerdict() {
        QFETCH(QString, id);
        QFETCH(QString, answer);
        EnginePort port;
        port.check = checkOnEngine;
        open(QStringLiteral("exercise:") + id, port);
        ExercisePage* page = m_window->exercisePage();
        const QDir folder(QStringLiteral(RELATA_SOURCE_DIR "/exercises/%1/%2").arg(id, answer));
        QTemporaryDir submitted;
        for (const QString& file : page->editor()->names()) {
            CodeEditor* editor = page->editor()->editor(file);
            QFile given(folder.filePath(file));
            if (!editor->isReadOnly()) {
                if (answer.isEmpty()) editor->replaceCode(QStringLiteral("def task_lines(session:\n"));
                else if (given.open(QIODevice::ReadOnly)) editor->replaceCode(QString::fromUtf8(given.readAll()));
            }
            const QFileInfo place(submitted.filePath(file));
            QVERIFY(QDir().mkpath(place.path()));
            QFile copy(place.filePath());
            QVERIFY(copy.open(QIODevice::WriteOnly));
            copy.write(editor->code().toUtf8());
        }
        QSignalSpy checked(page, &ExercisePage::checked);
        page->check();
        QTRY_COMPARE_WITH_TIMEOUT(checked.count(), 1, 60000);
        const QString hash = checked.front().at(1).value<ShownVerdict>().hash;
        QProcess command;
        command.start(QStringLiteral(RELATA_TOOL), {QStringLiteral("check"), id, submitted.path(), QStringLiteral("--exercises"),
                                                    QStringLiteral(RELATA_SOURCE_DIR "/exercises")});
        QVERIFY(command.waitForFinished(60000));
        const QString told = QString::fromUtf8(command.readAllStandardOutput() + command.readAllStandardError());
        QVERIFY(!hash.isEmpty());
        QVERIFY2(told.contains(QLatin1Char('[') + hash + QLatin1Char(']')), qPrintable(hash + QLatin1Char('\n') + told));
        page->reset();
        page->saveDrafts();
    }
};

QTEST_MAIN(DeskEngineTest)
#include "tst_desk_engine.moc"
