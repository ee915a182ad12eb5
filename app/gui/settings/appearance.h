// Appearance: theme and zoom of the whole desk. Every widget that paints or sets fonts itself listens to `changed`.
#pragma once

#include "gui/settings/theme.h"

#include <QFont>
#include <QObject>
#include <QPointer>

namespace relata::gui {

class SystemScheme;
class ZoomStyle;

class Appearance : public QObject {
    Q_OBJECT
  public:
    enum class Mode { system, light, dark };

    explicit Appearance(QObject* parent = nullptr);
    ~Appearance() override;

    const Theme& theme() const;
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    int zoom() const { return m_zoom; } ///< steps of a tenth; 0 is the desktop's size
    void setZoom(int zoom);
    QFont uiFont() const;
    QFont proseFont() const; ///< a little larger: it is read, not glanced at
    QFont codeFont() const;

  Q_SIGNALS:
    void changed();

  private:
    void apply();

    SystemScheme* m_system;
    QPointer<ZoomStyle> m_style; ///< the application's
    QFont m_base;
    Mode m_mode = Mode::system;
    int m_zoom = 0;
};

} // namespace relata::gui
