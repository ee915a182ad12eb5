#include "models/query_log_model.h"

#include <QHash>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace relata::models {

namespace {

QString asText(const ShownStatement& s) {
    QString text = QStringLiteral("-- %1:%2, %3\n%4\n").arg(s.file).arg(s.line).arg(s.reason, s.sql.simplified());
    if (!s.parameters.isEmpty()) text += QStringLiteral("-- %1\n").arg(s.parameters);
    return text;
}

} // namespace

QueryLogModel::QueryLogModel(QObject* parent) : QAbstractItemModel(parent) {}

void QueryLogModel::regrouped() {
    beginResetModel();
    regroup();
    endResetModel();
}

void QueryLogModel::setRun(ShownRunPtr run) {
    beginResetModel();
    m_run = std::move(run);
    m_sameAs.clear();
    if (m_run) {
        QHash<QString, int> first;
        for (int i = 0; i < int(m_run->statements.size()); ++i) {
            const ShownStatement& s = m_run->statements[size_t(i)];
            const QString key = s.sql + QChar(0) + s.parameters;
            const auto at = first.constFind(key);
            m_sameAs.push_back(s.isRefused || at == first.constEnd() ? -1 : *at); // what was not sent repeats nothing
            if (!s.isRefused && at == first.constEnd()) first.insert(key, i);
        }
    }
    regroup();
    endResetModel();
}

void QueryLogModel::setPreparationShown(bool shown) {
    if (std::exchange(m_preparation, shown) != shown) regrouped();
}

void QueryLogModel::setGrouping(Grouping grouping) {
    if (std::exchange(m_grouping, grouping) != grouping) regrouped();
}

void QueryLogModel::setFilter(const QString& text) {
    if (std::exchange(m_filter, text.simplified()) != m_filter) regrouped();
}

QString QueryLogModel::refusedWord() { return tr("refused"); }

bool QueryLogModel::isShown(const ShownStatement& s) const {
    if (!m_preparation && !m_run->counts(s) && !(s.isRefused && !m_run->setup.contains(s.file))) return false;
    if (m_filter.isEmpty()) return true;
    const QString all = QStringLiteral("%1\n%2\n%3\n%4:%5").arg(s.sql, s.parameters, causeText(s.reason), s.file).arg(s.line);
    const QStringList words = m_filter.split(QLatin1Char(' '));
    return std::ranges::all_of(words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void QueryLogModel::regroup() {
    m_groups.clear();
    m_span = 0;
    if (!m_run) return;
    QHash<QString, size_t> known;
    double first = -1;
    for (int i = 0; i < int(m_run->statements.size()); ++i) {
        const ShownStatement& s = m_run->statements[size_t(i)];
        if (!isShown(s)) continue;
        const QString shape = statementShape(s.sql);
        const QString key = m_grouping == Grouping::line    ? QStringLiteral("%1:%2:%3:%4").arg(s.file).arg(s.line).arg(s.isRefused).arg(shape)
                            : m_grouping == Grouping::cause ? QStringLiteral("%1:%2").arg(s.isRefused).arg(s.reason)
                                                            : QString::number(i);
        auto at = known.constFind(key);
        if (at == known.constEnd()) {
            at = known.insert(key, m_groups.size());
            Group made;
            made.shape = shape;
            made.file = s.file;
            made.line = s.line;
            m_groups.push_back(std::move(made));
        }
        Group& group = m_groups[*at];
        const ShownStatement& head = group.statements.empty() ? s : m_run->statements[size_t(group.statements.front())];
        group.oneLine = group.oneLine && head.line == s.line && head.file == s.file;
        if (!group.causes.contains(s.reason)) group.causes << s.reason;
        group.statements.push_back(i);
        group.identical += m_sameAs[size_t(i)] >= 0;
        group.rows += s.rows;
        group.duration += s.duration;
        if (first < 0) first = s.start;
        m_span = std::max(m_span, s.start + s.duration - first);
    }
}

int QueryLogModel::shownStatements() const {
    int n = 0;
    for (const Group& group : m_groups) n += int(group.statements.size());
    return n;
}

int QueryLogModel::identicalStatements() const {
    int n = 0;
    for (const Group& group : m_groups) n += group.identical;
    return n;
}

QModelIndexList QueryLogModel::groupsOfLine(const QString& file, int line) const {
    QModelIndexList found;
    for (size_t i = 0; i < m_groups.size(); ++i)
        if (std::ranges::any_of(m_groups[i].statements, [&](int at) {
                const ShownStatement& s = m_run->statements[size_t(at)];
                return s.line == line && s.file == file;
            }))
            found << index(int(i), 0);
    return found;
}

const ShownStatement* QueryLogModel::statementAt(const QModelIndex& index) const {
    if (!index.isValid()) return nullptr;
    const Group& group = *groupAt(index);
    return &m_run->statements[size_t(group.statements[index.internalId() != 0 ? size_t(index.row()) : size_t(0)])];
}

QString QueryLogModel::textOf(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    if (index.internalId() != 0) return models::asText(*statementAt(index));
    QString text;
    for (int at : groupAt(index)->statements) text += models::asText(m_run->statements[size_t(at)]);
    return text;
}

QString QueryLogModel::asText() const {
    QString text;
    if (!m_run) return text;
    for (const ShownStatement& s : m_run->statements)
        if (isShown(s)) text += models::asText(s);
    return text;
}

QString QueryLogModel::repeatText(const Group& group) const {
    const int n = int(group.statements.size());
    if (n < 2) return group.identical ? tr("Sent before, with the same parameters") : QString();
    if (group.identical == 0) return tr("%1 similar queries: the same SQL, other parameters").arg(n);
    return tr("%1 queries, %2 of them identical to an earlier one: the same SQL and parameters").arg(n).arg(group.identical);
}

// A group's index carries 0, a statement's index the number of its group plus one.
QModelIndex QueryLogModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : quintptr(0));
}

QModelIndex QueryLogModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0) return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int QueryLogModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return int(m_groups.size());
    if (parent.internalId() != 0 || parent.column() != 0) return 0;
    const auto n = m_groups[size_t(parent.row())].statements.size();
    return n > 1 ? int(n) : 0;
}

int QueryLogModel::columnCount(const QModelIndex&) const { return ColumnCount; }

const QueryLogModel::Group* QueryLogModel::groupAt(const QModelIndex& index) const {
    return &m_groups[index.internalId() == 0 ? size_t(index.row()) : index.internalId() - 1];
}

QVariant QueryLogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Group& group = *groupAt(index);
    const bool single = index.internalId() != 0;
    const ShownStatement& s =
        m_run->statements[size_t(group.statements[single ? size_t(index.row()) : size_t(0)])];
    const int repeats = int(group.statements.size());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Count: if (s.isRefused) return refusedWord();
            return single ? QString::number(index.row() + 1) : QStringLiteral("×%1").arg(repeats);
        case Sql:
            if (single && m_grouping == Grouping::line) return s.parameters.isEmpty() ? s.sql.simplified() : s.parameters;
            return single ? s.sql.simplified() : group.shape;
        case Cause:
            if (single) {
                const int same = m_sameAs[size_t(group.statements[size_t(index.row())])];
                if (same < 0) return causeText(s.reason);
                const auto at = std::ranges::find(group.statements, same);
                return at == group.statements.end() ? tr("identical to an earlier one")
                                                    : tr("identical to %1").arg(at - group.statements.begin() + 1);
            }
            if (group.identical > 0)
                return repeats > 1 ? tr("%1 · %2 identical").arg(causesText(group.causes)).arg(group.identical)
                                   : tr("%1 · identical").arg(causesText(group.causes));
            return causesText(group.causes);
        case Line:
            if (!single && !group.oneLine) return tr("several");
            return s.line > 0 ? QStringLiteral("%1:%2").arg(s.file).arg(s.line) : QString();
        case Rows: if (s.isRefused) return QStringLiteral("–");
            return QLocale().toString(single ? s.rows : group.rows);
        case Time: if (s.isRefused) return QStringLiteral("–");
            return durationText(single ? s.duration : group.duration);
        default: return {};
        }
    case Qt::AccessibleTextRole:
        if (index.column() == Count && s.isRefused) return tr("refused: it was not sent, since nobody awaits it");
        if (index.column() == Timeline)
            return tr("begins at %1, takes %2").arg(durationText(s.start), durationText(group.duration));
        return {};
    case Qt::ToolTipRole: {
        QString text = s.sql.simplified();
        if (!s.parameters.isEmpty()) text += QStringLiteral("\n") + s.parameters;
        if (!single && !repeatText(group).isEmpty()) text += QStringLiteral("\n") + repeatText(group);
        if (s.isRefused) text += QStringLiteral("\n") + tr("refused: it was not sent, since nobody awaits it");
        if (!s.reason.isEmpty()) text += QStringLiteral("\n") + tr("Why it was sent: %1").arg(single ? causeText(s.reason) : causesText(group.causes));
        return text;
    }
    case Qt::TextAlignmentRole:
        if (index.column() == Sql || index.column() == Cause || index.column() == Timeline) return int(Qt::AlignLeft | Qt::AlignVCenter);
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case BarsRole: {
        Bars bars;
        const double first = m_run->statements[size_t(m_groups.front().statements.front())].start;
        for (size_t i = 0; i < group.statements.size(); ++i) {
            if (s.isRefused || (single && i != size_t(index.row()))) continue;
            const ShownStatement& one = m_run->statements[size_t(group.statements[i])];
            bars.push_back({one.start - first, one.start - first + one.duration});
        }
        return QVariant::fromValue(bars);
    }
    case SpanRole: return m_span;
    case HotRole: return repeats >= manyLazy && !s.isRefused && isLazy(s);
    case IdenticalRole: return group.identical;
    case StatementRole: return group.statements[single ? size_t(index.row()) : size_t(0)];
    case RepeatRole: return single ? 1 : repeats;
    case LineRole: return s.line;
    case FileRole: return s.file;
    case SqlRole: return s.sql;
    default: return {};
    }
}

QVariant QueryLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Sql || section == Cause || section == Timeline ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Count: return tr("Sent");
    case Sql: return tr("Query");
    case Cause: return tr("Why it was sent");
    case Line: return tr("Line");
    case Rows: return tr("Rows");
    case Time: return tr("Time");
    case Timeline: return tr("When");
    default: return {};
    }
}

} // namespace relata::models
