#include "gui/querylog/query_view.h"

#include "gui/settings/appearance.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace relata::gui {

using models::QueryLogModel;

namespace {

/// The SQL with its keywords set off, elided from the right; the counts of loops in bold.
class SqlDelegate : public QStyledItemDelegate {
  public:
    SqlDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem o = option;
        initStyleOption(&o, index);
        const QString whole = o.text;
        o.text.clear();
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &o, painter, o.widget);
        const Theme& t = m_appearance->theme();
        const bool selected = o.state & QStyle::State_Selected;
        QFont font = m_appearance->codeFont();
        painter->save();
        painter->setFont(font);
        const QFontMetricsF metrics(font);
        const QRectF room = QRectF(o.rect).adjusted(4, 0, -4, 0);
        const QString shown = metrics.elidedText(whole, Qt::ElideRight, room.width());
        qreal x = room.x();
        static const QStringList keywords =
            QStringLiteral("SELECT FROM WHERE AND OR IN JOIN LEFT OUTER INNER ON ORDER BY GROUP LIMIT OFFSET INSERT INTO "
                           "VALUES UPDATE SET DELETE AS DISTINCT HAVING UNION ALL WITH EXISTS NOT NULL IS CREATE TABLE")
                .split(QLatin1Char(' '));
        const qreal baseline = room.y() + (room.height() + metrics.ascent() - metrics.descent()) / 2;
        for (const QString& word : shown.split(QLatin1Char(' '))) {
            const bool keyword = index.parent().isValid() ? false : keywords.contains(word);
            font.setBold(keyword);
            painter->setFont(font);
            painter->setPen(selected ? t.accentText : keyword ? t.keyword : t.text);
            painter->drawText(QPointF(x, baseline), word);
            x += QFontMetricsF(font).horizontalAdvance(word) + metrics.horizontalAdvance(QLatin1Char(' '));
        }
        painter->restore();
    }

  private:
    Appearance* m_appearance;
};

class CountDelegate : public QStyledItemDelegate {
  public:
    CountDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.parent().isValid() || !index.data(QueryLogModel::HotRole).toBool()) return;
        option->font.setBold(true);
        option->palette.setColor(QPalette::Text, m_appearance->theme().bad);
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 5);
    }

  private:
    Appearance* m_appearance;
};

/// All statements of the row on one axis, which all rows share. At most one bar for a pixel.
class TimelineDelegate : public QStyledItemDelegate {
  public:
    TimelineDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem o = option;
        initStyleOption(&o, index);
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &o, painter, o.widget);
        const Theme& t = m_appearance->theme();
        const double span = index.data(QueryLogModel::SpanRole).toDouble();
        const QRectF axis = QRectF(o.rect).adjusted(6, 0, -6, 0);
        painter->save();
        painter->setPen(QPen(t.border, 1));
        for (int quarter = 0; quarter <= 4; ++quarter) {
            const qreal x = std::floor(axis.x() + axis.width() * quarter / 4) + 0.5;
            painter->drawLine(QPointF(x, axis.top()), QPointF(x, axis.bottom()));
        }
        const bool hot = index.data(QueryLogModel::HotRole).toBool();
        painter->setPen(Qt::NoPen);
        painter->setBrush(o.state & QStyle::State_Selected ? t.accentText : hot ? t.bad : t.info);
        const qreal height = std::min(10.0, axis.height() - 6);
        int last = -1;
        const auto bars = index.data(QueryLogModel::BarsRole).value<QueryLogModel::Bars>();
        for (const auto& bar : bars) {
            const int x = int(axis.x() + (span > 0 ? bar.start / span : 0) * (axis.width() - 2));
            if (x <= last + 1) continue; // a gap of one pixel keeps the comb a comb
            const int width = std::max(2, int((span > 0 ? (bar.end - bar.start) / span : 0) * axis.width()));
            painter->drawRect(QRectF(x, axis.center().y() - height / 2, width, height));
            last = x + width - 1;
        }
        painter->restore();
    }

  private:
    Appearance* m_appearance;
};

} // namespace

QueryView::QueryView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(new QueryLogModel(this)), m_tree(new QTreeView),
      m_summary(new QLabel), m_preparation(new QCheckBox(tr("Show preparation"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_summary, 1);
    m_preparation->setToolTip(tr("Also list what creates the tables and fills them"));
    row->addWidget(m_preparation);
    auto* copy = new QPushButton(tr("Copy all"));
    copy->setToolTip(tr("Copy every query as text"));
    row->addWidget(copy);
    column->addLayout(row);

    m_tree->setObjectName(QStringLiteral("queryLog"));
    m_tree->setAccessibleName(tr("Queries"));
    m_tree->setModel(m_model);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setItemDelegateForColumn(QueryLogModel::Count, new CountDelegate(appearance, this));
    m_tree->setItemDelegateForColumn(QueryLogModel::Sql, new SqlDelegate(appearance, this));
    m_tree->setItemDelegateForColumn(QueryLogModel::Timeline, new TimelineDelegate(appearance, this));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(QueryLogModel::Sql, QHeaderView::Stretch);
    m_tree->header()->setAccessibleName(tr("Columns of the query log"));
    column->addWidget(m_tree, 1);

    connect(m_preparation, &QCheckBox::toggled, m_model, &QueryLogModel::setPreparationShown);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_model->asText()); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& at) {
        if (!m_following && at.isValid())
            Q_EMIT lineChosen(at.data(QueryLogModel::FileRole).toString(), at.data(QueryLogModel::LineRole).toInt());
    });
    connect(appearance, &Appearance::changed, this, &QueryView::retheme);
    retheme();
    setRun({});
}

void QueryView::retheme() {
    const QFontMetrics metrics(m_appearance->uiFont());
    const auto width = [&](const char* sample) { return metrics.horizontalAdvance(QLatin1String(sample)) + 20; };
    QHeaderView* header = m_tree->header();
    header->resizeSection(QueryLogModel::Count, width("      x1000"));
    header->resizeSection(QueryLogModel::Line, width("models.py:100"));
    header->resizeSection(QueryLogModel::Rows, width("10,000"));
    header->resizeSection(QueryLogModel::Time, width("1,000.00 ms"));
    header->resizeSection(QueryLogModel::Timeline, metrics.averageCharWidth() * 26);
    m_tree->viewport()->update();
}

void QueryView::setRun(models::ShownRunPtr run) {
    m_model->setRun(run);
    if (!run) m_summary->setText(tr("Press Run (F5) to see which queries the program sends."));
    else if (run->queries() == 0) m_summary->setText(tr("The program sent no query."));
    else
        m_summary->setText(models::queriesText(run->queries()) +
                           (run->lazyLoads() > 0 ? tr(" · %1 of them lazy").arg(run->lazyLoads()) : QString()) +
                           tr(" · rows fetched: %1").arg(run->rows()));
}

void QueryView::selectLine(const QString& file, int line) {
    const QModelIndex at = m_model->groupOfLine(file, line);
    m_following = true;
    if (at.isValid()) m_tree->setCurrentIndex(at);
    else m_tree->selectionModel()->clear();
    m_following = false;
}

} // namespace relata::gui
