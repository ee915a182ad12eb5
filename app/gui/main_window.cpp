#include "gui/main_window.h"

#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/lesson_page.h"
#include "gui/outline/dock_title.h"
#include "gui/outline/outline_panel.h"
#include "gui/palette/command_palette.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"
#include "gui/study/notice_bar.h"
#include "gui/study/study_page.h"
#include "gui/study/welcome_page.h"
#include "models/study_report.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QDesktopServices>
#include <QDockWidget>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

namespace relata::gui {

namespace {

const QString keysPage = QStringLiteral("keys");
constexpr int layoutVersion = 1; // raise when docks change: an older layout is then left alone

QString text(const std::string& s) { return QString::fromStdString(s); }

} // namespace

MainWindow::MainWindow(Appearance* appearance, models::EnginePort engine, const Places& places)
    : m_appearance(appearance), m_engine(std::move(engine)), m_coursePlace(places.course), m_store(places.data),
      m_settings(std::make_unique<QSettings>(places.settings, QSettings::IniFormat)), m_pages(new QStackedWidget),
      m_lessonPage(new LessonPage(appearance, &m_engine, &m_queue, &m_store)),
      m_exercisePage(new ExercisePage(appearance, &m_engine, &m_queue, &m_store)), m_empty(new QLabel),
      m_dock(new QDockWidget(tr("Course"))), m_outline(new OutlinePanel(appearance, &m_model)), m_status(new QLabel), m_time(new QLabel), m_about(new QLabel),
      m_studyPage(new StudyPage(appearance, {[this](bool linked) { return models::studyReport(m_lessons, m_exercises, m_store, linked); },
                                             [this] { return m_store.exportJson(); },
                                             [this](const QByteArray& json) { return m_store.importJson(json); }})),
      m_welcome(new WelcomePage(appearance)), m_notice(new NoticeBar(appearance)), m_help(m_lessons, places.course) {
    setWindowTitle(tr("Relata"));
    setWindowIcon(programIcon());
    setDockOptions(AnimatedDocks);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(40);
    m_pages->addWidget(m_lessonPage);
    m_pages->addWidget(m_exercisePage);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_studyPage);
    m_pages->addWidget(m_welcome);
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    m_dock->setObjectName(QStringLiteral("course"));
    m_dock->setWidget(m_outline);
    m_dock->setTitleBarWidget(new DockTitle(appearance, m_dock));
    m_dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    addDockWidget(Qt::LeftDockWidgetArea, m_dock);
    resizeDocks({m_dock}, {250}, Qt::Horizontal);
    statusBar()->addWidget(m_status, 1);
    statusBar()->addPermanentWidget(m_time);
    m_about->setText(tr("Python 3.11 · SQLModel · SQLite in memory"));
    statusBar()->addPermanentWidget(m_about);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long sentence makes no window wider
    for (QLabel* told : {m_status, m_time, m_about}) told->setContentsMargins(8, 0, 8, 0);
    statusBar()->setSizeGripEnabled(false);
    m_status->setText(tr("Ready"));

    connect(m_outline, &OutlinePanel::pageChosen, this, &MainWindow::openPage);
    connect(m_outline, &OutlinePanel::pageEntered, this, &MainWindow::focusPage);
    connect(m_lessonPage, &LessonPage::linkActivated, this, &MainWindow::openLink);
    connect(m_exercisePage, &ExercisePage::linkActivated, this, &MainWindow::openLink);
    connect(m_lessonPage, &LessonPage::ran, this, &MainWindow::showRun);
    connect(m_exercisePage, &ExercisePage::ran, this, &MainWindow::showRun);
    connect(m_exercisePage, &ExercisePage::passed, this, [this](const QString& page) {
        m_store.setProgress(page, models::Progress::done);
        m_model.setProgress(page, models::Progress::done);
    });
    connect(m_lessonPage, &LessonPage::stepped, this, &MainWindow::step);
    connect(m_lessonPage, &LessonPage::doneRequested, this, &MainWindow::markDone);
    connect(m_exercisePage, &ExercisePage::nextRequested, this, &MainWindow::nextExercise);
    const auto noDisk = [this] { m_status->setText(tr("The draft could not be saved: is the disk full?")); };
    connect(m_lessonPage, &LessonPage::draftFailed, this, noDisk);
    connect(m_exercisePage, &ExercisePage::draftFailed, this, noDisk);
    connect(&m_queue, &models::RunQueue::busyChanged, this, [this](bool busy) {
        if (busy) m_status->setText(tr("Running…"));
        else if (m_status->text() == tr("Running…")) m_status->setText(tr("Ready"));
    });
    m_saving.setSingleShot(true);
    m_saving.setInterval(800);
    connect(&m_saving, &QTimer::timeout, this, &MainWindow::saveState);
    const auto soon = [this] {
        if (!m_restoring && !m_saving.isActive()) m_saving.start();
    };
    connect(m_lessonPage->verticalScrollBar(), &QScrollBar::valueChanged, this, soon);
    connect(m_exercisePage->editor(), &ProgramEditor::caretLineChanged, this, soon);
    connect(appearance, &Appearance::changed, this, soon);
    connect(appearance, &Appearance::changed, this, &MainWindow::fitDock);
    fitDock();

    m_language = m_settings->value(QStringLiteral("language")).toString();
    loadCourse();
    makeMenus();
    makeStudy();
    resize(1280, 800);
    restoreState();
}

MainWindow::~MainWindow() = default;

void MainWindow::loadCourse() {
    namespace fs = std::filesystem;
    const fs::path root = m_coursePlace.toStdString();
    const auto note = [this](const std::vector<Diagnostic>& problems) {
        for (const Diagnostic& problem : problems)
            m_problems << text(problem.to_string());
    };
    for (const fs::path& folder : course::find_lessons(root / "lessons")) {
        auto loaded = course::load_lesson(folder);
        note(loaded.problems);
        if (loaded.problems.empty()) m_lessons.push_back(std::move(loaded.lesson));
    }
    for (const fs::path& folder : course::find_exercises(root / "exercises")) {
        auto loaded = course::load_exercise(folder);
        note(loaded.problems);
        if (loaded.problems.empty()) m_exercises.push_back(std::move(loaded.exercise));
    }
    m_model.setCourse(m_lessons, m_exercises, m_store);
    m_empty->setText(m_problems.isEmpty() ? tr("There is no course in %1.").arg(m_coursePlace)
                                          : tr("The course cannot be read.\n\n%1").arg(m_problems.join(QLatin1Char('\n'))));
    m_pages->setCurrentWidget(m_empty);
}

bool MainWindow::isShowing(const QWidget* page) const { return m_pages->currentWidget() == page; }

void MainWindow::openStudyPage() {
    leavePage();
    m_page.clear();
    m_studyPage->refresh();
    m_status->setText(tr("Ready"));
    m_pages->setCurrentWidget(m_studyPage);
    fitMenus();
    m_outline->select({});
    setWindowTitle(tr("Your study - Relata"));
}

/// For a projector: everything bigger, nothing beside the page.
void MainWindow::setPresenting(bool presenting) {
    if (presenting) m_zoomBefore = m_appearance->zoom();
    setZoom(presenting ? m_zoomBefore + 5 : m_zoomBefore);
    m_dock->setVisible(!presenting);
    statusBar()->setVisible(!presenting);
    presenting ? showFullScreen() : showNormal();
}

bool MainWindow::openPage(const QString& page) {
    if (page == m_page && !m_page.isEmpty()) return true;
    const QString from = m_page;
    leavePage();
    QString title;
    for (const course::Lesson& lesson : m_lessons)
        for (const course::Section& section : lesson.sections)
            if (models::sectionPage(text(lesson.id), text(section.id)) == page) {
                m_queue.stop();
                m_pages->setCurrentWidget(m_lessonPage);
                m_lessonPage->open(page, text(section.text), ways(page));
                title = text(section.title);
            }
    for (const course::Exercise& exercise : m_exercises)
        if (models::exercisePage(text(exercise.id)) == page) {
            m_queue.stop();
            m_pages->setCurrentWidget(m_exercisePage);
            QString sectionTitle;
            for (const course::Lesson& lesson : m_lessons)
                for (const course::Section& section : lesson.sections)
                    if (lesson.id == exercise.lesson && section.id == exercise.section) sectionTitle = text(section.title);
            m_exercisePage->open(exercise, sectionTitle);
            title = text(exercise.title);
        }
    const bool isKeys = page == keysPage;
    if (const auto reference = !title.isEmpty() ? std::nullopt : isKeys ? std::optional(keysText()) : m_help.pageText(page)) {
        m_pages->setCurrentWidget(m_lessonPage);
        m_lessonPage->open(page, *reference);
        title = isKeys ? tr("Keys") : m_help.pageTitle(page);
    }
    if (title.isEmpty()) {
        if (!m_trail.isEmpty() && m_trail.back() == from) m_trail.removeLast(); // it was not left
        return false;
    }
    m_page = page;
    bringBack();
    fitMenus();
    m_status->setText(tr("Ready"));
    setWindowTitle(tr("%1 - Relata").arg(title));
    if (m_model.find(page).isValid()) { // a page of the course, and not one of the help
        m_store.setProgress(page, models::Progress::started);
        m_model.setProgress(page, models::Progress::started);
    }
    m_outline->select(page);
    if (!m_restoring) m_saving.start();
    return true;
}

PageFooter::Ways MainWindow::ways(const QString& page) const {
    const QStringList pages = m_model.pages();
    const auto at = pages.indexOf(page);
    const auto title = [&](qsizetype index) {
        return index >= 0 && index < pages.size() ? m_model.find(pages.at(index)).data().toString() : QString();
    };
    return {at < 0 ? QString() : title(at - 1), at < 0 ? QString() : title(at + 1), m_store.progress(page) == models::Progress::done};
}

void MainWindow::markDone() {
    if (m_page.isEmpty()) return;
    const bool takesBack = isShowing(m_lessonPage) && m_store.progress(m_page) == models::Progress::done; // a passed exercise stays passed
    if (takesBack) {
        m_store.takeBackDone(m_page);
        m_model.takeBackDone(m_page);
    } else {
        m_store.setProgress(m_page, models::Progress::done);
        m_model.setProgress(m_page, models::Progress::done);
    }
    if (PageFooter* footer = m_lessonPage->footer()) footer->setDone(!takesBack);
    fitMenus();
}

void MainWindow::openLink(const QString& target) {
    if (target.startsWith(QLatin1String("https://")) || target.startsWith(QLatin1String("http://"))) {
        QDesktopServices::openUrl(QUrl(target));
        return;
    }
    QString page = target;
    if (target.startsWith(QLatin1String("section:")))
        page = models::sectionPage(m_page.section(QLatin1Char('/'), 0, 0), target.mid(8));
    if (openPage(page)) focusPage();
    else m_status->setText(tr("This course has no page “%1”.").arg(target));
}

void MainWindow::step(int by) {
    const QStringList pages = m_model.pages();
    const auto at = pages.indexOf(m_page) + by;
    if (at >= 0 && at < pages.size() && openPage(pages.at(at))) focusPage();
}

/// Where the keys go once a page was asked for: Page Down reads on, letters are typed.
void MainWindow::focusPage() {
    if (isShowing(m_exercisePage)) ExercisePage::focusInside(m_exercisePage->panes().at(1)); // where one answers
    else if (isShowing(m_lessonPage)) m_lessonPage->setFocus();
    else if (isShowing(m_welcome)) m_welcome->begin()->setFocus();
}

void MainWindow::nextExercise() {
    const QStringList pages = m_model.pages();
    for (auto at = pages.indexOf(m_page) + 1; at < pages.size(); ++at)
        if (pages.at(at).startsWith(QLatin1String("exercise:"))) {
            openPage(pages.at(at));
            focusPage();
            return;
        }
    m_status->setText(tr("This was the last exercise of the course."));
}

void MainWindow::showRun(const models::ShownRunPtr& run) {
    m_lastError = run->failed ? run->error : models::ShownError();
    const QString time = QLocale().toString(run->milliseconds, 'f', 1);
    if (run->stopped) m_status->setText(tr("Stopped"));
    else if (run->failed)
        m_status->setText((run->error.line > 0 ? tr("%1 at line %2 of %3").arg(run->error.type).arg(run->error.line).arg(run->error.file)
                                               : run->error.message) +
                          (m_help.pageOf(run->error).isEmpty() ? QString() : tr(" · F1 explains it")));
    else m_status->setText(models::queriesText(run->queries()) + tr(" in %1 ms").arg(time));
}

/// The course, the text, the program, and the tab that shows what it did.
void MainWindow::cyclePanes(int by) {
    QList<QWidget*> panes{m_outline->tree()};
    if (isShowing(m_exercisePage)) panes << m_exercisePage->panes();
    else panes << m_pages->currentWidget();
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i)
        if (focus && (focus == panes[i] || panes[i]->isAncestorOf(focus))) at = i;
    for (qsizetype tries = 0; tries < panes.size(); ++tries) {
        at = at < 0 ? (by > 0 ? 0 : panes.size() - 1) : (at + by + panes.size()) % panes.size();
        if (!panes[at]->isVisible()) continue;
        ExercisePage::focusInside(panes[at]);
        return;
    }
}

void MainWindow::setZoom(int zoom) { m_appearance->setZoom(zoom); }

/// The outline's width follows the zoom.
void MainWindow::fitDock() {
    fitStatus();
    const int wanted = m_appearance->uiFont().pointSizeF() > 0 ? QFontMetrics(m_appearance->uiFont()).averageCharWidth() * 42 : 250;
    if (std::exchange(m_dockZoom, m_appearance->zoom()) != m_appearance->zoom())
        resizeDocks({m_dock}, {std::min(wanted, width() * 28 / 100)}, Qt::Horizontal);
}

/// What the desk runs on is told where there is room for it beside the rest.
void MainWindow::fitStatus() {
    const QFontMetrics metrics(m_appearance->uiFont()); // a label that is hidden does not know its font yet
    m_about->setVisible(metrics.horizontalAdvance(m_about->text() + m_time->text()) + 32 < width() / 2);
}

void MainWindow::saveState() {
    m_saving.stop();
    m_lessonPage->saveDrafts();
    m_exercisePage->saveDrafts();
    m_settings->setValue(QStringLiteral("geometry"), saveGeometry());
    m_settings->setValue(QStringLiteral("docks"), QMainWindow::saveState(layoutVersion));
    m_settings->setValue(QStringLiteral("exercise/layout"), m_exercisePage->saveLayout());
    m_settings->setValue(QStringLiteral("language"), m_language);
    m_settings->setValue(QStringLiteral("theme"), int(m_appearance->mode()));
    m_settings->setValue(QStringLiteral("zoom"), m_presenting->isChecked() ? m_zoomBefore : m_appearance->zoom());
    if (!m_page.isEmpty()) m_settings->setValue(QStringLiteral("page"), m_page);
    const bool onExercise = m_pages->currentWidget() == m_exercisePage;
    m_settings->setValue(QStringLiteral("scroll"), onExercise ? 0 : m_lessonPage->scroll());
    if (const CodeEditor* e = onExercise ? m_exercisePage->editor()->current() : nullptr) {
        int line = 0, column = 0;
        e->getCursorPosition(&line, &column);
        m_settings->setValue(QStringLiteral("cursor/file"), m_exercisePage->editor()->currentFile());
        m_settings->setValue(QStringLiteral("cursor/line"), line);
        m_settings->setValue(QStringLiteral("cursor/column"), column);
    }
    m_settings->sync();
}

void MainWindow::restoreState() {
    const QSettings& s = *m_settings;
    m_appearance->setMode(Appearance::Mode(std::clamp(s.value(QStringLiteral("theme"), 0).toInt(), 0, 2)));
    m_appearance->setZoom(s.value(QStringLiteral("zoom"), 0).toInt());
    restoreGeometry(s.value(QStringLiteral("geometry")).toByteArray());
    QMainWindow::restoreState(s.value(QStringLiteral("docks")).toByteArray(), layoutVersion);
    m_exercisePage->restoreLayout(s.value(QStringLiteral("exercise/layout")).toByteArray());
    const QStringList pages = m_model.pages();
    if (!openPage(s.value(QStringLiteral("page")).toString()) && !pages.isEmpty()) m_pages->setCurrentWidget(m_welcome);
    if (m_pages->currentWidget() == m_lessonPage) {
        m_lessonPage->setScroll(s.value(QStringLiteral("scroll"), 0).toInt());
    } else if (CodeEditor* e = m_pages->currentWidget() != m_exercisePage ? nullptr : m_exercisePage->editor()->editor(s.value(QStringLiteral("cursor/file")).toString())) {
        m_exercisePage->editor()->show(s.value(QStringLiteral("cursor/file")).toString(), 0);
        e->setCursorPosition(s.value(QStringLiteral("cursor/line")).toInt(), s.value(QStringLiteral("cursor/column")).toInt());
    }
    focusPage();
    m_restoring = false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    m_queue.stop();
    event->accept();
}

void MainWindow::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) return QMainWindow::wheelEvent(event);
    setZoom(m_appearance->zoom() + (event->angleDelta().y() > 0 ? 1 : -1));
    event->accept();
}

void MainWindow::moveEvent(QMoveEvent* event) {
    QMainWindow::moveEvent(event);
    if (!m_restoring) m_saving.start();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    fitStatus();
    if (!m_restoring) m_saving.start();
}

} // namespace relata::gui
