// Measures how the queries of an answer, and of the exercise's reference solution, grow with the data.
#pragma once

#include "models/growth_model.h"

#include <QMap>

#include <stop_token>

namespace relata::course {
struct Exercise;
}

namespace relata::models {

/// Blocks, on whatever thread calls it; ends early when the token says so. The sizes are those of the exercise's growth
/// check. `withReference`: the reference solutions too.
std::vector<GrowthSeries> measureGrowth(const course::Exercise& exercise, const QMap<QString, QString>& files,
                                        bool withReference, std::stop_token stop);

} // namespace relata::models
