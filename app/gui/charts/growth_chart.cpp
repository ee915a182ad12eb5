#include "gui/charts/growth_chart.h"

#include "gui/settings/appearance.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace relata::gui {

using models::GrowthSeries;

namespace {

/// 1, 2 or 5 times a power of ten, so that at most `steps` of them reach `top`.
double niceStep(double top, int steps) {
    const double raw = std::max(top, 1.0) / steps, power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (factor * power >= raw) return std::max(1.0, factor * power);
    return power * 10;
}

void drawMarker(QPainter& painter, QPointF at, size_t shape) {
    constexpr qreal r = 4;
    if (shape % 3 == 0) painter.drawEllipse(at, r, r);
    else if (shape % 3 == 1) painter.drawPolygon(QPolygonF({{at.x(), at.y() - r - 1}, {at.x() + r + 1, at.y() + r}, {at.x() - r - 1, at.y() + r}}));
    else painter.drawRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r));
}

} // namespace

GrowthChart::GrowthChart(Appearance* appearance, models::GrowthModel* model, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model) {
    setAccessibleName(tr("Queries against N"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        setAccessibleDescription(m_model->summary());
        update();
    });
    connect(appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void GrowthChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = m_appearance->theme();
    painter.fillRect(rect(), t.page);
    painter.setFont(m_appearance->uiFont());
    const QFontMetricsF metrics(painter.font());
    const auto& all = m_model->series();
    double most = 1, largest = 1;
    qreal labels = 0;
    std::vector<QString> names;
    for (const GrowthSeries& s : all) {
        for (const auto& p : s.points) {
            most = std::max(most, double(p.selects));
            largest = std::max(largest, double(p.size));
        }
        names.push_back((s.own ? tr("%1 – %2") : tr("reference %1 – %2")).arg(s.name, models::growthWord(s.growth)));
        labels = std::max(labels, metrics.horizontalAdvance(names.back()));
    }
    const double yStep = niceStep(most * 1.05, std::max(2, int(height() / (metrics.height() * 3)))), yTop = std::ceil(most / yStep) * yStep;
    const QLocale locale;
    const qreal left = metrics.horizontalAdvance(locale.toString(int(yTop))) + 18, line = metrics.height();
    const QRectF plot(left, line * 1.5 + 8, std::max(60.0, width() - left - std::min(labels + 20, width() * 0.5)), height() - line * 3.5 - 18);
    const auto x = [&](double size) { return plot.left() + plot.width() * size / largest; };
    const auto y = [&](double n) { return plot.bottom() - plot.height() * n / yTop; };
    painter.setPen(t.muted);
    painter.drawText(QPointF(8, line), QStringLiteral("SELECTs"));
    for (double at = 0; at <= yTop + 0.1; at += yStep) {
        painter.setPen(QPen(t.border, 1));
        painter.drawLine(QPointF(plot.left(), std::floor(y(at)) + 0.5), QPointF(plot.right(), std::floor(y(at)) + 0.5));
        painter.setPen(t.muted);
        painter.drawText(QRectF(0, y(at) - line / 2, left - 8, line), Qt::AlignRight | Qt::AlignVCenter, locale.toString(int(at)));
    }
    // The sizes that ran, as far as they have room.
    qreal free = -1e9;
    std::vector<int> sizes;
    for (const GrowthSeries& s : all)
        for (const auto& p : s.points) sizes.push_back(p.size);
    std::ranges::sort(sizes);
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    std::vector<std::pair<qreal, QString>> ticks;
    for (size_t i = sizes.size(); i-- > 0;) { // the largest is always named
        const QString text = locale.toString(sizes[i]);
        const qreal half = metrics.horizontalAdvance(text) / 2 + 5, at = x(sizes[i]);
        if (free > -1e8 && at + half > free) continue;
        free = at - half;
        ticks.push_back({at, text});
    }
    painter.setPen(t.muted);
    for (const auto& [at, text] : ticks)
        painter.drawText(QRectF(at - 40, plot.bottom() + 4, 80, line), Qt::AlignHCenter | Qt::AlignTop, text);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 4 + line, plot.width(), line), Qt::AlignHCenter, tr("N (rows of the data)"));

    const auto colour = [&](size_t i) {
        if (all[i].own) return all[i].growth == GrowthSeries::Class::constant ? t.good : t.bad;
        return i % 2 == 1 ? t.info : t.really;
    };
    std::vector<std::pair<qreal, size_t>> ends;
    for (size_t i = all.size(); i-- > 0;) { // the learner's own on top
        const GrowthSeries& s = all[i];
        if (s.points.empty()) continue;
        QPolygonF lineOf;
        for (const auto& p : s.points) lineOf << QPointF(x(p.size), y(p.selects));
        painter.setPen(QPen(colour(i), s.own ? 2.4 : 1.8, s.own ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(lineOf);
        painter.setPen(QPen(t.page, 1));
        painter.setBrush(colour(i));
        for (const QPointF& at : lineOf) drawMarker(painter, at, i);
        ends.push_back({lineOf.back().y(), i});
    }
    // Names at the ends of the lines, pushed apart where lines meet.
    std::ranges::sort(ends);
    qreal next = -1e9;
    for (auto& [at, i] : ends) next = at = std::max(at, next + line);
    next = plot.bottom() - line / 4;
    for (auto it = ends.rbegin(); it != ends.rend(); ++it) {
        next = it->first = std::min(it->first, next);
        next -= line;
    }
    for (const auto& [at, i] : ends) {
        painter.setPen(colour(i));
        const qreal from = plot.right() + 12;
        painter.drawText(QRectF(from, at - line / 2, width() - from - 4, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(names[i], Qt::ElideRight, width() - from - 4));
    }
}

} // namespace relata::gui
