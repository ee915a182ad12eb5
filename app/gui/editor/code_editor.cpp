#include "gui/editor/code_editor.h"

#include "gui/editor/call_tip.h"
#include "gui/editor/completion_list.h"
#include "gui/editor/python_lexer.h"
#include "gui/settings/appearance.h"
#include "models/shown_run.h"

#include <QRegularExpression>
#include <Qsci/qscicommand.h>
#include <Qsci/qscicommandset.h>
#include <Qsci/qscistyle.h>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMetaMethod>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr int numberMargin = 0, airMargin = 1, badgeMargin = 2, gapMargin = 3;
// Numbers of our own above the lexer's: those that QsciStyle hands out are soon used up, for all editors together.
constexpr int hotStyle = 60, plainStyle = 61;

} // namespace

CodeEditor::CodeEditor(Appearance* appearance, Fit fit, QWidget* parent)
    : QsciScintilla(parent), m_appearance(appearance), m_fit(fit), m_lexer(new PythonLexer(this)) {
    setUtf8(true);
    setAccessibleName(tr("Code"));
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setTabIndents(true);
    setBackspaceUnindents(true);
    setIndentationGuides(true);
    setBraceMatching(SloppyBraceMatch);
    setAutoCompletionSource(AcsNone);
    setCaretLineVisible(fit == Fit::pane);
    setCaretWidth(2);
    setMarginType(numberMargin, NumberMargin);
    setMarginType(airMargin, SymbolMarginColor);
    setMarginMarkerMask(airMargin, 0);
    setMarginType(badgeMargin, TextMarginRightJustified);
    setMarginType(gapMargin, TextMargin);
    for (int margin : {numberMargin, airMargin, badgeMargin, gapMargin})
        setMarginSensitivity(margin, margin == badgeMargin);
    connect(this, &QsciScintilla::marginClicked, this, [this](int margin, int line) {
        if (margin == badgeMargin && m_badges.contains(line + 1)) Q_EMIT badgeClicked(line + 1);
    });
    setAnnotationDisplay(AnnotationIndented);
    indicatorDefine(SquigglePixmapIndicator, problemIndicator);
    setIndicatorDrawUnder(true, problemIndicator);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1);
    SendScintilla(SCI_SETSCROLLWIDTH, 1);
    SendScintilla(SCI_SETEXTRAASCENT, 1);
    SendScintilla(SCI_SETEXTRADESCENT, 3); // a squiggle stands below the points and commas
    SendScintilla(SCI_SETMULTIPLESELECTION, 0ul); // a click with Ctrl by mistake types in two places
    setFrameShape(QFrame::NoFrame);
    // Its own Ctrl+L, Ctrl+D, ... would win over the window's shortcuts; the usual editing keys stay.
    for (QsciCommand* command : standardCommands()->commands()) {
        const int key = command->key() & ~int(Qt::KeyboardModifierMask);
        const QList<int> kept{Qt::Key_A, Qt::Key_C, Qt::Key_V, Qt::Key_X, Qt::Key_Y, Qt::Key_Z};
        if ((command->key() & int(Qt::ControlModifier)) && key >= Qt::Key_A && key <= Qt::Key_Z && !kept.contains(key))
            command->setKey(0);
    }
    if (fit == Fit::page) {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, &CodeEditor::refit);
    }
    connect(this, &QsciScintilla::textChanged, this, [this] {
        if (m_opening) return;
        m_syntax.clear();
        clearResults();
        refit();
        m_checking.start();
        Q_EMIT edited();
    });
    m_checking.setSingleShot(true);
    m_checking.setInterval(350);
    connect(&m_checking, &QTimer::timeout, this, &CodeEditor::checkSyntax);
    connect(&m_checking, &QTimer::timeout, this, &CodeEditor::fitScrollWidth);
    connect(this, &QsciScintilla::cursorPositionChanged, this, [this](int line, int) {
        if (line != m_caretLine && !m_syntax.empty()) {
            m_caretLine = line;
            reshowProblems();
            refit();
        }
        m_caretLine = line;
        if (m_callTip && m_callTip->isVisible()) m_tipping.start();
        Q_EMIT caretLineChanged(line + 1);
    });
    connect(this, &QsciScintillaBase::SCN_CHARADDED, this, [this](int character) {
        if (character == '\n') indentNewLine();
        else if (character == '.' || character == '_' || (character < 128 && std::isalnum(character))) m_offering.start();
        else hideCompletions();
        if (character == '(' || character == ')' || character == ',') m_tipping.start();
    });
    m_offering.setSingleShot(true);
    m_offering.setInterval(30);
    connect(&m_offering, &QTimer::timeout, this, &CodeEditor::offerCompletions);
    m_tipping.setSingleShot(true);
    m_tipping.setInterval(30);
    connect(&m_tipping, &QTimer::timeout, this, &CodeEditor::tipCall);
    connect(m_appearance, &Appearance::changed, this, &CodeEditor::retheme);
    retheme();
}

QString CodeEditor::code() const { return text(); }

void CodeEditor::openCode(const QString& text) {
    m_opening = true;
    setText(text);
    m_opening = false;
    m_syntax.clear();
    clearResults();
    SendScintilla(SCI_SETXOFFSET, 0);
    fitScrollWidth();
    refit();
}

void CodeEditor::adopt(const QsciDocument& adopted) {
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    m_opening = true;
    setDocument(adopted);
    m_opening = false;
    retheme(); // styles and lexer are the view's own
    clearResults(); // its badges and explanations are the other editor's
    setCursorPosition(line, column);
}

void CodeEditor::replaceCode(const QString& text) {
    beginUndoAction(); // setText() would empty the undo history
    selectAll();
    replaceSelectedText(text);
    endUndoAction();
    setCursorPosition(0, 0);
}

void CodeEditor::retheme() {
    const Theme& t = m_appearance->theme();
    m_lexer->applyTheme(*m_appearance);
    setLexer(m_plain ? nullptr : m_lexer); // resets the margins' colours, so those come after it
    if (m_plain) setFont(m_appearance->codeFont());
    setPaper(t.code);
    setColor(t.name);
    setMarginsFont(m_appearance->codeFont());
    setMarginsBackgroundColor(t.code);
    setMarginsForegroundColor(t.lineNumber);
    setCaretForegroundColor(t.text);
    setCaretLineBackgroundColor(t.caretLine);
    setSelectionBackgroundColor(t.accent);
    setSelectionForegroundColor(t.accentText);
    setIndentationGuidesForegroundColor(t.border);
    setIndentationGuidesBackgroundColor(t.code);
    setMatchedBraceForegroundColor(t.link);
    setMatchedBraceBackgroundColor(t.codeChip);
    setUnmatchedBraceForegroundColor(t.bad);
    setUnmatchedBraceBackgroundColor(t.code);
    setIndicatorForegroundColor(t.bad, problemIndicator);
    setMarginBackgroundColor(airMargin, t.code);
    setMarginWidth(airMargin, m_plain ? 0 : 5);
    setMarginWidth(gapMargin, m_plain ? 12 : 8);
    setIndentationGuides(!m_plain);
    setLineCounts(m_counts);
    reshowProblems();
    fitScrollWidth();
    refit();
}

void CodeEditor::setPlainText() {
    m_plain = true;
    m_syntaxChecked = false;
    retheme();
}

void CodeEditor::setLineCounts(const QMap<int, models::ShownRun::LineCount>& countByLine) {
    const Theme& t = m_appearance->theme();
    m_counts = countByLine;
    m_badges.clear();
    clearMarginText();
    QFont bold = m_appearance->codeFont();
    bold.setBold(true);
    const QsciStyle hot(hotStyle, QStringLiteral("badge-hot"), t.bad, t.badFill, bold);
    const QsciStyle plain(plainStyle, QStringLiteral("badge"), t.info, t.code, m_appearance->codeFont());
    QString widest;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it) {
        const QString badge = QStringLiteral(" ×%1 ").arg(it->statements);
        m_badges[it.key()] = badge.trimmed();
        setMarginText(it.key() - 1, badge, it->lazy >= models::manyLazy ? hot : plain);
        if (badge.size() > widest.size()) widest = badge;
    }
    const QFontMetrics metrics(bold);
    if (m_plain) {
        setMarginWidth(numberMargin, 0);
        setMarginWidth(badgeMargin, 0);
        return;
    }
    setMarginWidth(numberMargin, metrics.horizontalAdvance(lines() < 1000 ? QStringLiteral("000") : QStringLiteral("00000")) + 6);
    setMarginWidth(badgeMargin, std::max(metrics.horizontalAdvance(widest) + 2, metrics.horizontalAdvance(QStringLiteral(" ×00 "))));
}

void CodeEditor::clearResults() {
    m_problems.clear();
    m_counts.clear();
    m_badges.clear();
    clearMarginText();
    clearAnnotations();
    clearIndicatorRange(0, 0, lines(), 0, problemIndicator);
    refit();
}

void CodeEditor::goToLine(int line) {
    setCursorPosition(line - 1, 0);
    ensureLineVisible(line - 1);
}

void CodeEditor::toggleComment() {
    if (isReadOnly() || m_plain) return;
    int from = 0, fromColumn = 0, to = 0, toColumn = 0;
    getCursorPosition(&from, &fromColumn);
    to = from;
    if (hasSelectedText()) getSelection(&from, &fromColumn, &to, &toColumn);
    if (to > from && toColumn == 0) --to; // a line of which nothing is chosen
    int indent = -1;
    bool out = false; // one that is none yet: all become comments
    for (int i = from; i <= to; ++i) {
        const QString code = text(i).trimmed();
        if (code.isEmpty()) continue;
        out = out || !code.startsWith(QLatin1Char('#'));
        indent = indent < 0 ? indentation(i) : std::min(indent, indentation(i));
    }
    if (indent < 0) return;
    beginUndoAction();
    for (int i = from; i <= to; ++i) {
        const QString line = text(i);
        if (line.trimmed().isEmpty()) continue;
        if (out) {
            insertAt(QStringLiteral("# "), i, indent);
        } else {
            const int at = int(line.indexOf(QLatin1Char('#')));
            setSelection(i, at, i, at + (line.mid(at + 1, 1) == QLatin1String(" ") ? 2 : 1));
            removeSelectedText();
        }
    }
    endUndoAction();
    if (from == to) setCursorPosition(from, lineLength(from) - (text(from).endsWith(QLatin1Char('\n')) ? 1 : 0));
    else setSelection(from, 0, to, lineLength(to) - 1);
}

QSize CodeEditor::sizeHint() const {
    if (m_fit == Fit::pane) return QsciScintilla::sizeHint();
    return {400, m_height};
}

QSize CodeEditor::minimumSizeHint() const {
    return m_fit == Fit::pane ? QSize(160, 80) : QSize(160, m_height);
}

/// Scintilla itself knows the width of the lines that it has painted, and never forgets one.
void CodeEditor::fitScrollWidth() {
    int longest = 0, width = 1;
    for (int i = 0; i < lines(); ++i)
        if (const int length = lineLength(i); length > longest) {
            longest = length;
            width = int(SendScintilla(SCI_TEXTWIDTH, static_cast<unsigned long>(STYLE_DEFAULT), text(i).trimmed().prepend(QString(indentation(i), QLatin1Char(' '))).toUtf8().constData()));
        }
    SendScintilla(SCI_SETSCROLLWIDTH, static_cast<unsigned long>(std::max(1, width)));
}

void CodeEditor::refit() {
    if (m_fit != Fit::page) return;
    long rows = 0;
    for (int i = 0; i < lines(); ++i)
        rows += SendScintilla(SCI_WRAPCOUNT, static_cast<unsigned long>(i)) +
                SendScintilla(SCI_ANNOTATIONGETLINES, static_cast<unsigned long>(i));
    const int bar = horizontalScrollBar()->maximum() > horizontalScrollBar()->minimum()
                        ? horizontalScrollBar()->sizeHint().height()
                        : 0;
    const int height = int(rows) * int(SendScintilla(SCI_TEXTHEIGHT, 0ul)) + 4 + bar;
    if (height == m_height) return;
    m_height = height;
    setFixedHeight(height);
    updateGeometry();
}

/// QScintilla indents by styles, which exist only after a paint; a typed line needs the indent at once.
void CodeEditor::indentNewLine() {
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    if (line == 0) return;
    const QString before = text(line - 1);
    QString code = before;
    if (const auto hash = code.indexOf(QLatin1Char('#')); hash >= 0) code.truncate(hash);
    code = code.trimmed();
    int indent = indentation(line - 1);
    if (code.endsWith(QLatin1Char(':')) || code.endsWith(QLatin1Char('(')) || code.endsWith(QLatin1Char('[')) ||
        code.endsWith(QLatin1Char('{')))
        indent += 4;
    static const QStringList leaves{QStringLiteral("return"), QStringLiteral("pass"), QStringLiteral("break"),
                                    QStringLiteral("continue"), QStringLiteral("raise")};
    if (leaves.contains(code.section(QLatin1Char(' '), 0, 0))) indent = std::max(0, indent - 4);
    if (indent == 0) return;
    insertAt(QString(indent, QLatin1Char(' ')), line, 0);
    setCursorPosition(line, indent);
}

void CodeEditor::offerCompletions() {
    m_offering.stop();
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    const QString before = text(line).left(column);
    static const QRegularExpression word(QStringLiteral("\\w*$"));
    const bool wanted = before.endsWith(QLatin1Char('.')) || word.match(before).capturedLength() >= 2;
    if (!m_completer || isReadOnly() || !m_syntaxChecked || !wanted) return hideCompletions();
    if (!m_completions) m_completions = new CompletionList(m_appearance, this);
    m_completions->offer(m_completer(line + 1, before));
}

void CodeEditor::hideCompletions() {
    m_offering.stop();
    if (m_completions) m_completions->hide();
}

void CodeEditor::tipCall() {
    if (!m_callReader || !m_syntaxChecked || isReadOnly() || !hasFocus()) return;
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    if (!m_callTip) m_callTip = new CallTip(m_appearance, this);
    m_callTip->follow(m_callReader(line + 1, text(line).left(column)));
}

void CodeEditor::keyPressEvent(QKeyEvent* event) {
    if (m_completions && m_completions->takeKey(*event)) return;
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier))) {
        Q_EMIT runRequested();
        return;
    }
    if (event->key() == Qt::Key_Slash && event->modifiers() == Qt::ControlModifier) return toggleComment();
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offerCompletions();
        return;
    }
    m_tabLeaves = event->key() == Qt::Key_Escape || (m_tabLeaves && event->key() == Qt::Key_Tab);
    if (event->key() == Qt::Key_Escape) {
        m_tipping.stop();
        if (m_callTip) m_callTip->hide();
        return;
    }
    if (event->key() == Qt::Key_Backspace) hideCompletions();
    QsciScintilla::keyPressEvent(event);
}

bool CodeEditor::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPoint at = viewport()->mapFrom(this, help->pos());
        const long position = SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(std::max(0, at.x())), long(at.y()));
        const int line = int(SendScintilla(SCI_LINEFROMPOSITION, position)) + 1;
        const int from = marginWidth(numberMargin) + marginWidth(airMargin);
        const auto count = at.x() >= from && at.x() < from + marginWidth(badgeMargin) ? m_counts.constFind(line) : m_counts.constEnd();
        if (count == m_counts.cend()) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), (isSignalConnected(QMetaMethod::fromSignal(&CodeEditor::badgeClicked)) ? tr("This line sent %1. A click shows them.") : tr("This line sent %1."))
                                   .arg(models::queriesText(count->statements)), this);
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (m_tabLeaves && (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab)) {
            m_tabLeaves = false;
            QWidget::focusNextPrevChild(key->key() == Qt::Key_Tab);
            return true;
        }
    }
    return QsciScintilla::event(event);
}

bool CodeEditor::focusNextPrevChild(bool next) { return m_tabLeaves && QWidget::focusNextPrevChild(next); }

void CodeEditor::focusInEvent(QFocusEvent* event) {
    QsciScintilla::focusInEvent(event);
    setCaretLineVisible(true);
}

void CodeEditor::focusOutEvent(QFocusEvent* event) {
    QsciScintilla::focusOutEvent(event);
    hideCompletions();
    if (m_callTip) m_callTip->hide();
    m_tabLeaves = false;
    setCaretLineVisible(m_fit == Fit::pane);
}

void CodeEditor::wheelEvent(QWheelEvent* event) {
    const bool vertical = std::abs(event->angleDelta().y()) >= std::abs(event->angleDelta().x());
    if ((event->modifiers() & Qt::ControlModifier) || (m_fit == Fit::page && vertical)) {
        event->ignore(); // the page scrolls, the window zooms
        return;
    }
    QsciScintilla::wheelEvent(event);
}

} // namespace relata::gui
