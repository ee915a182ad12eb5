// The desk with its windows, offscreen. Runs come from a recorded run; tst_desk_engine has the engine behind it.
// RELATA_SCREENSHOTS=FOLDER also writes pictures of the pages there.
#include "gui/charts/run_views.h"
#include "gui/editor/call_tip.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/completion_list.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/exercise/hint_strip.h"
#include "gui/exercise/output_view.h"
#include "gui/exercise/parsons_view.h"
#include "gui/exercise/prediction_form.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/lesson/prose.h"
#include "gui/main_window.h"
#include "gui/outline/outline_panel.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/exercise_program.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <ctime>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

namespace {

const QString section = QStringLiteral("relationships-and-eager-loading/the-n-plus-1-problem");
const QString exercise = QStringLiteral("exercise:mend-the-loop");

ShownStatement sent(const QString& sql, const QString& file, int line, double start, const QString& reason,
                    const QString& parameters = {}) {
    ShownStatement s;
    s.sql = sql;
    s.file = file;
    s.line = line;
    s.start = start;
    s.duration = 180;
    s.rows = 1;
    s.reason = reason;
    s.parameters = parameters;
    return s;
}

/// What the engine would record of a loop: one query and `n` lazy loads by the line that mentions `assignee`.
ShownRunPtr recordedLoop(const Program& program, OutputMailbox& mailbox, int n) {
    auto run = std::make_shared<ShownRun>();
    run->setup = program.setup;
    const QString file = program.files.contains(QStringLiteral("query.py")) ? QStringLiteral("query.py") : program.main;
    int queryLine = 0, loadLine = 0, at = 0;
    for (const QString& line : program.files.value(file).split(QLatin1Char('\n'))) {
        ++at;
        if (line.contains(QStringLiteral("select(")) && !line.contains(QStringLiteral("import"))) queryLine = at;
        if (line.contains(QStringLiteral(".assignee"))) loadLine = at;
    }
    run->statements.push_back(
        sent(QStringLiteral("CREATE TABLE worker (id INTEGER NOT NULL, handle VARCHAR NOT NULL, PRIMARY KEY (id))"),
             QStringLiteral("seed.py"), 9, 0, QStringLiteral("schema")));
    run->statements.push_back(sent(QStringLiteral("SELECT task.id, task.title, task.assignee_id FROM task"), file, queryLine,
                                   900, QStringLiteral("query")));
    for (int i = 0; i < n; ++i) {
        run->statements.push_back(
            sent(QStringLiteral("SELECT worker.id, worker.handle FROM worker WHERE worker.id = ?"), file, loadLine,
                 1200 + i * 410, QStringLiteral("lazy load of Task.assignee"), QStringLiteral("(%1)").arg(i + 1)));
        mailbox.post(QStringLiteral("Task %1: @worker%1\n").arg(i + 1).toStdString());
    }
    run->milliseconds = 1.4 + n * 0.41;
    return run;
}

EnginePort recorded() {
    EnginePort port;
    port.run = [](const Program& program, std::stop_token, OutputMailbox& mailbox) {
        const QString main = program.files.value(program.main);
        if (main.contains(QStringLiteral("AsyncSession"))) {
            auto run = std::make_shared<ShownRun>();
            run->failed = true;
            run->error = {QStringLiteral("MissingGreenlet"), QStringLiteral("greenlet_spawn has not been called"),
                          program.main, 19, {}};
            return ShownRunPtr(run);
        }
        return recordedLoop(program, mailbox, main.contains(QStringLiteral("workers=100")) ? 100 : 50);
    };
    port.check = [](const course::Exercise&, const QMap<QString, QString>&, std::stop_token) {
        ShownCheck lines, few;
        lines.title = QStringLiteral("Lines");
        lines.verdict = Verdict::passed;
        few.title = QStringLiteral("Few queries");
        few.verdict = Verdict::failed;
        few.message = QStringLiteral("8 SELECTs for 8 tasks: 1 + 7 lazy loads of Task.assignee at query.py:9.");
        few.expected = QStringLiteral("at most 2");
        few.actual = QStringLiteral("8");
        few.file = QStringLiteral("query.py");
        few.line = 9;
        ShownVerdict verdict;
        verdict.checks = {lines, few};
        return verdict;
    };
    return port;
}

} // namespace

class DeskTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MainWindow> m_window;

    void open(const QString& page, EnginePort port = recorded()) {
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), port,
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_folder.path(), m_folder.path() + QStringLiteral("/desk.ini")});
        m_window->resize(1280, 800);
        m_window->show();
        if (!page.isEmpty()) QVERIFY(m_window->openPage(page));
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void picture(const QString& name) {
        const QString folder = qEnvironmentVariable("RELATA_SCREENSHOTS");
        if (folder.isEmpty()) return;
        QTest::qWait(80);
        m_window->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
    }

  private Q_SLOTS:
    void initTestCase() {
        Language::apply(*qApp, QStringLiteral("en")); // its plurals
        m_appearance = std::make_unique<Appearance>();
    }
    void cleanup() { m_window.reset(); }

    void everyTextHasContrast() {
        for (const Theme* theme : {&Theme::light(), &Theme::darkTheme()})
            for (const auto& pair : theme->textPairs())
                QVERIFY2(contrast(pair.foreground, pair.background) >= 4.5,
                         qPrintable(QStringLiteral("%1 %2: %3").arg(theme->dark ? QStringLiteral("dark") : QStringLiteral("light"),
                                                                    QLatin1String(pair.what))
                                        .arg(contrast(pair.foreground, pair.background))));
    }

    void typedProgramIsRunAndCounted() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        editor->setFocus();
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("from models import Task"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("def f(session):"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("for t in session.exec(select(Task)):"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("print(t.assignee.handle)"));
        QCOMPARE(editor->code(), QStringLiteral("from models import Task\ndef f(session):\n"
                                                "    for t in session.exec(select(Task)):\n"
                                                "        print(t.assignee.handle)"));
        QSignalSpy ran(page, &ExercisePage::ran);
        QTest::keyClick(editor, Qt::Key_F5);
        QTRY_COMPARE(ran.count(), 1);
        QCOMPARE(page->queryView()->model()->run()->queries(), 51);
        QCOMPARE(editor->badge(4), QStringLiteral("×50"));
        QCOMPARE(editor->badge(3), QStringLiteral("×1"));
        QVERIFY(page->outputView()->toPlainText().contains(QStringLiteral("Task 50: @worker50")));
        picture(QStringLiteral("typed"));
        page->reset();
        QVERIFY(editor->code().contains(QStringLiteral("def task_lines")));
        editor->undo();
        QVERIFY(editor->code().startsWith(QStringLiteral("from models import Task\ndef f")));
        page->reset();
    }

    void queryAndLinePointAtEachOther() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QTRY_COMPARE(ran.count(), 1);
        QueryView* log = page->queryView();
        log->tree()->setCurrentIndex(log->model()->index(1, 0));
        int line = 0, column = 0;
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        editor->getCursorPosition(&line, &column);
        QCOMPARE(editor->badge(line + 1), QStringLiteral("×50"));
        picture(QStringLiteral("exercise-light"));
        page->check();
        QTRY_VERIFY(page->checkView()->model()->index(1).data(CheckListModel::VerdictRole).toInt() == int(Verdict::failed));
        page->nextHint();
        m_appearance->setMode(Appearance::Mode::dark);
        picture(QStringLiteral("exercise-dark-checks"));
        m_appearance->setMode(Appearance::Mode::light);
    }

    void lessonMeasuresItsNumbers() {
        m_appearance->setMode(Appearance::Mode::light);
        open(section);
        LessonPage* page = m_window->lessonPage();
        QTRY_COMPARE(page->measured(QStringLiteral("loop.queries")), QStringLiteral("51"));
        QCOMPARE(page->measured(QStringLiteral("distinct.queries")), QStringLiteral("101"));
        QCOMPARE(page->measured(QStringLiteral("asynchronous.error")), QStringLiteral("MissingGreenlet"));
        picture(QStringLiteral("lesson-top"));
        CodeCell* cell = page->cell(QStringLiteral("loop"));
        QSignalSpy ran(page, &LessonPage::ran);
        page->runCell(cell);
        QTRY_COMPARE(ran.count(), 1);
        QVERIFY2(cell->summary().contains(QStringLiteral("51")), qPrintable(cell->summary()));
        QCOMPARE(cell->editor()->badge(11), QStringLiteral("×50"));
        for (CodeCell* c : page->cells())
            QVERIFY2(c->height() >= c->editor()->y() + (c->editor()->isVisible() ? c->editor()->height() : 0), "a cell is clipped");
        page->setScroll(cell->y() - 60);
        picture(QStringLiteral("lesson-light"));
        m_appearance->setMode(Appearance::Mode::dark);
        picture(QStringLiteral("lesson-dark"));
        m_appearance->setMode(Appearance::Mode::light);
        m_appearance->setZoom(6);
        page->setScroll(cell->y() - 60);
        picture(QStringLiteral("lesson-large"));
        page->runCell(page->cell(QStringLiteral("asynchronous")));
        QTRY_COMPARE(ran.count(), 2);
        m_appearance->setZoom(0);
        page->setScroll(page->cell(QStringLiteral("asynchronous"))->y() - 60);
        QVERIFY(page->cell(QStringLiteral("asynchronous"))->editor()->hasProblem(19));
        picture(QStringLiteral("lesson-error"));
    }

    void outputStaysLegibleWhenTheThemeChanges() {
        m_appearance->setMode(Appearance::Mode::light);
        OutputView view(m_appearance.get(), 5);
        view.begin();
        view.append(QStringLiteral("printed"), 0);
        ShownRun run;
        run.failed = true;
        run.error.traceback = QStringLiteral("ValueError: no");
        view.end(run);
        const auto colourOf = [&view](int line) {
            const QTextCharFormat format = view.document()->findBlockByNumber(line).begin().fragment().charFormat();
            return format.hasProperty(QTextFormat::ForegroundBrush) ? format.foreground().color()
                                                                    : QApplication::palette().color(QPalette::Text);
        };
        for (const auto mode : {Appearance::Mode::dark, Appearance::Mode::light}) {
            m_appearance->setMode(mode);
            QCOMPARE(colourOf(1), m_appearance->theme().bad);
            for (const int line : {0, 1})
                QVERIFY(contrast(colourOf(line), QApplication::palette().color(QPalette::Base)) >= 4.5);
        }
    }

    void everythingFocusableHasAName() {
        for (const QString& page : {section, exercise}) {
            open(page);
            for (QWidget* w : m_window->findChildren<QWidget*>()) {
                if (!w->isVisible() || w->focusPolicy() == Qt::NoFocus) continue;
                QAccessibleInterface* face = QAccessible::queryAccessibleInterface(w);
                QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                         qPrintable(QStringLiteral("%1 %2 in %3").arg(QLatin1String(w->metaObject()->className()), w->objectName(),
                                                                      QLatin1String(w->parentWidget()->metaObject()->className()))));
            }
        }
    }

    void syntaxIsCheckedWhileTyping() {
        open(exercise);
        CodeEditor* editor = m_window->exercisePage()->editor()->editor(QStringLiteral("query.py"));
        editor->replaceCode(QStringLiteral("def f(session):\n    return 1 +\n\n\nx = 2\n"));
        editor->setCursorPosition(4, 0);
        QTRY_VERIFY(!editor->syntaxProblems().empty());
        QCOMPARE(editor->syntaxProblems().front().line, 2);
        QVERIFY2(editor->annotation(1).contains(QStringLiteral("SyntaxError")), qPrintable(editor->annotation(1)));
        picture(QStringLiteral("exercise-syntax"));
        editor->undo();
        QTRY_VERIFY(editor->syntaxProblems().empty());
        editor->replaceCode(QStringLiteral("x = = 1\n\nz = (3 4)\n"));
        editor->setCursorPosition(1, 0);
        QTRY_COMPARE(editor->syntaxProblems().size(), 2); // all that is wrong, not only the first
        QVERIFY(!editor->annotation(0).isEmpty() && !editor->annotation(2).isEmpty());
        editor->undo();
        QTRY_VERIFY(editor->syntaxProblems().empty());
        QVERIFY(editor->annotation(1).isEmpty());
    }

    void hintsGoForthAndBack() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        const QList<QPushButton*> buttons = page->hints()->findChildren<QPushButton*>();
        QVERIFY(buttons[0]->text().contains(QStringLiteral("1")));
        buttons[0]->click();
        QVERIFY(buttons[0]->text().contains(QStringLiteral("2")));
        buttons[1]->click();
        QVERIFY(buttons[0]->text().contains(QStringLiteral("1")));
        QVERIFY(!buttons[1]->isVisible());
    }

    void predictionIsJudgedByTheFirstRun() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        QVERIFY(page->prediction()->isVisible());
        page->prediction()->answer(QStringLiteral("queries"), QStringLiteral("51"));
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QTRY_COMPARE(ran.count(), 1);
        QVERIFY(!page->prediction()->isVisible());
    }

    void predictionsBecomeAFile() {
        PredictionForm form;
        form.setQuestions({{QStringLiteral("count"), QStringLiteral("How many?"), {}}, {QStringLiteral("name"), QStringLiteral("Which?"), {}}});
        form.read(QStringLiteral("count: 51\nname: 'it''s'\n"));
        QCOMPARE(form.yaml(), QStringLiteral("count: 51\nname: 'it''s'\n"));
        form.read(QStringLiteral("name: \"?\"   # one of two\n"));
        QCOMPARE(form.yaml(), QStringLiteral("count: 51\nname: \"?\"\n"));
    }

    void linesArePutIntoOrder() {
        ParsonsView view(m_appearance.get());
        view.show();
        const QString starter = QStringLiteral("def f(s):\n    #: b = s.all()\n    #: a = 1\n    #: return b\n    pass\n");
        view.open(starter, starter);
        QSignalSpy arranged(&view, &ParsonsView::arranged);
        view.pieces()->setCurrentRow(1);
        QTest::keyClick(view.pieces(), Qt::Key_Return);
        QTest::keyClick(view.lines(), Qt::Key_Right);
        QTest::keyClick(view.lines(), Qt::Key_Left);
        view.pieces()->setCurrentRow(0);
        QTest::keyClick(view.pieces(), Qt::Key_Return);
        QTest::keyClick(view.lines(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(view.program(), QStringLiteral("def f(s):\n    b = s.all()\n    a = 1\n    #: return b\n    pass\n"));
        ParsonsView again(m_appearance.get());
        again.open(starter, view.program());
        QCOMPARE(again.program(), view.program());
        QVERIFY(arranged.count() >= 5);
        view.lines()->setCurrentRow(0); // what the file has anyway stays
        QTest::keyClick(view.lines(), Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(view.lines(), Qt::Key_Delete);
        QCOMPARE(view.program(), again.program());
    }

    void aPageLeadsToTheNext() {
        open(section);
        LessonPage* page = m_window->lessonPage();
        QVERIFY(page->footer());
        const QStringList pages = m_window->pages();
        const auto at = pages.indexOf(section);
        QList<QPushButton*> buttons = page->footer()->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 3);
        buttons[1]->click();
        QCOMPARE(m_window->store().progress(section), Progress::done);
        buttons[1]->click(); // not done after all
        QCOMPARE(m_window->store().progress(section), Progress::started);
        buttons[1]->click();
        QCOMPARE(m_window->store().progress(section), Progress::done);
        buttons[2]->click();
        QTRY_COMPARE(m_window->page(), pages.at(at + 1));
        QVERIFY(m_window->openPage(pages.front()));
        QCOMPARE(page->footer()->findChildren<QPushButton*>().size(), 2); // nothing comes before it
        picture(QStringLiteral("lesson-first"));
    }

    void keysMoveThePageThatIsRead() {
        open(section);
        LessonPage* page = m_window->lessonPage();
        QTest::qWait(50);
        QWidget* prose = page->findChild<Prose*>();
        QVERIFY(prose);
        QTest::keyClick(prose, Qt::Key_End);
        QCOMPARE(page->verticalScrollBar()->value(), page->verticalScrollBar()->maximum());
        QTest::keyClick(prose, Qt::Key_Home);
        QCOMPARE(page->verticalScrollBar()->value(), 0);
        QTest::keyClick(prose, Qt::Key_PageDown);
        QVERIFY(page->verticalScrollBar()->value() > 100);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->outline()->tree()->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(m_window->page() != section);
        QTRY_VERIFY(QApplication::focusWidget());
        QVERIFY(m_window->lessonPage()->hasFocus() || qobject_cast<CodeEditor*>(QApplication::focusWidget()));
    }

    void listingsAreCopiedAndNotColoured() {
        open({});
        QVERIFY(m_window->openPage(QStringLiteral("relationships-and-eager-loading/try-with-ai")));
        CodeCell* prompt = nullptr;
        for (CodeCell* cell : m_window->lessonPage()->cells())
            if (cell->block().kind == PageBlock::Kind::code && cell->block().language == QLatin1String("text")) prompt = cell;
        QVERIFY(prompt);
        QCOMPARE(prompt->editor()->lexer(), nullptr);
        auto* copy = prompt->findChild<QToolButton*>();
        QVERIFY(copy);
        copy->click();
        QCOMPARE(QApplication::clipboard()->text(), prompt->block().text);
    }

    void whatFitsIsOfferedBelowTheCaret() {
        open(exercise);
        CodeEditor* editor = m_window->exercisePage()->editor()->editor(QStringLiteral("query.py"));
        m_window->exercisePage()->reset(); // other tests leave their drafts
        editor->setFocus();
        editor->setCursorPosition(editor->lines() - 1, 0);
        QTest::keyClicks(editor, QStringLiteral("t = Task(ti"));
        const auto list = [this] { return m_window->findChild<CompletionList*>(); };
        QTRY_VERIFY(list() && list()->isVisible());
        QCOMPARE(list()->item(0)->text(), QStringLiteral("title="));
        QTest::keyClick(editor, Qt::Key_Tab);
        QVERIFY(!list()->isVisible());
        QTest::keyClicks(editor, QStringLiteral("'a')"));
        QCOMPARE(editor->text(editor->lines() - 1), QStringLiteral("t = Task(title='a')"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("t."));
        QTRY_VERIFY(list()->isVisible());
        QVERIFY(!list()->findItems(QStringLiteral("assignee"), Qt::MatchExactly).isEmpty());
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(!list()->isVisible());
        m_window->exercisePage()->reset();
    }

    void tenThousandStatementsAreShownAtOnce() {
        open(exercise);
        auto run = std::make_shared<ShownRun>();
        for (int i = 0; i < 10'000; ++i) {
            run->statements.push_back(sent(QStringLiteral("SELECT worker.id, worker.handle FROM worker WHERE worker.id = ?"), QStringLiteral("query.py"), 9,
                                           100 + i * 40, QStringLiteral("lazy load of Task.assignee"), QStringLiteral("(%1)").arg(i)));
            run->objects.push_back({QStringLiteral("Worker"), QString::number(i)});
            run->objectChanges.push_back({i, ShownObjectChange::State::persistent, false, false, 1, QStringLiteral("query.py"), 9, 110.0 + i * 40});
        }
        ExercisePage* page = m_window->exercisePage();
        QElapsedTimer clock;
        clock.start();
        page->queryView()->setRun(run);
        page->views()->setRun(run);
        QCoreApplication::processEvents();
        qInfo("10,000 statements: %lld ms", clock.elapsed());
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed()))); // unoptimised, on a busy machine
    }

    void escapeThenTabLeavesTheEditor() {
        open(exercise);
        CodeEditor* editor = m_window->exercisePage()->editor()->editor(QStringLiteral("query.py"));
        m_window->activateWindow();
        editor->setFocus();
        QTRY_VERIFY(editor->hasFocus());
        const QString before = editor->code();
        QTest::keyClick(editor, Qt::Key_Escape);
        QTest::keyClick(editor, Qt::Key_Tab);
        QVERIFY(!editor->hasFocus());
        QCOMPARE(editor->code(), before);
    }

    void callsTellWhatTheyTake() {
        open(exercise);
        CodeEditor* editor = m_window->exercisePage()->editor()->editor(QStringLiteral("query.py"));
        m_window->activateWindow();
        editor->setFocus();
        QTRY_VERIFY(editor->hasFocus());
        editor->replaceCode(QStringLiteral("from models import Task\n\n")); // whatever an earlier test has typed
        editor->setCursorPosition(editor->lines() - 1, 0);
        QTest::keyClicks(editor, QStringLiteral("Task("));
        QTRY_VERIFY(m_window->findChild<CallTip*>() && m_window->findChild<CallTip*>()->isVisible());
        auto* tip = m_window->findChild<CallTip*>();
        QVERIFY2(tip->tip().startsWith(QStringLiteral("Task(id: Optional[int], ")), qPrintable(tip->tip()));
        QTest::keyClicks(editor, QStringLiteral("title="));
        QTRY_VERIFY2(tip->text().contains(QStringLiteral("<b>title: str</b>")), qPrintable(tip->text()));
        QTest::keyClicks(editor, QStringLiteral("1)"));
        QTRY_VERIFY(!tip->isVisible());
        m_window->exercisePage()->reset(); // later tests open the same drafts
        m_window->exercisePage()->saveDrafts();
    }

    // The desk answers before one notices: the figures are in app/README.md, the limits here are generous.
    void answersAtOnce() {
        m_window.reset();
        QElapsedTimer clock;
        clock.start();
        const std::clock_t busy = std::clock();
        open(exercise);
        m_window->grab();
        const qint64 start = clock.elapsed();
        const double startBusy = double(std::clock() - busy) * 1000 / CLOCKS_PER_SEC; // what other programs take is not in it
        CodeEditor editor(m_appearance.get(), CodeEditor::Fit::pane);
        QString code;
        for (int i = 0; i < 125; ++i)
            code += QStringLiteral("def f%1(session, n):\n    rows = session.exec(select(Task).where(Task.id > n)).all()\n"
                                   "    return [row.title for row in rows]\n\n").arg(i);
        editor.openCode(code);
        editor.resize(700, 600);
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        editor.setCursorPosition(250, 0);
        std::vector<double> keys;
        for (int i = 0; i < 60; ++i) {
            clock.start();
            QTest::keyClick(&editor, Qt::Key_A);
            editor.viewport()->repaint();
            keys.push_back(double(clock.nsecsElapsed()) / 1e6);
        }
        std::ranges::sort(keys);
        qInfo("start to first paint %lld ms (%.0f ms of CPU); key to paint: median %.1f ms, slowest %.1f ms", start, startBusy, keys[30], keys.back());
        QVERIFY(start < 5000);
        QVERIFY(keys[30] < 100);
    }

    void everythingComesBackAfterAKill() {
        open(exercise);
        CodeEditor* editor = m_window->exercisePage()->editor()->editor(QStringLiteral("query.py"));
        editor->setFocus();
        editor->setCursorPosition(3, 0);
        QTest::keyClicks(editor, QStringLiteral("# mine"));
        m_appearance->setMode(Appearance::Mode::dark);
        m_appearance->setZoom(2);
        const auto drafted = [this] {
            return StudyStore(m_folder.path()).draft(exercise, QStringLiteral("query.py")).value_or(QString()).contains(QStringLiteral("# mine"));
        };
        QTRY_VERIFY_WITH_TIMEOUT(drafted(), 1000);
        QFile settings(m_folder.filePath(QStringLiteral("desk.ini")));
        const auto saved = [&settings] {
            const bool found = settings.open(QIODevice::ReadOnly) && settings.readAll().contains("line=3");
            settings.close();
            return found;
        };
        QTRY_VERIFY_WITH_TIMEOUT(saved(), 3000);
        // A killed window writes nothing more: a copy of what is on the disk now is what the next start finds.
        QTemporaryDir copy;
        for (const QString& name : QDir(m_folder.path()).entryList({QStringLiteral("desk.ini"), QStringLiteral("study.db*")}))
            QVERIFY(QFile::copy(m_folder.filePath(name), copy.filePath(name)));
        m_window.reset();
        m_appearance->setMode(Appearance::Mode::light);
        m_appearance->setZoom(0);
        MainWindow again(m_appearance.get(), recorded(),
                         {QStringLiteral(RELATA_SOURCE_DIR), copy.path(), copy.filePath(QStringLiteral("desk.ini"))});
        again.show();
        QCOMPARE(again.page(), exercise);
        CodeEditor* restored = again.exercisePage()->editor()->current();
        QVERIFY(restored->code().contains(QStringLiteral("# mine")));
        int line = 0, column = 0;
        restored->getCursorPosition(&line, &column);
        QCOMPARE(line, 3);
        QCOMPARE(m_appearance->mode(), Appearance::Mode::dark);
        QCOMPARE(m_appearance->zoom(), 2);
        m_appearance->setMode(Appearance::Mode::light);
        m_appearance->setZoom(0);
    }
};

QTEST_MAIN(DeskTest)
#include "tst_desk.moc"
