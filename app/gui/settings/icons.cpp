#include "gui/settings/icons.h"

#include "gui/settings/appearance.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace relata::gui {

namespace {

/// Paints on a 16 x 16 grid.
void draw(QPainter& p, Glyph glyph, const Theme& t, const QColor& plain, bool monochrome) {
    const auto tint = [&](const QColor& colour) { return monochrome ? plain : colour; };
    const QColor hole = monochrome ? t.accent : t.page;
    const auto stroke = [&p](const QColor& colour, qreal width = 1.6) {
        p.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.setBrush(Qt::NoBrush);
    };
    const auto fill = [&p](const QColor& colour) {
        p.setPen(Qt::NoPen);
        p.setBrush(colour);
    };
    const auto tick = [&](const QColor& colour) {
        stroke(colour, 2);
        p.drawPolyline(QPolygonF({{4.8, 8.2}, {7, 10.5}, {11.2, 5.6}}));
    };
    switch (glyph) {
    case Glyph::run:
        fill(tint(t.good));
        p.drawPolygon(QPolygonF({{4, 2.5}, {13.5, 8}, {4, 13.5}}));
        break;
    case Glyph::stop:
        fill(tint(t.bad));
        p.drawRoundedRect(QRectF(3.5, 3.5, 9, 9), 1.5, 1.5);
        break;
    case Glyph::check:
    case Glyph::done:
        fill(tint(glyph == Glyph::check ? t.info : t.good));
        p.drawEllipse(QRectF(1.5, 1.5, 13, 13));
        tick(hole);
        break;
    case Glyph::reset: {
        stroke(plain);
        p.drawArc(QRectF(3, 3, 10, 10), 50 * 16, 280 * 16);
        p.drawPolyline(QPolygonF({{11.6, 1.6}, {11.4, 4.6}, {8.4, 4.4}}));
        break;
    }
    case Glyph::todo:
        stroke(monochrome ? plain : t.muted, 1.4);
        p.drawEllipse(QRectF(2.5, 2.5, 11, 11));
        break;
    case Glyph::started:
        stroke(tint(t.info), 1.4);
        p.drawEllipse(QRectF(2.5, 2.5, 11, 11));
        fill(tint(t.info));
        p.drawPie(QRectF(2.5, 2.5, 11, 11), 270 * 16, 180 * 16);
        break;
    case Glyph::fail:
        fill(tint(t.bad));
        p.drawRoundedRect(QRectF(1.8, 1.8, 12.4, 12.4), 2, 2);
        stroke(hole, 1.8);
        p.drawLine(QPointF(5.4, 5.4), QPointF(10.6, 10.6));
        p.drawLine(QPointF(10.6, 5.4), QPointF(5.4, 10.6));
        break;
    case Glyph::skipped:
        stroke(monochrome ? plain : t.muted, 1.4);
        p.drawEllipse(QRectF(2.5, 2.5, 11, 11));
        p.drawLine(QPointF(5.4, 8), QPointF(10.6, 8));
        break;
    case Glyph::exercise:
        stroke(plain, 1.4);
        p.drawPolyline(QPolygonF({{5, 4.5}, {1.8, 8}, {5, 11.5}}));
        p.drawPolyline(QPolygonF({{11, 4.5}, {14.2, 8}, {11, 11.5}}));
        p.drawLine(QPointF(9.2, 3.5), QPointF(6.8, 12.5));
        break;
    case Glyph::note:
        stroke(tint(t.info), 1.5);
        p.drawEllipse(QRectF(2, 2, 12, 12));
        p.drawLine(QPointF(8, 7.4), QPointF(8, 11.2));
        fill(tint(t.info));
        p.drawEllipse(QPointF(8, 4.9), 1, 1);
        break;
    case Glyph::tip:
        stroke(tint(t.good), 1.5);
        p.drawArc(QRectF(3.8, 1.5, 8.4, 8.4), -40 * 16, 260 * 16);
        p.drawPolyline(QPolygonF({{4.9, 8.6}, {6, 10.6}, {10, 10.6}, {11.1, 8.6}}));
        p.drawLine(QPointF(6.4, 13), QPointF(9.6, 13));
        break;
    case Glyph::warning:
        stroke(tint(t.warn), 1.5);
        p.drawPolygon(QPolygonF({{8, 2}, {14.5, 13.5}, {1.5, 13.5}}));
        p.drawLine(QPointF(8, 6.4), QPointF(8, 9.4));
        fill(tint(t.warn));
        p.drawEllipse(QPointF(8, 11.5), 0.9, 0.9);
        break;
    case Glyph::really:
        stroke(tint(t.really), 1.6);
        p.drawEllipse(QRectF(2, 2, 8.6, 8.6));
        p.drawLine(QPointF(9.6, 9.6), QPointF(14, 14));
        break;
    case Glyph::search:
        stroke(monochrome ? plain : t.muted, 1.5);
        p.drawEllipse(QRectF(2, 2, 8.6, 8.6));
        p.drawLine(QPointF(9.6, 9.6), QPointF(14, 14));
        break;
    case Glyph::close:
        stroke(plain, 1.5);
        p.drawLine(QPointF(4, 4), QPointF(12, 12));
        p.drawLine(QPointF(12, 4), QPointF(4, 12));
        break;
    case Glyph::bigger:
    case Glyph::smaller:
        stroke(plain, 1.6);
        p.drawLine(QPointF(3, 8), QPointF(13, 8));
        if (glyph == Glyph::bigger) p.drawLine(QPointF(8, 3), QPointF(8, 13));
        break;
    case Glyph::theme:
        stroke(plain, 1.4);
        p.drawEllipse(QRectF(2.5, 2.5, 11, 11));
        fill(plain);
        p.drawPie(QRectF(2.5, 2.5, 11, 11), 90 * 16, 180 * 16);
        break;
    case Glyph::previous:
        stroke(plain, 1.8);
        p.drawPolyline(QPolygonF({{10, 3}, {5, 8}, {10, 13}}));
        break;
    case Glyph::next:
        stroke(plain, 1.8);
        p.drawPolyline(QPolygonF({{6, 3}, {11, 8}, {6, 13}}));
        break;
    case Glyph::room: // up and down
        stroke(plain, 1.6);
        p.drawPolyline(QPolygonF({{4.5, 5.6}, {8, 2.2}, {11.5, 5.6}}));
        p.drawPolyline(QPolygonF({{4.5, 10.4}, {8, 13.8}, {11.5, 10.4}}));
        break;
    }
}

class PathIconEngine : public QIconEngine {
  public:
    PathIconEngine(Glyph glyph, const Appearance* appearance) : m_glyph(glyph), m_appearance(appearance) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        paintGlyph(*painter, rect, m_glyph, m_appearance, mode);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new PathIconEngine(m_glyph, m_appearance); }

  private:
    Glyph m_glyph;
    const Appearance* m_appearance;
};

} // namespace

void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const Appearance* appearance, QIcon::Mode mode) {
    const Theme& theme = appearance->theme();
    const QPalette palette = QApplication::palette();
    const bool selected = mode == QIcon::Selected, disabled = mode == QIcon::Disabled;
    const QColor plain = selected   ? palette.color(QPalette::HighlightedText)
                         : disabled ? palette.color(QPalette::Disabled, QPalette::Text)
                                    : palette.color(QPalette::Text);
    const qreal side = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
    painter.scale(side / 16, side / 16);
    draw(painter, glyph, theme, plain, selected || disabled);
    painter.restore();
}

QIcon icon(Glyph glyph, const Appearance* appearance) { return QIcon(new PathIconEngine(glyph, appearance)); }

QIcon programIcon() {
    QIcon mark;
    for (int side : {16, 32, 64, 128}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter p(&pixmap);
        p.setRenderHint(QPainter::Antialiasing);
        p.scale(side / 16.0, side / 16.0);
        p.setPen(Qt::NoPen);
        p.setBrush(QColor(0x0b5cad));
        p.drawRoundedRect(QRectF(0.5, 0.5, 15, 15), 3.5, 3.5);
        p.setPen(QPen(Qt::white, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawLine(QPointF(4.5, 8), QPointF(11.5, 8)); // one to many: a crow's foot
        p.drawPolyline(QPolygonF({{11.8, 4.4}, {8.2, 8}, {11.8, 11.6}}));
        p.drawLine(QPointF(4.2, 5.6), QPointF(4.2, 10.4));
        mark.addPixmap(pixmap);
    }
    return mark;
}

} // namespace relata::gui
