// GrowthModel: how many queries a program sends for so many rows: one row for each size, one column for each program.
#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <vector>

namespace relata::models {

struct GrowthSeries {
    enum class Class { unknown, constant, linear, quadratic };
    struct Point {
        int size = 0, selects = 0;
    };
    QString name; ///< "your program", "selectinload"
    bool own = false;
    std::vector<Point> points;
    Class growth = Class::unknown;
    QString problem; ///< why it ended early; empty where every size ran
};

class GrowthModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit GrowthModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
    void setSeries(std::vector<GrowthSeries> series);
    const std::vector<GrowthSeries>& series() const { return m_series; }
    /// "your program: linear, 51 queries at N = 50. selectinload: constant, ..."
    QString summary() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<GrowthSeries> m_series;
    std::vector<int> m_sizes;
};

QString growthWord(GrowthSeries::Class growth);

} // namespace relata::models
