#include "gui/charts/run_views.h"

#include "course/exercise.h"
#include "gui/charts/growth_view.h"
#include "gui/charts/strategy_view.h"
#include "gui/diagrams/relationship_view.h"

#include <QTabWidget>

namespace relata::gui {

RunViews::RunViews(Appearance* appearance, const models::EnginePort& engine, QTabWidget* tabs)
    : QObject(tabs), m_growth(new GrowthView(appearance, &m_queue)),
      m_relationships(new RelationshipView(appearance)), m_strategies(new StrategyView(appearance, &m_queue, engine.run)) {
    tabs->addTab(m_growth, tr("Queries vs N"));
    tabs->addTab(m_relationships, tr("Relationships"));
    tabs->addTab(m_strategies, tr("Strategies"));
    connect(m_strategies, &StrategyView::lineChosen, this, &RunViews::lineChosen);
    connect(m_relationships, &RelationshipView::rewritten, this, &RunViews::rewritten);
}

void RunViews::setProgram(std::function<QMap<QString, QString>()> files, std::function<models::Program()> whole) {
    m_strategies->setProgram(std::move(whole));
    m_relationships->setProgram(files);
    m_growth->setProgram(std::move(files));
}

void RunViews::open(const course::Exercise& exercise) {
    const auto shared = std::make_shared<course::Exercise>(exercise);
    m_queue.stop();
    m_growth->open(shared);
    setRun({});
}

void RunViews::setRun(const models::ShownRunPtr& run) {
    m_relationships->setRun(run);
    m_strategies->setRun(run);
}

} // namespace relata::gui
