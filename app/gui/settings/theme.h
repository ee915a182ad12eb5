// Theme: every colour of the desk, in a light and a dark pair.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include <utility>
#include <vector>

namespace relata::gui {

struct Theme {
    bool dark;
    QColor window, page, panel, border, text, muted;                      // surfaces and what stands on them
    QColor accent, accentText, link;                                      // selection, focus, links
    QColor good, bad, warn, info;                                         // always with a shape beside the colour
    QColor goodFill, badFill, warnFill, infoFill, reallyFill, really;     // pale grounds of boxes and badges
    QColor code, codeChip, lineNumber, caretLine;                         // the editor's grounds
    QColor keyword, string, comment, number, definition, decorator, name; // Python

    static const Theme& light();
    static const Theme& darkTheme();
    QPalette palette() const;
    /// Every foreground that is written on a background, with a word for the message of a failing test.
    struct Pair {
        const char* what;
        QColor foreground, background;
    };
    std::vector<Pair> textPairs() const;
};

/// WCAG 2.1 contrast ratio, 1 ... 21.
double contrast(const QColor& a, const QColor& b);

} // namespace relata::gui
