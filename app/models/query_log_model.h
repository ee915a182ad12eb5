// QueryLogModel: the statements of one run, grouped by shape and line: a loop of lazy loads is one row that says x50.
#pragma once

#include "models/shown_run.h"

#include <QAbstractItemModel>

namespace relata::models {

/// Two levels: groups (shape and line), below each of more than one its single statements in order.
class QueryLogModel : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum Column { Count, Sql, Line, Rows, Time, Timeline, ColumnCount };
    enum Role { BarsRole = Qt::UserRole, SpanRole, HotRole, LineRole, FileRole, SqlRole, RepeatRole };
    struct Bar {
        double start, end; ///< microseconds
    };
    using Bars = std::vector<Bar>;

    explicit QueryLogModel(QObject* parent = nullptr);

    void setRun(ShownRunPtr run);
    void setPreparationShown(bool shown); ///< schema and setup statements too; off at first
    const ShownRunPtr& run() const { return m_run; }
    /// The first group sent by that line; invalid where there is none.
    QModelIndex groupOfLine(const QString& file, int line) const;
    /// Every statement as text, for the clipboard.
    QString asText() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    struct Group {
        QString shape, file;
        int line = 0;
        std::vector<int> statements; ///< positions in the run
        int rows = 0;
        double duration = 0;
    };
    const Group* groupAt(const QModelIndex& index) const;
    void regroup();

    ShownRunPtr m_run;
    std::vector<Group> m_groups;
    double m_span = 0;
    bool m_preparation = false;
};

} // namespace relata::models

Q_DECLARE_METATYPE(relata::models::QueryLogModel::Bars)
