#include "gui/charts/object_tiles.h"

#include "gui/settings/appearance.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace relata::gui {

using models::ObjectsModel;
using State = models::ShownObjectChange::State;

namespace {
constexpr size_t mostTiles = 600;
constexpr int margin = 8, gap = 5;
} // namespace

ObjectTiles::ObjectTiles(Appearance* appearance, ObjectsModel* model, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model) {
    setAccessibleName(tr("Identity map"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(model, &QAbstractItemModel::modelReset, this, &ObjectTiles::rearrange);
    connect(appearance, &Appearance::changed, this, &ObjectTiles::rearrange);
    rearrange();
}

void ObjectTiles::rearrange() {
    m_current = -1;
    setAccessibleDescription(m_model->summary());
    setMinimumHeight(arrange(width()));
    updateGeometry();
    update();
}

int ObjectTiles::arrange(int width) {
    m_tiles.clear();
    m_headings.clear();
    const QFontMetrics metrics(m_appearance->uiFont());
    const int tileHeight = metrics.height() + 8;
    int y = margin;
    const auto& entries = m_model->entries();
    for (size_t first = 0; first < std::min(entries.size(), mostTiles);) {
        const auto entity = [&](size_t i) {
            return m_model->run()->objects[size_t(entries[i].object)].entity;
        };
        size_t last = first;
        int wide = metrics.averageCharWidth() * 4;
        while (last < std::min(entries.size(), mostTiles) && entity(last) == entity(first))
            wide = std::max(wide, metrics.horizontalAdvance(
                                      m_model->index(int(last++), ObjectsModel::Key).data().toString()));
        wide = std::min(wide + 12, std::max(40, width / 2));
        m_headings.push_back({tr("%1: %2").arg(entity(first)).arg(last - first),
                              QRect(margin, y, std::max(10, width - 2 * margin), metrics.height())});
        y += metrics.height() + 4;
        int x = margin;
        for (size_t i = first; i < last; ++i) {
            if (x > margin && x + wide > width - margin) {
                x = margin;
                y += tileHeight + gap;
            }
            m_tiles.push_back({x, y, wide, tileHeight});
            x += wide + gap;
        }
        y += tileHeight + margin;
        first = last;
    }
    if (entries.size() > mostTiles) {
        m_headings.push_back({tr("and %n more in the table", nullptr, int(entries.size() - mostTiles)),
                              QRect(margin, y, std::max(10, width - 2 * margin), metrics.height())});
        y += metrics.height();
    }
    return y;
}

int ObjectTiles::heightForWidth(int width) const {
    return const_cast<ObjectTiles*>(this)->arrange(width);
}
QSize ObjectTiles::sizeHint() const {
    return {360, 120};
}
QSize ObjectTiles::minimumSizeHint() const {
    return {160, 40};
}
QRect ObjectTiles::tileOf(int row) const {
    return row >= 0 && size_t(row) < m_tiles.size() ? m_tiles[size_t(row)] : QRect();
}

void ObjectTiles::setCurrentRow(int row) {
    m_current = row;
    update();
}

void ObjectTiles::resizeEvent(QResizeEvent*) {
    setMinimumHeight(arrange(width()));
}

int ObjectTiles::rowAt(QPoint at) const {
    const auto found = std::ranges::find_if(m_tiles, [at](const QRect& r) { return r.contains(at); });
    return found == m_tiles.end() ? -1 : int(found - m_tiles.begin());
}

void ObjectTiles::mousePressEvent(QMouseEvent* event) {
    if (const int row = rowAt(event->position().toPoint()); row >= 0) Q_EMIT rowChosen(row);
}

bool ObjectTiles::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    const auto cell = [&](int column) { return m_model->index(row, column).data().toString(); };
    QToolTip::showText(help->globalPos(),
                       row < 0 ? QString()
                               : tr("%1 %2: %3, %4")
                                     .arg(cell(ObjectsModel::Class), cell(ObjectsModel::Key),
                                          cell(ObjectsModel::State), cell(ObjectsModel::Meaning)),
                       this);
    return true;
}

void ObjectTiles::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = m_appearance->theme();
    painter.fillRect(rect(), t.page);
    painter.setFont(m_appearance->uiFont());
    painter.setPen(t.muted);
    for (const Heading& heading : m_headings)
        painter.drawText(heading.rect, Qt::AlignLeft | Qt::AlignVCenter, heading.text);
    painter.setRenderHint(QPainter::Antialiasing);
    for (size_t i = 0; i < m_tiles.size(); ++i) {
        const ObjectsModel::Entry& e = m_model->entries()[i];
        const auto state = e.now.state;
        const bool lives = state == State::persistent || state == State::pending;
        const QColor frame = e.now.expired                                     ? t.warn
                             : state == State::deleted || state == State::gone ? t.bad
                             : lives                                           ? t.info
                                                                               : t.muted;
        const QColor ground = state == State::persistent ? (e.now.expired ? t.warnFill : t.infoFill) : t.page;
        const QRectF tile = QRectF(m_tiles[i]).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(
            QPen(frame, e.changed ? 2.4 : 1, state == State::pending ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(ground);
        painter.drawRoundedRect(tile, 4, 4);
        if (e.now.expired) {
            painter.setPen(Qt::NoPen);
            QColor hatch = frame;
            hatch.setAlpha(60);
            painter.setBrush(QBrush(hatch, Qt::BDiagPattern));
            painter.drawRoundedRect(tile, 4, 4);
        }
        painter.setPen(lives ? t.text : t.muted);
        const QString key = m_model->index(int(i), ObjectsModel::Key).data().toString();
        painter.drawText(tile, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(key, Qt::ElideRight, int(tile.width()) - 6));
        if (state == State::deleted || state == State::gone) {
            painter.setPen(QPen(frame, 1.4));
            painter.drawLine(tile.topLeft() + QPointF(4, 4), tile.bottomRight() - QPointF(4, 4));
        }
        if (int(i) == m_current) {
            painter.setPen(QPen(t.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(tile.adjusted(-2.5, -2.5, 2.5, 2.5), 6, 6);
        }
    }
}

} // namespace relata::gui
