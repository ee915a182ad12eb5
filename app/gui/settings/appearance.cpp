#include "gui/settings/appearance.h"

#include "gui/settings/system_scheme.h"
#include "gui/settings/zoom_style.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>
#include <cmath>

namespace relata::gui {

Appearance::Appearance(QObject* parent) : QObject(parent), m_system(new SystemScheme(this)), m_style(new ZoomStyle), m_base(QApplication::font()) {
    connect(m_system, &SystemScheme::changed, this, [this] {
        if (m_mode == Mode::system) apply();
    });
    QApplication::setStyle(m_style);
    // No style sheet: one on the application keeps palettes and fonts of widgets from following a change.
    apply();
}

Appearance::~Appearance() = default;

const Theme& Appearance::theme() const {
    const bool dark = m_mode == Mode::dark || (m_mode == Mode::system && m_system->isDark());
    return dark ? Theme::darkTheme() : Theme::light();
}

void Appearance::setMode(Mode mode) {
    if (mode == m_mode) return;
    m_mode = mode;
    apply();
}

void Appearance::setZoom(int zoom) {
    zoom = std::clamp(zoom, -4, 15);
    if (zoom == m_zoom) return;
    m_zoom = zoom;
    apply();
}

QFont Appearance::uiFont() const {
    QFont font = m_base;
    const qreal size = m_base.pointSizeF() > 0 ? m_base.pointSizeF() : 10;
    font.setPointSizeF(size * std::pow(1.1, m_zoom));
    return font;
}

QFont Appearance::proseFont() const {
    QFont font = uiFont();
    font.setPointSizeF(font.pointSizeF() * 1.12);
    return font;
}

QFont Appearance::codeFont() const {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // One installed family by name: QScintilla hands only the first of a list on.
    static const QStringList installed = QFontDatabase::families();
    for (const char* family : {"JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono",
                               "Noto Sans Mono", "Liberation Mono"})
        if (installed.contains(QLatin1String(family))) {
            font.setFamily(QLatin1String(family));
            break;
        }
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setPointSizeF(uiFont().pointSizeF());
    return font;
}

void Appearance::apply() {
    if (m_style) m_style->setFactor(std::pow(1.1, m_zoom));
    QApplication::setPalette(theme().palette());
    QApplication::setFont(uiFont());
    QApplication::setFont(uiFont(), "QDockWidgetTitle");
    Q_EMIT changed();
}

} // namespace relata::gui
