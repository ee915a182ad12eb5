// DockTitle: the name above a dock, in letters that follow the zoom, and a button that closes the dock.
#pragma once

#include <QWidget>

class QDockWidget;

namespace relata::gui {

class Appearance;

class DockTitle : public QWidget {
    Q_OBJECT
  public:
    DockTitle(Appearance* appearance, QDockWidget* dock);
};

} // namespace relata::gui
