// ZoomStyle: Fusion with icons, indicators and scroll bars that grow with the text.
#pragma once

#include <QProxyStyle>

namespace relata::gui {

class ZoomStyle : public QProxyStyle {
    Q_OBJECT
  public:
    ZoomStyle();
    void setFactor(double factor) { m_factor = factor; }
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;

  private:
    double m_factor = 1;
};

} // namespace relata::gui
