#include "gui/exercise/output_view.h"

#include "gui/settings/appearance.h"

#include <QLocale>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

#include <algorithm>

namespace relata::gui {

OutputView::OutputView(Appearance* appearance, int visibleLines, QWidget* parent)
    : QPlainTextEdit(parent), m_appearance(appearance), m_visibleLines(visibleLines) {
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(5000);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Output"));
    document()->setDocumentMargin(8);
    if (visibleLines > 0) setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(appearance, &Appearance::changed, this, &OutputView::retheme);
    retheme();
}

void OutputView::retheme() {
    setFont(m_appearance->codeFont());
    refit();
}

void OutputView::begin() {
    clear();
    m_dropped = 0;
    refit();
}

void OutputView::insert(const QString& text, const QColor& colour) {
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat format;
    format.setForeground(colour);
    cursor.insertText(text, format); // all at once: line by line is several times slower
    if (atEnd && m_visibleLines <= 0) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    refit();
}

void OutputView::append(const QString& text, qsizetype droppedBytes) {
    if (!text.isEmpty()) insert(text, palette().color(QPalette::Text));
    m_dropped += droppedBytes;
}

void OutputView::end(const models::ShownRun& run) {
    const Theme& t = m_appearance->theme();
    const auto line = [this](const QString& text, const QColor& colour) {
        const bool fresh = document()->isEmpty() || document()->lastBlock().text().isEmpty();
        insert((fresh ? QString() : QStringLiteral("\n")) + text, colour);
    };
    if (document()->lastBlock().text().isEmpty() && document()->blockCount() > 1) {
        QTextCursor cursor(document()); // the newline that ends the last print opens no line of its own
        cursor.movePosition(QTextCursor::End);
        cursor.deletePreviousChar();
    }
    if (m_dropped > 0)
        line(tr("(%1 characters more were printed than can be shown)").arg(QLocale().toString(m_dropped)), t.muted);
    for (const QString& warning : run.warnings)
        line(warning, t.warn);
    if (run.stopped) line(tr("Stopped."), t.muted);
    else if (run.failed)
        line(run.error.traceback.isEmpty() ? QStringLiteral("%1: %2").arg(run.error.type, run.error.message)
                                           : run.error.traceback.trimmed(),
             t.bad);
    else if (document()->isEmpty()) line(tr("The program printed nothing."), t.muted);
    refit();
}

int OutputView::lineCount() const { return document()->isEmpty() ? 0 : document()->blockCount(); }

void OutputView::setVisibleLines(int lines) {
    m_visibleLines = lines;
    refit();
}

void OutputView::refit() {
    if (m_visibleLines <= 0) return;
    setFixedHeight(minimumSizeHint().height());
    updateGeometry();
}

QSize OutputView::minimumSizeHint() const {
    if (m_visibleLines <= 0) return {120, 60};
    const int lines = std::clamp(document()->blockCount(), 1, m_visibleLines);
    const bool bar = horizontalScrollBar()->maximum() > 0;
    return {120, lines * QFontMetrics(font()).lineSpacing() + 17 + (bar ? horizontalScrollBar()->sizeHint().height() : 0)};
}

QSize OutputView::sizeHint() const { return m_visibleLines > 0 ? minimumSizeHint() : QSize(400, 160); }

void OutputView::wheelEvent(QWheelEvent* event) {
    if ((event->modifiers() & Qt::ControlModifier) || (m_visibleLines > 0 && !hasFocus())) {
        event->ignore();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

} // namespace relata::gui
