#include "gui/editor/call_tip.h"

#include "gui/settings/appearance.h"

#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr qsizetype longest = 160; // of the parameters: more is cut

} // namespace

CallTip::CallTip(Appearance* appearance, QsciScintilla* editor)
    : QLabel(editor->window()), m_appearance(appearance), m_editor(editor) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setMargin(4);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(editor, &QObject::destroyed, this, &QObject::deleteLater);
}

void CallTip::follow(const models::CallHint& hint) {
    if (hint.name.isEmpty()) return hide();
    // The parameter being written is bold; where there is no room for all, those around it are shown.
    QString html = hint.name.toHtmlEscaped() + QLatin1Char('(');
    m_tip = hint.name + QLatin1Char('(');
    const int from = hint.current > 2 && hint.parameters.join(QStringLiteral(", ")).size() > longest ? hint.current - 2 : 0;
    for (int i = from; i < hint.parameters.size(); ++i) {
        const QString& parameter = hint.parameters.at(i);
        const QString before = i == 0 ? QString() : i == from ? QStringLiteral("…, ") : QStringLiteral(", ");
        const bool full = m_tip.size() + parameter.size() > longest && i > from;
        const QString shown = full ? QStringLiteral("…") : parameter;
        html += before + (i == hint.current && !full ? QStringLiteral("<b>%1</b>") : QStringLiteral("%1")).arg(shown.toHtmlEscaped());
        m_tip += before + shown;
        if (full) break;
    }
    m_tip += QLatin1Char(')');
    setFont(m_appearance->codeFont());
    setText(html + QLatin1Char(')'));
    setAccessibleName(m_tip);
    int line = 0, column = 0;
    m_editor->getCursorPosition(&line, &column);
    const long position = m_editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
    const int x = int(m_editor->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0ul, position));
    const int y = int(m_editor->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0ul, position));
    const int row = int(m_editor->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, static_cast<unsigned long>(line)));
    QFont strong = font();
    strong.setBold(true);
    const QFontMetrics bold(strong);
    const int width = std::min(bold.horizontalAdvance(m_tip) + 16, std::max(200, m_editor->viewport()->width() - 16));
    const int height = std::max(heightForWidth(width), row);
    QPoint at = m_editor->viewport()->mapTo(window(), QPoint(x, y - height - 2));
    if (at.y() < 0) at.setY(at.y() + height + row + 4);
    at.setX(std::clamp(at.x(), 0, std::max(0, window()->width() - width - 4)));
    setGeometry(QRect(at, QSize(width, height)));
    show();
    raise();
}

} // namespace relata::gui
