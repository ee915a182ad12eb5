#include "models/shown_run.h"

#include "sandbox/statement_kind.h"

#include <QCoreApplication>
#include <QHash>
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

bool isLazy(const ShownStatement& s) { return s.reason.startsWith(QLatin1String("lazy load")); }

bool ShownRun::counts(const ShownStatement& s) const {
    const StatementKind kind = kindOf(s.sql);
    return (kind == StatementKind::select || kind == StatementKind::insert || kind == StatementKind::update || kind == StatementKind::delete_) &&
           !s.isRefused && !setup.contains(s.file);
}

int ShownRun::queries() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) { return counts(s); }));
}

int ShownRun::selects() const {
    return int(std::ranges::count_if(statements, [this](const auto& s) { return counts(s) && kindOf(s.sql) == StatementKind::select; }));
}

int ShownRun::lazyLoads() const {
    return int(std::ranges::count_if(
        statements, [this](const auto& s) { return counts(s) && isLazy(s); }));
}

int ShownRun::rows() const {
    int total = 0;
    for (const auto& s : statements)
        if (counts(s)) total += s.rows;
    return total;
}

QMap<int, ShownRun::LineCount> ShownRun::countByLine(const QString& file) const {
    QMap<int, LineCount> found;
    QHash<std::pair<int, QString>, int> shapes;
    for (const auto& s : statements) {
        if (s.line <= 0 || s.file != file || !counts(s)) continue;
        LineCount& line = found[s.line];
        ++line.statements;
        if (isLazy(s)) line.lazy = std::max(line.lazy, ++shapes[{s.line, statementShape(s.sql)}]);
    }
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

namespace {

struct CauseWords {
    QLatin1String reason;
    const char* text;
};
constexpr CauseWords plainCauses[] = {{QLatin1String("query"), QT_TRANSLATE_NOOP("Cause", "the line's own query")},
                                      {QLatin1String("flush"), QT_TRANSLATE_NOOP("Cause", "saving changes (flush)")},
                                      {QLatin1String("schema"), QT_TRANSLATE_NOOP("Cause", "schema")},
                                      {QLatin1String("savepoint"), QT_TRANSLATE_NOOP("Cause", "savepoint")},
                                      {QLatin1String("default value"), QT_TRANSLATE_NOOP("Cause", "default value")}};
constexpr CauseWords namedCauses[] = {
    {QLatin1String("get of "), QT_TRANSLATE_NOOP("Cause", "session.get of %1")},
    {QLatin1String("lazy load of "), QT_TRANSLATE_NOOP("Cause", "lazy load of %1")},
    {QLatin1String("selectin load of "), QT_TRANSLATE_NOOP("Cause", "selectin load of %1")},
    {QLatin1String("subquery load of "), QT_TRANSLATE_NOOP("Cause", "subquery load of %1")},
    {QLatin1String("immediate load of "), QT_TRANSLATE_NOOP("Cause", "immediate load of %1")},
    {QLatin1String("load of deferred columns of "), QT_TRANSLATE_NOOP("Cause", "load of deferred columns of %1")},
    {QLatin1String("refresh of expired "), QT_TRANSLATE_NOOP("Cause", "refresh of expired %1")},
    {QLatin1String("refresh of "), QT_TRANSLATE_NOOP("Cause", "refresh of %1")},
    {QLatin1String("flush of "), QT_TRANSLATE_NOOP("Cause", "saving %1 (flush)")}};

const CauseWords* namedCause(const QString& reason) {
    const auto found = std::ranges::find_if(namedCauses, [&](const CauseWords& c) { return reason.startsWith(c.reason); });
    return found == std::end(namedCauses) ? nullptr : found;
}

} // namespace

QString causeText(const QString& reason) {
    for (const auto& [word, text] : plainCauses)
        if (reason == word) return QCoreApplication::translate("Cause", text);
    if (const CauseWords* cause = namedCause(reason)) return QCoreApplication::translate("Cause", cause->text).arg(reason.mid(cause->reason.size()));
    return reason;
}

QString causesText(const QStringList& reasons) {
    const CauseWords* common = reasons.isEmpty() ? nullptr : namedCause(reasons.front());
    const bool alike = common && std::ranges::all_of(reasons, [&](const QString& r) { return namedCause(r) == common; });
    QStringList parts;
    for (const QString& reason : reasons) parts << (alike ? reason.mid(common->reason.size()) : causeText(reason));
    const QString all = parts.join(QStringLiteral(", "));
    return alike ? QCoreApplication::translate("Cause", common->text).arg(all) : all;
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
