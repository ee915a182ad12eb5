#include "grading/check.h"

#include "grading/checks/back_populates_pair.h"
#include "grading/checks/no_lazy_load.h"
#include "grading/checks/output_equals.h"
#include "grading/checks/query_count.h"
#include "grading/checks/query_growth.h"
#include "grading/checks/raises.h"
#include "grading/checks/relationship_resolves.h"
#include "grading/checks/result_equals.h"
#include "grading/checks/session_closed.h"
#include "grading/checks/unique_correct.h"
#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

using course::ManifestReader;
using Maker = std::unique_ptr<Check> (*)(ManifestReader&);

struct KnownCheck {
    std::string_view type;
    Maker make;
};

constexpr std::array<KnownCheck, 12> known_checks{{
    {"back_populates_pair",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<BackPopulatesPair>(p); }},
    {"connections_balanced",
     [](ManifestReader&) -> std::unique_ptr<Check> { return std::make_unique<ConnectionsBalanced>(); }},
    {"no_latent_lazy_load",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<NoLazyLoad>(p, true); }},
    {"no_lazy_load",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<NoLazyLoad>(p, false); }},
    {"output_equals",
     [](ManifestReader&) -> std::unique_ptr<Check> { return std::make_unique<OutputEquals>(); }},
    {"query_count",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<QueryCount>(p); }},
    {"query_growth",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<QueryGrowth>(p); }},
    {"raises", [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<Raises>(p); }},
    {"relationship_resolves",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<RelationshipResolves>(p); }},
    {"result_equals",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<ResultEquals>(p); }},
    {"session_closed",
     [](ManifestReader&) -> std::unique_ptr<Check> { return std::make_unique<SessionClosed>(); }},
    {"unique_correct",
     [](ManifestReader& p) -> std::unique_ptr<Check> { return std::make_unique<UniqueCorrect>(p); }},
}};

} // namespace

const course::Dataset& Check::first_dataset(const course::Exercise& exercise) {
    static const course::Dataset none;
    const auto visible =
        std::ranges::find_if(exercise.datasets, [](const course::Dataset& d) { return !d.hidden; });
    if (visible != exercise.datasets.end()) return *visible;
    return exercise.datasets.empty() ? none : exercise.datasets.front();
}

CheckResult Check::error_result(CheckContext& context, const GradedRun& run) {
    CheckResult result;
    if (run.record.stopped != sandbox::StopReason::none) {
        result = failure(run.is_out_of_time() ? "TIME-LIMIT" : "LIMIT",
                         "The answer was stopped: " + sandbox::to_string(run.record.stopped) + ".");
        result.hidden_message = result.message;
    } else if (run.lacks_entry) {
        const course::Exercise& e = context.exercise;
        result = failure("NO-ENTRY", e.entry_module + ".py defines no function " + e.entry_function + ".");
        result.hidden_message = result.message;
    } else if (run.error) {
        result = explain_error(run);
    } else {
        result = failure("RAISED", "The answer could not be run to its end.");
    }
    result.verdict = Verdict::errored;
    return result;
}

std::unique_ptr<Check> make_check(const course::Exercise& exercise, const course::CheckSpec& spec,
                                  std::vector<Diagnostic>& problems) {
    const std::string file = (exercise.folder / "exercise.yaml").string();
    const course::Setting settings(spec.parameters, spec.line);
    ManifestReader parameters(settings, file, "the check '" + spec.id + "'", problems);
    const auto known = std::ranges::find(known_checks, spec.type, &KnownCheck::type);
    if (known == known_checks.end()) {
        std::vector<std::string_view> types;
        for (const KnownCheck& check : known_checks)
            types.push_back(check.type);
        const std::string near = course::nearest_word(spec.type, types);
        parameters.problem(nullptr, "there is no check type '" + spec.type + "'",
                           near.empty() ? "" : "did you mean '" + near + "'?");
        return nullptr;
    }
    const size_t before = problems.size();
    std::unique_ptr<Check> check = known->make(parameters);
    parameters.refuse_unknown_keys();
    if (problems.size() != before) return nullptr;
    return check;
}

} // namespace relata::grading
