#include "gui/charts/run_rows_view.h"

#include "gui/charts/span_chart.h"
#include "gui/settings/appearance.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

using models::RunRowsModel;

namespace {

/// Words carry the meaning; the colour only finds them.
class ToneDelegate : public QStyledItemDelegate {
  public:
    ToneDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto tone = RunRowsModel::Tone(index.data(RunRowsModel::ToneRole).toInt());
        if (tone != RunRowsModel::Tone::bad && tone != RunRowsModel::Tone::warn) return;
        const Theme& t = m_appearance->theme();
        option->font.setBold(tone == RunRowsModel::Tone::bad);
        option->palette.setColor(QPalette::Text, tone == RunRowsModel::Tone::bad ? t.bad : t.warn);
    }

  private:
    Appearance* m_appearance;
};

} // namespace

RunRowsView::RunRowsView(Appearance* appearance, RunRowsModel* model, const QString& name, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(model), m_summary(new QLabel), m_table(new QTableView), m_split(new QSplitter(Qt::Horizontal)) {
    model->setParent(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_summary->setMargin(6);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    column->addWidget(m_summary);
    m_table->setModel(model);
    m_table->setItemDelegate(new ToneDelegate(appearance, this));
    m_table->setAccessibleName(name);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_table);
    column->addWidget(m_split, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& at) {
        Q_EMIT currentRowChanged(at.row());
        if (at.data(RunRowsModel::LineRole).toInt() > 0)
            Q_EMIT lineChosen(at.data(RunRowsModel::FileRole).toString(), at.data(RunRowsModel::LineRole).toInt());
    });
    connect(model, &QAbstractItemModel::modelReset, this, &RunRowsView::fitColumns);
    connect(appearance, &Appearance::changed, this, &RunRowsView::fitColumns);
    fitColumns();
}

void RunRowsView::showSpans() {
    m_chart = new SpanChart(m_appearance, m_model);
    connect(m_chart, &SpanChart::rowChosen, this, &RunRowsView::chooseRow);
    connect(this, &RunRowsView::currentRowChanged, m_chart, &SpanChart::setCurrentRow);
    showPicture(m_chart);
}

void RunRowsView::showPicture(QWidget* picture) {
    picture->setAccessibleName(m_table->accessibleName());
    auto* area = new QScrollArea; // many connections scroll
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(picture);
    m_split->insertWidget(0, area);
    m_split->setSizes({380, 620}); // a picture shrinks, a column cannot
}

void RunRowsView::chooseRow(int row) {
    m_table->setCurrentIndex({});
    m_table->setCurrentIndex(m_model->index(row, 0));
}

void RunRowsView::fitColumns() {
    m_summary->setText(m_model->summary());
    const QFontMetrics metrics(m_appearance->uiFont());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 8);
    for (int c = 0; c + 1 < m_model->columnCount(); ++c) {
        int wide = metrics.horizontalAdvance(m_model->headerData(c, Qt::Horizontal).toString());
        for (int row = 0; row < std::min(m_model->rowCount(), 200); ++row)
            wide = std::max(wide, metrics.horizontalAdvance(m_model->index(row, c).data().toString()));
        m_table->setColumnWidth(c, std::min(wide * 11 / 10, metrics.averageCharWidth() * 34) + 18);
    }
}

} // namespace relata::gui
