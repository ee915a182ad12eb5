#include "gui/editor/call_tip.h"

#include "gui/editor/call_signature.h"
#include "gui/settings/appearance.h"

#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr int linesBack = 12;   // a call that began further up has no tip
constexpr qsizetype longest = 160;

} // namespace

QString callTipFor(const QString& before, const QString& program) {
    const QString name = calledName(before);
    if (name.isEmpty() || !isOfProgram(name, program)) return {};
    QString inside = parametersOf(name, program).join(QStringLiteral(", "));
    if (inside.size() > longest) inside = inside.left(longest) + QStringLiteral("…");
    return name + QLatin1Char('(') + inside + QLatin1Char(')');
}

CallTip::CallTip(Appearance* appearance, QsciScintilla* editor)
    : QLabel(editor->window()), m_appearance(appearance), m_editor(editor) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setMargin(4);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(editor, &QObject::destroyed, this, &QObject::deleteLater);
}

void CallTip::follow(const QString& program) {
    int line = 0, column = 0;
    m_editor->getCursorPosition(&line, &column);
    QString before;
    for (int i = std::max(0, line - linesBack); i < line; ++i) before += m_editor->text(i);
    const QString tip = callTipFor(before + m_editor->text(line).left(column), program);
    if (tip.isEmpty()) return hide();
    setFont(m_appearance->codeFont());
    setText(tip);
    const long position = m_editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
    const int x = int(m_editor->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0ul, position));
    const int y = int(m_editor->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0ul, position));
    const int row = int(m_editor->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, static_cast<unsigned long>(line)));
    const int width = std::min(QFontMetrics(font()).horizontalAdvance(tip) + 16, std::max(200, m_editor->viewport()->width() - 16));
    const int height = std::max(heightForWidth(width), row);
    QPoint at = m_editor->viewport()->mapTo(window(), QPoint(x, y - height - 2));
    if (at.y() < 0) at.setY(at.y() + height + row + 4);
    at.setX(std::clamp(at.x(), 0, std::max(0, window()->width() - width - 4)));
    setGeometry(QRect(at, QSize(width, height)));
    show();
    raise();
}

} // namespace relata::gui
