#include "models/shown_run.h"

#include "sandbox/statement_kind.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace relata::models {

namespace {

using sandbox::StatementKind;

/// Asked of every statement by every view: of the usual ones no copy is made.
StatementKind kindOf(const QString& sql) {
    const QStringView text = QStringView(sql).trimmed();
    if (text.startsWith(QLatin1String("SELECT "), Qt::CaseInsensitive)) return StatementKind::select;
    return sandbox::statement_kind(text.toUtf8().toStdString());
}

} // namespace

bool ShownRun::counts(const ShownStatement& s) const {
    const StatementKind kind = kindOf(s.sql);
    return (kind == StatementKind::select || kind == StatementKind::insert || kind == StatementKind::update || kind == StatementKind::delete_) &&
           !setup.contains(s.file);
}

int ShownRun::queries() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) { return counts(s); }));
}

int ShownRun::selects() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) { return counts(s) && kindOf(s.sql) == StatementKind::select; }));
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

QString causeText(const QString& reason) {
    static const std::pair<QLatin1String, const char*> plain[] = {
        {QLatin1String("query"), QT_TRANSLATE_NOOP("Cause", "query")},
        {QLatin1String("flush"), QT_TRANSLATE_NOOP("Cause", "flush")},
        {QLatin1String("schema"), QT_TRANSLATE_NOOP("Cause", "schema")},
        {QLatin1String("savepoint"), QT_TRANSLATE_NOOP("Cause", "savepoint")},
        {QLatin1String("default value"), QT_TRANSLATE_NOOP("Cause", "default value")}};
    static const std::pair<QLatin1String, const char*> named[] = {
        {QLatin1String("lazy load of "), QT_TRANSLATE_NOOP("Cause", "lazy load of %1")},
        {QLatin1String("selectin load of "), QT_TRANSLATE_NOOP("Cause", "selectin load of %1")},
        {QLatin1String("subquery load of "), QT_TRANSLATE_NOOP("Cause", "subquery load of %1")},
        {QLatin1String("immediate load of "), QT_TRANSLATE_NOOP("Cause", "immediate load of %1")},
        {QLatin1String("load of deferred columns of "), QT_TRANSLATE_NOOP("Cause", "load of deferred columns of %1")},
        {QLatin1String("refresh of expired "), QT_TRANSLATE_NOOP("Cause", "refresh of expired %1")},
        {QLatin1String("refresh of "), QT_TRANSLATE_NOOP("Cause", "refresh of %1")},
        {QLatin1String("flush of "), QT_TRANSLATE_NOOP("Cause", "flush of %1")}};
    for (const auto& [word, text] : plain)
        if (reason == word) return QCoreApplication::translate("Cause", text);
    for (const auto& [word, text] : named)
        if (reason.startsWith(word)) return QCoreApplication::translate("Cause", text).arg(reason.mid(word.size()));
    return reason;
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
