#include "gui/settings/zoom_style.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>
#include <cmath>

namespace relata::gui {

ZoomStyle::ZoomStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int ZoomStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    const int plain = QProxyStyle::pixelMetric(metric, option, widget);
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_TreeViewIndentation:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_ScrollBarExtent: return int(std::lround(plain * m_factor));
    case PM_ScrollBarSliderMin: return int(std::lround(32 * m_factor));
    default: return plain;
    }
}

QRect ZoomStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_ScrollBar || !bar) return QProxyStyle::subControlRect(control, option, part, widget);
    const bool lies = bar->orientation == Qt::Horizontal;
    const int room = lies ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int smallest = std::min(room, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    const int length = range <= 0 ? room : std::clamp(int(qint64(room) * bar->pageStep / std::max<qint64>(1, range + bar->pageStep)), smallest, room);
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, room - length, bar->upsideDown);
    const auto piece = [&](int from, int to) {
        const QRect along = lies ? QRect(from, 0, to - from, bar->rect.height()) : QRect(0, from, bar->rect.width(), to - from);
        return visualRect(bar->direction, bar->rect, along.translated(bar->rect.topLeft()));
    };
    switch (part) {
    case SC_ScrollBarGroove: return bar->rect;
    case SC_ScrollBarSlider: return piece(start, start + length);
    case SC_ScrollBarSubPage: return piece(0, start);
    case SC_ScrollBarAddPage: return piece(start + length, room);
    default: return {}; // there are no buttons at the ends
    }
}

void ZoomStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_ScrollBar || !bar) return QProxyStyle::drawComplexControl(control, option, painter, widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(bar->rect, bar->palette.color(QPalette::Window));
    if (bar->maximum > bar->minimum) {
        QColor thumb = bar->palette.color(QPalette::PlaceholderText);
        const bool held = (bar->state & State_Sunken) && (bar->activeSubControls & SC_ScrollBarSlider);
        thumb.setAlpha(held ? 255 : bar->state & State_MouseOver ? 215 : 165);
        const bool lies = bar->orientation == Qt::Horizontal;
        const qreal gap = std::max(2.0, (lies ? bar->rect.height() : bar->rect.width()) / 5.0);
        const QRectF slider = QRectF(subControlRect(control, option, SC_ScrollBarSlider, widget))
                                  .adjusted(lies ? 2 : gap, lies ? gap : 2, lies ? -2 : -gap, lies ? -gap : -2);
        const qreal round = std::min(slider.width(), slider.height()) / 2;
        painter->setPen(Qt::NoPen);
        painter->setBrush(thumb);
        painter->drawRoundedRect(slider, round, round);
    }
    painter->restore();
}

/// The arrow of a chosen row is as bright as its text.
void ZoomStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    if (element != PE_IndicatorBranch || !(option->state & State_Selected)) return QProxyStyle::drawPrimitive(element, option, painter, widget);
    QStyleOption chosen = *option;
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        chosen.palette.setColor(role, option->palette.color(QPalette::HighlightedText));
    QProxyStyle::drawPrimitive(element, &chosen, painter, widget);
}

} // namespace relata::gui
