#include "gui/charts/span_chart.h"

#include "gui/settings/appearance.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace relata::gui {

using models::RunRowsModel;

SpanChart::SpanChart(Appearance* appearance, RunRowsModel* model, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(model, &QAbstractItemModel::modelReset, this, &SpanChart::read);
    connect(appearance, &Appearance::changed, this, [this] {
        setMinimumHeight(minimumSizeHint().height());
        updateGeometry();
        update();
    });
    read();
}

void SpanChart::read() {
    m_lanes.clear();
    m_inLane.clear();
    m_bars.clear();
    m_span = 0;
    m_current = -1;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const RunRowsModel::Span span = m_model->span(row);
        auto lane = m_lanes.indexOf(span.lane);
        if (lane < 0) {
            lane = m_lanes.size();
            m_lanes << span.lane;
            m_inLane.push_back(0);
        }
        ++m_inLane[size_t(lane)];
        m_bars.push_back({int(lane), span.start, span.end, span.tone});
        m_span = std::max(m_span, span.end);
    }
    setAccessibleDescription(m_model->summary());
    setMinimumHeight(minimumSizeHint().height());
    updateGeometry();
    update();
}

qreal SpanChart::laneHeight() const { return QFontMetricsF(m_appearance->uiFont()).height() + 8; }
QSize SpanChart::minimumSizeHint() const {
    return {200, int(laneHeight() * double(m_lanes.size() + 1)) + 8};
}
QSize SpanChart::sizeHint() const { return minimumSizeHint().expandedTo({520, 0}); }

QRectF SpanChart::plot() const {
    const QFontMetricsF metrics(m_appearance->uiFont());
    qreal labels = 0;
    for (const QString& lane : m_lanes) labels = std::max(labels, metrics.horizontalAdvance(lane + QStringLiteral(" ×10000")));
    labels = std::min(labels + 16, width() * 0.55);
    return {labels, 4, std::max(20.0, width() - labels - 14), laneHeight() * double(m_lanes.size())};
}

QRectF SpanChart::barOf(int row) const {
    if (row < 0 || size_t(row) >= m_bars.size()) return {};
    const Bar& bar = m_bars[size_t(row)];
    const QRectF p = plot();
    const double scale = m_span > 0 ? p.width() / m_span : 0;
    const qreal height = std::min(14.0, laneHeight() - 6);
    return {p.left() + bar.start * scale, p.top() + laneHeight() * (bar.lane + 0.5) - height / 2, std::max(3.0, (bar.end - bar.start) * scale), height};
}

void SpanChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = m_appearance->theme();
    painter.fillRect(rect(), t.page);
    if (m_lanes.isEmpty()) return;
    painter.setFont(m_appearance->uiFont());
    const QFontMetricsF metrics(painter.font());
    const QRectF p = plot();
    for (int quarter = 0; quarter <= 4; ++quarter) {
        const qreal x = std::floor(p.left() + p.width() * quarter / 4) + 0.5;
        painter.setPen(QPen(t.border, 1));
        painter.drawLine(QPointF(x, p.top()), QPointF(x, p.bottom()));
        painter.setPen(t.muted);
        const QString text = models::durationText(m_span * quarter / 4);
        const qreal wide = metrics.horizontalAdvance(text);
        if (p.width() < wide * 6 && quarter % 4 != 0) continue;
        painter.drawText(QRectF(std::clamp(x - wide / 2, 0.0, width() - wide - 2), p.bottom() + 2, wide + 2, metrics.height()), Qt::AlignLeft, text);
    }
    for (int lane = 0; lane < m_lanes.size(); ++lane) {
        const QRectF at(8, p.top() + laneHeight() * lane, p.left() - 14, laneHeight());
        const QString count = m_inLane[size_t(lane)] > 1 ? QStringLiteral(" ×%1").arg(m_inLane[size_t(lane)]) : QString();
        painter.setPen(t.text);
        painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_lanes[lane], Qt::ElideMiddle, at.width() - metrics.horizontalAdvance(count)) + count);
    }
    const auto colour = [&t](RunRowsModel::Tone tone) {
        switch (tone) {
        case RunRowsModel::Tone::bad: return t.bad;
        case RunRowsModel::Tone::warn: return t.warn;
        case RunRowsModel::Tone::good: return t.good;
        case RunRowsModel::Tone::aside: return t.really;
        default: return t.info;
        }
    };
    std::vector<qreal> last(size_t(m_lanes.size()), -10); // at most one bar for two pixels of a lane
    for (size_t row = 0; row < m_bars.size(); ++row) {
        const QRectF bar = barOf(int(row));
        qreal& end = last[size_t(m_bars[row].lane)];
        if (bar.right() <= end + 1) continue;
        end = bar.right();
        painter.fillRect(bar.adjusted(0, 0, bar.width() > 4 ? -1 : 0, 0), colour(m_bars[row].tone));
    }
    if (const QRectF bar = barOf(m_current); !bar.isEmpty()) {
        painter.setPen(QPen(t.text, 2));
        painter.drawRect(bar.adjusted(-3, -3, 3, 3));
    }
}

int SpanChart::rowAt(QPointF at) const {
    int nearest = -1;
    qreal away = 6;
    for (size_t row = 0; row < m_bars.size(); ++row) {
        const QRectF bar = barOf(int(row));
        if (std::abs(at.y() - bar.center().y()) > laneHeight() / 2) continue;
        const qreal far = std::max({bar.left() - at.x(), at.x() - bar.right(), 0.0});
        if (far < away) {
            away = far;
            nearest = int(row);
        }
    }
    return nearest;
}

void SpanChart::mousePressEvent(QMouseEvent* event) {
    if (const int row = rowAt(event->position()); row >= 0) Q_EMIT rowChosen(row);
}

bool SpanChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    QStringList cells;
    for (int c = 0; row >= 0 && c < m_model->columnCount(); ++c) cells << m_model->index(row, c).data().toString();
    QToolTip::showText(help->globalPos(), cells.join(QStringLiteral(" · ")).left(300), this);
    return true;
}

void SpanChart::setCurrentRow(int row) {
    m_current = row;
    update();
}

} // namespace relata::gui
