// The views of a run, offscreen, with the engine behind them. RELATA_SCREENSHOTS=FOLDER writes a picture of each.
#include "gui/charts/growth_view.h"
#include "gui/charts/run_views.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/exercise_page.h"
#include "gui/main_window.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTabWidget>
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
        for (const auto mode : {Appearance::Mode::dark, Appearance::Mode::light}) {
            m_appearance->setMode(mode);
            QTest::qWait(60);
            m_window->grab().save(QStringLiteral("%1/%2-%3.png").arg(
                folder, name, mode == Appearance::Mode::dark ? QStringLiteral("dark") : QStringLiteral("light")));
        }
    }

  private Q_SLOTS:
    void initTestCase() { m_appearance = std::make_unique<Appearance>(); }
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
};

QTEST_MAIN(ViewsTest)
#include "tst_views.moc"
