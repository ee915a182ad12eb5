#include "gui/charts/objects_view.h"

#include "gui/charts/object_tiles.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"
#include "models/run_rows_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

using models::ObjectsModel;

namespace {

/// What has just changed is bold.
class ChangedDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font.setBold(index.data(ObjectsModel::ChangedRole).toBool() &&
                             index.column() <= ObjectsModel::State);
    }
};

} // namespace

ObjectsView::ObjectsView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_model(new ObjectsModel(this)), m_bar(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_summary(new QLabel), m_moment(new QLabel), m_meaning(new QLabel), m_slider(new QSlider(Qt::Horizontal)), m_back(new QToolButton),
      m_forth(new QToolButton), m_table(new QTableView), m_tiles(new ObjectTiles(appearance, m_model)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    m_bar->setContentsMargins(8, 4, 8, 4);
    m_bar->setSpacing(6);
    for (QLabel* told : {m_summary, m_moment, m_meaning}) {
        told->setTextFormat(Qt::PlainText);
        told->setWordWrap(true);
    }
    for (const auto& [button, glyph, name] : {std::tuple(m_back, Glyph::previous, tr("Moment before")),
                                              std::tuple(m_forth, Glyph::next, tr("Moment after"))}) {
        button->setIcon(icon(glyph, appearance));
        button->setAutoRaise(true);
        button->setToolTip(name);
        button->setAccessibleName(name);
        button->setAutoRepeat(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    m_slider->setAccessibleName(tr("Moment of the run"));
    m_slider->setToolTip(tr("The moments of the run: each query, and each line that changed objects"));
    m_slider->setPageStep(5);
    m_slider->setMinimumWidth(140);
    row->addWidget(m_back);
    row->addWidget(m_slider, 1);
    row->addWidget(m_forth);
    m_bar->addLayout(row, 2);
    m_bar->addWidget(m_moment, 3);
    m_summary->setContentsMargins(8, 0, 8, 4);
    m_meaning->setMargin(8);
    column->addLayout(m_bar);
    column->addWidget(m_summary);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(m_tiles);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ChangedDelegate(this));
    m_table->setAccessibleName(tr("Objects in the sessions"));
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
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(area);
    auto* list = new QWidget;
    auto* listColumn = new QVBoxLayout(list);
    listColumn->setContentsMargins(0, 0, 0, 0);
    listColumn->setSpacing(0);
    listColumn->addWidget(m_table, 1);
    listColumn->addWidget(m_meaning);
    split->addWidget(list);
    split->setSizes({340, 660});
    column->addWidget(split, 1);

    connect(m_slider, &QSlider::valueChanged, this, &ObjectsView::show);
    connect(m_back, &QToolButton::clicked, this, [this] { m_slider->setValue(m_slider->value() - 1); });
    connect(m_forth, &QToolButton::clicked, this, [this] { m_slider->setValue(m_slider->value() + 1); });
    connect(m_tiles, &ObjectTiles::rowChosen, m_table, &QTableView::selectRow);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& at) {
                m_tiles->setCurrentRow(at.row());
                tellMeaning();
                if (at.data(ObjectsModel::LineRole).toInt() > 0)
                    Q_EMIT lineChosen(at.data(ObjectsModel::FileRole).toString(),
                                      at.data(ObjectsModel::LineRole).toInt());
            });
    connect(appearance, &Appearance::changed, this, &ObjectsView::fitColumns);
    setFocusProxy(m_slider); // its arrow keys go through the run
    setRun({});
}

void ObjectsView::setRun(const models::ShownRunPtr& run) {
    m_model->setRun(run);
    const int last = int(m_model->moments().size()) - 1;
    {
        const QSignalBlocker quiet(m_slider);
        m_slider->setRange(0, std::max(0, last));
        m_slider->setValue(m_model->moment());
    }
    m_slider->setEnabled(last > 0);
    tellMoment();
    fitColumns();
}

void ObjectsView::show(int moment) {
    m_model->setMoment(moment);
    tellMoment();
    const auto& moments = m_model->moments();
    if (size_t(moment) < moments.size() && moments[size_t(moment)].line > 0)
        Q_EMIT lineChosen(moments[size_t(moment)].file, moments[size_t(moment)].line);
}

void ObjectsView::tellMoment() {
    const int moment = m_model->moment(), count = int(m_model->moments().size());
    m_back->setEnabled(moment > 0);
    m_forth->setEnabled(moment + 1 < count);
    m_summary->setText(m_model->summary());
    QString text;
    if (moment >= 0) {
        const ObjectsModel::Moment& at = m_model->moments()[size_t(moment)];
        text = tr("Moment %1 of %2 · %3 · %4")
                   .arg(moment + 1)
                   .arg(count)
                   .arg(models::lineText(at.file, at.line), m_model->momentText());
    }
    m_moment->setText(text);
    m_moment->setToolTip(text);
    m_slider->setAccessibleDescription(text);
    tellMeaning();
    arrangeBar();
}

/// In full: the column of the table has room for its beginning only.
void ObjectsView::tellMeaning() {
    const QModelIndex at = m_table->currentIndex();
    const auto cell = [&](int column) { return at.siblingAtColumn(column).data().toString(); };
    m_meaning->setVisible(m_model->rowCount() > 0);
    m_meaning->setText(at.isValid() ? tr("%1 %2, %3: %4")
                                          .arg(cell(ObjectsModel::Class), cell(ObjectsModel::Key), cell(ObjectsModel::State), cell(ObjectsModel::Meaning))
                                    : tr("Choose an object to read what its state means."));
}

/// The moment stands beside the slider where both have room, else below it.
void ObjectsView::arrangeBar() {
    const int wanted = m_moment->fontMetrics().horizontalAdvance(m_moment->text()) * 5 / 3 + 32;
    m_bar->setDirection(wanted > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ObjectsView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeBar();
}

void ObjectsView::fitColumns() {
    const QFontMetrics metrics(m_appearance->uiFont());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 8);
    QFont bold = m_appearance->uiFont();
    bold.setBold(true);
    const int letters[] = {12, 6, 24, 6};
    for (int c = ObjectsModel::Class; c <= ObjectsModel::Session; ++c) {
        const int header =
            QFontMetrics(bold).horizontalAdvance(m_model->headerData(c, Qt::Horizontal).toString());
        m_table->setColumnWidth(c, std::max(header, metrics.averageCharWidth() * letters[c]) + 14);
    }
}

} // namespace relata::gui
