#include "models/growth_run.h"

#include "course/exercise.h"
#include "grading/checks/query_growth.h"
#include "grading/harness.h"

namespace relata::models {

namespace {

std::vector<int64_t> sizesOf(const course::Exercise& exercise) {
    std::vector<int64_t> sizes;
    for (const course::CheckSpec& check : exercise.checks) {
        if (check.type != "query_growth") continue;
        const auto found = check.parameters.find("sizes");
        if (found == check.parameters.end()) continue;
        if (const auto* list = found->second.as<course::Setting::List>())
            for (const course::Setting& size : *list)
                if (const auto* number = size.as<int64_t>(); number && *number > 0 && *number <= 100'000) sizes.push_back(*number);
    }
    std::ranges::sort(sizes);
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    if (sizes.size() < 2) sizes = {1, 5, 10, 25, 50, 100};
    return sizes;
}

GrowthSeries measure(const course::Exercise& exercise, const course::Dataset& dataset, std::vector<course::SourceFile> files,
                     const grading::Harness::Options& options) {
    GrowthSeries series;
    grading::Harness harness(exercise, std::move(files), options);
    std::vector<grading::QueryGrowth::Point> points;
    for (const int64_t size : sizesOf(exercise)) {
        const grading::GradedRun& run = harness.run(dataset, size);
        if (!run.is_done()) {
            series.problem = GrowthModel::tr("At N = %1: %2").arg(size).arg(
                run.error ? QString::fromStdString(run.error->type + ": " + run.error->message)
                          : QString::fromStdString(to_string(run.record.stopped)));
            break;
        }
        points.push_back(grading::QueryGrowth::measure(run));
        series.points.push_back({int(size), int(points.back().selects)});
    }
    if (points.size() > 1) series.growth = GrowthSeries::Class(1 + int(grading::QueryGrowth::classify(points)));
    return series;
}

} // namespace

std::vector<GrowthSeries> measureGrowth(const course::Exercise& exercise, const QMap<QString, QString>& files,
                                        bool withReference, std::stop_token stop) {
    std::vector<GrowthSeries> all;
    const auto dataset = std::ranges::find(exercise.datasets, false, &course::Dataset::hidden);
    if (dataset == exercise.datasets.end()) return all;
    grading::Harness::Options options;
    const std::stop_callback forward(stop, [token = options.stop] { token.stop(); });
    std::vector<course::SourceFile> answer;
    for (auto it = files.cbegin(); it != files.cend(); ++it) answer.push_back({it.key().toStdString(), it->toStdString()});
    all.push_back(measure(exercise, *dataset, std::move(answer), options));
    all.back().name = GrowthModel::tr("your program");
    all.back().own = true;
    if (!withReference) return all;
    for (const std::string& name : exercise.solution_names()) {
        if (stop.stop_requested()) break;
        auto solution = exercise.read_answer(exercise.folder / "solutions" / name);
        if (!solution) continue;
        all.push_back(measure(exercise, *dataset, *std::move(solution), options));
        all.back().name = QString::fromStdString(name);
    }
    return all;
}

} // namespace relata::models
