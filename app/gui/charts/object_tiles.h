// ObjectTiles: the identity map as a picture: a tile for each object, its key on it, its state in the tile's
// shape.
#pragma once

#include "models/objects_model.h"

#include <QWidget>

namespace relata::gui {

class Appearance;

/// Solid: persistent. Hatched: expired. Dashed: pending. Outline only: detached. Crossed: deleted. What has
/// just changed stands in a thick frame. At most a few hundred tiles are painted: the table has all.
class ObjectTiles : public QWidget {
    Q_OBJECT
  public:
    ObjectTiles(Appearance* appearance, models::ObjectsModel* model, QWidget* parent = nullptr);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// Where the object of this row stands; empty where it is not painted.
    QRect tileOf(int row) const;
    void setCurrentRow(int row);

  Q_SIGNALS:
    void rowChosen(int row);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Heading {
        QString text;
        QRect rect;
    };
    int arrange(int width);
    int rowAt(QPoint at) const;
    void rearrange();

    Appearance* m_appearance;
    models::ObjectsModel* m_model;
    std::vector<QRect> m_tiles;
    std::vector<Heading> m_headings;
    int m_current = -1;
};

} // namespace relata::gui
