// GrowthChart: queries against N, a line for each program, named at its end.
#pragma once

#include "models/growth_model.h"

#include <QWidget>

namespace relata::gui {

class Appearance;

class GrowthChart : public QWidget {
    Q_OBJECT
  public:
    GrowthChart(Appearance* appearance, models::GrowthModel* model, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {520, 220}; }
    QSize minimumSizeHint() const override { return {240, 120}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Appearance* m_appearance;
    models::GrowthModel* m_model;
};

} // namespace relata::gui
