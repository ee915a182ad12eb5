#include "gui/editor/call_tip.h"

#include "gui/settings/appearance.h"

#include <Qsci/qsciscintilla.h>

#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr int linesBack = 12;   // a call that began further up has no tip
constexpr int deepestBase = 8;  // of classes, which may name each other in a circle
constexpr qsizetype longest = 160;

struct ModelClass {
    QStringList bases, fields;
};

QMap<QString, ModelClass> classesOf(const QString& program) {
    static const QRegularExpression header(QStringLiteral("^class\\s+(\\w+)\\s*(?:\\(([^)]*)\\))?"));
    static const QRegularExpression field(QStringLiteral("^    (\\w+)\\s*:\\s*([^=]+?)\\s*(?:=.*)?$"));
    QMap<QString, ModelClass> all;
    QString open;
    for (const QString& line : program.split(QLatin1Char('\n'))) {
        if (const auto head = header.match(line); head.hasMatch()) {
            open = head.captured(1);
            for (const QString& base : head.captured(2).split(QLatin1Char(',')))
                if (!base.contains(QLatin1Char('='))) all[open].bases << base.trimmed();
        } else if (!line.isEmpty() && !line.at(0).isSpace() && line.at(0) != QLatin1Char(')')) {
            open.clear();
        } else if (const auto body = field.match(line); !open.isEmpty() && body.hasMatch()) {
            all[open].fields << body.captured(1) + QStringLiteral(": ") + QString(body.captured(2)).remove(QLatin1Char('"'));
        }
    }
    return all;
}

QStringList fieldsOf(const QMap<QString, ModelClass>& classes, const QString& name, int depth) {
    QStringList all;
    const auto found = classes.constFind(name);
    if (found == classes.cend() || depth > deepestBase) return all;
    for (const QString& base : found->bases) all += fieldsOf(classes, base, depth + 1);
    return all + found->fields;
}

/// The place of the innermost bracket that is still open; -1 where there is none.
qsizetype openBracket(const QString& before) {
    int depth = 0;
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        const QChar c = before.at(i);
        if (c == QLatin1Char(')') || c == QLatin1Char(']') || c == QLatin1Char('}')) ++depth;
        else if (c == QLatin1Char('(') || c == QLatin1Char('[') || c == QLatin1Char('{'))
            if (depth-- == 0) return c == QLatin1Char('(') ? i : -1;
    }
    return -1;
}

} // namespace

QString callTipFor(const QString& before, const QString& program) {
    const qsizetype bracket = openBracket(before);
    static const QRegularExpression called(QStringLiteral("(\\b(?:class|def)\\s+)?\\b([A-Za-z_]\\w*)$"));
    const auto match = called.match(before.left(std::max<qsizetype>(bracket, 0)));
    const QString name = match.captured(2);
    if (bracket <= 0 || name.isEmpty() || !match.captured(1).isEmpty()) return {};
    QString inside;
    if (const auto classes = classesOf(program); classes.contains(name)) {
        inside = fieldsOf(classes, name, 0).join(QStringLiteral(", "));
    } else {
        const QRegularExpression function(QStringLiteral("\\bdef\\s+%1\\s*\\(([^)]*)\\)").arg(name));
        const auto found = function.match(program);
        if (!found.hasMatch()) return {};
        static const QRegularExpression self(QStringLiteral("^(self|cls)\\b,?\\s*"));
        inside = found.captured(1).simplified().remove(self);
    }
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
