#include "gui/editor/call_signature.h"

#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr int deepestBase = 8; // of classes, which may name each other in a circle

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
            all[open].fields << body.captured(1) + QStringLiteral(": ") +
                                    QString(body.captured(2)).remove(QLatin1Char('"'));
        }
    }
    return all;
}

QStringList fieldsOf(const QMap<QString, ModelClass>& classes, const QString& name, int depth) {
    QStringList all;
    const auto found = classes.constFind(name);
    if (found == classes.cend() || depth > deepestBase) return all;
    for (const QString& base : found->bases)
        all += fieldsOf(classes, base, depth + 1);
    return all + found->fields;
}

/// The place of the innermost bracket that is still open; -1 where there is none.
qsizetype openBracket(const QString& before) {
    int depth = 0;
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        const QChar c = before.at(i);
        if (c == QLatin1Char(')') || c == QLatin1Char(']') || c == QLatin1Char('}'))
            ++depth;
        else if (c == QLatin1Char('(') || c == QLatin1Char('[') || c == QLatin1Char('{'))
            if (depth-- == 0) return c == QLatin1Char('(') ? i : -1;
    }
    return -1;
}

} // namespace

QString calledName(const QString& before) {
    const qsizetype bracket = openBracket(before);
    static const QRegularExpression called(QStringLiteral("(\\b(?:class|def)\\s+)?\\b([A-Za-z_]\\w*)$"));
    const auto match = called.match(before.left(std::max<qsizetype>(bracket, 0)));
    return bracket <= 0 || !match.captured(1).isEmpty() ? QString() : match.captured(2);
}

bool isOfProgram(const QString& name, const QString& program) {
    return QRegularExpression(
               QStringLiteral("\\b(?:class|def)\\s+%1\\b").arg(QRegularExpression::escape(name)))
        .match(program)
        .hasMatch();
}

QStringList parametersOf(const QString& name, const QString& program) {
    if (const auto classes = classesOf(program); classes.contains(name)) return fieldsOf(classes, name, 0);
    const QRegularExpression function(
        QStringLiteral("\\bdef\\s+%1\\s*\\(([^)]*)\\)").arg(QRegularExpression::escape(name)));
    const auto found = function.match(program);
    if (!found.hasMatch()) return QStringList();
    static const QRegularExpression self(QStringLiteral("^(self|cls)\\b,?\\s*"));
    QStringList all;
    int depth = 0;
    QString one;
    for (const QChar c : found.captured(1).simplified().remove(self) + QLatin1Char(',')) {
        if (c == QLatin1Char('[')) ++depth;
        if (c == QLatin1Char(']')) --depth;
        if (c != QLatin1Char(',') || depth > 0)
            one += c;
        else if (const QString whole = std::exchange(one, {}).trimmed(); !whole.isEmpty())
            all << whole;
    }
    return all;
}

} // namespace relata::gui
