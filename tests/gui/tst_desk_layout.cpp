// Nothing is cut off: every page and tab at 1280 x 800, in both languages, at the usual size and with large letters.
// Pictures of all of them go to RELATA_SCREENSHOTS, else to the build folder.
#include "gui/charts/growth_view.h"
#include "gui/charts/objects_view.h"
#include "gui/charts/run_views.h"
#include "gui/charts/strategy_view.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/main_window.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "gui/study/welcome_page.h"
#include "models/objects_model.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

class DeskLayoutTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<MainWindow> m_window;
    QDir m_pictures;

    static void settle() {
        for (int i = 0; i < 6; ++i) QCoreApplication::processEvents(); // one layout makes the next
    }

    /// What is shown in part: a button narrower than its words, a label with less room than its text.
    QStringList cut() const {
        QStringList found;
        if (m_window->width() != 1280) found << QStringLiteral("the window has grown to %1").arg(m_window->width());
        for (const QWidget* w : m_window->findChildren<QWidget*>()) {
            if (!w->isVisible() || w->visibleRegion().isEmpty()) continue;
            const auto* label = qobject_cast<const QLabel*>(w);
            const auto* button = qobject_cast<const QToolButton*>(w);
            const auto* push = qobject_cast<const QAbstractButton*>(w);
            if (button && button->text().isEmpty()) continue;
            if (push && !push->text().isEmpty() && push->parentWidget()->objectName() != QLatin1String("qt_toolbar_ext_button") &&
                push->width() < push->sizeHint().width() - 1)
                found << QStringLiteral("button \"%1\": %2 of %3").arg(push->text()).arg(push->width()).arg(push->sizeHint().width());
            if (!label || label->text().isEmpty()) continue;
            if (label->wordWrap() ? label->height() < label->heightForWidth(label->width()) - 1 : label->width() < label->minimumSizeHint().width() - 1)
                found << QStringLiteral("label \"%1\" in %2: %3 x %4").arg(label->text()).arg(QLatin1String(label->parentWidget()->metaObject()->className())).arg(label->width()).arg(label->height());
        }
        return found;
    }

    void look(const QString& name) {
        settle();
        const QString whole = QStringLiteral("%1-%2").arg(name, QLatin1String(QTest::currentDataTag()));
        m_window->grab().save(m_pictures.filePath(QStringLiteral("layout-%1.png").arg(whole)));
        const QStringList found = cut();
        QVERIFY2(found.isEmpty(), qPrintable(whole + QStringLiteral(": ") + found.join(QLatin1Char('\n'))));
    }

    void open(const QString& page) {
        m_window.reset();
        m_home = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), EnginePort{runOnEngine, checkOnEngine},
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_home->path(), m_home->filePath(QStringLiteral("desk.ini"))});
        QFETCH(int, zoom);
        m_appearance->setZoom(zoom);
        m_window->resize(1280, 800);
        m_window->show();
        if (!page.isEmpty()) QVERIFY(m_window->openPage(page));
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        settle();
    }

  private Q_SLOTS:
    void initTestCase() {
        m_pictures = QDir(qEnvironmentVariable("RELATA_SCREENSHOTS", QStringLiteral(RELATA_PICTURES)));
        QVERIFY(m_pictures.mkpath(QStringLiteral(".")));
        m_appearance = std::make_unique<Appearance>();
        m_appearance->setMode(Appearance::Mode::light);
    }
    void cleanup() {
        m_window.reset();
        m_appearance->setZoom(0);
    }

    void nothingIsCutOff_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("zoom");
        QTest::newRow("en") << QStringLiteral("en") << 0;
        QTest::newRow("de") << QStringLiteral("de") << 0;
        QTest::newRow("en-large") << QStringLiteral("en") << 4;
        QTest::newRow("de-large") << QStringLiteral("de") << 4;
    }
    void nothingIsCutOff() {
        QFETCH(QString, language);
        Language::apply(*qApp, language);
        open({});
        QVERIFY(m_window->isShowing(m_window->welcomePage()));
        look(QStringLiteral("welcome"));
        open(QStringLiteral("exercise:expired-object"));
        ExercisePage* page = m_window->exercisePage();
        look(QStringLiteral("exercise"));
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QVERIFY(ran.wait(20'000));
        for (const auto& [title, tab] : page->resultTabs()) {
            page->showResult(tab);
            if (const auto* growth = qobject_cast<GrowthView*>(tab)) QTRY_VERIFY_WITH_TIMEOUT(growth->model()->rowCount() > 0, 30'000);
            if (const auto* strategies = qobject_cast<StrategyView*>(tab)) QTRY_VERIFY_WITH_TIMEOUT(strategies->model()->rowCount() > 0, 30'000);
            look(QStringLiteral("tab-") + tab->objectName());
        }
        QSignalSpy checked(page, &ExercisePage::checked);
        page->check();
        QVERIFY(checked.wait(60'000));
        page->nextHint();
        look(QStringLiteral("checked"));
        QVERIFY(m_window->openPage(QStringLiteral("exercise:put-the-query-together")));
        look(QStringLiteral("parsons"));
        QVERIFY(m_window->openPage(QStringLiteral("exercise:tram-rota")));
        look(QStringLiteral("predict"));
        QVERIFY(m_window->openPage(m_window->pages().constFirst()));
        look(QStringLiteral("lesson"));
        m_window->openStudyPage();
        look(QStringLiteral("study"));
    }

    void momentOfTheRunIsToldInFull_data() { nothingIsCutOff_data(); }
    void momentOfTheRunIsToldInFull() {
        QFETCH(QString, language);
        Language::apply(*qApp, language);
        open(QStringLiteral("exercise:mend-the-loop"));
        ExercisePage* page = m_window->exercisePage();
        QSignalSpy ran(page, &ExercisePage::ran);
        page->run();
        QVERIFY(ran.wait(20'000));
        ObjectsView* objects = page->views()->objects();
        page->showResult(objects);
        settle();
        const QLabel* moment = objects->moment();
        QVERIFY(!moment->text().isEmpty());
        QVERIFY2(moment->height() >= moment->heightForWidth(moment->width()), qPrintable(moment->text()));
        QVERIFY(moment->mapTo(m_window.get(), QPoint(moment->width(), 0)).x() <= m_window->width());
        objects->table()->selectRow(0);
        QVERIFY(objects->meaning()->text().contains(objects->model()->index(0, ObjectsModel::Meaning).data().toString()));
        look(QStringLiteral("objects"));
    }

    void aScrollBarIsAThumbWithoutButtons() {
        QScrollBar bar(Qt::Vertical);
        bar.resize(16, 200);
        bar.setRange(0, 800);
        bar.setPageStep(200);
        const auto part = [&bar](QStyle::SubControl which) {
            QStyleOptionSlider option;
            option.initFrom(&bar);
            option.orientation = bar.orientation();
            option.minimum = bar.minimum();
            option.maximum = bar.maximum();
            option.pageStep = bar.pageStep();
            option.sliderPosition = bar.sliderPosition();
            return bar.style()->subControlRect(QStyle::CC_ScrollBar, &option, which, &bar);
        };
        QVERIFY(part(QStyle::SC_ScrollBarAddLine).isEmpty());
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).height(), 40);
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).top(), 0);
        bar.setValue(800);
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).bottom(), 199);
        bar.setValue(400);
        QCOMPARE(part(QStyle::SC_ScrollBarSubPage).height(), part(QStyle::SC_ScrollBarAddPage).height());
        // A click below the thumb goes a page on, a drag of the thumb takes it along.
        bar.show();
        QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(8, 190));
        QCOMPARE(bar.value(), 600);
        bar.setValue(0);
        QTest::mousePress(&bar, Qt::LeftButton, {}, QPoint(8, 20));
        QTest::mouseMove(&bar, QPoint(8, 100));
        QTest::mouseRelease(&bar, Qt::LeftButton, {}, QPoint(8, 100));
        QCOMPARE(bar.value(), 400);
    }
};

QTEST_MAIN(DeskLayoutTest)
#include "tst_desk_layout.moc"
