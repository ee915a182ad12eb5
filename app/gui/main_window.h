// MainWindow: the study desk: the course at the left, the open page at the right, everything it needs in the menus.
#pragma once

#include "course/exercise.h"
#include "course/lesson.h"
#include "gui/lesson/page_footer.h"
#include "gui/study/quick_help.h"
#include "models/engine_port.h"
#include "models/outline_model.h"
#include "models/run_queue.h"
#include "models/study_store.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QTimer>

#include <memory>

class QDockWidget;
class QLabel;
class QMenu;
class QSettings;
class QStackedWidget;
class QsciScintillaBase;

namespace relata::gui {

class Appearance;
class CommandPalette;
class ExercisePage;
class LessonPage;
class NoticeBar;
class OutlinePanel;
class StudyPage;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    struct Places {
        QString course;   ///< the folder that holds lessons/ and exercises/
        QString data;     ///< drafts and progress
        QString settings; ///< an INI file
    };
    MainWindow(Appearance* appearance, models::EnginePort engine, const Places& places);
    ~MainWindow() override;

    /// False where the course has no such page.
    bool openPage(const QString& page);
    QString page() const { return m_page; }
    QStringList pages() const { return m_model.pages(); } ///< in reading order
    LessonPage* lessonPage() const { return m_lessonPage; }
    ExercisePage* exercisePage() const { return m_exercisePage; }
    OutlinePanel* outline() const { return m_outline; }
    StudyPage* studyPage() const { return m_studyPage; }
    WelcomePage* welcomePage() const { return m_welcome; }
    CommandPalette* palette() const { return m_palette; }
    NoticeBar* notice() const { return m_notice; }
    models::StudyStore& store() { return m_store; }
    bool isShowing(const QWidget* page) const;
    void openStudyPage();
    /// Adds the progress that a file holds, and shows it; says so where it holds none.
    void importProgress(const QString& file);
    /// The page about the error of the last run at the caret's line, or the paragraph about the name at the caret.
    void explainHere();
    CommandPalette* search() const { return m_search; }
    void setPresenting(bool presenting);
    /// What the next window, in another language, goes on with beside what a restart brings back.
    struct Session;
    std::shared_ptr<const Session> session() const;
    void resume(const Session& session);
    /// To the page one came from, as it was left: text with its undo history, what the last run showed, the place.
    void goBack();
    /// Writes everything that a restart brings back. Also happens by itself soon after a change.
    void saveState();

  Q_SIGNALS:
    /// The windows made from now on are to speak this language; its state is saved.
    void languageChosen(const QString& code);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void loadCourse();
    void makeMenus();
    void restoreState();
    void openLink(const QString& target);
    void step(int by);
    PageFooter::Ways ways(const QString& page) const;
    void markDone();
    void focusPage();
    void nextExercise();
    void showRun(const models::ShownRunPtr& run);
    void cyclePanes(int by);
    void setZoom(int zoom);
    void makeStudy();
    void leavePage(); ///< another takes its place
    void haveEditor();
    void bringBack(); ///< what was left on the page that has just been opened
    void makeEditMenu();
    void makeHelpMenu();
    void fitMenus(); ///< what the open page cannot do cannot be chosen
    QString keysText() const;
    void showAbout();
    void openText(const QString& page, const QString& text);
    void showStudyTime();
    QMenu* languageMenu();
    void chooseLanguage(const QString& code);
    void showResult(QWidget* tab);
    void stepResult(int by);
    void fitDock();
    void fitStatus();

    Appearance* m_appearance;
    models::EnginePort m_engine;
    QString m_coursePlace;
    models::StudyStore m_store;
    std::unique_ptr<QSettings> m_settings;
    models::RunQueue m_queue;
    models::OutlineModel m_model;
    std::vector<course::Lesson> m_lessons;
    std::vector<course::Exercise> m_exercises;
    QStringList m_problems;
    QStackedWidget* m_pages;
    LessonPage* m_lessonPage;
    ExercisePage* m_exercisePage;
    QLabel* m_empty;
    QDockWidget* m_dock;
    OutlinePanel* m_outline;
    QLabel* m_status;
    QString m_page;
    QString m_language; ///< as Language::Choice::code
    QLabel *m_time, *m_about;
    StudyPage* m_studyPage;
    WelcomePage* m_welcome;
    NoticeBar* m_notice;
    CommandPalette* m_palette = nullptr;
    CommandPalette* m_search = nullptr;
    QuickHelp m_help;
    models::ShownError m_lastError;
    QAction *m_presenting = nullptr, *m_back = nullptr;
    QList<QAction*> m_exerciseActions, m_lessonActions, m_runActions;
    QAction* m_markDone = nullptr;
    QsciScintillaBase* m_keeper = nullptr; ///< see haveEditor()
    QStringList m_trail; ///< the pages one came from, the last one at the end
    std::vector<std::pair<QString, std::shared_ptr<const Session>>> m_kept; ///< of the pages left last
    int m_zoomBefore = 0, m_dockZoom = 0;
    QTimer m_saving, m_studying;
    QElapsedTimer m_lastInput;
    bool m_restoring = true, m_goingBack = false;
};

} // namespace relata::gui
