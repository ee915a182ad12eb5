// MainWindow: the study desk: the course at the left, the open page at the right, everything it needs in the menus.
#pragma once

#include "course/exercise.h"
#include "course/lesson.h"
#include "models/engine_port.h"
#include "models/outline_model.h"
#include "models/run_queue.h"
#include "models/study_store.h"

#include <QMainWindow>
#include <QTimer>

class QDockWidget;
class QLabel;
class QSettings;
class QStackedWidget;

namespace relata::gui {

class Appearance;
class ExercisePage;
class LessonPage;
class OutlinePanel;

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
    LessonPage* lessonPage() const { return m_lessonPage; }
    ExercisePage* exercisePage() const { return m_exercisePage; }
    OutlinePanel* outline() const { return m_outline; }
    /// Writes everything that a restart brings back. Also happens by itself soon after a change.
    void saveState();

  protected:
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
    void nextExercise();
    void showRun(const models::ShownRunPtr& run);
    void cyclePanes(int by);
    void setZoom(int zoom);

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
    QTimer m_saving;
    bool m_restoring = true;
};

} // namespace relata::gui
