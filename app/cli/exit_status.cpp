#include "cli/exit_status.h"

#include <algorithm>
#include <array>

namespace relata::cli {

int exit_status(const grading::Report& report) {
    switch (report.status) {
    case grading::Status::graded:
        return report.passed ? success : failure;
    case grading::Status::not_gradable:
        return not_gradable;
    case grading::Status::exercise_invalid:
        return exercise_invalid;
    case grading::Status::time_limit:
        return time_limit;
    case grading::Status::not_finished:
    case grading::Status::internal_error:
        break;
    }
    return internal;
}

int worst_exit_status(const std::vector<grading::Report>& reports) {
    constexpr std::array<int, 6> order{success,    failure,          not_gradable,
                                       time_limit, exercise_invalid, internal};
    auto worst = order.begin();
    for (const grading::Report& report : reports)
        worst = std::max(worst, std::ranges::find(order, exit_status(report)));
    return *worst;
}

} // namespace relata::cli
