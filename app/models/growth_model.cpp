#include "models/growth_model.h"

#include "models/shown_run.h"

#include <QLocale>

#include <algorithm>

namespace relata::models {

QString growthWord(GrowthSeries::Class growth) {
    switch (growth) {
    case GrowthSeries::Class::constant: return GrowthModel::tr("constant");
    case GrowthSeries::Class::linear: return GrowthModel::tr("linear");
    case GrowthSeries::Class::quadratic: return GrowthModel::tr("quadratic");
    default: return GrowthModel::tr("unknown");
    }
}

void GrowthModel::setSeries(std::vector<GrowthSeries> series) {
    beginResetModel();
    m_series = std::move(series);
    m_sizes.clear();
    for (const GrowthSeries& s : m_series)
        for (const GrowthSeries::Point& p : s.points) m_sizes.push_back(p.size);
    std::ranges::sort(m_sizes);
    m_sizes.erase(std::unique(m_sizes.begin(), m_sizes.end()), m_sizes.end());
    endResetModel();
}

QString GrowthModel::summary() const {
    QStringList parts;
    for (const GrowthSeries& s : m_series) {
        QString part = s.points.empty() ? tr("%1: failed at every N.").arg(s.name)
                                        : tr("%1: %2, %3 at N = %4.")
                                              .arg(s.name, growthWord(s.growth), QStringLiteral("%1 %2").arg(QLocale().toString(s.points.back().selects), s.points.back().selects == 1 ? QStringLiteral("SELECT") : QStringLiteral("SELECTs")))
                                              .arg(s.points.back().size);
        if (!s.problem.isEmpty()) part += QLatin1Char(' ') + s.problem + (s.problem.endsWith(QLatin1Char('.')) ? QString() : QStringLiteral("."));
        parts << part;
    }
    return parts.join(QLatin1Char(' '));
}

int GrowthModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_sizes.size()); }
int GrowthModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_series.size()) + 1; }

QVariant GrowthModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    const int size = m_sizes[size_t(index.row())];
    if (index.column() == 0) return QLocale().toString(size);
    const auto& points = m_series[size_t(index.column()) - 1].points;
    const auto at = std::ranges::find(points, size, &GrowthSeries::Point::size);
    return at == points.end() ? QStringLiteral("–") : QLocale().toString(at->selects);
}

QVariant GrowthModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("N") : m_series[size_t(section) - 1].name;
}

} // namespace relata::models
