// What the keys do at the desk, with the engine: where they go, what they bring back, what they leave alone.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/exercise/output_view.h"
#include "gui/exercise/parsons_view.h"
#include "gui/exercise/prediction_form.h"
#include "gui/exercise/reference_window.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/lesson/prose.h"
#include "gui/main_window.h"
#include "gui/outline/outline_panel.h"
#include "gui/palette/command_palette.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "gui/settings/theme.h"
#include "gui/study/welcome_page.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QAction>
#include <QCheckBox>
#include <QFile>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QTreeView>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

class DeskKeysTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MainWindow> m_window;

    void open(const QString& page) {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), EnginePort{runOnEngine, checkOnEngine},
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_folder->path(), m_folder->filePath(QStringLiteral("desk.ini"))});
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(m_window->openPage(page));
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    /// The exercise page, its program run by F5; null where that has not ended in time.
    ExercisePage* openAndRun(const QString& exercise) {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        page->editor()->current()->setFocus();
        QSignalSpy ran(page, &ExercisePage::ran);
        key(Qt::Key_F5);
        return QTest::qWaitFor([&] { return ran.count() == 1; }, 20000) ? page : nullptr;
    }
    void key(Qt::Key k, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), k, modifiers);
    }
    QAction* action(const QString& name) const {
        for (QAction* a : m_window->findChildren<QAction*>()) {
            if (a->menu()) continue;
            if (a->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')) == name) return a;
        }
        return nullptr;
    }
    static QString section(const char* name) { return QStringLiteral("relationships-and-eager-loading/") + QLatin1String(name); }

  private Q_SLOTS:
    void initTestCase() {
        Language::apply(*qApp, QStringLiteral("en"));
        m_appearance = std::make_unique<Appearance>();
        m_appearance->setMode(Appearance::Mode::light);
    }
    void cleanup() { m_window.reset(); }

    void outlinesOfFieldsCanBeSeen() {
        for (const Theme* theme : {&Theme::light(), &Theme::darkTheme()})
            for (const QColor& ground : {theme->page, theme->window, theme->panel}) {
                QVERIFY(contrast(theme->palette().color(QPalette::Shadow), ground) >= 3);
                QVERIFY(contrast(theme->palette().color(QPalette::Link), ground) >= 3); // the ring of the focus
            }
    }

    void boxesAndFieldsAreDrawn() {
        for (const auto mode : {Appearance::Mode::light, Appearance::Mode::dark}) {
            m_appearance->setMode(mode);
            QCheckBox box(QStringLiteral("x"));
            QLineEdit field;
            for (QWidget* w : {static_cast<QWidget*>(&box), static_cast<QWidget*>(&field)}) {
                w->resize(120, 28);
                const QImage image = w->grab().toImage();
                double most = 1; // down the middle of the box, or through the field's edge
                const int x = w == &box ? 8 : 60;
                for (int y = 0; y < image.height(); ++y) most = std::max(most, contrast(image.pixelColor(x, y), w->palette().color(QPalette::Window)));
                QVERIFY2(most >= 2.5, qPrintable(QString::number(most)));
            }
        }
        m_appearance->setMode(Appearance::Mode::light);
    }

    void tabGoesIntoThePage() {
        open(section("the-n-plus-1-problem"));
        m_window->lessonPage()->setFocus();
        for (int i = 0; i < 40 && m_window->lessonPage()->isAncestorOf(QApplication::focusWidget()) == (i > 0); ++i) {
            if (qobject_cast<CodeEditor*>(QApplication::focusWidget())) key(Qt::Key_Escape);
            key(Qt::Key_Tab);
            QVERIFY2(i > 2 || m_window->lessonPage()->isAncestorOf(QApplication::focusWidget()), "Tab has left the page at once");
        }
    }

    void whatACellPrintsIsBroughtIntoSight() {
        open(section("introduction"));
        LessonPage* lesson = m_window->lessonPage();
        CodeCell* cell = nullptr;
        for (CodeCell* c : lesson->cells())
            if (!cell && c->block().kind == PageBlock::Kind::cell) cell = c;
        QVERIFY(cell);
        cell->editor()->setFocus();
        QSignalSpy ran(lesson, &LessonPage::ran);
        key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20000);
        QTRY_VERIFY(cell->y() + cell->height() <= lesson->verticalScrollBar()->value() + lesson->viewport()->height());
        // No line of it is cut in half.
        const OutputView* output = cell->outputView();
        QVERIFY(output->lineCount() > 0);
    }

    void answersGetTheKeys() {
        open(section("introduction"));
        QVERIFY(m_window->openPage(QStringLiteral("exercise:put-the-query-together")));
        m_window->palette()->open(QStringLiteral("Put the query together"));
        key(Qt::Key_Return);
        QVERIFY2(m_window->exercisePage()->parsons()->isAncestorOf(QApplication::focusWidget()), "lines to order, and not the file behind them");
        m_window->palette()->open(QStringLiteral("tram rota"));
        key(Qt::Key_Return);
        QVERIFY(m_window->exercisePage()->predictionFile()->isAncestorOf(QApplication::focusWidget()));
        m_window->palette()->open(QStringLiteral("Mend the loop"));
        key(Qt::Key_Return);
        QVERIFY(qobject_cast<CodeEditor*>(QApplication::focusWidget()));
        key(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(qobject_cast<QTreeView*>(QApplication::focusWidget()));
    }

    void backGoesOnWhereOneWas() {
        open(QStringLiteral("exercise:mend-the-loop"));
        ExercisePage* page = m_window->exercisePage();
        CodeEditor* editor = page->editor()->current();
        editor->setFocus();
        const QString before = editor->code();
        editor->setCursorPosition(1, 0);
        QTest::keyClicks(editor, QStringLiteral("answer = 42"));
        key(Qt::Key_Escape);
        QSignalSpy ran(page, &ExercisePage::ran);
        key(Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20000);
        const int queries = page->queryView()->model()->run()->queries();
        QVERIFY(queries > 1);
        page->editor()->current()->setCursorPosition(2, 22); // in `Task`, a name that the lesson explains
        page->editor()->current()->setFocus();
        QVERIFY(m_window->openPage(section("why-unique-is-required")));
        m_window->lessonPage()->setFocus();
        key(Qt::Key_F4);
        QCOMPARE(m_window->page(), QStringLiteral("exercise:mend-the-loop"));
        editor = page->editor()->current();
        QCOMPARE(QApplication::focusWidget(), editor);
        QVERIFY(page->queryView()->model()->run());
        QCOMPARE(page->queryView()->model()->run()->queries(), queries);
        int line = 0, column = 0;
        editor->getCursorPosition(&line, &column);
        QCOMPARE(line, 2);
        QVERIFY(editor->code().contains(QStringLiteral("answer = 42")));
        for (int i = 0; i < 30 && editor->code() != before; ++i) key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor->code(), before); // its undo history came back too
        QVERIFY(!action(QStringLiteral("Back to where you were"))->isEnabled());
    }

    void whatWasOpenLeavesNothingBehind() {
        open(QStringLiteral("exercise:mend-the-loop"));
        m_window->exercisePage()->editor()->current()->replaceCode(QStringLiteral("x = 1\n"));
        m_window->exercisePage()->saveDrafts();
        key(Qt::Key_F1, Qt::ControlModifier); // a page without any editor
        m_window->saveState();
        auto session = m_window->session();
        m_window.reset();
        open(QStringLiteral("keys")); // as after a change of the language
        m_window->resume(*session);
        session.reset(); // the last that knew of the documents
        QVERIFY(m_window->openPage(QStringLiteral("exercise:mend-the-loop")));
    }

    void welcomeGoesOnWhereOneWas() {
        open(QStringLiteral("exercise:mend-the-loop"));
        action(QStringLiteral("Welcome"))->trigger();
        QVERIFY(m_window->isShowing(m_window->welcomePage()));
        QCOMPARE(QApplication::focusWidget(), m_window->welcomePage()->begin());
        QVERIFY(m_window->welcomePage()->begin()->text().contains(QStringLiteral("Mend the loop")));
        key(Qt::Key_Space);
        QCOMPARE(m_window->page(), QStringLiteral("exercise:mend-the-loop"));
    }

    void anErrorElsewhereIsExplainedToo() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:two-workers"));
        QVERIFY(page);
        page->editor()->current()->setFocus();
        page->editor()->current()->setCursorPosition(1, 0); // an empty line
        key(Qt::Key_F1);
        QVERIFY2(m_window->page().startsWith(QStringLiteral("error:")), qPrintable(m_window->page()));
        key(Qt::Key_F4);
        QCOMPARE(m_window->page(), QStringLiteral("exercise:two-workers"));
    }

    void keywordsAreNotExplained() {
        open(QStringLiteral("exercise:mend-the-loop"));
        m_window->exercisePage()->editor()->current()->setFocus();
        m_window->exercisePage()->editor()->current()->setCursorPosition(0, 1); // in `from`
        key(Qt::Key_F1);
        QCOMPARE(m_window->page(), QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(m_window->search()->isVisible());
        key(Qt::Key_Escape);
    }

    void commentsComeAndGo() {
        open(QStringLiteral("exercise:mend-the-loop"));
        CodeEditor* editor = m_window->exercisePage()->editor()->current();
        editor->setFocus();
        const QString before = editor->code();
        editor->setSelection(6, 0, 8, 0);
        key(Qt::Key_Slash, Qt::ControlModifier);
        QVERIFY2(editor->text(6).startsWith(QLatin1String("    # ")) && editor->text(7).startsWith(QLatin1String("    # ")), qPrintable(editor->code()));
        QVERIFY(!editor->text(8).contains(QLatin1Char('#')));
        key(Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(editor->code(), before);
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(editor->text(6).contains(QLatin1Char('#')));
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor->code(), before);
    }

    void aClickedTabTakesTheKeysFromTheOutline() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        m_window->outline()->tree()->setFocus();
        auto* results = page->findChild<QTabWidget*>(QStringLiteral("results"));
        int objects = 0;
        while (objects < results->count() && results->tabText(objects) != QLatin1String("Objects")) ++objects;
        QTest::mouseClick(results->tabBar(), Qt::LeftButton, {}, results->tabBar()->tabRect(objects).center());
        QTRY_VERIFY(results->currentWidget()->isAncestorOf(QApplication::focusWidget()));
        key(Qt::Key_Left); // one moment back, and not one page
        QCOMPARE(m_window->page(), QStringLiteral("exercise:mend-the-loop"));
    }

    void menusOfferWhatThePageCan() {
        open(section("introduction"));
        QVERIFY(!action(QStringLiteral("Check"))->isEnabled());
        QVERIFY(action(QStringLiteral("Mark as done"))->isEnabled());
        QVERIFY(m_window->openPage(QStringLiteral("exercise:mend-the-loop")));
        QVERIFY(action(QStringLiteral("Check"))->isEnabled());
        CodeEditor* editor = m_window->exercisePage()->editor()->current();
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_X);
        const QString typed = editor->code();
        action(QStringLiteral("Undo"))->trigger();
        QVERIFY(editor->code() != typed);
        action(QStringLiteral("Redo"))->trigger();
        QCOMPARE(editor->code(), typed);
        m_window->openStudyPage();
        QVERIFY(!action(QStringLiteral("Run"))->isEnabled());
    }

    void badgesTellWhatTheyCount() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        CodeEditor* editor = page->editor()->current();
        int line = 0;
        while (line < editor->lines() && editor->badge(line + 1).isEmpty()) ++line;
        const long position = editor->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
        const QPoint at(editor->marginWidth(0) + editor->marginWidth(1) + 4, int(editor->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0ul, position)) + 4);
        const QPoint inEditor = editor->viewport()->mapTo(editor, at);
        QHelpEvent help(QEvent::ToolTip, inEditor, editor->mapToGlobal(inEditor));
        QApplication::sendEvent(editor, &help);
        QVERIFY2(QToolTip::text().contains(QStringLiteral("1 query")), qPrintable(QToolTip::text()));
    }

    void exercisesLeadToTheirSection() {
        open(QStringLiteral("exercise:mend-the-loop"));
        QSignalSpy asked(m_window->exercisePage(), &ExercisePage::linkActivated);
        bool found = false;
        for (Prose* prose : m_window->exercisePage()->findChildren<Prose*>())
            if (prose->toPlainText().startsWith(QStringLiteral("Read more: Eager Loading"))) {
                found = true;
                prose->setFocus();
                key(Qt::Key_Tab); // to the link
                key(Qt::Key_Return);
            }
        QVERIFY(found);
        QTRY_VERIFY(m_window->page().endsWith(QStringLiteral("/eager-loading-with-selectinload")));
        key(Qt::Key_F4);
        QCOMPARE(m_window->page(), QStringLiteral("exercise:mend-the-loop"));
    }

    void tabsGetMoreRoom() {
        open(QStringLiteral("exercise:mend-the-loop"));
        auto* results = m_window->findChild<QTabWidget*>(QStringLiteral("results"));
        const int height = results->height();
        m_window->exercisePage()->editor()->current()->setFocus();
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(results->height() > height * 3 / 2);
        QVERIFY(m_window->exercisePage()->editor()->current()->height() >= 60);
        QTest::mouseDClick(results->tabBar(), Qt::LeftButton, {}, results->tabBar()->tabRect(0).center());
        QTRY_VERIFY(results->height() < height * 5 / 4);
    }

    void stoppedIsNotNothing() {
        open(QStringLiteral("exercise:mend-the-loop"));
        ExercisePage* page = m_window->exercisePage();
        page->editor()->current()->replaceCode(QStringLiteral("from models import Task\n\n\ndef task_lines(session):\n    while True:\n        pass\n"));
        QSignalSpy ran(page, &ExercisePage::ran);
        page->editor()->current()->setFocus();
        key(Qt::Key_F5);
        QTest::qWait(300);
        QCOMPARE(ran.count(), 0);
        key(Qt::Key_F5, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 5000);
        bool told = false;
        for (const QLabel* label : page->queryView()->findChildren<QLabel*>()) told = told || label->text().startsWith(QStringLiteral("Stopped."));
        QVERIFY(told);
    }

    void promptsAreCopied() {
        open(QStringLiteral("exercise:ask-for-a-faster-endpoint"));
        auto* copy = m_window->exercisePage()->findChild<QPushButton*>(QStringLiteral("copyQuote"));
        QVERIFY(copy && copy->isVisible());
        copy->setFocus();
        key(Qt::Key_Space);
        QVERIFY2(QApplication::clipboard()->text().startsWith(QStringLiteral("This endpoint is slow on large projects.")), qPrintable(QApplication::clipboard()->text()));
        QVERIFY(!QApplication::clipboard()->text().contains(QStringLiteral("Copy this prompt")));
        QVERIFY(m_window->openPage(QStringLiteral("exercise:mend-the-loop")));
        QVERIFY(!m_window->exercisePage()->findChild<QPushButton*>(QStringLiteral("copyQuote")));
    }

    void theSolutionStandsBesideWithBothTimelines() {
        open(QStringLiteral("exercise:mend-the-loop"));
        ExercisePage* page = m_window->exercisePage();
        page->editor()->current()->setFocus();
        key(Qt::Key_F10); // not yet
        QTest::qWait(100);
        QVERIFY(!m_window->findChild<ReferenceWindow*>());
        QFile solution(QStringLiteral(RELATA_SOURCE_DIR "/exercises/mend-the-loop/solutions/selectinload/query.py"));
        QVERIFY(solution.open(QIODevice::ReadOnly));
        page->editor()->current()->replaceCode(QString::fromUtf8(solution.readAll()));
        QSignalSpy passed(page, &ExercisePage::passed);
        key(Qt::Key_F7);
        QTRY_COMPARE_WITH_TIMEOUT(passed.count(), 1, 60000);
        QVERIFY2(page->checkView()->summary().contains(QStringLiteral("Compare your answer")), qPrintable(page->checkView()->summary()));
        key(Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<ReferenceWindow*>(), 20000);
        for (QueryView* queries : m_window->findChild<ReferenceWindow*>()->findChildren<QueryView*>())
            QTRY_VERIFY(!queries->findChild<QTreeView*>()->isColumnHidden(QueryLogModel::Timeline));
        m_window->findChild<ReferenceWindow*>()->close();
    }

    void enterGoesToTheLine() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        key(Qt::Key_1, Qt::ControlModifier);
        key(Qt::Key_Down);
        key(Qt::Key_Return);
        QVERIFY(qobject_cast<CodeEditor*>(QApplication::focusWidget()));
        int line = 0, column = 0;
        page->editor()->current()->getCursorPosition(&line, &column);
        QVERIFY2(page->editor()->current()->text(line).contains(QStringLiteral("assignee")), qPrintable(page->editor()->current()->text(line)));
        QSignalSpy checked(page, &ExercisePage::checked);
        key(Qt::Key_F7);
        QTRY_COMPARE_WITH_TIMEOUT(checked.count(), 1, 60000);
        key(Qt::Key_3, Qt::ControlModifier);
        key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(QApplication::clipboard()->text().contains(QStringLiteral("Few queries: failed. 8 SELECTs")), qPrintable(QApplication::clipboard()->text()));
    }

    void anOpenBracketIsNoMistakeYet() {
        open(QStringLiteral("exercise:mend-the-loop"));
        CodeEditor* editor = m_window->exercisePage()->editor()->current();
        editor->setFocus();
        const int end = editor->lines() - 1;
        editor->setCursorPosition(end, 0);
        QTest::keyClicks(editor, QStringLiteral("print("));
        key(Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("1"));
        QTRY_VERIFY_WITH_TIMEOUT(!editor->syntaxProblems().empty(), 5000); // past the pause after which the syntax is checked
        QVERIFY2(editor->annotation(end).isEmpty(), qPrintable(editor->annotation(end)));
        editor->setCursorPosition(0, 0);
        QTRY_VERIFY(editor->annotation(end).contains(QStringLiteral("never closed"))); // told at the next painting
    }

    void checksThatWaitNameTheirReason() {
        open(QStringLiteral("exercise:mend-the-loop"));
        ExercisePage* page = m_window->exercisePage();
        QSignalSpy checked(page, &ExercisePage::checked);
        page->editor()->current()->setFocus();
        key(Qt::Key_F7);
        QTRY_COMPARE_WITH_TIMEOUT(checked.count(), 1, 60000);
        const auto* model = page->checkView()->model();
        QStringList skipped;
        for (int i = 0; i < model->rowCount(); ++i)
            if (Verdict(model->index(i).data(CheckListModel::VerdictRole).toInt()) == Verdict::skipped)
                skipped << model->index(i).data(CheckListModel::MessageRole).toString();
        QVERIFY(!skipped.isEmpty());
        QCOMPARE(skipped.front(), QStringLiteral("Is looked at once “Few queries” passes."));
    }

    void keysAreListed() {
        open(section("introduction"));
        m_window->lessonPage()->setFocus();
        key(Qt::Key_F1, Qt::ControlModifier);
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Keys")));
        QVERIFY(m_window->lessonPage()->showText(QStringLiteral("Ctrl+Shift+M")));
        key(Qt::Key_F4);
        QCOMPARE(m_window->page(), section("introduction"));
        action(QStringLiteral("About Relata"))->trigger();
        auto* about = m_window->findChild<QMessageBox*>();
        QVERIFY(about && about->informativeText().contains(m_window->store().file()));
        about->close();
    }
};

QTEST_MAIN(DeskKeysTest)
#include "tst_desk_keys.moc"
