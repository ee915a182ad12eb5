// PageBlocks: a page's Markdown as a list of blocks that a window can show: prose, notes, code, runnable cells.
// app/gui/lesson/README.md describes the syntax that is ours.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace relata::models {

struct PageBlock {
    enum class Kind {
        prose, ///< headings, paragraphs, lists, tables: `html`
        note,  ///< a box with a title: `html`, `note`
        code,  ///< to be read only: `text`
        cell,  ///< a program to run and edit: `text`, `name`
        file,  ///< a module that the page's cells import: `text`, `name`
        rule
    };
    enum class Note { quote, note, tip, warning, really, hint }; ///< hint: of an exercise

    Kind kind = Kind::prose;
    QString html; ///< Qt's subset, without colours; measured numbers as written by measureMark()
    QString text, language, name;
    Note note = Note::quote;
    bool setup = false;  ///< a file whose statements prepare the data
    bool folded = false; ///< shown as one line until opened
};

/// Never fails: what is not Markdown is text. HTML in the source is shown as text, not obeyed.
std::vector<PageBlock> parsePage(const QString& markdown);

/// Replaces each measured number `cell.field`, which the source wrote as [fallback](measure:cell.field).
/// `value` returns what to show, as HTML.
template <class F> QString replaceMeasures(const QString& html, F&& value) {
    QString out;
    qsizetype from = 0;
    while (true) {
        const qsizetype open = html.indexOf(QChar(0xE000), from);
        if (open < 0) break;
        const qsizetype middle = html.indexOf(QChar(0xE001), open), close = html.indexOf(QChar(0xE002), open);
        if (middle < 0 || close < middle) break;
        out += html.mid(from, open - from);
        out += value(html.mid(open + 1, middle - open - 1), html.mid(middle + 1, close - middle - 1));
        from = close + 1;
    }
    return out + html.mid(from);
}

/// The cells whose numbers `html` shows.
QStringList measuredCells(const QString& html);

} // namespace relata::models
