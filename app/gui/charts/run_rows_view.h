// RunRowsView: a sentence, a table read off the run and, where its rows have a place in time, their bars above it.
#pragma once

#include "models/run_rows_model.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QTableView;

namespace relata::gui {

class Appearance;
class SpanChart;

class RunRowsView : public QWidget {
    Q_OBJECT
  public:
    /// Owns `model`. Without a picture the table has the whole room.
    RunRowsView(Appearance* appearance, models::RunRowsModel* model, const QString& name, QWidget* parent = nullptr);
    /// Bars over time beside the table.
    void showSpans();
    /// `picture`, which the view owns from now on, beside the table.
    void showPicture(QWidget* picture);
    void chooseRow(int row);
    void setRun(const models::ShownRunPtr& run) { m_model->setRun(run); }
    models::RunRowsModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    SpanChart* chart() const { return m_chart; }

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);
    void currentRowChanged(int row);

  private:
    void fitColumns();

    Appearance* m_appearance;
    models::RunRowsModel* m_model;
    QLabel* m_summary;
    QTableView* m_table;
    QSplitter* m_split;
    SpanChart* m_chart = nullptr;
};

} // namespace relata::gui
