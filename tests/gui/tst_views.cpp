// The views of a run, offscreen, with the engine behind them. RELATA_SCREENSHOTS=FOLDER writes a picture of each.
#include "gui/charts/fold_chart.h"
#include "gui/charts/growth_view.h"
#include "gui/charts/object_tiles.h"
#include "gui/charts/objects_view.h"
#include "gui/charts/run_rows_view.h"
#include "gui/charts/run_views.h"
#include "gui/charts/span_chart.h"
#include "gui/charts/strategy_view.h"
#include "gui/diagrams/relationship_diagram.h"
#include "gui/diagrams/relationship_view.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/main_window.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

class ViewsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<MainWindow> m_window;

    ExercisePage* openAndRun(const QString& page) {
        m_window.reset();
        m_home = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), EnginePort{runOnEngine, checkOnEngine},
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_home->path(), m_home->filePath(QStringLiteral("desk.ini"))});
        m_window->resize(1280, 800);
        m_window->openPage(page);
        m_window->show();
        QSignalSpy ran(m_window->exercisePage(), &ExercisePage::ran);
        m_window->exercisePage()->run();
        if (ran.isEmpty()) ran.wait(10'000);
        return ran.isEmpty() ? nullptr : m_window->exercisePage();
    }

    void showTab(QWidget* view) {
        for (QTabWidget* tabs : m_window->findChildren<QTabWidget*>())
            if (tabs->indexOf(view) >= 0) tabs->setCurrentWidget(view);
    }

    void picture(const QString& name) {
        const QString folder = qEnvironmentVariable("RELATA_SCREENSHOTS");
        if (folder.isEmpty()) return;
        QDir().mkpath(folder);
        const auto save = [&](const char* how) {
            QTest::qWait(60);
            m_window->grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1String(how)));
        };
        m_appearance->setMode(Appearance::Mode::dark);
        save("dark");
        m_appearance->setMode(Appearance::Mode::light);
        save("light");
        m_window->resize(960, 640);
        save("small");
        m_window->resize(1280, 800);
        m_appearance->setZoom(5);
        save("large");
        m_appearance->setZoom(0);
    }

  private Q_SLOTS:
    void initTestCase() {
        Language::apply(*qApp, QStringLiteral("en")); // its plurals
        m_appearance = std::make_unique<Appearance>();
    }
    void cleanup() { m_window.reset(); }

    void badgeShowsTheStatementsOfItsLine() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        QueryView* log = page->queryView();
        const QModelIndex loop = log->model()->index(1, QueryLogModel::Cause);
        QVERIFY2(loop.data().toString().startsWith(QStringLiteral("lazy load of Task.assignee")), qPrintable(loop.data().toString()));
        QVERIFY(loop.siblingAtColumn(QueryLogModel::Time).data().toString() != QStringLiteral("0.00 ms"));
        CodeEditor* editor = page->editor()->editor(QStringLiteral("query.py"));
        log->tree()->setCurrentIndex({});
        Q_EMIT editor->badgeClicked(loop.data(QueryLogModel::LineRole).toInt());
        const auto selected = log->tree()->selectionModel()->selectedRows();
        QVERIFY(!selected.isEmpty());
        for (const QModelIndex& at : selected) QCOMPARE(at.data(QueryLogModel::LineRole), loop.data(QueryLogModel::LineRole));
        QVERIFY(log->findChild<QTextBrowser*>(QStringLiteral("queryDetail"))->toPlainText().contains(QStringLiteral("SELECT")));
        picture(QStringLiteral("view-queries"));
    }

    void growthIsMeasuredBesideTheReference() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        GrowthView* growth = page->views()->growth();
        growth->measure();
        QTRY_VERIFY_WITH_TIMEOUT(growth->model()->series().size() >= 2, 60'000);
        QCOMPARE(growth->model()->series().front().growth, GrowthSeries::Class::linear);
        QCOMPARE(growth->model()->series().back().growth, GrowthSeries::Class::constant);
        QVERIFY(growth->model()->series().front().points.back().selects > 50);
        showTab(growth);
        picture(QStringLiteral("view-growth"));
    }

    void strategiesAreComparedWithoutEditing() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        StrategyView* view = page->views()->strategies();
        const QString before = page->editor()->editor(QStringLiteral("query.py"))->code();
        view->compare();
        QTRY_COMPARE_WITH_TIMEOUT(view->model()->rowCount(), 6, 30'000);
        const auto& results = view->model()->results();
        QCOMPARE(results[0].queries, 8);
        QCOMPARE(results[1].queries, 8);
        QVERIFY2(results[2].error.isEmpty(), qPrintable(results[2].error));
        QCOMPARE(results[2].queries, 2);
        QCOMPARE(results[3].queries, 1);
        QCOMPARE(results[4].queries, 2);
        QVERIFY(results[2].sameOutput && results[3].sameOutput && results[4].sameOutput);
        QVERIFY2(results[5].error.startsWith(QStringLiteral("InvalidRequestError")), qPrintable(results[5].error));
        QCOMPARE(results[5].errorFile, QStringLiteral("query.py"));
        QCOMPARE(page->editor()->editor(QStringLiteral("query.py"))->code(), before);
        showTab(view);
        picture(QStringLiteral("view-strategies"));
    }

    void aBarOfTheTimelineLightsItsLine() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        RunRowsView* view = page->views()->timeline();
        showTab(view);
        QSignalSpy chosen(view, &RunRowsView::lineChosen);
        const int last = view->model()->rowCount() - 1;
        QVERIFY(last > 2);
        QTest::mouseClick(view->chart(), Qt::LeftButton, {}, view->chart()->barOf(last).center().toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.front()[1], view->model()->index(view->table()->currentIndex().row(), 0).data(RunRowsModel::LineRole));
        picture(QStringLiteral("view-timeline"));
        for (RunRowsView* other : {page->views()->connections(), page->views()->rows(), page->views()->eagerLoads()}) {
            showTab(other);
            QVERIFY(other->model()->rowCount() > 0);
            picture(other->objectName());
        }
    }

    void theSliderGoesThroughTheObjectsOfTheRun() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:expired-object"));
        QVERIFY(page);
        ObjectsView* view = page->views()->objects();
        showTab(view);
        QVERIFY2(view->slider()->maximum() >= 2, qPrintable(QString::number(view->slider()->maximum())));
        QSignalSpy chosen(view, &ObjectsView::lineChosen);
        view->slider()->setFocus();
        QTest::keyClick(view->slider(), Qt::Key_Home);
        QCOMPARE(view->model()->moment(), 0);
        QVERIFY(!chosen.isEmpty());
        bool held = false, expired = false;
        for (int moment = 0; moment <= view->slider()->maximum(); ++moment) {
            view->slider()->setValue(moment);
            for (const ObjectsModel::Entry& e : view->model()->entries()) {
                held = held || e.now.state == ShownObjectChange::State::persistent;
                expired = expired || e.now.expired;
            }
            if (expired && moment > 0 && view->model()->rowCount() > 0 && qEnvironmentVariableIsSet("RELATA_SCREENSHOTS")) break;
        }
        QVERIFY(held);
        QVERIFY(expired);
        QTest::mouseClick(view->tiles(), Qt::LeftButton, {}, view->tiles()->tileOf(0).center());
        QCOMPARE(view->table()->currentIndex().row(), 0);
        picture(QStringLiteral("view-objects"));
    }

    void whatIsFreedIsAMomentOfItsOwn() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        ObjectsModel* model = page->views()->objects()->model();
        QCOMPARE(model->rowCount(), 15); // what the function worked with: 8 tasks, 7 workers
        for (const ObjectsModel::Entry& e : model->entries()) QVERIFY(e.now.state == ShownObjectChange::State::persistent);
        QCOMPARE(model->moment(), int(model->moments().size()) - 2);
        model->setMoment(model->moment() + 1);
        for (const ObjectsModel::Entry& e : model->entries()) QVERIFY(e.now.state == ShownObjectChange::State::gone);
        QCOMPARE(model->moments().back().line, 0);
    }

    void rowsFoldIntoObjects() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:row-explosion"));
        QVERIFY(page);
        RunRowsView* view = page->views()->rows();
        showTab(view);
        QTest::qWait(20);
        auto* fold = view->findChild<FoldChart*>();
        QVERIFY(fold && fold->height() >= int(fold->stripOf(0).height()));
        QTest::mouseClick(fold, Qt::LeftButton, {}, fold->stripOf(0).center().toPoint());
        QCOMPARE(view->table()->currentIndex().row(), 0);
        picture(QStringLiteral("view-fold"));
    }

    void draggingTheLoopToTheKeyWritesRemoteSide() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:parent-and-subtasks"));
        QVERIFY(page);
        RelationshipView* view = page->views()->relationships();
        RelationshipDiagram* diagram = view->diagram();
        showTab(view);
        QTest::qWait(20);
        const auto& links = view->model()->links();
        const auto loop = std::ranges::find_if(links, [](const ForeignKeyLink& l) { return l.table == l.targetTable; });
        QVERIFY(loop != links.end());
        const ForeignKeyLink link = *loop;
        CodeEditor* editor = page->editor()->current();
        const QString before = editor->code();
        const QRectF from = diagram->columnRect(link.table, link.column), to = diagram->columnRect(link.table, link.targetColumn);
        QSignalSpy ran(page, &ExercisePage::ran);
        QTest::mousePress(diagram, Qt::LeftButton, {}, QPoint(int(from.left()) - 8, int(from.center().y())));
        QTest::mouseMove(diagram, to.center().toPoint());
        QTest::mouseRelease(diagram, Qt::LeftButton, {}, to.center().toPoint());
        QTRY_COMPARE(ran.count(), 1);
        QString written;
        for (const QString& text : page->editor()->texts()) written += text;
        QCOMPARE(written.count(QStringLiteral("\"remote_side\": ")), 1);
        QVERIFY2(written.contains(QStringLiteral(".") + link.targetColumn + QStringLiteral("\"}")), qPrintable(written));
        picture(QStringLiteral("view-remote-side"));
        editor->undo();
        QCOMPARE(editor->code(), before);
    }

    void everyTabHasItsKey() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        auto* tabs = page->findChild<QTabWidget*>(QStringLiteral("results"));
        QVERIFY(tabs && tabs->count() == 11);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        page->editor()->current()->setFocus();
        for (int i = 0; i < 9; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key(Qt::Key_1 + i), Qt::ControlModifier);
            QCOMPARE(tabs->currentIndex(), i);
            QVERIFY(tabs->currentWidget()->isAncestorOf(QApplication::focusWidget()));
        }
        page->editor()->current()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(tabs->currentIndex(), 9);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(tabs->currentIndex(), 8);
    }

    void theOpenTabIsRememberedByName() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:mend-the-loop"));
        QVERIFY(page);
        showTab(page->views()->rows());
        const QByteArray layout = page->saveLayout();
        showTab(page->queryView());
        for (QTabWidget* tabs : m_window->findChildren<QTabWidget*>())
            if (tabs->indexOf(page->views()->rows()) >= 0) tabs->tabBar()->moveTab(tabs->count() - 2, 0);
        page->restoreLayout(layout);
        QVERIFY(page->views()->rows()->isVisibleTo(page));
    }

    void draggingAWireRewritesForeignKeys() {
        ExercisePage* page = openAndRun(QStringLiteral("exercise:two-workers"));
        QVERIFY(page);
        RelationshipView* view = page->views()->relationships();
        RelationshipDiagram* diagram = view->diagram();
        QCOMPARE(diagram->cardCount(), 2);
        QCOMPARE(view->model()->rowCount(), 2);
        QVERIFY(view->model()->links().front().relationships.isEmpty());
        QCOMPARE(view->model()->links().front().undecided.size(), 4);
        showTab(view);
        picture(QStringLiteral("view-relationships-undecided"));
        CodeEditor* editor = page->editor()->editor(QStringLiteral("models.py"));
        const QString before = editor->code();
        // An undecided wire let go on its own key: its pair follows that, and the diagram stays in sight.
        QSignalSpy again(page, &ExercisePage::ran);
        const QRectF own = diagram->columnRect(QStringLiteral("task"), QStringLiteral("assignee_id"));
        QTest::mousePress(diagram, Qt::LeftButton, {}, QPoint(int(own.right()) + 14, int(own.center().y())));
        QTest::mouseMove(diagram, own.center().toPoint());
        QTest::mouseRelease(diagram, Qt::LeftButton, {}, own.center().toPoint());
        QTRY_COMPARE(again.count(), 1);
        QCOMPARE(editor->code().count(QStringLiteral("\"foreign_keys\": \"Task.assignee_id\"")), 2);
        QVERIFY(view->isVisible());
        int line = 0, column = 0;
        editor->getCursorPosition(&line, &column);
        QVERIFY2(editor->text(line).contains(QStringLiteral("foreign_keys")), qPrintable(editor->text(line)));
        for (int i = 0; i < 3 && editor->code() != before; ++i) editor->undo();
        QCOMPARE(editor->code(), before);
        QString wrong = before;
        wrong.replace(QStringLiteral("Relationship(back_populates=\"assignee\")"), QStringLiteral("Relationship(back_populates=\"assignee\", sa_relationship_kwargs={\"foreign_keys\": \"Task.assignee_id\"})"));
        wrong.replace(QStringLiteral("Relationship(back_populates=\"created_by\")"), QStringLiteral("Relationship(back_populates=\"created_by\", sa_relationship_kwargs={\"foreign_keys\": \"Task.assignee_id\"})"));
        wrong.replace(QStringLiteral("Relationship(\n        back_populates=\"assigned_tasks\"\n    )"), QStringLiteral("Relationship(back_populates=\"assigned_tasks\", sa_relationship_kwargs={\"foreign_keys\": \"Task.assignee_id\"})"));
        wrong.replace(QStringLiteral("Relationship(back_populates=\"created_tasks\")"), QStringLiteral("Relationship(back_populates=\"created_tasks\", sa_relationship_kwargs={\"foreign_keys\": \"Task.created_by_id\"})"));
        editor->replaceCode(wrong.replace(QStringLiteral("\"created_by\", sa_relationship_kwargs={\"foreign_keys\": \"Task.assignee_id\"}"), QStringLiteral("\"created_by\", sa_relationship_kwargs={\"foreign_keys\": \"Task.created_by_id\"}")));
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QTRY_COMPARE(ran.count(), 1);
        QCOMPARE(view->model()->links().front().relationships.size(), 2);
        QVERIFY(diagram->isTidy());
        picture(QStringLiteral("view-relationships"));
        const QRectF from = diagram->columnRect(QStringLiteral("task"), QStringLiteral("assignee_id")),
                     to = diagram->columnRect(QStringLiteral("task"), QStringLiteral("created_by_id"));
        const QString resolved = editor->code();
        QTest::mousePress(diagram, Qt::LeftButton, {}, QPoint(int(from.right()) + 14, int(from.center().y())));
        QTest::mouseMove(diagram, to.center().toPoint());
        QTest::mouseRelease(diagram, Qt::LeftButton, {}, to.center().toPoint());
        QTRY_COMPARE(ran.count(), 2);
        QCOMPARE(editor->code().count(QStringLiteral("Task.created_by_id")), 4);
        editor->undo();
        QCOMPARE(editor->code(), resolved);
    }
};

QTEST_MAIN(ViewsTest)
#include "tst_views.moc"
