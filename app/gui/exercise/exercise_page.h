// ExercisePage: instructions, the learner's files, Run / Stop / Check / Reset, and what the program did.
#pragma once

#include "models/engine_port.h"
#include "models/run_queue.h"
#include "models/study_store.h"

#include <Qsci/qscidocument.h>

#include <QMap>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QScrollArea;
class QSplitter;
class QTabWidget;

namespace relata::gui {

class Appearance;
class CheckView;
class HintStrip;
class OutputView;
class PageStack;
class ParsonsView;
class PredictionForm;
class ProgramEditor;
class Prose;
class QueryView;
class RunBar;
class RunViews;

class ExercisePage : public QWidget {
    Q_OBJECT
  public:
    ExercisePage(Appearance* appearance, models::EnginePort* engine, models::RunQueue* queue, models::StudyStore* store,
                 QWidget* parent = nullptr);
    ~ExercisePage() override;

    void open(const course::Exercise& exercise, const QString& sectionTitle = {}); ///< of the section it belongs to
    QString page() const { return m_page; }
    ProgramEditor* editor() const { return m_editor; }
    QueryView* queryView() const { return m_queries; }
    OutputView* outputView() const { return m_output; }
    CheckView* checkView() const { return m_checks; }
    RunViews* views() const { return m_views; }
    /// What a window hands to the one that follows it: texts with their undo history, and what is shown beside them.
    struct Session {
        QString page;
        QMap<QString, QsciDocument> documents; ///< by file
        models::ShownRunPtr run;
        std::optional<models::ShownVerdict> verdict;
        int hints = 0;
    };
    Session session() const;
    void resume(const Session& session); ///< nothing happens where another page is open
    void run();
    void check();
    void reset();
    void saveDrafts();
    void nextHint();
    void previousHint();
    bool compareWithSolution(); ///< false where it may not be seen yet
    ParsonsView* parsons() const { return m_parsons; }
    PredictionForm* prediction() const { return m_prediction; }
    PredictionForm* predictionFile() const { return m_predictionFile; }
    HintStrip* hints() const { return m_hints; }
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);
    void resetLayout();
    void toggleRoom(); ///< the tabs below large, or as they were at first
    /// The tabs that show what the program did: title and widget, in their order.
    std::vector<std::pair<QString, QWidget*>> resultTabs() const;
    void showResult(QWidget* tab);
    void stepResult(int by);
    /// What F6 goes through: the instructions, where one answers, the tab below.
    QList<QWidget*> panes() const;
    /// Gives the keys to `pane`, or to the first thing in it that takes them.
    static void focusInside(QWidget* pane);

  Q_SIGNALS:
    void ran(const models::ShownRunPtr& run);
    void passed(const QString& page);
    void checked(const QString& page, const models::ShownVerdict& verdict);
    void hintShown(const QString& page, int hints);
    void solutionSeen(const QString& page);
    void nextRequested();
    void linkActivated(const QString& target);
    void draftFailed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void showVerdict(const models::ShownVerdict& verdict);
    void showInstructions();
    void showRun(const models::ShownRunPtr& run);
    void showRecord(const models::ShownRunPtr& run); ///< in all the tabs
    void showOrderedFile(const QString& file, int line);
    void setBusy(bool busy);
    void relayoutText();
    void openForms();
    void openLines(); ///< the lines to order, as the file has them
    void judgePrediction(const models::ShownRun& run);

    Appearance* m_appearance;
    models::EnginePort* m_engine;
    models::RunQueue* m_queue;
    models::StudyStore* m_store;
    std::unique_ptr<course::Exercise> m_exercise;
    QString m_page, m_sectionTitle;
    RunBar* m_bar;
    QScrollArea* m_textArea;
    PageStack* m_text;
    int m_hintsShown = 0;
    ProgramEditor* m_editor;
    QueryView* m_queries;
    RunViews* m_views;
    OutputView* m_output;
    CheckView* m_checks;
    QTabWidget* m_results;
    QSplitter *m_upper, *m_whole;
    HintStrip* m_hints;
    PredictionForm* m_prediction;     ///< before the first run: how many queries?
    PredictionForm* m_predictionFile; ///< the questions of a predict exercise
    QLabel* m_predictionResult;
    ParsonsView* m_parsons;
    std::optional<models::ShownVerdict> m_verdict; ///< of the last check
    bool m_hasRun = false, m_hasPassed = false;
    bool m_staysOnTab = false; ///< whatever the run does
    bool m_arranging = false; ///< the file follows a form
    QStringList m_unsaved;
    QTimer m_saving;
    quint64 m_job = 0;
};

} // namespace relata::gui
