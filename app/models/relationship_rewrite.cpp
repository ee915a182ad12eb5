#include "models/relationship_rewrite.h"

#include <QRegularExpression>

namespace relata::models {

namespace {

/// Past the string or comment that begins at `at`, or `at` + 1 where none does.
qsizetype skipToken(const QString& s, qsizetype at) {
    const QChar c = s[at];
    if (c == QLatin1Char('#')) {
        const qsizetype end = s.indexOf(QLatin1Char('\n'), at);
        return end < 0 ? s.size() : end;
    }
    if (c != QLatin1Char('"') && c != QLatin1Char('\'')) return at + 1;
    const QString triple(3, c);
    if (s.mid(at, 3) == triple) {
        const qsizetype end = s.indexOf(triple, at + 3);
        return end < 0 ? s.size() : end + 3;
    }
    for (++at; at < s.size() && s[at] != c && s[at] != QLatin1Char('\n'); ++at)
        if (s[at] == QLatin1Char('\\')) ++at;
    return std::min(at + 1, s.size());
}

/// The bracket that closes the one at `open`; -1 where none does.
qsizetype closing(const QString& s, qsizetype open) {
    int depth = 0;
    for (qsizetype at = open; at < s.size(); at = skipToken(s, at)) {
        if (QStringLiteral("([{").contains(s[at])) ++depth;
        else if (QStringLiteral(")]}").contains(s[at]) && --depth == 0) return at;
    }
    return -1;
}

/// The end of the value that begins at `from`: the comma or `end` after it.
qsizetype valueEnd(const QString& s, qsizetype from, qsizetype end) {
    for (qsizetype at = from; at < end;) {
        if (s[at] == QLatin1Char(',')) return at;
        const bool opens = QStringLiteral("([{").contains(s[at]);
        const qsizetype close = opens ? closing(s, at) : -1;
        at = close >= 0 ? close + 1 : skipToken(s, at);
    }
    return end;
}

QString addArgument(const QString& s, qsizetype open, qsizetype close, const QString& argument) {
    qsizetype last = open + 1; // past the last thing that is no comment
    for (qsizetype at = open + 1; at < close;) {
        const qsizetype next = std::min(skipToken(s, at), close);
        if (s[at] != QLatin1Char('#') && !s[at].isSpace()) last = next;
        at = next;
    }
    const bool empty = last == open + 1, comma = s[last - 1] == QLatin1Char(',');
    return s.left(last) + (empty ? QString() : comma ? QStringLiteral(" ") : QStringLiteral(", ")) + argument + s.mid(last);
}

/// `name: annotation = Relationship(` in the body of the class; its first group is the annotation.
QRegularExpressionMatch relationshipField(const QString& source, const QString& entity, const QString& relationship) {
    const auto match = [&](const QString& pattern, qsizetype from) {
        return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(source, from);
    };
    const auto head = match(QStringLiteral("^class\\s+%1\\b").arg(QRegularExpression::escape(entity)), 0);
    if (!head.hasMatch()) return {};
    const auto next = match(QStringLiteral("^\\S"), head.capturedEnd());
    const auto field =
        match(QStringLiteral("^[ \\t]+%1\\s*:([^\\n]*)=\\s*Relationship\\s*\\(").arg(QRegularExpression::escape(relationship)),
              head.capturedEnd());
    if (next.hasMatch() && field.hasMatch() && next.capturedStart() < field.capturedStart()) return {};
    return field;
}

} // namespace

std::optional<bool> isCollection(const QString& source, const QString& entity, const QString& relationship) {
    const auto field = relationshipField(source, entity, relationship);
    if (!field.hasMatch()) return std::nullopt;
    static const QRegularExpression collection(QStringLiteral("\\b(?:list|List|set|Set|Sequence|dict|Dict)\\["));
    return collection.match(field.captured(1)).hasMatch();
}

std::optional<QString> rewriteRelationship(const QString& source, const QString& entity, const QString& relationship,
                                           const QString& argument, const QString& value) {
    const auto match = [&](const QString& pattern, qsizetype from) {
        return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(source, from);
    };
    const auto field = relationshipField(source, entity, relationship);
    if (!field.hasMatch()) return std::nullopt;
    const qsizetype open = field.capturedEnd() - 1, close = closing(source, open);
    if (close < 0) return std::nullopt;

    const QString quoted = QLatin1Char('"') + value + QLatin1Char('"');
    const auto given = match(QStringLiteral("\\bsa_relationship_kwargs\\s*=\\s*"), open);
    if (!given.hasMatch() || given.capturedStart() > close)
        return addArgument(source, open, close, QStringLiteral("sa_relationship_kwargs={\"%1\": %2}").arg(argument, quoted));
    const qsizetype begin = given.capturedEnd(), end = valueEnd(source, begin, close);
    const bool display = source.mid(begin, 1) == QLatin1String("{");
    const bool call = source.mid(begin, 5) == QLatin1String("dict(");
    if (!display && !call) return std::nullopt;
    const qsizetype inner = display ? begin : begin + 4, innerClose = closing(source, inner);
    if (innerClose < 0 || innerClose > end) return std::nullopt;
    const auto old = match(display ? QStringLiteral("[\"']%1[\"']\\s*:\\s*").arg(argument) : QStringLiteral("\\b%1\\s*=\\s*").arg(argument), inner);
    if (old.hasMatch() && old.capturedStart() < innerClose) {
        qsizetype stop = valueEnd(source, old.capturedEnd(), innerClose);
        while (stop > old.capturedEnd() && source[stop - 1].isSpace()) --stop;
        return source.left(old.capturedEnd()) + quoted + source.mid(stop);
    }
    return addArgument(source, inner, innerClose,
                       display ? QStringLiteral("\"%1\": %2").arg(argument, quoted) : QStringLiteral("%1=%2").arg(argument, quoted));
}

} // namespace relata::models
