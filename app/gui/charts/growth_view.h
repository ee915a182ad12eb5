// GrowthView: runs the answer at the exercise's growth sizes on the worker and draws the queries against N.
#pragma once

#include "models/growth_model.h"
#include "models/run_queue.h"
#include "models/shown_run.h"

#include <QMap>
#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QTableView;

namespace relata::course {
struct Exercise;
}

namespace relata::gui {

class Appearance;

class GrowthView : public QWidget {
    Q_OBJECT
  public:
    using Files = std::function<QMap<QString, QString>()>;
    GrowthView(Appearance* appearance, models::RunQueue* queue, QWidget* parent = nullptr);
    void setProgram(Files files) { m_files = std::move(files); }
    void open(std::shared_ptr<const course::Exercise> exercise);
    void measure();
    /// The program ran: what was measured before may be another program's. Measures again when it is looked at.
    void setRun(const models::ShownRunPtr& run);
    models::GrowthModel* model() const { return m_model; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void measureIfStale();
    void setBusy(bool busy);

    models::RunQueue* m_queue;
    models::GrowthModel* m_model;
    std::shared_ptr<const course::Exercise> m_exercise;
    Files m_files;
    QLabel* m_summary;
    QPushButton* m_button;
    QTableView* m_table;
    bool m_stale = false;
    quint64 m_job = 0;
};

} // namespace relata::gui
