// RunRowsView: a sentence, a table read off the run and, where its rows have a place in time, their bars above it.
#pragma once

#include "models/run_rows_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace relata::gui {

class Appearance;
class SpanChart;

class RunRowsView : public QWidget {
    Q_OBJECT
  public:
    /// Owns `model`.
    RunRowsView(Appearance* appearance, models::RunRowsModel* model, const QString& name, bool charted, QWidget* parent = nullptr);
    void setRun(const models::ShownRunPtr& run) { m_model->setRun(run); }
    models::RunRowsModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    SpanChart* chart() const { return m_chart; }

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);

  private:
    void fitColumns();

    Appearance* m_appearance;
    models::RunRowsModel* m_model;
    QLabel* m_summary;
    QTableView* m_table;
    SpanChart* m_chart = nullptr;
};

} // namespace relata::gui
