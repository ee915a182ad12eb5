// StrategyView: the program under each loading strategy of a relationship, side by side.
#pragma once

#include "models/run_queue.h"
#include "models/strategy_bench.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace relata::gui {

class Appearance;

class StrategyView : public QWidget {
    Q_OBJECT
  public:
    using MakeProgram = std::function<models::Program()>;
    StrategyView(Appearance* appearance, models::RunQueue* queue, models::Runner run, QWidget* parent = nullptr);
    void setProgram(MakeProgram program) { m_program = std::move(program); }
    void setRun(const models::ShownRunPtr& run);
    void clear();
    void compare();
    models::StrategyModel* model() const { return m_model; }

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void compareIfEmpty();
    void setBusy(bool busy);

    models::RunQueue* m_queue;
    models::Runner m_run;
    MakeProgram m_program;
    models::StrategyModel* m_model;
    QTableView* m_table;
    QLabel* m_summary;
    QComboBox* m_relationship;
    QPushButton* m_button;
    quint64 m_job = 0;
};

} // namespace relata::gui
