// The foreign keys of a run's tables, and which relationships follow each of them.
#pragma once

#include "models/shown_run.h"

#include <QAbstractTableModel>

namespace relata::models {

/// One foreign key. Tables and columns by their names in the database.
struct ForeignKeyLink {
    QString table, column, targetTable, targetColumn;
    bool nullable = false;
    QStringList relationships; ///< resolved to it: "Task.assignee"
    QStringList undecided;     ///< relationships that could follow it, where nothing says which
};
std::vector<ForeignKeyLink> foreignKeyLinks(const ShownRun& run);
/// "assignee ⇄ assigned_tasks": what a link's relationships are called on a diagram.
QString linkLabel(const ForeignKeyLink& link);
/// The class that maps `table`; empty where there is none.
QString entityOfTable(const ShownRun& run, const QString& table);
/// Foreign keys that a link's relationships could follow instead: the same tables.
std::vector<ForeignKeyLink> alternatives(const std::vector<ForeignKeyLink>& links, const ForeignKeyLink& link);

/// One row for each foreign key.
class RelationshipLinksModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Key, Target, Relationships, ColumnCount };
    explicit RelationshipLinksModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
    void setRun(ShownRunPtr run);
    const ShownRunPtr& run() const { return m_run; }
    const std::vector<ForeignKeyLink>& links() const { return m_links; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    ShownRunPtr m_run;
    std::vector<ForeignKeyLink> m_links;
};

} // namespace relata::models
