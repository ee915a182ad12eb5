#include "gui/editor/completion.h"

#include "gui/editor/call_signature.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace relata::gui {

namespace {

QStringList words(const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); }

const QStringList& sessionWords() {
    static const QStringList list =
        words("add add_all begin begin_nested close commit delete exec execute expire expire_all expunge flush get "
              "merge refresh rollback run_sync scalar scalars new dirty deleted no_autoflush");
    return list;
}

const QStringList& statementWords() {
    static const QStringList list = words("where options join outerjoin order_by group_by having limit offset distinct "
                                          "select_from filter_by with_only_columns subquery cte exists execution_options");
    return list;
}

const QStringList& resultWords() {
    static const QStringList list = words("all first one one_or_none unique scalars mappings fetchmany partitions");
    return list;
}

const QStringList& topWords() {
    static const QStringList list =
        words("SQLModel Field Relationship Session AsyncSession select create_engine create_async_engine selectinload "
              "joinedload subqueryload lazyload raiseload contains_eager load_only defer aliased func and_ or_ not_ "
              "Optional List TYPE_CHECKING async await class def for from import lambda return while with yield "
              "enumerate isinstance len list print range set sorted sum tuple zip None True False asyncio");
    return list;
}

/// The names that a class body defines: annotated attributes and methods.
QMap<QString, QStringList> classAttributes(const QString& program) {
    static const QRegularExpression header(QStringLiteral("^class\\s+(\\w+)"));
    static const QRegularExpression member(QStringLiteral("^\\s+(?:async\\s+)?(?:def\\s+(\\w+)|(\\w+)\\s*[:=])"));
    QMap<QString, QStringList> found;
    QString open;
    for (const QString& line : program.split(QLatin1Char('\n'))) {
        if (const auto m = header.match(line); m.hasMatch()) open = m.captured(1);
        else if (!line.isEmpty() && !line.at(0).isSpace()) open.clear();
        else if (const auto body = member.match(line); !open.isEmpty() && body.hasMatch()) {
            const QString name = body.captured(1).isEmpty() ? body.captured(2) : body.captured(1);
            if (!name.startsWith(QLatin1String("__"))) found[open] << name;
        }
    }
    return found;
}

} // namespace

Completions completionsFor(const QString& before, const QString& program) {
    static const QRegularExpression word(QStringLiteral("([A-Za-z_]\\w*)?$"));
    const QString prefix = word.match(before).captured(1);
    const QString rest = before.left(before.size() - prefix.size());
    QStringList pool;
    if (rest.endsWith(QLatin1Char('.'))) {
        const QString chain = rest.chopped(1);
        static const QRegularExpression receiver(QStringLiteral("([A-Za-z_]\\w*)$"));
        const QString name = receiver.match(chain).captured(1);
        const auto classes = classAttributes(program);
        if (classes.contains(name)) pool = classes.value(name);
        else if (name.contains(QLatin1String("session"), Qt::CaseInsensitive)) pool = sessionWords();
        else if (chain.endsWith(QLatin1Char(')')))
            pool = chain.contains(QLatin1String(".exec(")) || chain.contains(QLatin1String("unique(")) ? resultWords()
                                                                                                       : statementWords();
        else {
            for (const QStringList& attributes : classes)
                pool += attributes;
            pool += resultWords();
        }
    } else {
        if (prefix.isEmpty()) return {};
        if (const QString called = calledName(rest); !called.isEmpty() && !rest.trimmed().endsWith(QLatin1Char('=')))
            for (const QString& parameter : parametersOf(called, program)) {
                const QString name = parameter.section(QLatin1Char(':'), 0, 0).section(QLatin1Char('='), 0, 0).trimmed();
                if (!name.startsWith(QLatin1Char('*'))) pool << name + QLatin1Char('=');
            }
        pool += topWords();
        static const QRegularExpression identifier(QStringLiteral("[A-Za-z_]\\w{2,}"));
        for (auto it = identifier.globalMatch(program); it.hasNext();)
            pool << it.next().captured();
        pool.removeOne(prefix); // the word at the caret is no witness for itself
    }
    if (pool.contains(prefix)) return {}; // complete as it stands: Return must end the line
    QSet<QString> chosen;
    for (const QString& candidate : pool)
        if (candidate.startsWith(prefix, Qt::CaseInsensitive) && candidate != prefix) chosen << candidate;
    QStringList sorted(chosen.begin(), chosen.end());
    sorted.sort(Qt::CaseInsensitive);
    // Inside a call its own arguments come first.
    std::ranges::stable_partition(sorted, [](const QString& one) { return one.endsWith(QLatin1Char('=')); });
    return {prefix, sorted};
}

} // namespace relata::gui
