#include "gui/charts/strategy_view.h"

#include "gui/settings/appearance.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

using models::StrategyModel;

namespace {

/// Numbers over a bar of their share of the largest; errors in red with a cross, the fewest queries with a tick.
class StrategyDelegate : public QStyledItemDelegate {
  public:
    StrategyDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const Theme& t = m_appearance->theme();
        if (index.column() == StrategyModel::Strategy || index.column() == StrategyModel::Outcome) {
            const bool failed = index.data(StrategyModel::FailedRole).toBool();
            if (failed) option->palette.setColor(QPalette::Text, t.bad);
            if (index.column() == StrategyModel::Outcome)
                option->text.prepend(failed ? QStringLiteral("✗ ") : index.data(StrategyModel::BestRole).toBool() ? QStringLiteral("✓ ") : QStringLiteral("  "));
            if (index.column() == StrategyModel::Strategy && index.row() > 0) option->font = m_appearance->codeFont();
        }
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        if (index.column() != StrategyModel::Queries && index.column() != StrategyModel::Rows) return;
        const Theme& t = m_appearance->theme();
        const QRectF room = QRectF(option.rect).adjusted(6, 0, -6, -3);
        painter->fillRect(QRectF(room.x(), room.bottom() - 3, std::max(2.0, room.width() * index.data(StrategyModel::ShareRole).toDouble()), 3),
                          option.state & QStyle::State_Selected ? t.accentText : index.data(StrategyModel::BestRole).toBool() ? t.good : t.info);
    }

  private:
    Appearance* m_appearance;
};

} // namespace

StrategyView::StrategyView(Appearance* appearance, models::RunQueue* queue, models::Runner run, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_run(std::move(run)), m_model(new StrategyModel(this)), m_table(new QTableView),
      m_summary(new QLabel), m_relationship(new QComboBox), m_button(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    QSizePolicy asWideAsThereIsRoom(QSizePolicy::Ignored, QSizePolicy::Preferred);
    asWideAsThereIsRoom.setHeightForWidth(true);
    m_summary->setSizePolicy(asWideAsThereIsRoom);
    row->addWidget(m_summary, 1);
    auto* label = new QLabel(tr("&Relationship"));
    label->setBuddy(m_relationship);
    m_relationship->setAccessibleName(tr("Relationship to load in each way"));
    m_relationship->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_relationship->setMinimumWidth(140);
    m_relationship->setToolTip(tr("The relationship that is loaded in each way"));
    row->addWidget(label);
    row->addWidget(m_relationship);
    row->addWidget(m_button);
    column->addLayout(row);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new StrategyDelegate(appearance, this));
    m_table->setAccessibleName(tr("The program under each loading strategy"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setAccessibleName(tr("Columns"));
    column->addWidget(m_table, 1);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_job) m_queue->stop();
        else compare();
    });
    connect(m_relationship, &QComboBox::activated, this, &StrategyView::compare);
    connect(m_queue, &models::RunQueue::finished, this, [this](quint64 job) {
        if (job == m_job) setBusy(false);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& at) {
        if (!at.isValid()) return;
        const models::StrategyResult& r = m_model->results()[size_t(at.row())];
        if (r.errorLine > 0) Q_EMIT lineChosen(r.errorFile, r.errorLine);
    });
    const auto retheme = [this, appearance] {
        const QFontMetrics metrics(appearance->uiFont());
        m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 12);
        const int wide = metrics.averageCharWidth();
        m_table->setColumnWidth(StrategyModel::Strategy, wide * 20);
        for (int c : {StrategyModel::Queries, StrategyModel::Rows}) m_table->setColumnWidth(c, wide * 14);
        m_table->setColumnWidth(StrategyModel::Time, std::max(wide * 16, m_table->horizontalHeader()->sectionSizeHint(StrategyModel::Time)));
    };
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
    clear();
}

void StrategyView::clear() {
    m_job = 0;
    m_relationship->clear();
    m_model->setResults({});
    m_summary->setText(tr("Press Run (F5) first: then this runs your program under each loading strategy. Your text stays as it is."));
    setBusy(false);
}

void StrategyView::setRun(const models::ShownRunPtr& run) {
    if (!run) return clear();
    const QString before = m_relationship->currentText();
    const QStringList names = models::benchRelationships(*run);
    m_relationship->clear();
    m_relationship->addItems(names);
    if (names.contains(before)) m_relationship->setCurrentText(before);
    m_model->setResults({});
    m_summary->setText(names.isEmpty() ? tr("The program has no relationship that could be loaded in several ways.")
                                       : tr("Runs your program under each loading strategy. Your text stays as it is."));
    setBusy(m_job != 0);
    compareIfEmpty();
}

void StrategyView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    compareIfEmpty();
}

void StrategyView::compareIfEmpty() {
    if (isVisible() && m_model->rowCount() == 0 && !m_job && m_relationship->count() > 0) compare();
}

void StrategyView::setBusy(bool busy) {
    if (!busy) m_job = 0;
    m_button->setText(busy ? tr("Stop") : tr("Compare"));
    m_button->setToolTip(busy ? tr("Stop comparing") : tr("Run the program under each strategy"));
    m_button->setEnabled(m_run && m_program && m_relationship->count() > 0);
    m_relationship->setEnabled(m_relationship->count() > 0);
}

void StrategyView::compare() {
    if (!m_run || !m_program || m_relationship->count() == 0) return;
    m_summary->setText(tr("Comparing…"));
    const QString relationship = m_relationship->currentText();
    m_job = m_queue->start([this, program = m_program(), relationship, run = m_run](
                               std::stop_token stop, models::OutputMailbox&) -> models::RunQueue::Finish {
        auto results = models::benchStrategies(program, relationship, run, stop);
        return [this, relationship, results = std::move(results)] {
            if (relationship != m_relationship->currentText()) return;
            m_model->setResults(results);
            m_summary->setText(tr("Queries of %1, with %2 loaded in each way.").arg(relationship.section(QLatin1Char('.'), 0, 0), relationship));
        };
    });
    setBusy(true);
}

} // namespace relata::gui
