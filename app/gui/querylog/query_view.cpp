#include "gui/querylog/query_view.h"

#include "gui/settings/appearance.h"
#include "models/sql_format.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextBrowser>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>

namespace relata::gui {

using models::QueryLogModel;

namespace {

QColor sqlColour(const Theme& t, models::SqlToken::Kind kind) {
    using Kind = models::SqlToken::Kind;
    switch (kind) {
    case Kind::keyword: return t.keyword;
    case Kind::string: return t.string;
    case Kind::number: return t.number;
    case Kind::placeholder: return t.decorator;
    default: return t.text;
    }
}

QString sqlHtml(const Theme& t, const QString& sql) {
    QString html;
    for (const models::SqlToken& token : models::sqlTokens(models::formatSql(sql))) {
        const QString text = token.text.toHtmlEscaped();
        if (token.kind == models::SqlToken::Kind::space) html += text;
        else
            html += QStringLiteral("<span style=\"color:%1%2\">%3</span>")
                        .arg(sqlColour(t, token.kind).name(),
                             token.kind == models::SqlToken::Kind::keyword ? QStringLiteral("; font-weight:bold") : QString(), text);
    }
    return html;
}

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
        const QRectF room = QRectF(o.rect).adjusted(6, 0, -6, 0);
        const QString shown = metrics.elidedText(whole, Qt::ElideRight, room.width());
        qreal x = room.x();
        const qreal baseline = room.y() + (room.height() + metrics.ascent() - metrics.descent()) / 2;
        for (const models::SqlToken& token : models::sqlTokens(shown)) {
            font.setBold(token.kind == models::SqlToken::Kind::keyword);
            painter->setFont(font);
            painter->setPen(selected ? t.accentText : sqlColour(t, token.kind));
            painter->drawText(QPointF(x, baseline), token.text);
            x += (font.bold() ? QFontMetricsF(font) : metrics).horizontalAdvance(token.text);
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

/// All statements of the row on one axis, which all rows share. At most one bar for two pixels.
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
        const auto bars = index.data(QueryLogModel::BarsRole).value<QueryLogModel::Bars>();
        const auto at = [&](double time) { return int((span > 0 ? time / span : 0) * (axis.width() - 2)); };
        std::vector<std::pair<int, int>> ticks; // where, and how wide
        for (const auto& bar : bars) {
            const std::pair tick(int(axis.x()) + at(bar.start), std::max(2, at(bar.end - bar.start)));
            // A gap of one pixel keeps the comb a comb. Where there are few, each is to be seen and stands aside for the one before.
            const int free = ticks.empty() ? INT_MIN : ticks.back().first + ticks.back().second + 1;
            if (tick.first >= free) ticks.push_back(tick);
            else if (qreal(bars.size()) * 6 < axis.width()) ticks.push_back({free, 2});
        }
        int end = int(axis.right());
        for (auto tick = ticks.rbegin(); tick != ticks.rend(); ++tick) {
            tick->first = std::min(tick->first, end - tick->second);
            end = tick->first - 1;
        }
        for (const auto& [x, width] : ticks) painter->drawRect(QRectF(x, axis.center().y() - height / 2, width, height));
        painter->restore();
    }

  private:
    Appearance* m_appearance;
};

} // namespace

QueryView::QueryView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(new QueryLogModel(this)), m_tree(new QTreeView),
      m_detail(new QTextBrowser), m_summary(new QLabel), m_preparation(new QCheckBox(tr("Show preparation"))),
      m_invitation(tr("Press Run (F5) to see which queries the program sends.")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new QBoxLayout(QBoxLayout::LeftToRight);
    m_bar->setContentsMargins(8, 4, 8, 4);
    m_bar->setSpacing(4);
    m_summary->setMinimumWidth(60);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar->addWidget(m_summary, 1);
    auto* row = m_controls = new QHBoxLayout;
    auto* filter = new QLineEdit;
    filter->setPlaceholderText(tr("Filter"));
    filter->setClearButtonEnabled(true);
    filter->setAccessibleName(tr("Filter the queries"));
    filter->setToolTip(tr("Show only queries that contain these words in SQL, parameters, cause or line"));
    filter->setMinimumWidth(60);
    row->addWidget(filter, 1);
    auto* groupLabel = new QLabel(tr("&Group by"));
    auto* group = new QComboBox;
    group->addItems({tr("Line"), tr("Cause"), tr("Nothing")});
    group->setAccessibleName(tr("Group the queries by"));
    group->setToolTip(tr("Line: what one line sent. Cause: why it was sent. Nothing: every query in order."));
    groupLabel->setBuddy(group);
    row->addWidget(groupLabel);
    row->addWidget(group);
    m_preparation->setToolTip(tr("Also list what creates the tables and fills them"));
    row->addWidget(m_preparation);
    auto* copy = new QPushButton(tr("Copy all"));
    copy->setToolTip(tr("Copy every listed query as text"));
    row->addWidget(copy);
    row->setSpacing(6);
    m_bar->addLayout(row);
    column->addLayout(m_bar);

    m_tree->setObjectName(QStringLiteral("queryLog"));
    m_tree->setAccessibleName(tr("Queries"));
    m_tree->setModel(m_model);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideMiddle); // of a cause both ends count
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setItemDelegateForColumn(QueryLogModel::Count, new CountDelegate(m_appearance, this));
    m_tree->setItemDelegateForColumn(QueryLogModel::Sql, new SqlDelegate(m_appearance, this));
    m_tree->setItemDelegateForColumn(QueryLogModel::Timeline, new TimelineDelegate(m_appearance, this));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(QueryLogModel::Sql, QHeaderView::Stretch);
    m_tree->header()->setAccessibleName(tr("Columns of the query log"));
    m_detail->setObjectName(QStringLiteral("queryDetail"));
    m_detail->setAccessibleName(tr("The selected query"));
    m_detail->setFrameShape(QFrame::NoFrame);
    m_detail->setOpenLinks(false);
    m_detail->setMinimumWidth(120);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(m_tree);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({800, 230});
    column->addWidget(split, 1);

    auto* copySelected = new QAction(tr("Copy"), this);
    copySelected->setShortcut(QKeySequence::Copy);
    copySelected->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(copySelected);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copySelected, &QAction::triggered, this, [this] {
        QString text;
        for (const QModelIndex& at : m_tree->selectionModel()->selectedRows()) text += m_model->textOf(at);
        QApplication::clipboard()->setText(text);
    });
    connect(filter, &QLineEdit::textChanged, m_model, &QueryLogModel::setFilter);
    connect(group, &QComboBox::currentIndexChanged, m_model,
            [this](int at) { m_model->setGrouping(QueryLogModel::Grouping(at)); });
    connect(m_preparation, &QCheckBox::toggled, m_model, &QueryLogModel::setPreparationShown);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        summarize();
        showDetail({});
    });
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_model->asText()); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& at) {
        showDetail(at);
        arrangeBar();
        if (!m_following && at.isValid())
            Q_EMIT lineChosen(at.data(QueryLogModel::FileRole).toString(), at.data(QueryLogModel::LineRole).toInt());
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& at) {
        Q_EMIT lineEntered(at.data(QueryLogModel::FileRole).toString(), at.data(QueryLogModel::LineRole).toInt());
    });
    connect(appearance, &Appearance::changed, this, &QueryView::retheme);
    m_tree->viewport()->installEventFilter(this); // its columns follow its own width, which comes after the view's
    setFocusProxy(m_tree); // who asks for the queries wants to go through them
    retheme();
    setRun({});
}

void QueryView::retheme() {
    const QFontMetrics metrics(m_appearance->uiFont());
    QHeaderView* header = m_tree->header();
    const auto width = [&](int column, const char* sample) {
        const QString name = m_model->headerData(column, Qt::Horizontal).toString();
        return std::max(metrics.horizontalAdvance(QLatin1String(sample)) + 20, metrics.horizontalAdvance(name) + 16);
    };
    header->resizeSection(QueryLogModel::Count, std::max(width(QueryLogModel::Count, "   x1000"), metrics.horizontalAdvance(QueryLogModel::refusedWord()) + 40));
    m_causeWidth = width(QueryLogModel::Cause, "lazy load of Task.assignee");
    header->resizeSection(QueryLogModel::Cause, m_causeWidth);
    header->resizeSection(QueryLogModel::Line, width(QueryLogModel::Line, "models.py:100"));
    header->resizeSection(QueryLogModel::Rows, width(QueryLogModel::Rows, "10,000"));
    m_timeWidth = width(QueryLogModel::Time, "100.00 ms");
    m_timelineWidth = metrics.averageCharWidth() * 18;
    header->resizeSection(QueryLogModel::Time, m_timeWidth);
    header->resizeSection(QueryLogModel::Timeline, m_timelineWidth);
    m_tree->viewport()->update();
    summarize();
    showDetail(m_tree->currentIndex());
}

/// The sentence goes above the controls where both have no room side by side, and the columns that other tabs show
/// too make room for the query.
void QueryView::arrangeBar() {
    const int wanted = m_summary->fontMetrics().horizontalAdvance(m_summary->text()) + m_controls->sizeHint().width() + 40;
    m_bar->setDirection(wanted > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const int letter = QFontMetrics(m_appearance->codeFont()).averageCharWidth(), query = letter * 24;
    m_detail->setVisible(width() > letter * 84 && m_tree->currentIndex().isValid()); // its room is the table's until something is chosen
    int room = m_detail->isHidden() ? width() : m_tree->width();
    for (const int c : {QueryLogModel::Count, QueryLogModel::Line, QueryLogModel::Rows}) room -= m_tree->columnWidth(c);
    std::array columns{std::pair(int(QueryLogModel::Cause), m_causeWidth), std::pair(int(QueryLogModel::Time), m_timeWidth),
                       std::pair(int(QueryLogModel::Timeline), m_timelineWidth)};
    if (m_timelineFirst) std::ranges::reverse(columns);
    for (const auto& [column, wide] : columns) {
        m_tree->setColumnHidden(column, room - wide < query);
        room -= wide;
    }
    // A cause is read, the query's beginning recognised: what is left goes to the longest cause first.
    const int spare = std::max(0, room - query);
    m_tree->header()->resizeSection(QueryLogModel::Cause, std::clamp(m_longestCause, m_causeWidth, m_causeWidth + spare));
}

void QueryView::keepTimeline() {
    m_timelineFirst = true;
    arrangeBar();
}

void QueryView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeBar();
}

bool QueryView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree->viewport() && event->type() == QEvent::Resize) arrangeBar();
    return QWidget::eventFilter(watched, event);
}

void QueryView::setRun(models::ShownRunPtr run) { m_model->setRun(run); }

void QueryView::setInvitation(const QString& text) {
    m_invitation = text;
    summarize();
}

void QueryView::summarize() {
    const models::ShownRunPtr& run = m_model->run();
    const QFontMetrics metrics(m_appearance->uiFont());
    m_longestCause = 0;
    for (int row = 0; row < std::min(m_model->rowCount(), 200); ++row)
        m_longestCause = std::max(m_longestCause,
                                  metrics.horizontalAdvance(m_model->index(row, QueryLogModel::Cause).data().toString()) + 20);
    QString text;
    if (!run) text = m_invitation;
    else if (run->stopped)
        text = run->queries() == 0 ? tr("Stopped. Until then the program had sent no query.") : tr("Stopped. Until then: %1.").arg(models::queriesText(run->queries()));
    else if (run->queries() == 0) text = tr("The program sent no query.");
    else {
        text = models::queriesText(run->queries());
        if (run->lazyLoads() > 0) text += tr(" · %1 of them lazy").arg(run->lazyLoads());
        if (const int same = m_model->identicalStatements(); same > 0) text += tr(" · %1 identical to an earlier one").arg(same);
        text += tr(" · rows fetched: %1").arg(run->rows());
    }
    m_summary->setText(text);
    m_summary->setToolTip(text);
    arrangeBar();
}

void QueryView::showDetail(const QModelIndex& at) {
    const models::ShownStatement* s = m_model->statementAt(at);
    const Theme& t = m_appearance->theme();
    if (!s) {
        m_detail->setHtml(QStringLiteral("<p style=\"color:%1\">%2</p>")
                              .arg(t.muted.name(), m_model->rowCount() == 0 ? tr("A query that you choose is shown here in full.")
                                                                            : tr("Choose a query to read it in full.")));
        return;
    }
    const auto line = [&](const QString& name, const QString& value) {
        return value.isEmpty() ? QString()
                               : QStringLiteral("<tr><td style=\"color:%1; padding-right:8px\">%2</td><td>%3</td></tr>")
                                     .arg(t.muted.name(), name, value.toHtmlEscaped());
    };
    const QFont code = m_appearance->codeFont();
    QString html = QStringLiteral("<pre style=\"font-family:'%1'; font-size:%2pt; white-space:pre-wrap; margin:0 0 6px 0\">%3</pre><table>")
                       .arg(code.family())
                       .arg(code.pointSizeF())
                       .arg(sqlHtml(t, s->sql));
    html += line(tr("Parameters"), s->parameters) + line(tr("Why"), models::causeText(s->reason)) +
            line(tr("Line"), s->line > 0 ? QStringLiteral("%1:%2").arg(s->file).arg(s->line) : QString()) +
            (s->isRefused ? line(tr("Not sent"), tr("nobody awaits it"))
                          : line(tr("Rows"), QLocale().toString(s->rows)) + line(tr("Time"), models::durationText(s->duration)));
    if (!s->error.isEmpty())
        html += QStringLiteral("<tr><td style=\"color:%1\">%2</td><td style=\"color:%1\">%3</td></tr>")
                    .arg(t.bad.name(), tr("Failed"), s->error.toHtmlEscaped());
    m_detail->setHtml(html + QStringLiteral("</table>"));
}

void QueryView::selectLine(const QString& file, int line) {
    const QModelIndexList found = m_model->groupsOfLine(file, line);
    m_following = true;
    if (found.isEmpty()) m_tree->selectionModel()->clear();
    for (const QModelIndex& at : found) {
        if (at == found.front()) m_tree->setCurrentIndex(at);
        else m_tree->selectionModel()->select(at, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    m_following = false;
    if (found.isEmpty()) showDetail({});
}

} // namespace relata::gui
