#include "gui/charts/run_views.h"

#include "course/exercise.h"
#include "gui/charts/growth_view.h"

#include <QTabWidget>

namespace relata::gui {

RunViews::RunViews(Appearance* appearance, QTabWidget* tabs)
    : QObject(tabs), m_growth(new GrowthView(appearance, &m_queue)) {
    tabs->addTab(m_growth, tr("Queries vs N"));
}

void RunViews::setProgram(std::function<QMap<QString, QString>()> files) {
    m_files = files;
    m_growth->setProgram(std::move(files));
}

void RunViews::open(const course::Exercise& exercise) {
    const auto shared = std::make_shared<course::Exercise>(exercise);
    m_queue.stop();
    m_growth->open(shared);
    setRun({});
}

void RunViews::setRun(const models::ShownRunPtr&) {}

} // namespace relata::gui
