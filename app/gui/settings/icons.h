// Icons drawn as paths: crisp at every scale, in the theme's colours, without a file or an SVG plugin.
#pragma once

#include <QIcon>

namespace relata::gui {

class Appearance;

enum class Glyph { run, stop, check, reset, todo, started, done, fail, skipped, exercise, note, tip, warning, really,
                   search, close, bigger, smaller, theme, previous, next, room };

/// Asks `appearance` for its colours at each painting, so one icon lives through theme changes.
QIcon icon(Glyph glyph, const Appearance* appearance);
void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const Appearance* appearance, QIcon::Mode mode);
/// The program's own mark, for the window.
QIcon programIcon();

} // namespace relata::gui
