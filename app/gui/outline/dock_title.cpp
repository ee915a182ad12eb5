#include "gui/outline/dock_title.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace relata::gui {

DockTitle::DockTitle(Appearance* appearance, QDockWidget* dock) : QWidget(dock) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 4, 0);
    auto* name = new QLabel(dock->windowTitle());
    auto* close = new QToolButton;
    close->setIcon(icon(Glyph::close, appearance));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close (F9 opens it again)"));
    close->setAccessibleName(tr("Close %1").arg(dock->windowTitle()));
    close->setFocusPolicy(Qt::TabFocus);
    row->addWidget(name, 1);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    const auto restyle = [name, appearance] {
        QFont bold = appearance->uiFont();
        bold.setBold(true);
        name->setFont(bold);
    };
    connect(appearance, &Appearance::changed, this, restyle);
    restyle();
}

} // namespace relata::gui
