#include "gui/diagrams/relationship_diagram.h"

#include "gui/settings/appearance.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <map>

namespace relata::gui {

namespace {

constexpr qreal margin = 16, stub = 26, lane = 13;

QPainterPath rounded(const QPolygonF& line) {
    QPainterPath path(line.front());
    for (qsizetype i = 1; i + 1 < line.size(); ++i) {
        const QLineF in(line[i], line[i - 1]), out(line[i], line[i + 1]);
        const qreal r = std::min({5.0, in.length() / 2, out.length() / 2});
        if (r < 0.5) {
            path.lineTo(line[i]);
            continue;
        }
        path.lineTo(in.pointAt(r / in.length()));
        path.quadTo(line[i], out.pointAt(r / out.length()));
    }
    path.lineTo(line.back());
    return path;
}

} // namespace

RelationshipDiagram::RelationshipDiagram(Appearance* appearance, models::RelationshipLinksModel* model, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model) {
    setAccessibleName(tr("Diagram of the relationships"));
    setMouseTracking(true);
    connect(model, &QAbstractItemModel::modelReset, this, &RelationshipDiagram::layOut);
    connect(appearance, &Appearance::changed, this, &RelationshipDiagram::layOut);
}

int RelationshipDiagram::cardOf(const QString& table) const {
    for (size_t i = 0; i < m_cards.size(); ++i)
        if (m_cards[i].entity->table == table) return int(i);
    return -1;
}

QRectF RelationshipDiagram::columnRect(const QString& table, const QString& column) const {
    const int at = cardOf(table);
    if (at < 0) return {};
    const Card& card = m_cards[size_t(at)];
    for (size_t i = 0; i < card.entity->columns.size(); ++i)
        if (card.entity->columns[i].name == column)
            return {card.rect.x(), card.rect.y() + m_row * qreal(i + 1) + 6, card.rect.width(), m_row};
    return {};
}

void RelationshipDiagram::layOut() {
    m_cards.clear();
    m_wires.clear();
    m_highlight = m_dragged = -1;
    const auto& run = m_model->run();
    const auto& links = m_model->links();
    const QFont code = m_appearance->codeFont();
    QFont bold = m_appearance->uiFont();
    bold.setBold(true);
    const QFontMetricsF metrics(code), title(bold), small(m_appearance->uiFont());
    m_row = std::ceil(metrics.height()) + 6;
    if (run)
        for (const models::ShownEntity& e : run->entities)
            if (!e.table.isEmpty() && cardOf(e.table) < 0) m_cards.push_back({&e, 0, {}});
    // What refers stands left of what it refers to; a circle of references is cut where it closes.
    for (size_t round = 0; round < m_cards.size(); ++round)
        for (const auto& link : links) {
            const int from = cardOf(link.table), to = cardOf(link.targetTable);
            if (from < 0 || to < 0 || from == to) continue;
            Card &a = m_cards[size_t(from)], &b = m_cards[size_t(to)];
            if (b.layer <= a.layer && a.layer + 1 < int(m_cards.size())) b.layer = a.layer + 1;
        }
    std::vector<int> layers;
    for (const Card& card : m_cards) layers.push_back(card.layer);
    std::ranges::sort(layers);
    layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
    for (Card& card : m_cards) card.layer = int(std::ranges::find(layers, card.layer) - layers.begin());

    std::vector<qreal> widths(layers.size(), 0), gapRoom(layers.size() + 1, 0);
    std::vector<int> leaving(layers.size() + 1, 0);
    int far = 0;
    for (const auto& link : links) {
        const int from = cardOf(link.table), to = cardOf(link.targetTable);
        if (from < 0 || to < 0) continue;
        const qreal text = small.horizontalAdvance(models::linkLabel(link));
        const int a = m_cards[size_t(from)].layer, b = m_cards[size_t(to)].layer;
        const size_t gap = from == to ? size_t(a) : size_t(a) + 1; // a loop stands left of its card
        gapRoom[gap] = std::max(gapRoom[gap], text + 12);
        ++leaving[gap];
        if (from != to && b != a + 1) {
            ++far;
            ++leaving[size_t(b)];
        }
    }
    for (Card& card : m_cards) {
        qreal w = title.horizontalAdvance(card.entity->name + QStringLiteral("  ") + card.entity->table) + 24;
        for (const auto& c : card.entity->columns)
            w = std::max(w, metrics.horizontalAdvance(c.name + QStringLiteral("   ") + c.type + (c.nullable ? QStringLiteral("?") : QString())) + 50);
        widths[size_t(card.layer)] = std::max(widths[size_t(card.layer)], w);
    }
    const qreal top = margin + far * lane;
    std::vector<qreal> xs;
    qreal x = margin + gapRoom[0] + (leaving[0] ? stub + leaving[0] * lane : 0);
    for (size_t i = 0; i < layers.size(); ++i) {
        xs.push_back(x);
        x += widths[i] + gapRoom[i + 1] + (leaving[i + 1] ? 2 * stub + leaving[i + 1] * lane : 0);
    }
    std::vector<qreal> ys(layers.size(), top);
    qreal bottom = top;
    for (Card& card : m_cards) {
        qreal& y = ys[size_t(card.layer)];
        card.rect = {xs[size_t(card.layer)], y, widths[size_t(card.layer)], m_row * qreal(card.entity->columns.size() + 1) + 12};
        y += card.rect.height() + 24;
        bottom = std::max(bottom, card.rect.bottom());
    }

    std::vector<int> used(layers.size() + 1, 0);
    std::map<QString, int> ports, ending; // how many wires end at a column
    for (const auto& link : links) ++ending[link.targetTable + QLatin1Char('.') + link.targetColumn];
    int track = 0;
    for (const auto& link : links) {
        Wire wire;
        wire.text = models::linkLabel(link);
        const QRectF from = columnRect(link.table, link.column), to = columnRect(link.targetTable, link.targetColumn);
        if (from.isNull() || to.isNull()) {
            m_wires.push_back(wire);
            continue;
        }
        const int a = m_cards[size_t(cardOf(link.table))].layer, b = m_cards[size_t(cardOf(link.targetTable))].layer;
        const QString end = link.targetTable + QLatin1Char('.') + link.targetColumn;
        const int port = ports[end]++, all = ending[end];
        const qreal toY = all < 2 ? to.center().y() : to.top() + 4 + (m_row - 8) * (all - 1 - port) / (all - 1);
        const qreal text = small.horizontalAdvance(wire.text);
        if (link.table == link.targetTable) {
            const qreal out = from.left() - stub - lane * used[size_t(a)]++ - text;
            wire.path << QPointF(from.left(), from.center().y()) << QPointF(out, from.center().y()) << QPointF(out, toY)
                      << QPointF(to.left(), toY);
            wire.label = {from.left() - stub + 4 - text, from.center().y() - small.height() - 1, text, small.height()};
        } else {
            const qreal laneX = xs[size_t(a)] + widths[size_t(a)] + gapRoom[size_t(a) + 1] + stub + lane * used[size_t(a) + 1]++;
            wire.path << QPointF(from.right(), from.center().y()) << QPointF(laneX, from.center().y());
            if (b != a + 1) { // over the cards between
                const qreal y = margin / 2 + lane * track++, last = to.left() - stub - lane * used[size_t(b)]++;
                wire.path << QPointF(laneX, y) << QPointF(last, y) << QPointF(last, toY);
            } else {
                wire.path << QPointF(laneX, toY);
            }
            wire.path << QPointF(to.left(), toY);
            wire.label = {from.right() + 18, from.center().y() - small.height() - 1, text, small.height()};
        }
        m_wires.push_back(wire);
    }
    m_size = m_cards.empty() ? QSize(300, 120) : QSize(int(x + margin), int(bottom + margin));
    QStringList words;
    for (int row = 0; row < m_model->rowCount(); ++row)
        words << tr("%1 refers to %2: %3").arg(m_model->index(row, 0).data().toString(), m_model->index(row, 1).data().toString(),
                                               m_model->index(row, 2).data().toString());
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    resize(m_size);
    updateGeometry();
    update();
}

bool RelationshipDiagram::isTidy() const {
    for (size_t i = 0; i < m_cards.size(); ++i) {
        for (size_t j = i + 1; j < m_cards.size(); ++j)
            if (m_cards[i].rect.intersects(m_cards[j].rect)) return false;
        const QRectF inside = m_cards[i].rect.adjusted(1, 1, -1, -1);
        for (const Wire& wire : m_wires)
            for (qsizetype k = 1; k < wire.path.size(); ++k)
                if (QRectF(wire.path[k - 1], wire.path[k]).normalized().adjusted(-0.1, -0.1, 0.1, 0.1).intersects(inside)) return false;
    }
    return true;
}

QColor RelationshipDiagram::wireColour(int wire) const {
    const Theme& t = m_appearance->theme();
    const auto& link = m_model->links()[size_t(wire)];
    if (link.relationships.isEmpty()) return link.undecided.isEmpty() ? t.muted : t.bad;
    const QColor colours[] = {t.info, t.good, t.really, t.warn};
    return colours[size_t(wire) % 4];
}

void RelationshipDiagram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = m_appearance->theme();
    painter.fillRect(rect(), t.window);
    if (m_cards.empty()) {
        painter.setPen(t.muted);
        painter.setFont(m_appearance->uiFont());
        painter.drawText(rect(), Qt::AlignCenter, tr("Press Run (F5) to see the tables."));
        return;
    }
    const auto& links = m_model->links();
    QFont bold = m_appearance->uiFont();
    bold.setBold(true);
    for (const Card& card : m_cards) {
        painter.setPen(QPen(t.border, 1));
        painter.setBrush(t.page);
        painter.drawRoundedRect(card.rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        painter.setPen(t.text);
        painter.setFont(bold);
        const QRectF head = QRectF(card.rect.x() + 12, card.rect.y() + 4, card.rect.width() - 24, m_row);
        painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft, card.entity->name);
        painter.setFont(m_appearance->uiFont());
        painter.setPen(t.muted);
        painter.drawText(head, Qt::AlignVCenter | Qt::AlignRight, card.entity->table);
        painter.setFont(m_appearance->codeFont());
        for (const auto& c : card.entity->columns) {
            const QRectF row = columnRect(card.entity->table, c.name);
            if (m_dragged >= 0 && columnAt(row.center()) == c.name && card.entity->table == links[size_t(m_dragged)].table) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(row.contains(m_dragAt) ? t.goodFill : t.infoFill);
                painter.drawRect(row.adjusted(2, 0, -2, 0));
            }
            QColor colour = t.text;
            for (size_t i = 0; i < links.size(); ++i)
                if (links[i].table == card.entity->table && links[i].column == c.name) colour = wireColour(int(i));
            painter.setPen(t.muted);
            painter.drawText(row.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight, c.type + (c.nullable ? QStringLiteral("?") : QString()));
            if (c.primaryKey) { // a key: ring and bit
                const QPointF at(row.x() + 15, row.center().y());
                painter.setPen(QPen(t.muted, 1.4));
                painter.setBrush(Qt::NoBrush);
                painter.drawEllipse(at, 3, 3);
                painter.drawLine(at + QPointF(3, 0), at + QPointF(9, 0));
                painter.drawLine(at + QPointF(8, 0), at + QPointF(8, 3));
            }
            painter.setPen(colour);
            painter.drawText(row.adjusted(30, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft, c.name);
        }
    }
    for (size_t i = 0; i < m_wires.size(); ++i) {
        const Wire& wire = m_wires[i];
        if (wire.path.size() < 2) continue;
        const bool resolved = !links[i].relationships.isEmpty();
        const QPainterPath path = rounded(wire.path);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.window, 6));
        painter.drawPath(path); // a halo where wires cross
        const QColor colour = wireColour(int(i));
        const qreal thick = int(i) == m_highlight || int(i) == m_dragged ? 3 : 1.7;
        painter.setPen(QPen(colour, thick, resolved ? Qt::SolidLine : Qt::DashLine));
        painter.drawPath(path);
        painter.setPen(QPen(colour, thick));
        const QPointF many = wire.path.front(), one = wire.path.back();
        const qreal out = wire.path[1].x() > many.x() ? 1 : -1, in = wire.path[wire.path.size() - 2].x() > one.x() ? 1 : -1;
        for (const qreal dy : {-5.0, 5.0}) painter.drawLine(many + QPointF(0, dy), many + QPointF(out * 11, 0));
        painter.drawLine(one + QPointF(in * 6, -5), one + QPointF(in * 6, 5));
        if (links[i].nullable) {
            painter.setBrush(t.window);
            painter.drawEllipse(one + QPointF(in * 13, 0), 3.5, 3.5);
        } else {
            painter.drawLine(one + QPointF(in * 10, -5), one + QPointF(in * 10, 5));
        }
        QFont font = m_appearance->uiFont();
        font.setBold(int(i) == m_highlight);
        painter.setFont(font);
        painter.drawText(wire.label.adjusted(0, 0, 30, 0), Qt::AlignLeft | Qt::AlignVCenter, wire.text);
    }
    if (m_dragged >= 0 && m_wires[size_t(m_dragged)].path.size() > 1) {
        painter.setPen(QPen(t.accent, 2, Qt::DotLine));
        painter.drawLine(m_wires[size_t(m_dragged)].path[1], m_dragAt);
    }
}

int RelationshipDiagram::wireAt(const QPointF& at) const {
    for (size_t i = 0; i < m_wires.size(); ++i) {
        const Wire& wire = m_wires[i];
        if (wire.label.contains(at)) return int(i);
        for (qsizetype k = 1; k < wire.path.size(); ++k)
            if (QRectF(wire.path[k - 1], wire.path[k]).normalized().adjusted(-4, -4, 4, 4).contains(at)) return int(i);
    }
    return -1;
}

QString RelationshipDiagram::columnAt(const QPointF& at) const {
    if (m_dragged < 0) return {};
    const auto& links = m_model->links();
    for (const auto& other : models::alternatives(links, links[size_t(m_dragged)]))
        if (columnRect(other.table, other.column).contains(at)) return other.column;
    if (const auto& own = links[size_t(m_dragged)]; own.relationships.isEmpty() && columnRect(own.table, own.column).contains(at))
        return own.column; // undecided until now
    const auto& link = links[size_t(m_dragged)]; // a table that refers to itself: the end that is the one side
    if (link.table == link.targetTable && columnRect(link.table, link.targetColumn).contains(at)) return link.targetColumn;
    return {};
}

void RelationshipDiagram::highlight(int link) {
    if (std::exchange(m_highlight, link) != link) update();
}

void RelationshipDiagram::mousePressEvent(QMouseEvent* event) {
    m_dragged = wireAt(event->position());
    m_dragAt = event->position();
    if (m_dragged >= 0) Q_EMIT linkChosen(m_dragged);
    update();
}

void RelationshipDiagram::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged < 0) {
        const int over = wireAt(event->position());
        setCursor(over >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        highlight(over);
        return;
    }
    m_dragAt = event->position();
    update();
}

void RelationshipDiagram::mouseReleaseEvent(QMouseEvent* event) {
    const QString column = columnAt(event->position());
    const int link = std::exchange(m_dragged, -1);
    update();
    if (link >= 0 && !column.isEmpty()) Q_EMIT relinkRequested(link, column);
}

} // namespace relata::gui
