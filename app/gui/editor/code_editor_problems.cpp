// What is wrong with a line: its squiggle, and the explanation under it.
#include "gui/editor/code_editor.h"
#include "gui/settings/appearance.h"

#include <Qsci/qscistyle.h>

#include <algorithm>

namespace relata::gui {

namespace {
constexpr int explanationStyle = 62; // beside the badges' two, above the lexer's
} // namespace

void CodeEditor::showProblem(int line, const QString& message) {
    if (line < 1 || line > lines()) return;
    QString& text = m_problems[line];
    text = text.isEmpty() ? message : text + QLatin1Char('\n') + message;
    reshowProblems();
    refit();
}

void CodeEditor::revealProblem(int line) {
    ensureLineVisible(line - 1);
    // What is explained stands below the line, and counts as lines of its own.
    const long last = SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(line)) - 1;
    const long first = SendScintilla(SCI_GETFIRSTVISIBLELINE), room = SendScintilla(SCI_LINESONSCREEN);
    if (last >= first + room) SendScintilla(SCI_SETFIRSTVISIBLELINE, static_cast<unsigned long>(last - room + 1));
}

/// Annotations neither wrap nor widen the view, so the message is broken to the width there is.
QString CodeEditor::wrapped(const QString& message, int line) const {
    const QFontMetrics metrics(m_appearance->uiFont());
    // The explanation begins below its line's first word.
    const int indent = indentation(line) * QFontMetrics(m_appearance->codeFont()).averageCharWidth();
    const int room = std::max(200, viewport()->width() - marginWidth(0) - marginWidth(1) - marginWidth(2) - 80 - indent);
    QStringList out;
    for (const QString& paragraph : message.split(QLatin1Char('\n'))) {
        QString current;
        for (const QString& word : paragraph.simplified().split(QLatin1Char(' '))) {
            if (!current.isEmpty() && metrics.horizontalAdvance(current + QLatin1Char(' ') + word) > room) {
                out << current;
                current.clear();
            }
            current += (current.isEmpty() ? QString() : QStringLiteral(" ")) + word;
        }
        out << current;
    }
    return out.join(QLatin1Char('\n'));
}

void CodeEditor::reshowProblems() {
    clearAnnotations();
    clearIndicatorRange(0, 0, lines(), 0, problemIndicator);
    const Theme& t = m_appearance->theme();
    const QsciStyle style(explanationStyle, QStringLiteral("explanation"), t.bad, t.badFill, m_appearance->uiFont(), true);
    QMap<int, QString> all = m_problems;
    int caret = 0, caretColumn = 0;
    getCursorPosition(&caret, &caretColumn);
    for (const models::SyntaxProblem& p : m_syntax) {
        const int at = p.line - 1;
        if (at < 0 || at >= lines()) continue;
        const bool hasEnd = p.endLine == p.line && p.endColumn > p.column;
        fillIndicatorRange(at, p.column, at, hasEnd ? p.endColumn : p.column + 1, problemIndicator);
        // Where one is still typing the squiggle is enough; the explanation comes when the caret has left the line.
        // So it is with a bracket, which stays open while one writes on below it.
        const bool writing = hasFocus() && (caret == at || (caret > at && p.message.endsWith(QLatin1String("was never closed"))));
        if (!writing && !all.contains(p.line)) all[p.line] = QStringLiteral("%1: %2").arg(p.type, p.message);
    }
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        const int at = it.key() - 1;
        const QString line = text(at);
        int first = 0, last = int(line.size());
        while (last > 0 && line.at(last - 1).isSpace())
            --last;
        while (first < last && line.at(first).isSpace())
            ++first;
        if (m_problems.contains(it.key())) fillIndicatorRange(at, first, at, std::max(last, first + 1), problemIndicator);
        annotate(at, wrapped(*it, at), style);
    }
}

void CodeEditor::checkSyntax() {
    if (isReadOnly() || !m_syntaxChecked) return;
    m_syntax = models::checkProgram(code());
    reshowProblems();
    refit();
}

void CodeEditor::clearProblems() {
    m_problems.clear();
    reshowProblems();
    refit();
}

bool CodeEditor::hasProblem(int line) const { return m_problems.contains(line) && !annotation(line - 1).isEmpty(); }

} // namespace relata::gui
