#include "gui/charts/growth_view.h"

#include "course/exercise.h"
#include "gui/charts/growth_chart.h"
#include "gui/settings/appearance.h"
#include "models/growth_run.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace relata::gui {

GrowthView::GrowthView(Appearance* appearance, models::RunQueue* queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_model(new models::GrowthModel(this)), m_summary(new QLabel),
      m_button(new QPushButton), m_table(new QTableView) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    row->addWidget(m_summary, 1);
    row->addWidget(m_button);
    column->addLayout(row);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(new GrowthChart(appearance, m_model));
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Queries for each N"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setAccessibleName(tr("Programs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    split->addWidget(m_table);
    split->setStretchFactor(0, 2);
    split->setSizes({660, 300});
    column->addWidget(split, 1);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_job) m_queue->stop();
        else measure();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_summary->setText(m_model->series().empty() ? tr("Runs your program with more and more rows and counts its queries.")
                                                     : m_model->summary());
    });
    connect(m_queue, &models::RunQueue::finished, this, [this](quint64 job) {
        if (job == m_job) setBusy(false);
    });
    setBusy(false);
    m_model->setSeries({});
}

void GrowthView::open(std::shared_ptr<const course::Exercise> exercise) {
    m_exercise = std::move(exercise);
    m_job = 0;
    setBusy(false);
    m_model->setSeries({});
}

void GrowthView::setRun(const models::ShownRunPtr& run) {
    m_stale = run != nullptr;
    measureIfStale();
}

void GrowthView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    measureIfStale();
}

void GrowthView::measureIfStale() {
    if (m_stale && isVisible()) measure();
}

void GrowthView::setBusy(bool busy) {
    if (!busy) m_job = 0;
    m_button->setText(busy ? tr("Stop") : tr("Measure"));
    m_button->setToolTip(busy ? tr("Stop measuring") : tr("Run at every size: yours and the reference solutions"));
    m_button->setEnabled(m_exercise && m_files);
}

void GrowthView::measure() {
    if (!m_exercise || !m_files) return;
    m_stale = false;
    m_summary->setText(tr("Measuring…"));
    m_job = m_queue->start([this, exercise = m_exercise, files = m_files()](std::stop_token stop, models::OutputMailbox&)
                               -> models::RunQueue::Finish {
        auto series = models::measureGrowth(*exercise, files, true, stop);
        return [this, exercise, series = std::move(series)] {
            if (exercise == m_exercise) m_model->setSeries(series);
        };
    });
    setBusy(true);
}

} // namespace relata::gui
