// A whole study session, offscreen, with the engine: every page of the course and every exercise, by what a learner does.
// Pictures of each page, light and dark, go to RELATA_SCREENSHOTS, else to the build folder.
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/exercise/parsons_view.h"
#include "gui/exercise/prediction_form.h"
#include "gui/exercise/reference_window.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/main_window.h"
#include "gui/palette/command_palette.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "gui/study/notice_bar.h"
#include "gui/study/study_page.h"
#include "gui/study/welcome_page.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyle>
#include <QTemporaryDir>
#include <QTest>

using namespace relata;
using namespace relata::gui;
using namespace relata::models;

class StudySessionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MainWindow> m_window;
    QDir m_pictures;

    void open() {
        EnginePort port;
        port.run = runOnEngine;
        port.check = checkOnEngine;
        m_window = std::make_unique<MainWindow>(
            m_appearance.get(), port,
            MainWindow::Places{QStringLiteral(RELATA_SOURCE_DIR), m_folder.path(), m_folder.filePath(QStringLiteral("desk.ini"))});
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void picture(const QString& name, QWidget* of = nullptr) {
        for (const auto mode : {Appearance::Mode::light, Appearance::Mode::dark}) {
            m_appearance->setMode(mode);
            for (int i = 0; i < 4; ++i) QCoreApplication::processEvents(); // one layout makes the next
            const QImage image = (of ? of : m_window.get())->grab().toImage();
            QVERIFY(!image.isNull());
            image.save(m_pictures.filePath(QStringLiteral("%1-%2.png").arg(
                QString(name).replace(QRegularExpression(QStringLiteral("[^\\w-]+")), QStringLiteral("-")),
                mode == Appearance::Mode::light ? QStringLiteral("light") : QStringLiteral("dark"))));
        }
        m_appearance->setMode(Appearance::Mode::light);
    }

    QStringList pages() const { return m_window->pages(); }

  private Q_SLOTS:
    void initTestCase() {
        m_pictures = QDir(qEnvironmentVariable("RELATA_SCREENSHOTS", QStringLiteral(RELATA_PICTURES)));
        QVERIFY(m_pictures.mkpath(QStringLiteral(".")));
        Language::apply(*qApp, QStringLiteral("en"));
        m_appearance = std::make_unique<Appearance>();
        m_appearance->setMode(Appearance::Mode::light);
        open();
    }
    void cleanupTestCase() { m_window.reset(); }

    void firstStartIsOneScreen() {
        QVERIFY(m_window->isShowing(m_window->welcomePage()));
        picture(QStringLiteral("00-welcome"));
        m_window->welcomePage()->begin()->click();
        QVERIFY(m_window->isShowing(m_window->lessonPage()));
        QVERIFY2(m_window->notice()->text().isEmpty(), qPrintable(m_window->notice()->text()));
    }

    void everySectionRuns() {
        LessonPage* lesson = m_window->lessonPage();
        int number = 0;
        for (const QString& page : pages()) {
            if (page.startsWith(QLatin1String("exercise:"))) continue;
            QVERIFY2(m_window->openPage(page), qPrintable(page));
            for (CodeCell* cell : lesson->cells()) {
                if (cell->block().kind != PageBlock::Kind::cell) continue;
                QSignalSpy ran(lesson, &LessonPage::ran);
                lesson->runCell(cell);
                QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20000);
                QVERIFY2(!cell->summary().isEmpty(), qPrintable(page + cell->name()));
                // What the text states was measured on the same program: both must say the same.
                const QString stated = lesson->measured(cell->name() + QStringLiteral(".queries"));
                QTRY_VERIFY_WITH_TIMEOUT(stated.isEmpty() || cell->summary().startsWith(stated), 5000);
                QCOMPARE(cell->editor()->horizontalScrollBar()->value(), 0);
            }
            lesson->setScroll(0);
            const QString name = QStringLiteral("section-%1-%2").arg(++number, 2, 10, QLatin1Char('0')).arg(page.section(QLatin1Char('/'), 1));
            picture(name);
            picture(name + QStringLiteral("-whole"), lesson->widget());
        }
        QVERIFY(number >= 14);
    }

    void everyExerciseIsSolved_data() {
        QTest::addColumn<QString>("page");
        for (const QString& page : pages())
            if (page.startsWith(QLatin1String("exercise:"))) QTest::newRow(qPrintable(page.mid(9))) << page;
    }
    void everyExerciseIsSolved() {
        QFETCH(QString, page);
        QVERIFY(m_window->openPage(page));
        ExercisePage* exercise = m_window->exercisePage();
        picture(QStringLiteral("exercise-") + page.mid(9));
        const QDir solutions(QStringLiteral(RELATA_SOURCE_DIR "/exercises/%1/solutions").arg(page.mid(9)));
        const QStringList names = solutions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!names.isEmpty());
        for (const QString& file : exercise->editor()->names()) {
            QFile solution(solutions.filePath(names.front() + QLatin1Char('/') + file));
            CodeEditor* editor = exercise->editor()->editor(file);
            if (!editor->isReadOnly() && solution.open(QIODevice::ReadOnly)) editor->replaceCode(QString::fromUtf8(solution.readAll()));
        }
        QSignalSpy checked(exercise, &ExercisePage::checked);
        exercise->check();
        QTRY_COMPARE_WITH_TIMEOUT(checked.count(), 1, 60000);
        QVERIFY2(exercise->checkView()->model()->allPassed(), qPrintable(exercise->checkView()->summary()));
        QCOMPARE(m_window->store().progress(page), Progress::done);
        // Run seeds the data whatever files the answer is made of.
        QSignalSpy ran(exercise, &ExercisePage::ran);
        exercise->run();
        QTRY_COMPARE_WITH_TIMEOUT(ran.count(), 1, 20000);
        const auto run = ran.front().front().value<ShownRunPtr>();
        if (exercise->predictionFile()->isEmpty()) // a program whose error is to be predicted fails
            QVERIFY2(!run->failed, qPrintable(run->error.type + QStringLiteral(": ") + run->error.message));
        picture(QStringLiteral("solved-") + page.mid(9));
    }

    void solutionStandsBesideTheAnswer() {
        QVERIFY(m_window->openPage(QStringLiteral("exercise:mend-the-loop")));
        m_window->exercisePage()->compareWithSolution();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<ReferenceWindow*>() != nullptr, 10000);
        auto* window = m_window->findChild<ReferenceWindow*>();
        QVERIFY2(window->summary(true).contains(QStringLiteral("quer")), qPrintable(window->summary(true)));
        picture(QStringLiteral("solution"), window);
        window->close();
    }

    void paletteFindsCommandsAndPages() {
        m_window->palette()->open(QStringLiteral("loop"));
        QVERIFY(m_window->palette()->shown().join(QLatin1Char('\n')).contains(QStringLiteral("Mend the loop")));
        picture(QStringLiteral("palette"));
        QTest::keyClick(m_window->palette()->findChild<QLineEdit*>(), Qt::Key_Escape);
        QVERIFY(!m_window->palette()->isVisible());
    }

    void namesAreExplained() {
        m_window->search()->open(QStringLiteral("MissingGreenlet"));
        QVERIFY(m_window->search()->shown().size() > 2);
        picture(QStringLiteral("search"));
        QTest::keyClick(m_window->search()->findChild<QLineEdit*>(), Qt::Key_Return);
        QVERIFY(m_window->isShowing(m_window->lessonPage()));
        picture(QStringLiteral("explained"));
    }

    void studyIsReported() {
        m_window->store().addAttempt({QStringLiteral("exercise:two-workers"), QStringLiteral("2026-01-01"), false, 1, 5, {QStringLiteral("Resolves")}});
        m_window->openStudyPage();
        picture(QStringLiteral("study"));
        StudyPage* page = m_window->studyPage();
        for (const char* name : {"report.pdf", "report.html"}) {
            QVERIFY(page->saveReport(m_folder.filePath(QLatin1String(name))));
            QVERIFY(QFileInfo(m_folder.filePath(QLatin1String(name))).size() > 1000);
        }
        QVERIFY(page->saveProgress(m_folder.filePath(QStringLiteral("p.json"))));
        QVERIFY(page->loadProgress(m_folder.filePath(QStringLiteral("p.json"))));
        QVERIFY(!page->loadProgress(m_folder.filePath(QStringLiteral("report.html"))));
        QVERIFY(m_window->openPage(pages().constFirst()));
        QSignalSpy told(page, &StudyPage::told);
        m_window->importProgress(m_folder.filePath(QStringLiteral("p.json")));
        QVERIFY(m_window->isShowing(page));
        QCOMPARE(told.size(), 1);
    }

    void helpHasTheGlossary() {
        const QString page = pages().constFirst().section(QLatin1Char('/'), 0, 0) + QStringLiteral("/glossary");
        QVERIFY(m_window->openPage(page));
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Glossary")));
        picture(QStringLiteral("glossary"));
        // Each link of it leads to a section of the lesson.
        QFile file(QStringLiteral(RELATA_SOURCE_DIR "/lessons/%1.md").arg(page));
        QVERIFY(file.open(QIODevice::ReadOnly));
        static const QRegularExpression link(QStringLiteral("\\(section:([\\w-]+)\\)"));
        for (auto it = link.globalMatch(QString::fromUtf8(file.readAll())); it.hasNext();) {
            const QString section = page.section(QLatin1Char('/'), 0, 0) + QLatin1Char('/') + it.next().captured(1);
            QVERIFY2(pages().contains(section), qPrintable(section));
        }
    }

    void iconsGrowWithTheText() {
        m_window->openPage(QStringLiteral("relationships-and-eager-loading/the-n-plus-1-problem"));
        const int plain = m_window->style()->pixelMetric(QStyle::PM_ButtonIconSize);
        m_appearance->setZoom(4);
        QVERIFY(m_window->style()->pixelMetric(QStyle::PM_ButtonIconSize) > plain);
        QTest::qWait(200);
        picture(QStringLiteral("zoom-lesson"));
        m_window->openPage(QStringLiteral("exercise:put-the-query-together"));
        picture(QStringLiteral("zoom-exercise"));
        m_appearance->setZoom(0);
    }

    void projectorShowsThePageAlone() {
        m_window->openPage(QStringLiteral("relationships-and-eager-loading/the-n-plus-1-problem"));
        m_window->setPresenting(true);
        QTest::qWait(200);
        QVERIFY(m_appearance->zoom() >= 5);
        picture(QStringLiteral("presentation"));
        m_window->setPresenting(false);
        QCOMPARE(m_appearance->zoom(), 0);
    }
};

QTEST_MAIN(StudySessionTest)
#include "tst_study_session.moc"
