#include "grading/checks/query_growth.h"

#include "grading/lazy_loads.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace relata::grading {

namespace {

constexpr std::array<std::string_view, 3> class_words{"constant", "linear", "quadratic"};
constexpr size_t selectin_chunk = 500; ///< SQLAlchemy: SelectInLoader._chunksize

} // namespace

std::string_view to_string(QueryGrowth::Class growth) {
    return class_words[size_t(growth)];
}

QueryGrowth::QueryGrowth(course::ManifestReader& parameters) {
    m_class = Class(parameters.one_of("class", std::span(class_words).first(2), 0));
    const course::Setting* sizes = parameters.find("sizes");
    if (!sizes) {
        m_sizes = {2, 7, 50};
        return;
    }
    if (const auto* list = sizes->as<course::Setting::List>())
        for (const course::Setting& size : *list) {
            if (const auto* number = size.as<int64_t>(); number && *number > 0 && *number <= 100'000)
                m_sizes.push_back(*number);
            else
                parameters.problem(&size, "each of 'sizes' must be a number between 1 and 100000");
        }
    std::ranges::sort(m_sizes);
    m_sizes.erase(std::unique(m_sizes.begin(), m_sizes.end()), m_sizes.end());
    if (m_sizes.size() < 2)
        parameters.problem(sizes, "'sizes' must list at least two sizes",
                           "for example  sizes: [2, 7, 50, 501]");
}

QueryGrowth::Point QueryGrowth::measure(const GradedRun& run) {
    Point point{.size = run.size};
    const auto statements = run.statements();
    for (size_t i = 0; i < statements.size(); ++i) {
        const sandbox::StatementRecord& s = *statements[i];
        if (s.kind != sandbox::StatementKind::select && !is_reading_change(s)) continue;
        ++point.selects;
        const bool full_chunk = s.cause == sandbox::CauseKind::selectin_load &&
                                s.parameters.size() >= selectin_chunk && i + 1 < statements.size() &&
                                statements[i + 1]->cause == s.cause &&
                                statements[i + 1]->cause_subject == s.cause_subject;
        if (!full_chunk) ++point.counted;
    }
    return point;
}

QueryGrowth::Class QueryGrowth::classify(const std::vector<Point>& points) {
    if (points.size() < 2) return Class::constant;
    const Point &small = points[points.size() - 2], &large = points.back();
    if (large.counted <= small.counted) return Class::constant;
    const double exponent = std::log(double(large.counted) / double(std::max<uint64_t>(small.counted, 1))) /
                            std::log(double(large.size) / double(small.size));
    return exponent > 1.5 ? Class::quadratic : Class::linear;
}

CheckResult QueryGrowth::judge(CheckContext& context) const {
    const course::Dataset& dataset = first_dataset(context.exercise);
    std::vector<Point> points;
    const GradedRun* largest = nullptr;
    for (const int64_t size : m_sizes) {
        const GradedRun& run = context.answer.run(dataset, size);
        if (!run.is_done()) {
            CheckResult result = error_result(context, run);
            result.message = "With size " + std::to_string(size) + ": " + result.message;
            return result;
        }
        points.push_back(measure(run));
        largest = &run;
    }
    const Class growth = classify(points);
    std::string counts;
    for (const Point& p : points)
        counts +=
            (counts.empty() ? "" : ", ") + std::to_string(p.selects) + " at size " + std::to_string(p.size);
    if (growth <= m_class) return {};
    CheckResult result = explain_count(*largest, points.back().selects, std::string(to_string(m_class)));
    result.code = growth == Class::quadratic ? "GROWTH-QUADRATIC" : "GROWTH-LINEAR";
    std::string cause = result.message;
    if (find_repeated(*largest).empty()) { // it is the sum that grows, at the places that explain_count names
        cause.clear();
        result.notes.clear();
    }
    result.message = "The number of SELECTs is " + std::string(to_string(growth)) +
                     " in the size of the data, and should be " + std::string(to_string(m_class)) + ": " +
                     counts + "." + (cause.empty() ? "" : " At the largest: " + cause);
    result.expected = to_string(m_class);
    result.actual = std::string(to_string(growth)) + ": " + counts;
    return result;
}

} // namespace relata::grading
