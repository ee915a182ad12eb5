// FoldChart: each result's rows as a strip of cells, and below it the objects that they were folded into, to
// one scale.
#pragma once

#include <QWidget>

namespace relata::models {
class FetchModel;
}

namespace relata::gui {

class Appearance;

class FoldChart : public QWidget {
    Q_OBJECT
  public:
    FoldChart(Appearance* appearance, models::FetchModel* model, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void setCurrentRow(int row);
    /// Where the strip of this result stands.
    QRectF stripOf(int row) const;

  Q_SIGNALS:
    void rowChosen(int row);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    qreal stripHeight() const;

    Appearance* m_appearance;
    models::FetchModel* m_model;
    int m_current = -1;
};

} // namespace relata::gui
