#include "models/relationship_links.h"

#include <algorithm>

namespace relata::models {

std::vector<ForeignKeyLink> foreignKeyLinks(const ShownRun& run) {
    std::vector<ForeignKeyLink> links;
    for (const ShownEntity& e : run.entities)
        for (const ShownColumn& c : e.columns)
            if (const qsizetype dot = c.foreignKey.lastIndexOf(QLatin1Char('.')); dot > 0)
                links.push_back({e.table, c.name, c.foreignKey.left(dot), c.foreignKey.mid(dot + 1), c.nullable, {}, {}});
    for (const ShownEntity& e : run.entities)
        for (const ShownRelationship& r : e.relationships) {
            const QString name = e.name + QLatin1Char('.') + r.name;
            QString targetTable;
            for (const ShownEntity& other : run.entities)
                if (other.name == r.target) targetTable = other.table;
            for (ForeignKeyLink& link : links) {
                const QString key = link.table + QLatin1Char('.') + link.column,
                              target = link.targetTable + QLatin1Char('.') + link.targetColumn;
                for (const auto& [local, remote] : r.pairs)
                    if (((local == key && remote == target) || (local == target && remote == key)) && !link.relationships.contains(name))
                        link.relationships << name;
                if (r.pairs.empty() && !targetTable.isEmpty() &&
                    ((link.table == e.table && link.targetTable == targetTable) ||
                     (link.table == targetTable && link.targetTable == e.table)))
                    link.undecided << name;
            }
        }
    return links;
}

QString linkLabel(const ForeignKeyLink& link) {
    QStringList names;
    for (const QString& name : link.relationships.isEmpty() ? link.undecided : link.relationships)
        names << name.section(QLatin1Char('.'), 1);
    if (link.relationships.isEmpty() && !names.isEmpty())
        return names.size() == 1 ? RelationshipLinksModel::tr("%1 ?").arg(names.front())
                                 : RelationshipLinksModel::tr("? %1 relationships").arg(names.size());
    return names.join(QStringLiteral(" ⇄ "));
}

QString entityOfTable(const ShownRun& run, const QString& table) {
    const auto at = std::ranges::find(run.entities, table, &ShownEntity::table);
    return at == run.entities.end() ? QString() : at->name;
}

std::vector<ForeignKeyLink> alternatives(const std::vector<ForeignKeyLink>& links, const ForeignKeyLink& link) {
    std::vector<ForeignKeyLink> found;
    std::ranges::copy_if(links, std::back_inserter(found), [&](const ForeignKeyLink& other) {
        return other.table == link.table && other.targetTable == link.targetTable && other.column != link.column;
    });
    return found;
}

void RelationshipLinksModel::setRun(ShownRunPtr run) {
    beginResetModel();
    m_run = std::move(run);
    m_links = m_run ? foreignKeyLinks(*m_run) : std::vector<ForeignKeyLink>();
    endResetModel();
}

int RelationshipLinksModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_links.size()); }
int RelationshipLinksModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RelationshipLinksModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    const ForeignKeyLink& link = m_links[size_t(index.row())];
    switch (index.column()) {
    case Key: return link.table + QLatin1Char('.') + link.column;
    case Target: return link.targetTable + QLatin1Char('.') + link.targetColumn;
    default:
        if (!link.relationships.isEmpty()) return link.relationships.join(QStringLiteral(", "));
        if (!link.undecided.isEmpty()) return tr("undecided: %1").arg(link.undecided.join(QStringLiteral(", ")));
        return tr("none");
    }
}

QVariant RelationshipLinksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Key ? tr("Foreign key") : section == Target ? tr("refers to") : tr("followed by");
}

} // namespace relata::models
