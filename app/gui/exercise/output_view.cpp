#include "gui/exercise/output_view.h"

#include "gui/settings/appearance.h"

#include <QAbstractTextDocumentLayout>
#include <QLocale>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QWheelEvent>

#include <algorithm>

namespace relata::gui {

namespace {
constexpr int spareLines = 8; ///< the last line of a traceback says what it is about
constexpr int toneProperty = QTextFormat::UserProperty; ///< the Tone of a piece of text
}

OutputView::OutputView(Appearance* appearance, int visibleLines, QWidget* parent)
    : QPlainTextEdit(parent), m_appearance(appearance), m_visibleLines(visibleLines) {
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(5000);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // the end of an error is what one needs
    if (visibleLines <= 0) setPlaceholderText(tr("What the program prints is shown here. Press Run (F5)."));
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Output"));
    document()->setDocumentMargin(8);
    if (visibleLines > 0) setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(appearance, &Appearance::changed, this, &OutputView::retheme);
    retheme();
}

QColor OutputView::colour(Tone tone) const {
    const Theme& t = m_appearance->theme();
    return tone == Tone::bad ? t.bad : tone == Tone::warn ? t.warn : t.muted;
}

void OutputView::retheme() {
    setFont(m_appearance->codeFont());
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const QVariant tone = at.fragment().charFormat().property(toneProperty);
            if (!tone.isValid()) continue;
            QTextCursor cursor(document());
            cursor.setPosition(at.fragment().position());
            cursor.setPosition(at.fragment().position() + at.fragment().length(), QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setForeground(colour(Tone(tone.toInt())));
            cursor.mergeCharFormat(format);
        }
    }
    refit();
}

void OutputView::begin() {
    clear();
    m_dropped = 0;
    refit();
}

void OutputView::insert(const QString& text, Tone tone) {
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat format;
    if (tone != Tone::plain) { // plain text takes the palette's colour, whatever the theme is
        format.setForeground(colour(tone));
        format.setProperty(toneProperty, int(tone));
    }
    cursor.insertText(text, format); // all at once: line by line is several times slower
    if (atEnd && m_visibleLines <= 0) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    refit();
}

void OutputView::append(const QString& text, qsizetype droppedBytes) {
    if (!text.isEmpty()) insert(text, Tone::plain);
    m_dropped += droppedBytes;
}

void OutputView::end(const models::ShownRun& run) {
    const auto line = [this](const QString& text, Tone tone) {
        const bool fresh = document()->isEmpty() || document()->lastBlock().text().isEmpty();
        insert((fresh ? QString() : QStringLiteral("\n")) + text, tone);
    };
    if (document()->lastBlock().text().isEmpty() && document()->blockCount() > 1) {
        QTextCursor cursor(document()); // the newline that ends the last print opens no line of its own
        cursor.movePosition(QTextCursor::End);
        cursor.deletePreviousChar();
    }
    if (m_dropped > 0)
        line(tr("(%1 characters more were printed than can be shown)").arg(QLocale().toString(m_dropped)), Tone::muted);
    for (const QString& warning : run.warnings)
        line(warning, Tone::warn);
    if (run.stopped) line(tr("Stopped."), Tone::muted);
    else if (run.failed)
        line(run.error.traceback.isEmpty() ? QStringLiteral("%1: %2").arg(run.error.type, run.error.message)
                                           : run.error.traceback.trimmed(),
             Tone::bad);
    else if (document()->isEmpty()) line(tr("The program printed nothing."), Tone::muted);
    refit();
}

int OutputView::lineCount() const { return document()->isEmpty() ? 0 : document()->blockCount(); }

/// A block is laid out when somebody asks for its height: until then it counts as one line.
int OutputView::rows(int most) const {
    int rows = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && rows <= most; block = block.next()) {
        document()->documentLayout()->blockBoundingRect(block);
        rows += block.layout()->lineCount();
    }
    return rows;
}

bool OutputView::isCut() const { return m_visibleLines > 0 && rows(m_visibleLines + spareLines) > m_visibleLines + spareLines; }

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
    const int all = rows(m_visibleLines + spareLines);
    const bool cut = all > m_visibleLines + spareLines;
    const int lines = cut ? m_visibleLines : std::max(1, all), below = cut ? 0 : 8; // no half line where there are more
    return {120, lines * QFontMetrics(font()).lineSpacing() + 9 + below};
}

QSize OutputView::sizeHint() const { return m_visibleLines > 0 ? minimumSizeHint() : QSize(400, 160); }

void OutputView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) refit();
}

void OutputView::wheelEvent(QWheelEvent* event) {
    if ((event->modifiers() & Qt::ControlModifier) || (m_visibleLines > 0 && !hasFocus())) {
        event->ignore();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

} // namespace relata::gui
