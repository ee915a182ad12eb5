#include "gui/charts/run_views.h"

#include "course/exercise.h"
#include "gui/charts/fold_chart.h"
#include "gui/charts/growth_view.h"
#include "gui/charts/objects_view.h"
#include "gui/charts/run_rows_view.h"
#include "gui/charts/strategy_view.h"
#include "gui/diagrams/relationship_view.h"
#include "models/eager_load_model.h"
#include "models/fetch_model.h"
#include "models/lease_model.h"
#include "models/timeline_model.h"

#include <QTabWidget>

namespace relata::gui {

RunViews::RunViews(Appearance* appearance, const models::EnginePort& engine, QTabWidget* tabs)
    : QObject(tabs), m_growth(new GrowthView(appearance, &m_queue)),
      m_relationships(new RelationshipView(appearance)), m_strategies(new StrategyView(appearance, &m_queue, engine.run)),
      m_objects(new ObjectsView(appearance)),
      m_timeline(new RunRowsView(appearance, new models::TimelineModel, tr("Queries over time"))),
      m_connections(new RunRowsView(appearance, new models::LeaseModel, tr("Connections taken from the pool"))),

      m_eagerLoads(new RunRowsView(appearance, new models::EagerLoadModel, tr("Relationships loaded ahead and read"))) {
    auto* fetched = new models::FetchModel;
    m_rows = new RunRowsView(appearance, fetched, tr("Rows and objects of each result"));
    auto* fold = new FoldChart(appearance, fetched);
    connect(fold, &FoldChart::rowChosen, m_rows, &RunRowsView::chooseRow);
    connect(m_rows, &RunRowsView::currentRowChanged, fold, &FoldChart::setCurrentRow);
    m_rows->showPicture(fold);
    m_timeline->showSpans();
    m_connections->showSpans();
    const auto add = [tabs](QWidget* view, const QString& title, const char* name) {
        view->setObjectName(QLatin1String(name)); // by which the open tab is remembered
        tabs->addTab(view, title);
    };
    add(m_growth, tr("Queries vs N"), "growthView");
    add(m_relationships, tr("Relationships"), "relationshipView");
    add(m_objects, tr("Objects"), "objectsView");
    add(m_strategies, tr("Strategies"), "strategyView");
    add(m_timeline, tr("Timeline"), "timelineView");
    add(m_connections, tr("Connections"), "connectionsView");
    add(m_rows, tr("Rows"), "rowsView");
    add(m_eagerLoads, tr("Eager loads"), "eagerLoadsView");
    for (RunRowsView* view : {m_timeline, m_connections, m_rows, m_eagerLoads})
        connect(view, &RunRowsView::lineChosen, this, &RunViews::lineChosen);
    connect(m_strategies, &StrategyView::lineChosen, this, &RunViews::lineChosen);
    connect(m_objects, &ObjectsView::lineChosen, this, &RunViews::lineChosen);
    connect(m_relationships, &RelationshipView::rewritten, this, &RunViews::rewritten);
}

void RunViews::setProgram(std::function<QMap<QString, QString>()> files, std::function<QMap<QString, QString>()> editable,
                          std::function<models::Program()> whole) {
    m_strategies->setProgram(std::move(whole));
    m_relationships->setProgram(std::move(editable));
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
    m_objects->setRun(run);
    m_growth->setRun(run);
    for (RunRowsView* view : {m_timeline, m_connections, m_rows, m_eagerLoads}) view->setRun(run);
}

} // namespace relata::gui
