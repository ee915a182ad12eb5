#include "models/query_log_model.h"

#include <QLocale>

#include <algorithm>

namespace relata::models {

namespace {

/// A line that sent this many statements of one shape has a loop around it.
constexpr int hotFrom = 3;

QString milliseconds(double microseconds) {
    return QueryLogModel::tr("%1 ms").arg(QLocale().toString(microseconds / 1000, 'f', 2));
}

} // namespace

QueryLogModel::QueryLogModel(QObject* parent) : QAbstractItemModel(parent) {}

void QueryLogModel::setRun(ShownRunPtr run) {
    beginResetModel();
    m_run = std::move(run);
    regroup();
    endResetModel();
}

void QueryLogModel::setPreparationShown(bool shown) {
    if (shown == m_preparation) return;
    beginResetModel();
    m_preparation = shown;
    regroup();
    endResetModel();
}

void QueryLogModel::regroup() {
    m_groups.clear();
    m_span = 0;
    if (!m_run) return;
    QMap<QString, size_t> known;
    double first = -1;
    for (int i = 0; i < int(m_run->statements.size()); ++i) {
        const ShownStatement& s = m_run->statements[size_t(i)];
        if (!m_preparation && !m_run->counts(s)) continue;
        const QString shape = statementShape(s.sql);
        const QString key = QStringLiteral("%1:%2:%3").arg(s.file).arg(s.line).arg(shape);
        auto at = known.constFind(key);
        if (at == known.constEnd()) {
            at = known.insert(key, m_groups.size());
            m_groups.push_back({shape, s.file, s.line, {}, 0, 0});
        }
        Group& group = m_groups[*at];
        group.statements.push_back(i);
        group.rows += s.rows;
        group.duration += s.duration;
        if (first < 0) first = s.start;
        m_span = std::max(m_span, s.start + s.duration - first);
    }
}

QModelIndex QueryLogModel::groupOfLine(const QString& file, int line) const {
    for (size_t i = 0; i < m_groups.size(); ++i)
        if (m_groups[i].line == line && m_groups[i].file == file) return index(int(i), 0);
    return {};
}

QString QueryLogModel::asText() const {
    QString text;
    if (!m_run) return text;
    for (const ShownStatement& s : m_run->statements) {
        if (!m_preparation && !m_run->counts(s)) continue;
        text += QStringLiteral("-- %1:%2, %3\n%4\n").arg(s.file).arg(s.line).arg(s.reason, s.sql.simplified());
        if (!s.parameters.isEmpty()) text += QStringLiteral("-- %1\n").arg(s.parameters);
    }
    return text;
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
        case Count: return single ? QString::number(index.row() + 1) : QStringLiteral("×%1").arg(repeats);
        case Sql: return single ? (s.parameters.isEmpty() ? s.reason : s.parameters) : group.shape;
        case Line: return s.line > 0 ? QStringLiteral("%1:%2").arg(s.file).arg(s.line) : QString();
        case Rows: return QLocale().toString(single ? s.rows : group.rows);
        case Time: return milliseconds(single ? s.duration : group.duration);
        default: return {};
        }
    case Qt::AccessibleTextRole:
        if (index.column() == Timeline)
            return tr("begins at %1, takes %2").arg(milliseconds(s.start), milliseconds(group.duration));
        return {};
    case Qt::ToolTipRole: {
        QString text = s.sql.simplified();
        if (!s.parameters.isEmpty()) text += QStringLiteral("\n") + s.parameters;
        if (!s.reason.isEmpty()) text += QStringLiteral("\n") + tr("Why it was sent: %1").arg(s.reason);
        return text;
    }
    case Qt::TextAlignmentRole:
        if (index.column() == Sql || index.column() == Timeline) return int(Qt::AlignLeft | Qt::AlignVCenter);
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case BarsRole: {
        Bars bars;
        const double first = m_run->statements[size_t(m_groups.front().statements.front())].start;
        for (size_t i = 0; i < group.statements.size(); ++i) {
            if (single && i != size_t(index.row())) continue;
            const ShownStatement& one = m_run->statements[size_t(group.statements[i])];
            bars.push_back({one.start - first, one.start - first + one.duration});
        }
        return QVariant::fromValue(bars);
    }
    case SpanRole: return m_span;
    case HotRole: return repeats >= hotFrom;
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
        return int(Qt::AlignVCenter | (section == Sql || section == Timeline ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Count: return tr("Sent");
    case Sql: return tr("Query");
    case Line: return tr("Line");
    case Rows: return tr("Rows");
    case Time: return tr("Time");
    case Timeline: return tr("When");
    default: return {};
    }
}

} // namespace relata::models
