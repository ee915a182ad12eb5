// RunViews: the tabs that show what the ORM did, beside the query log: each a widget fed from the run's record.
#pragma once

#include "models/engine_port.h"
#include "models/run_queue.h"
#include "models/shown_run.h"

#include <QObject>

class QTabWidget;

namespace relata::course {
struct Exercise;
}

namespace relata::gui {

class Appearance;
class GrowthView;
class ObjectsView;
class RelationshipView;
class RunRowsView;
class StrategyView;

class RunViews : public QObject {
    Q_OBJECT
  public:
    /// Adds its tabs to `tabs`, which own them.
    RunViews(Appearance* appearance, const models::EnginePort& engine, QTabWidget* tabs);

    /// How the views that run the program themselves get its files.
    void setProgram(std::function<QMap<QString, QString>()> files, std::function<QMap<QString, QString>()> editable,
                    std::function<models::Program()> whole);
    void open(const course::Exercise& exercise);
    void setRun(const models::ShownRunPtr& run);
    GrowthView* growth() const { return m_growth; }
    StrategyView* strategies() const { return m_strategies; }
    RunRowsView* timeline() const { return m_timeline; }
    RunRowsView* connections() const { return m_connections; }
    RunRowsView* rows() const { return m_rows; }
    RunRowsView* eagerLoads() const { return m_eagerLoads; }
    ObjectsView* objects() const { return m_objects; }
    RelationshipView* relationships() const { return m_relationships; }

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);
    void rewritten(const QString& file, const QString& text);

  private:
    models::RunQueue m_queue; ///< beside the page's: measuring does not keep Run from running
    GrowthView* m_growth;
    RelationshipView* m_relationships;
    StrategyView* m_strategies;
    ObjectsView* m_objects;
    RunRowsView *m_timeline, *m_connections, *m_rows, *m_eagerLoads;
};

} // namespace relata::gui
