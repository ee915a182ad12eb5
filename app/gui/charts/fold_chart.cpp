#include "gui/charts/fold_chart.h"

#include "gui/settings/appearance.h"
#include "models/fetch_model.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace relata::gui {

namespace {
constexpr int mostStrips = 200; // the table has the rest
constexpr qreal bar = 9, fold = 14;
} // namespace

FoldChart::FoldChart(Appearance* appearance, models::FetchModel* model, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    const auto refresh = [this] {
        m_current = -1;
        setAccessibleDescription(m_model->summary());
        setMinimumHeight(minimumSizeHint().height());
        updateGeometry();
        update();
    };
    connect(model, &QAbstractItemModel::modelReset, this, refresh);
    connect(appearance, &Appearance::changed, this, refresh);
    refresh();
}

qreal FoldChart::stripHeight() const {
    return QFontMetricsF(m_appearance->uiFont()).height() + 2 * bar + fold + 18;
}
QSize FoldChart::minimumSizeHint() const {
    return {200, int(stripHeight() * std::min(mostStrips, m_model->rowCount())) + 8};
}
QSize FoldChart::sizeHint() const {
    return minimumSizeHint().expandedTo({420, 0});
}
QRectF FoldChart::stripOf(int row) const {
    return {0, 4 + row * stripHeight(), qreal(width()), stripHeight()};
}

void FoldChart::setCurrentRow(int row) {
    m_current = row;
    update();
}

void FoldChart::mousePressEvent(QMouseEvent* event) {
    for (int row = 0; row < std::min(mostStrips, m_model->rowCount()); ++row)
        if (stripOf(row).contains(event->position())) Q_EMIT rowChosen(row);
}

void FoldChart::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const Theme& t = m_appearance->theme();
    painter.fillRect(rect(), t.page);
    painter.setFont(m_appearance->uiFont());
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font());
    const QLocale locale;
    qint64 most = 1;
    for (int row = 0; row < m_model->rowCount(); ++row)
        most = std::max({most, m_model->result(row).rows, m_model->result(row).objects});
    const qreal left = 10, room = std::max(40.0, width() - 2 * left);
    for (int row = 0; row < std::min(mostStrips, m_model->rowCount()); ++row) {
        const QRectF strip = stripOf(row);
        if (!strip.intersects(event->rect())) continue;
        const models::ShownResult& r = m_model->result(row);
        if (row == m_current) painter.fillRect(strip, t.infoFill);
        const bool folded = r.rows > r.objects && r.uniqueCalled;
        const bool refused = r.needsUnique && !r.uniqueCalled;
        const QColor colour = refused ? t.bad : folded ? t.warn : t.info;
        painter.setPen(t.text);
        const QString text = refused ? tr("%1: %2 rows, unique() is missing")
                                           .arg(models::lineText(r.file, r.line), locale.toString(r.rows))
                                     : tr("%1: %2 rows, %3")
                                           .arg(models::lineText(r.file, r.line), locale.toString(r.rows),
                                                models::objectsText(r.objects));
        painter.drawText(QRectF(left, strip.top() + 4, room, metrics.height()), Qt::AlignLeft,
                         metrics.elidedText(text, Qt::ElideMiddle, room));
        const qreal y = strip.top() + 6 + metrics.height(), scale = room / double(most);
        const auto cells = [&](qreal top, qint64 count, const QColor& fill) {
            const qreal wide = std::max(2.0, double(count) * scale);
            painter.fillRect(QRectF(left, top, wide, bar), fill);
            if (wide < double(count) * 4) return; // too small to tell apart
            painter.setPen(QPen(row == m_current ? t.infoFill : t.page, 1));
            for (qint64 i = 1; i < count; ++i)
                painter.drawLine(QPointF(left + double(i) * scale, top),
                                 QPointF(left + double(i) * scale, top + bar));
        };
        if (r.rows > 0) cells(y, r.rows, colour);
        if (r.objects > 0) {
            QColor pale = colour;
            pale.setAlpha(60);
            QPainterPath path;
            path.moveTo(left, y + bar);
            path.lineTo(left + std::max(2.0, double(r.rows) * scale), y + bar);
            path.lineTo(left + std::max(2.0, double(r.objects) * scale), y + bar + fold);
            path.lineTo(left, y + bar + fold);
            if (r.rows > 0) painter.fillPath(path, pale);
            cells(y + bar + fold, r.objects, t.good);
        }
    }
}

} // namespace relata::gui
