#include "models/sql_format.h"

#include <QSet>
#include <QStringList>

namespace relata::models {

namespace {

bool isKeyword(const QString& word) {
    static const QSet<QString> words = [] {
        const auto list = QStringLiteral(
                              "SELECT FROM WHERE AND OR IN JOIN LEFT RIGHT FULL OUTER INNER CROSS ON ORDER BY GROUP LIMIT OFFSET "
                              "INSERT INTO VALUES UPDATE SET DELETE AS DISTINCT HAVING UNION ALL EXCEPT INTERSECT WITH RECURSIVE "
                              "EXISTS NOT NULL IS CREATE TABLE INDEX UNIQUE PRIMARY KEY FOREIGN REFERENCES CASE WHEN THEN ELSE END "
                              "LIKE BETWEEN ASC DESC RETURNING DEFAULT CONSTRAINT CHECK BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE "
                              "PRAGMA DROP ALTER CAST COLLATE OVER PARTITION CASCADE")
                              .split(QLatin1Char(' '));
        return QSet<QString>(list.begin(), list.end());
    }();
    return words.contains(word);
}

bool isWordChar(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); }

/// What begins a line of its own.
bool opensClause(const QString& word) {
    static const QSet<QString> words = {
        QStringLiteral("SELECT"), QStringLiteral("FROM"),  QStringLiteral("WHERE"),  QStringLiteral("GROUP"),
        QStringLiteral("HAVING"), QStringLiteral("ORDER"), QStringLiteral("LIMIT"),  QStringLiteral("UNION"),
        QStringLiteral("EXCEPT"), QStringLiteral("SET"),   QStringLiteral("VALUES"), QStringLiteral("INTERSECT"),
        QStringLiteral("RETURNING")};
    return words.contains(word);
}

bool opensJoin(const QString& word) {
    return word == QLatin1String("JOIN") || word == QLatin1String("LEFT") || word == QLatin1String("INNER") ||
           word == QLatin1String("CROSS") || word == QLatin1String("FULL") || word == QLatin1String("RIGHT");
}

} // namespace

std::vector<SqlToken> sqlTokens(const QString& sql) {
    using Kind = SqlToken::Kind;
    std::vector<SqlToken> tokens;
    for (qsizetype at = 0; at < sql.size();) {
        const QChar c = sql[at];
        qsizetype end = at + 1;
        Kind kind = Kind::other;
        if (c.isSpace()) {
            while (end < sql.size() && sql[end].isSpace()) ++end;
            kind = Kind::space;
        } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            while (end < sql.size() && sql[end] != c) ++end;
            end = std::min(end + 1, sql.size());
            kind = c == QLatin1Char('"') ? Kind::name : Kind::string;
        } else if (c.isDigit()) {
            while (end < sql.size() && (isWordChar(sql[end]) || sql[end] == QLatin1Char('.'))) ++end;
            kind = Kind::number;
        } else if (isWordChar(c)) {
            while (end < sql.size() && isWordChar(sql[end])) ++end;
            kind = isKeyword(sql.mid(at, end - at)) ? Kind::keyword : Kind::name;
        } else if (c == QLatin1Char('?')) {
            kind = Kind::placeholder;
        }
        tokens.push_back({kind, sql.mid(at, end - at)});
        at = end;
    }
    return tokens;
}

QString formatSql(const QString& sql) {
    using Kind = SqlToken::Kind;
    constexpr int step = 2, deepest = 20;
    QString out;
    std::vector<bool> selects{true}; // for each open parenthesis: whether a select stands in it
    int depth = 0;
    QString before; // the word before, for LEFT OUTER JOIN and the like
    const std::vector<SqlToken> tokens = sqlTokens(sql.simplified());
    const auto breakLine = [&](int extra) {
        while (out.endsWith(QLatin1Char(' '))) out.chop(1);
        if (out.isEmpty()) return;
        if (!out.endsWith(QLatin1Char('\n'))) out += QLatin1Char('\n');
        out += QString(std::min(depth, deepest) * step + extra, QLatin1Char(' '));
    };
    for (size_t i = 0; i < tokens.size(); ++i) {
        const SqlToken& t = tokens[i];
        if (t.text == QLatin1String("(")) {
            const bool nested = i + 1 < tokens.size() && tokens[i + 1].text == QLatin1String("SELECT");
            selects.push_back(nested);
            out += t.text;
            if (nested) {
                ++depth;
                breakLine(0);
            }
            continue;
        }
        if (t.text == QLatin1String(")") && selects.size() > 1) {
            if (selects.back()) {
                --depth;
                breakLine(0);
            }
            selects.pop_back();
            out += t.text;
            continue;
        }
        if (t.kind == Kind::keyword && selects.back()) {
            const bool joinGoesOn = before == QLatin1String("LEFT") || before == QLatin1String("OUTER") ||
                                    before == QLatin1String("INNER") || before == QLatin1String("CROSS") ||
                                    before == QLatin1String("FULL") || before == QLatin1String("RIGHT");
            const bool part = before == QLatin1String("DELETE") || before == QLatin1String("IS");
            if (opensClause(t.text) && !part) breakLine(0);
            else if (opensJoin(t.text) && !joinGoesOn) breakLine(step);
            else if ((t.text == QLatin1String("AND") || t.text == QLatin1String("OR")) && before != QLatin1String("BETWEEN"))
                breakLine(step);
        }
        if (t.kind != Kind::space) before = t.text;
        if (t.kind != Kind::space || !(out.endsWith(QLatin1Char(' ')) || out.endsWith(QLatin1Char('\n')))) out += t.text;
    }
    return out.trimmed();
}

} // namespace relata::models
