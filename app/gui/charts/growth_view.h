// GrowthView: runs the answer at the exercise's growth sizes on the worker and draws the queries against N.
#pragma once

#include "models/growth_model.h"
#include "models/run_queue.h"

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
    models::GrowthModel* model() const { return m_model; }

  private:
    void setBusy(bool busy);

    models::RunQueue* m_queue;
    models::GrowthModel* m_model;
    std::shared_ptr<const course::Exercise> m_exercise;
    Files m_files;
    QLabel* m_summary;
    QPushButton* m_button;
    QTableView* m_table;
    quint64 m_job = 0;
};

} // namespace relata::gui
