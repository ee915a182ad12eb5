#include "models/shown_run.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace relata::models {

namespace {

QString verb(const QString& sql) { return sql.trimmed().section(QRegularExpression(QStringLiteral("\\s")), 0, 0).toUpper(); }

} // namespace

bool ShownRun::counts(const ShownStatement& s) const {
    static const QStringList counted = {QStringLiteral("SELECT"), QStringLiteral("INSERT"), QStringLiteral("UPDATE"),
                                        QStringLiteral("DELETE"), QStringLiteral("WITH")};
    return counted.contains(verb(s.sql)) && !setup.contains(s.file);
}

int ShownRun::queries() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) { return counts(s); }));
}

int ShownRun::selects() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) {
        return counts(s) && (verb(s.sql) == QLatin1String("SELECT") || verb(s.sql) == QLatin1String("WITH"));
    }));
}

int ShownRun::lazyLoads() const {
    return int(std::ranges::count_if(
        statements, [this](const auto& s) { return counts(s) && s.reason.startsWith(QLatin1String("lazy load")); }));
}

int ShownRun::rows() const {
    int total = 0;
    for (const auto& s : statements)
        if (counts(s)) total += s.rows;
    return total;
}

QMap<int, int> ShownRun::countByLine(const QString& file) const {
    QMap<int, int> found;
    for (const auto& s : statements)
        if (s.line > 0 && s.file == file && counts(s)) ++found[s.line];
    return found;
}

QString ShownRun::measure(const QString& name) const {
    const QLocale locale;
    if (name == QLatin1String("queries")) return locale.toString(queries());
    if (name == QLatin1String("selects")) return locale.toString(selects());
    if (name == QLatin1String("lazy")) return locale.toString(lazyLoads());
    if (name == QLatin1String("rows")) return locale.toString(rows());
    if (name == QLatin1String("time")) return locale.toString(milliseconds, 'f', 1);
    if (name == QLatin1String("error")) return failed ? error.type : QStringLiteral("no error");
    return {};
}

QString queriesText(int n) {
    return n == 1 ? QCoreApplication::translate("ShownRun", "1 query")
                  : QCoreApplication::translate("ShownRun", "%1 queries").arg(QLocale().toString(n));
}

QString durationText(double microseconds) {
    const QLocale locale;
    if (microseconds < 1000)
        return QCoreApplication::translate("ShownRun", "%1 µs").arg(locale.toString(microseconds, 'f', microseconds < 10 ? 1 : 0));
    if (microseconds < 1e6) return QCoreApplication::translate("ShownRun", "%1 ms").arg(locale.toString(microseconds / 1e3, 'f', 2));
    return QCoreApplication::translate("ShownRun", "%1 s").arg(locale.toString(microseconds / 1e6, 'f', 2));
}

QString statementShape(const QString& sql) {
    static const QRegularExpression space(QStringLiteral("\\s+"));
    static const QRegularExpression text(QStringLiteral("'(?:[^']|'')*'"));
    static const QRegularExpression number(QStringLiteral("(?<![\\w.\"])\\d+(?:\\.\\d+)?(?![\\w\"])"));
    static const QRegularExpression list(QStringLiteral("\\(\\s*\\?(?:\\s*,\\s*\\?)+\\s*\\)"));
    static const QRegularExpression lists(QStringLiteral("\\(…\\)(?:\\s*,\\s*\\(…\\))+"));
    QString shape = sql.simplified();
    shape.replace(text, QStringLiteral("?"));
    shape.replace(number, QStringLiteral("?"));
    shape.replace(list, QStringLiteral("(…)"));
    shape.replace(lists, QStringLiteral("(…)"));
    return shape;
}

} // namespace relata::models
