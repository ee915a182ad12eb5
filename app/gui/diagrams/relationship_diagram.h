// RelationshipDiagram: tables as cards, each foreign key as a wire from column to column with the relationships that
// follow it. A wire dragged to another foreign key of its card asks for its relationships to follow that one.
#pragma once

#include "models/relationship_links.h"

#include <QWidget>

namespace relata::gui {

class Appearance;

class RelationshipDiagram : public QWidget {
    Q_OBJECT
  public:
    RelationshipDiagram(Appearance* appearance, models::RelationshipLinksModel* model, QWidget* parent = nullptr);
    QSize sizeHint() const override { return m_size; }
    QSize minimumSizeHint() const override { return m_size; }
    void highlight(int link); ///< -1: none
    /// Where a column's row is drawn; for tests.
    QRectF columnRect(const QString& table, const QString& column) const;
    int cardCount() const { return int(m_cards.size()); }
    /// Whether two cards overlap or a wire runs through a card: never.
    bool isTidy() const;

  Q_SIGNALS:
    void linkChosen(int link);
    void relinkRequested(int link, const QString& column);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    struct Card {
        const models::ShownEntity* entity;
        int layer = 0;
        QRectF rect;
    };
    struct Wire {
        QPolygonF path; ///< from the foreign key to the column it refers to
        QRectF label;
        QString text;
    };
    void layOut();
    int wireAt(const QPointF& at) const;
    QColor wireColour(int wire) const;
    /// The column of `table` at a point, where it is a foreign key that wire `m_dragged` could follow.
    QString columnAt(const QPointF& at) const;
    int cardOf(const QString& table) const;

    Appearance* m_appearance;
    models::RelationshipLinksModel* m_model;
    std::vector<Card> m_cards;
    std::vector<Wire> m_wires; ///< one for each link of the model
    QSize m_size{300, 160};
    qreal m_row = 20;
    int m_highlight = -1, m_dragged = -1;
    QPointF m_dragAt;
};

} // namespace relata::gui
