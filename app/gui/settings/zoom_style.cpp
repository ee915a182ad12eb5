#include "gui/settings/zoom_style.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>
#include <cmath>
#include <utility>

namespace relata::gui {

namespace {

constexpr int headerAir = 4; ///< a column's name begins where its cells do

/// Fusion draws outlines as the window's colour, darker: nobody sees them on a dark window. Theme gives them as Shadow.
QPalette outlinedPalette(const QPalette& palette) {
    static qint64 key = 0;
    static QPalette outlined;
    if (std::exchange(key, palette.cacheKey()) != palette.cacheKey()) {
        outlined = palette;
        outlined.setColor(QPalette::Window, palette.color(QPalette::Shadow).lighter(140));
    }
    return outlined;
}

/// What holds the keys: a ring in the colour of links, which stands out from every ground of both themes.
void drawFocus(const QStyleOption& option, QPainter* painter) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option.palette.color(QPalette::Link), 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 2.5, 2.5);
    painter->restore();
}

} // namespace

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
    case PM_FocusFrameHMargin: return plain + 2; // air between the columns of a table
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
    if (const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option); control == CC_SpinBox && box) {
        QStyleOptionSpinBox outlined = *box;
        outlined.palette = outlinedPalette(box->palette);
        QProxyStyle::drawComplexControl(control, &outlined, painter, widget);
        if (option->state & State_HasFocus) drawFocus(*option, painter);
        return;
    }
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
    if (element == PE_FrameFocusRect && !qobject_cast<const QAbstractItemView*>(widget)) return drawFocus(*option, painter);
    if (element == PE_FrameLineEdit || element == PE_IndicatorCheckBox) {
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
            QStyleOptionFrame outlined = *frame;
            outlined.palette = outlinedPalette(option->palette);
            QProxyStyle::drawPrimitive(element, &outlined, painter, widget);
        } else if (const auto* box = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton outlined = *box;
            outlined.palette = outlinedPalette(option->palette);
            QProxyStyle::drawPrimitive(element, &outlined, painter, widget);
        } else {
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        }
        if (element == PE_FrameLineEdit && (option->state & State_HasFocus)) drawFocus(*option, painter);
        return;
    }
    if (element == PE_PanelButtonCommand && (option->state & State_HasFocus)) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return drawFocus(*option, painter);
    }
    if (element == PE_PanelScrollAreaCorner) return painter->fillRect(option->rect, option->palette.brush(QPalette::Base)); // no frame of its own
    if (element != PE_IndicatorBranch || !(option->state & State_Selected)) return QProxyStyle::drawPrimitive(element, option, painter, widget);
    QStyleOption chosen = *option;
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        chosen.palette.setColor(role, option->palette.color(QPalette::HighlightedText));
    QProxyStyle::drawPrimitive(element, &chosen, painter, widget);
}

void ZoomStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option); element == CE_HeaderLabel && header) {
        QStyleOptionHeaderV2 aired;
        if (const auto* newer = qstyleoption_cast<const QStyleOptionHeaderV2*>(option)) aired = *newer;
        else static_cast<QStyleOptionHeader&>(aired) = *header;
        aired.rect.adjust(headerAir, 0, -headerAir, 0);
        return QProxyStyle::drawControl(element, &aired, painter, widget);
    }
    if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option); element == CE_ProgressBarGroove && bar) {
        QStyleOptionProgressBar outlined = *bar;
        outlined.palette = outlinedPalette(option->palette);
        return QProxyStyle::drawControl(element, &outlined, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

QSize ZoomStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const {
    const QSize plain = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_HeaderSection ? plain + QSize(2 * headerAir, 0) : plain;
}

} // namespace relata::gui
