#include "gui/outline/outline_panel.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"
#include "models/outline_filter.h"
#include "models/outline_model.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace relata::gui {

using models::OutlineModel;
using models::Progress;

namespace {

class OutlineDelegate : public QStyledItemDelegate {
  public:
    OutlineDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto kind = OutlineModel::Kind(index.data(OutlineModel::KindRole).toInt());
        if (kind == OutlineModel::Kind::lesson) {
            option->font.setBold(true);
            return;
        }
        const auto progress = Progress(index.data(OutlineModel::ProgressRole).toInt());
        const Glyph glyph = progress == Progress::done                    ? Glyph::done
                            : progress == Progress::started               ? Glyph::started
                            : kind == OutlineModel::Kind::exercise ? Glyph::exercise
                                                                          : Glyph::todo;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(glyph, m_appearance);
        const int side = option->fontMetrics.height();
        option->decorationSize = QSize(side, side);
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 7);
    }

  private:
    Appearance* m_appearance;
};

} // namespace

OutlinePanel::OutlinePanel(Appearance* appearance, OutlineModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_filtered(new models::OutlineFilter(this)), m_words(new QLineEdit),
      m_states(new QComboBox),
      m_tree(new QTreeView), m_told(new QLabel), m_progress(new QProgressBar) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 4, 8);
    column->setSpacing(6);
    m_words->setPlaceholderText(tr("Filter the course"));
    m_words->setAccessibleName(tr("Filter the course"));
    m_words->setClearButtonEnabled(true);
    m_words->addAction(icon(Glyph::search, appearance), QLineEdit::LeadingPosition);
    m_states->addItems({tr("All pages"), tr("Not done yet"), tr("Begun"), tr("Done")}); // in the order of OutlineFilter::State
    m_states->setAccessibleName(tr("Show pages by state"));
    m_states->setToolTip(tr("Which pages are listed"));
    m_states->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column->addWidget(m_words);
    column->addWidget(m_states);
    m_filtered->setSourceModel(model);
    m_tree->setObjectName(QStringLiteral("outline"));
    m_tree->setAccessibleName(tr("Course"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setModel(m_filtered);
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->setRootIsDecorated(model->rowCount() > 1); // one lesson is always open: its room goes to the titles
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new OutlineDelegate(appearance, this));
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_tree, 1);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false); // the end of the bar would cut through it
    m_progress->setFixedHeight(8);
    column->addWidget(m_told);
    column->addWidget(m_progress);
    connect(m_words, &QLineEdit::textChanged, this, &OutlinePanel::filter);
    connect(m_states, &QComboBox::currentIndexChanged, this, &OutlinePanel::filter);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& at) {
        const QString page = at.data(OutlineModel::PageRole).toString();
        if (!m_selecting && !page.isEmpty()) Q_EMIT pageChosen(page);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& at) {
        if (!at.data(OutlineModel::PageRole).toString().isEmpty()) Q_EMIT pageEntered();
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_tree->setRootIsDecorated(m_model->rowCount() > 1);
        m_tree->expandAll();
        showProgress();
    });
    connect(model, &QAbstractItemModel::dataChanged, this, &OutlinePanel::showProgress);
    m_tree->expandAll();
    showProgress();
}

void OutlinePanel::filter() {
    m_selecting = true; // a row that goes takes the choice with it, and the next row would be opened
    m_filtered->setState(models::OutlineFilter::State(m_states->currentIndex()));
    m_filtered->setWords(m_words->text());
    m_tree->expandAll();
    select(m_page);
}

void OutlinePanel::select(const QString& page) {
    m_page = page;
    m_selecting = true;
    m_filtered->setOpenPage(page);
    const QModelIndex chosen = m_filtered->mapFromSource(m_model->find(page));
    m_tree->scrollTo(chosen.parent()); // the section that an exercise belongs to
    m_tree->setCurrentIndex(chosen);
    m_selecting = false;
}

void OutlinePanel::showProgress() {
    const int all = m_model->pageCount(), done = m_model->doneCount();
    m_progress->setRange(0, std::max(1, all));
    m_progress->setValue(done);
    m_told->setText(tr("%1 of %2 pages done").arg(done).arg(all));
    m_progress->setAccessibleDescription(m_told->text());
}

} // namespace relata::gui
