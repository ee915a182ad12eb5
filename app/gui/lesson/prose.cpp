#include "gui/lesson/prose.h"

#include "gui/settings/appearance.h"
#include "models/page_blocks.h"

#include <QTextBlock>
#include <QTextTable>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace relata::gui {

Prose::Prose(Appearance* appearance, QString html, Measure measure, QWidget* parent)
    : QTextBrowser(parent), m_appearance(appearance), m_html(std::move(html)), m_measure(std::move(measure)) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOpenLinks(false);
    setTabChangesFocus(true);
    setAccessibleName(tr("Text"));
    setWordWrapMode(QTextOption::WordWrap); // the default breaks names inside narrow table cells
    setTextInteractionFlags(Qt::TextBrowserInteraction);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred); // Fixed would clip the text
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_appearance, &Appearance::changed, this, &Prose::renew);
    renew();
}

void Prose::setHtmlBlock(const QString& html) {
    m_html = html;
    renew();
}

void Prose::renew() {
    const QTextCursor marked = textCursor(); // what F1 or a search has marked stays so
    const QString chosen = marked.selectedText();
    const int near = std::max(0, marked.selectionStart() - 20);
    const Theme& t = m_appearance->theme();
    const QFont prose = m_appearance->proseFont();
    const QFont code = m_appearance->codeFont();
    setFont(prose); // the document follows it
    const double size = prose.pointSizeF();
    document()->setDefaultStyleSheet(
        QStringLiteral("p, li { line-height: 148%; margin-top: 6px; margin-bottom: 8px; }"
                       "h1 { font-size: %1pt; margin-top: 4px; margin-bottom: 14px; }"
                       "h2 { font-size: %2pt; margin-top: 26px; margin-bottom: 8px; }"
                       "h3 { font-size: %3pt; margin-top: 18px; margin-bottom: 6px; }"
                       "ul, ol { margin-top: 2px; margin-bottom: 8px; }"
                       "code { font-family: '%4'; background-color: %5; font-size: %6pt; }"
                       "pre { font-family: '%4'; background-color: %5; }"
                       "a { color: %7; text-decoration: underline; }"
                       "table { border-collapse: collapse; border-color: %8; margin-top: 8px; margin-bottom: 12px; }"
                       "td, th { border: 1px solid %8; }"
                       "th { background-color: %5; font-weight: 600; }"
                       ".measured { color: %9; font-weight: 600; }")
            .arg(size * 1.85)
            .arg(size * 1.3)
            .arg(size * 1.12)
            .arg(code.families().join(QStringLiteral("','")), t.codeChip.name())
            .arg(code.pointSizeF())
            .arg(t.link.name(), t.border.name(), t.really.name()));
    const QString html = models::replaceMeasures(m_html, [this](const QString& what, const QString& written) {
        return m_measure ? m_measure(what, written) : written;
    });
    setHtml(html);
    // Tab stops where there is something to open; what is only read is reached by the mouse and the page's own keys.
    setFocusPolicy(html.contains(QLatin1String("<a ")) ? Qt::StrongFocus : Qt::ClickFocus);
    QTextCursor first(document()); // the space above the first block belongs to the page's layout
    QTextBlockFormat format = first.blockFormat();
    format.setTopMargin(0);
    first.setBlockFormat(format);
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    format = end.blockFormat();
    if (!end.currentTable()) {
        format.setBottomMargin(2);
        end.setBlockFormat(format);
    }
    m_heights.clear();
    updateGeometry();
    if (const QTextCursor again = chosen.isEmpty() ? QTextCursor() : document()->find(chosen, near); !again.isNull()) setTextCursor(again);
}

int Prose::heightForWidth(int width) const {
    if (const auto known = m_heights.constFind(width); known != m_heights.constEnd()) return *known;
    auto* text = const_cast<QTextDocument*>(document());
    if (text->textWidth() != width) text->setTextWidth(width);
    const int height = int(std::ceil(text->size().height())) + 1;
    if (m_heights.size() > 8) m_heights.clear();
    m_heights.insert(width, height);
    return height;
}

QSize Prose::sizeHint() const { return {400, heightForWidth(std::max(200, width()))}; }

void Prose::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    m_heights.clear();
    updateGeometry();
}

void Prose::showEvent(QShowEvent* event) {
    QTextBrowser::showEvent(event);
    m_heights.clear(); // measured before the window had its style and fonts
    updateGeometry();
}

/// Its text never scrolls by itself: the page does.
void Prose::keyPressEvent(QKeyEvent* event) {
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Space:
        if (plain) return event->ignore();
        break;
    default: break;
    }
    QTextBrowser::keyPressEvent(event);
}

void Prose::wheelEvent(QWheelEvent* event) { event->ignore(); }

} // namespace relata::gui
