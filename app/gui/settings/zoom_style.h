// ZoomStyle: Fusion with icons, indicators and scroll bars that grow with the text. A scroll bar is a thumb on its groove,
// without arrow buttons; fields and boxes have an outline that can be seen, and so has what holds the keys.
#pragma once

#include <QProxyStyle>

namespace relata::gui {

class ZoomStyle : public QProxyStyle {
    Q_OBJECT
  public:
    ZoomStyle();
    void setFactor(double factor) { m_factor = factor; }
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;

  private:
    double m_factor = 1;
};

} // namespace relata::gui
