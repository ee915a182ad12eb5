// The same program under each loading strategy of one relationship, without a change to its text.
#pragma once

#include "models/engine_port.h"

#include <QAbstractTableModel>

namespace relata::models {

struct StrategyResult {
    QString strategy; ///< "selectinload"; empty: as the program is written
    int queries = 0, rows = 0, lazy = 0;
    double microseconds = 0; ///< inside SQLite
    QString error;           ///< "MissingGreenlet: ..."; empty where it ran to its end
    int errorLine = 0;
    QString errorFile;
    bool sameOutput = true; ///< as written, that is
    bool applied = true;    ///< a query selected the class
    ShownRunPtr run;
};

/// Relationships that `run` has resolved, those that it loaded lazily first: "Task.assignee".
QStringList benchRelationships(const ShownRun& run);
/// Blocks. `program` is made by exerciseProgram(), whose main file makes the sessions: here they are sessions that give
/// the queries of the relationship's class an option for it. It comes after the program's own and so wins.
std::vector<StrategyResult> benchStrategies(const Program& program, const QString& relationship, const Runner& run,
                                            std::stop_token stop);

/// One row for each strategy.
class StrategyModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Strategy, Queries, Rows, Time, Outcome, ColumnCount };
    enum Role { FailedRole = Qt::UserRole, BestRole, ShareRole };
    explicit StrategyModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
    void setResults(std::vector<StrategyResult> results);
    const std::vector<StrategyResult>& results() const { return m_results; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<StrategyResult> m_results;
};

} // namespace relata::models
