// Finding one's way: the course filtered by words and by state, search, F5 on a page, and the window that follows
// another one in another language.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/exercise/prediction_form.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/lesson/prose.h"
#include "gui/main_window.h"
#include "gui/outline/outline_panel.h"
#include "gui/palette/command_palette.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

namespace {

const QString section = QStringLiteral("relationships-and-eager-loading/the-n-plus-1-problem");
const QString exercise = QStringLiteral("exercise:mend-the-loop");

QStringList shownPages(const QAbstractItemModel& model, const QModelIndex& under = {}) {
    QStringList pages;
    for (int row = 0; row < model.rowCount(under); ++row) {
        const QModelIndex at = model.index(row, 0, under);
        if (const QString page = at.data(OutlineModel::PageRole).toString(); !page.isEmpty()) pages << page;
        pages += shownPages(model, at);
    }
    return pages;
}

} // namespace

class DeskCourseTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MainWindow> m_window;

    void open(const QString& page) {
        m_window.reset();
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), EnginePort{runOnEngine, checkOnEngine},
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_folder.path(), m_folder.filePath(QStringLiteral("desk.ini"))});
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

    void filteringOpensNoPage() {
        open(exercise);
        OutlinePanel* outline = m_window->outline();
        QTest::keyClicks(outline->words(), QStringLiteral("reflect"));
        QCOMPARE(m_window->page(), exercise);
        QVERIFY(!shownPages(*outline->tree()->model()).contains(exercise));
        outline->words()->clear();
        QCOMPARE(outline->tree()->currentIndex().data(OutlineModel::PageRole).toString(), exercise);
        QCOMPARE(m_window->page(), exercise);
    }

    void pagesAreListedByState() {
        open(exercise);
        m_window->openPage(section);
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        m_window->openPage(exercise);
        OutlinePanel* outline = m_window->outline();
        const auto pages = [outline](int state) {
            outline->states()->setCurrentIndex(state);
            return shownPages(*outline->tree()->model());
        };
        const QStringList all = pages(0), open = pages(1), begun = pages(2), done = pages(3);
        QVERIFY(all.size() > 50);
        QCOMPARE(done, (QStringList{section, QStringLiteral("relationships-and-eager-loading/eager-loading-with-selectinload"), exercise})); // and the open one
        QVERIFY(begun.contains(exercise) && !begun.contains(section));
        QCOMPARE(m_window->page(), exercise);
        // What gets done leaves the list of what is not done, and nothing else is opened for it.
        outline->states()->setCurrentIndex(1);
        m_window->openPage(all.constLast());
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_window->page(), all.constLast());
        m_window->openPage(exercise);
        QVERIFY(!shownPages(*outline->tree()->model()).contains(all.constLast()));
        QCOMPARE(m_window->page(), exercise);
    }

    void searchShowsTheParagraph() {
        open(exercise);
        m_window->search()->open(QStringLiteral("after everything above it was printed"));
        QTest::keyClick(m_window->search()->findChild<QLineEdit*>(), Qt::Key_Return);
        LessonPage* lesson = m_window->lessonPage();
        QVERIFY(m_window->isShowing(lesson));
        QTRY_VERIFY(lesson->scroll() > 500); // the paragraph is far down
        // A heading or a row of a table comes before paragraphs that only mention a name.
        m_window->search()->open(QStringLiteral("MissingGreenlet"));
        const QStringList found = m_window->search()->shown();
        QVERIFY(found.size() > 3);
        QVERIFY2(found.constFirst().startsWith(QStringLiteral("MissingGreenlet")), qPrintable(found.constFirst()));
        QVERIFY2(found.constFirst().contains(QStringLiteral(" — ")), qPrintable(found.constFirst())); // the quick reference
    }

    void runKeyRunsTheNextCellBelow() {
        open(section);
        LessonPage* lesson = m_window->lessonPage();
        m_window->activateWindow();
        lesson->setFocus();
        lesson->setScroll(0);
        QSignalSpy ran(lesson, &LessonPage::ran);
        QTest::keyClick(lesson, Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20'000);
        CodeCell* first = lesson->cell(QStringLiteral("loop"));
        QVERIFY(first->summary().startsWith(QStringLiteral("51")));
        QVERIFY(!first->visibleRegion().isEmpty());
    }

    void aFailedCellSaysSoInWords() {
        open(section);
        LessonPage* lesson = m_window->lessonPage();
        CodeCell* cell = lesson->cell(QStringLiteral("asynchronous"));
        QVERIFY(cell);
        QSignalSpy ran(lesson, &LessonPage::ran);
        lesson->runCell(cell);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20'000);
        QVERIFY2(cell->summary().endsWith(QStringLiteral("MissingGreenlet")), qPrintable(cell->summary()));
    }

    void whoOpensAPageGetsItsKeys() {
        open(section);
        m_window->activateWindow();
        m_window->outline()->tree()->setFocus();
        QTRY_VERIFY(m_window->outline()->tree()->hasFocus());
        m_window->palette()->open(QStringLiteral("mend the loop"));
        QTest::keyClick(m_window->palette()->findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(m_window->page(), exercise);
        QVERIFY(m_window->exercisePage()->editor()->current()->hasFocus()); // and not the course, which would go on to other pages
        m_window->outline()->tree()->setFocus();
        QTest::keyClick(m_window->outline()->tree(), Qt::Key_Down);
        QVERIFY(m_window->page() != exercise);
        QVERIFY(m_window->outline()->tree()->hasFocus());
        QTest::keyClick(m_window->outline()->tree(), Qt::Key_Return);
        QVERIFY(m_window->exercisePage()->panes().at(1)->isAncestorOf(QApplication::focusWidget()) || m_window->exercisePage()->panes().at(1)->hasFocus()); // where one answers
        m_window->search()->open(QStringLiteral("after everything above it was printed"));
        QTest::keyClick(m_window->search()->findChild<QLineEdit*>(), Qt::Key_Return);
        QVERIFY(m_window->lessonPage()->hasFocus());
    }

    void f6GoesThroughThePanes() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        m_window->activateWindow();
        page->editor()->current()->setFocus();
        QTRY_VERIFY(page->editor()->current()->hasFocus());
        const auto within = [](const QWidget* pane) {
            const QWidget* focus = QApplication::focusWidget();
            return focus && (focus == pane || pane->isAncestorOf(focus));
        };
        page->showResult(page->checkView());
        page->editor()->current()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        QVERIFY(within(page->checkView()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        QVERIFY(within(m_window->outline()->tree()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        QVERIFY(within(page->panes().constFirst())); // the instructions, which scroll by the keys
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(within(m_window->outline()->tree()));
    }

    void questionWithoutChoicesHasNoList() {
        open(exercise);
        PredictionForm* form = m_window->exercisePage()->prediction();
        QVERIFY(form->isVisible());
        QVERIFY(form->findChildren<QComboBox*>().isEmpty());
        QTest::keyClicks(form->findChild<QLineEdit*>(), QStringLiteral("9"));
        QCOMPARE(form->yaml(), QStringLiteral("queries: 9\n"));
    }

    void predictionBeginsWithItsProgram() {
        open(QStringLiteral("exercise:tram-rota"));
        QCOMPARE(m_window->exercisePage()->editor()->currentFile(), QStringLiteral("program.py"));
    }

    void anotherLanguageKeepsUndoAndResults() {
        open(exercise);
        ExercisePage* page = m_window->exercisePage();
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        const QString before = editor->code();
        editor->setCursorPosition(0, 0);
        QTest::keyClicks(editor, QStringLiteral("# mine"));
        QTest::keyClick(editor, Qt::Key_Return);
        const QString after = editor->code();
        QVERIFY(after != before);
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20'000);
        const QString badge = editor->badge(11);
        QVERIFY(!badge.isEmpty());
        QSignalSpy checked(page, &ExercisePage::checked);
        page->check();
        QTRY_COMPARE_WITH_TIMEOUT(checked.count(), 1, 60'000);
        page->nextHint();
        m_window->saveState();
        const auto session = m_window->session();
        open(exercise);
        m_window->resume(*session);
        page = m_window->exercisePage();
        editor = page->editor()->editor(QStringLiteral("query.py"));
        QCOMPARE(editor->code(), after);
        QCOMPARE(editor->badge(11), badge);
        QCOMPARE(page->queryView()->model()->run()->queries(), 8);
        QVERIFY2(page->checkView()->summary().contains(QStringLiteral("of 4")), qPrintable(page->checkView()->summary()));
        QVERIFY(editor->isUndoAvailable());
        for (int i = 0; i < 20 && editor->isUndoAvailable(); ++i) editor->undo();
        QCOMPARE(editor->code(), before);
        editor->redo();
        QVERIFY(editor->code() != before);
        page->reset();
        page->saveDrafts();
    }

    void anotherLanguageKeepsTheCellsOfAPage() {
        open(section);
        LessonPage* lesson = m_window->lessonPage();
        CodeCell* cell = lesson->cell(QStringLiteral("loop"));
        const QString before = cell->editor()->code();
        cell->editor()->setCursorPosition(0, 0);
        QTest::keyClicks(cell->editor(), QStringLiteral("#"));
        QSignalSpy ran(lesson, &LessonPage::ran);
        lesson->runCell(cell);
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20'000);
        const QString summary = cell->summary();
        lesson->saveDrafts();
        const auto session = m_window->session();
        open(section);
        m_window->resume(*session);
        cell = m_window->lessonPage()->cell(QStringLiteral("loop"));
        QCOMPARE(cell->summary(), summary);
        QVERIFY(cell->editor()->code().startsWith(QLatin1Char('#')));
        cell->editor()->undo();
        QCOMPARE(cell->editor()->code(), before);
    }
};

QTEST_MAIN(DeskCourseTest)
#include "tst_desk_course.moc"
