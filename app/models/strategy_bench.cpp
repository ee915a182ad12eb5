#include "models/strategy_bench.h"

#include <QLocale>

#include <algorithm>

namespace relata::models {

namespace {

const QString benchFile = QStringLiteral("strategy_bench.py");

/// Sessions whose queries of the relationship's class get the option; a query of anything else refuses it and is sent
/// as it is. Prints nothing: the output is compared.
QString benchModule(const QString& module, const QString& relationship, const QString& strategy) {
    const auto method = [](const QString& async, const QString& await, const QString& name) {
        return QStringLiteral("    %1def %3(self, statement, *args, **kwargs):\n"
                              "        try:\n"
                              "            return %2super().%3(use(statement), *args, **kwargs)\n"
                              "        except ArgumentError:\n"
                              "            return %2super().%3(statement, *args, **kwargs)\n\n")
            .arg(async, await, name);
    };
    const QString async = QStringLiteral("async "), await = QStringLiteral("await "), exec = QStringLiteral("exec"),
                  execute = QStringLiteral("execute");
    return QStringLiteral("import sqlmodel\n"
                          "from sqlalchemy.exc import ArgumentError\n"
                          "from sqlalchemy.orm import %4\n"
                          "from sqlmodel.ext.asyncio import session as aio\n"
                          "from %1 import %2\n\n\n"
                          "def use(statement):\n"
                          "    return statement.options(%4(%2.%3)) if hasattr(statement, \"options\") else statement\n\n\n")
               .arg(module, relationship.section(QLatin1Char('.'), 0, 0), relationship.section(QLatin1Char('.'), 1), strategy) +
           QStringLiteral("class Session(sqlmodel.Session):\n") + method({}, {}, exec) + method({}, {}, execute) +
           QStringLiteral("\nclass AsyncSession(aio.AsyncSession):\n") + method(async, await, exec) + method(async, await, execute);
}

} // namespace

QStringList benchRelationships(const ShownRun& run) {
    QStringList lazy, rest;
    for (const ShownStatement& s : run.statements)
        if ((run.counts(s) || s.isRefused) && s.reason.startsWith(QLatin1String("lazy load of "))) {
            const QString name = s.reason.mid(13);
            if (!lazy.contains(name)) lazy << name;
        }
    for (const ShownEntity& e : run.entities)
        for (const ShownRelationship& r : e.relationships)
            if (const QString name = e.name + QLatin1Char('.') + r.name; !r.direction.isEmpty() && !lazy.contains(name)) rest << name;
    return lazy + rest;
}

std::vector<StrategyResult> benchStrategies(const Program& program, const QString& relationship, const Runner& run,
                                            std::stop_token stop) {
    std::vector<StrategyResult> results;
    for (const char* name : {"", "lazyload", "selectinload", "joinedload", "subqueryload", "raiseload"}) {
        if (stop.stop_requested()) break;
        const QString strategy = QString::fromLatin1(name);
        Program variant = program;
        QString module = QStringLiteral("models");
        if (!results.empty())
            for (const ShownEntity& e : results.front().run->entities)
                if (e.name == relationship.section(QLatin1Char('.'), 0, 0)) module = e.module;
        if (!strategy.isEmpty()) {
            variant.files[benchFile] = benchModule(module, relationship, strategy);
            // The main file is ours: it makes the sessions. No line of it moves.
            QString& main = variant.files[variant.main];
            main.replace(QStringLiteral("from sqlmodel import Session, SQLModel"),
                         QStringLiteral("from strategy_bench import Session; from sqlmodel import SQLModel"));
            main.replace(QStringLiteral("from sqlmodel.ext.asyncio.session import AsyncSession"),
                         QStringLiteral("from strategy_bench import AsyncSession"));
        }
        OutputMailbox unread;
        StrategyResult& result = results.emplace_back();
        result.strategy = strategy;
        result.run = run(variant, stop, unread);
        if (!result.run) break;
        result.queries = result.run->queries();
        result.rows = result.run->rows();
        result.lazy = result.run->lazyLoads();
        for (const ShownStatement& s : result.run->statements)
            if (result.run->counts(s)) result.microseconds += s.duration;
        if (result.run->failed) {
            result.error = result.run->error.type + QStringLiteral(": ") + result.run->error.message;
            result.errorFile = result.run->error.file;
            result.errorLine = result.run->error.line;
        }
        result.sameOutput = result.run->output == results.front().run->output;
    }
    return results;
}

void StrategyModel::setResults(std::vector<StrategyResult> results) {
    beginResetModel();
    m_results = std::move(results);
    endResetModel();
}

int StrategyModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_results.size()); }
int StrategyModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant StrategyModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const StrategyResult& r = m_results[size_t(index.row())];
    const bool number = index.column() == Queries || index.column() == Rows || index.column() == Time;
    const QLocale locale;
    switch (role) {
    case Qt::TextAlignmentRole: return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case FailedRole: return !r.error.isEmpty();
    case BestRole:
        return r.error.isEmpty() && std::ranges::all_of(m_results, [&](const StrategyResult& other) {
                   return !other.error.isEmpty() || other.queries >= r.queries;
               });
    case ShareRole: {
        int most = 1;
        for (const StrategyResult& other : m_results) most = std::max(most, index.column() == Rows ? other.rows : other.queries);
        return double(index.column() == Rows ? r.rows : r.queries) / most;
    }
    case Qt::ToolTipRole:
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Strategy: return r.strategy.isEmpty() ? tr("as written") : r.strategy;
    case Queries: return locale.toString(r.queries);
    case Rows: return locale.toString(r.rows);
    case Time: return durationText(r.microseconds);
    default:
        if (!r.error.isEmpty())
            return r.errorLine > 0 ? tr("%1:%2: %3").arg(r.errorFile).arg(r.errorLine).arg(r.error) : r.error;
        if (!r.sameOutput) return tr("prints something else");
        return r.lazy > 0 ? tr("same output, %1 lazy loads").arg(locale.toString(r.lazy)) : tr("same output, no lazy load");
    }
}

QVariant StrategyModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Strategy: return tr("Strategy");
    case Queries: return tr("Queries");
    case Rows: return tr("Rows");
    case Time: return tr("Time in SQLite");
    default: return tr("Outcome");
    }
}

} // namespace relata::models
