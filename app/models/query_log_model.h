// QueryLogModel: the statements of one run, grouped by shape and line (or cause): a loop of lazy loads is one row that
// says x50.
#pragma once

#include "models/shown_run.h"

#include <QAbstractItemModel>

namespace relata::models {

/// Two levels: groups, below each of more than one its single statements in order. Statements of one group are similar
/// where they share their shape, identical where their parameters are the same too.
class QueryLogModel : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum Column { Count, Sql, Cause, Line, Rows, Time, Timeline, ColumnCount };
    enum class Grouping { line, cause, none };
    enum Role { BarsRole = Qt::UserRole, SpanRole, HotRole, LineRole, FileRole, SqlRole, RepeatRole, StatementRole, IdenticalRole };
    struct Bar {
        double start, end; ///< microseconds
    };
    using Bars = std::vector<Bar>;

    explicit QueryLogModel(QObject* parent = nullptr);
    static QString refusedWord(); ///< stands where others have how often they were sent

    void setRun(ShownRunPtr run);
    void setPreparationShown(bool shown); ///< schema and setup statements too; off at first
    void setGrouping(Grouping grouping);
    Grouping grouping() const { return m_grouping; }
    /// Only statements whose SQL, parameters, cause or place contain every word of `text`, in any case.
    void setFilter(const QString& text);
    int shownStatements() const;
    /// Statements that repeat an earlier one word for word, parameters included.
    int identicalStatements() const;
    const ShownRunPtr& run() const { return m_run; }
    /// The groups that have a statement sent by that line.
    QModelIndexList groupsOfLine(const QString& file, int line) const;
    /// The statement behind an index, a group's first; null for an invalid one.
    const ShownStatement* statementAt(const QModelIndex& index) const;
    /// One statement, or all of a group, as text for the clipboard.
    QString textOf(const QModelIndex& index) const;
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
        int rows = 0, identical = 0;
        double duration = 0;
        bool oneLine = true;
        QStringList causes; ///< in the order of their first statements
    };
    const Group* groupAt(const QModelIndex& index) const;
    void regroup();
    void regrouped(); ///< as a reset of the model
    bool isShown(const ShownStatement& s) const;
    QString repeatText(const Group& group) const;

    ShownRunPtr m_run;
    std::vector<Group> m_groups;
    double m_span = 0;
    std::vector<int> m_sameAs; ///< for each statement of the run the earlier identical one, or -1
    QString m_filter;
    Grouping m_grouping = Grouping::line;
    bool m_preparation = false;
};

} // namespace relata::models

Q_DECLARE_METATYPE(relata::models::QueryLogModel::Bars)
