// SystemScheme: does the desktop ask for dark windows? Qt 6.5 knows; before it we ask the XDG desktop portal ourselves.
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace relata::gui {

class SystemScheme : public QObject {
    Q_OBJECT
  public:
    /// Make it before the application's palette is changed: without a portal, the palette's lightness decides.
    explicit SystemScheme(QObject* parent = nullptr);
    bool isDark() const { return m_dark; }

  Q_SIGNALS:
    void changed(bool dark);

  private Q_SLOTS:
    void portalChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void set(bool dark);
    bool m_dark = false;
};

} // namespace relata::gui
