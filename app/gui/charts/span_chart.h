// SpanChart: the rows of a run as bars over time, a lane for each cause or connection. A click chooses the bar's row.
#pragma once

#include "models/run_rows_model.h"

#include <QWidget>

namespace relata::gui {

class Appearance;

class SpanChart : public QWidget {
    Q_OBJECT
  public:
    SpanChart(Appearance* appearance, models::RunRowsModel* model, QWidget* parent = nullptr);
    void setCurrentRow(int row);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// The bar of a row, for a click; empty where the row has none.
    QRectF barOf(int row) const;

  Q_SIGNALS:
    void rowChosen(int row);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Bar {
        int lane;
        double start, end;
        models::RunRowsModel::Tone tone;
    };
    void read();
    int rowAt(QPointF at) const;
    qreal laneHeight() const;
    QRectF plot() const;

    Appearance* m_appearance;
    models::RunRowsModel* m_model;
    QStringList m_lanes;
    std::vector<int> m_inLane; ///< bars in each lane
    std::vector<Bar> m_bars;
    double m_span = 0;
    int m_current = -1;
};

} // namespace relata::gui
