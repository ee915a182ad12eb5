#include "grading/check.h"

#include "grading/checks/back_populates_pair.h"
#include "grading/checks/eager_used.h"
#include "grading/checks/loader_for.h"
#include "grading/checks/no_detached_access.h"
#include "grading/checks/no_io_outside_await.h"
#include "grading/checks/no_lazy_load.h"
#include "grading/checks/output_equals.h"
#include "grading/checks/prediction_equals.h"
#include "grading/checks/query_count.h"
#include "grading/checks/query_growth.h"
#include "grading/checks/raises.h"
#include "grading/checks/relationship_resolves.h"
#include "grading/checks/result_equals.h"
#include "grading/checks/rows_fetched.h"
#include "grading/checks/schema_equals.h"
#include "grading/checks/session_closed.h"
#include "grading/checks/source_rule.h"
#include "grading/checks/unique_correct.h"
#include "grading/error_explanation.h"
#include "grading/source_text.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

using course::ManifestReader;
using Maker = std::unique_ptr<Check> (*)(ManifestReader&, const course::CheckSpec&);

struct KnownCheck {
    std::string_view type;
    Maker make;
};

constexpr std::array<KnownCheck, 20> known_checks{{
    {"back_populates_pair",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<BackPopulatesPair>(p); }},
    {"connections_balanced",
     [](ManifestReader&, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<ConnectionsBalanced>(); }},
    {"eager_used",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<EagerUsed>(p); }},
    {"loader_for",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<LoaderFor>(p); }},
    {"no_detached_access",
     [](ManifestReader&, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<NoDetachedAccess>(); }},
    {"no_io_outside_await",
     [](ManifestReader&, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<NoIoOutsideAwait>(); }},
    {"no_latent_lazy_load",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<NoLazyLoad>(p, true); }},
    {"no_lazy_load",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<NoLazyLoad>(p, false); }},
    {"output_equals",
     [](ManifestReader&, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<OutputEquals>(); }},
    {"prediction_equals",
     [](ManifestReader& p, const course::CheckSpec& spec) -> std::unique_ptr<Check> {
         return std::make_unique<PredictionEquals>(p, spec.id);
     }},
    {"query_count",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<QueryCount>(p); }},
    {"query_growth",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<QueryGrowth>(p); }},
    {"raises", [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<Raises>(p); }},
    {"relationship_resolves",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<RelationshipResolves>(p); }},
    {"result_equals",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<ResultEquals>(p); }},
    {"rows_fetched",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<RowsFetched>(p); }},
    {"schema_equals",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<SchemaEquals>(p); }},
    {"session_closed",
     [](ManifestReader&, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<SessionClosed>(); }},
    {"source_rule",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<SourceRule>(p); }},
    {"unique_correct",
     [](ManifestReader& p, const course::CheckSpec&) -> std::unique_ptr<Check> { return std::make_unique<UniqueCorrect>(p); }},
}};

std::string module_path(std::string module) {
    std::ranges::replace(module, '.', '/');
    return module + ".py";
}

/// " Is it get_task?" where the file defines a function whose name is nearly the one that is called.
std::string similar_function(const std::vector<course::SourceFile>& files, const std::string& path, const std::string& wanted) {
    const auto file = std::ranges::find(files, path, &course::SourceFile::path);
    if (file == files.end()) return "";
    const SourceText source(file->text);
    std::vector<std::string_view> defined;
    const auto& tokens = source.tokens();
    for (size_t at = 1; at < tokens.size(); ++at)
        if (tokens[at - 1].type == python::TokenType::def) defined.push_back(tokens[at].text);
    std::string near = course::nearest_word(wanted, defined);
    for (const std::string_view name : defined)
        if (near.empty() && (name.find(wanted) != std::string_view::npos || wanted.find(name) != std::string::npos)) near = name;
    return near.empty() ? "" : " Is it " + near + "?";
}

} // namespace

const course::Dataset& Check::first_dataset(const course::Exercise& exercise) {
    static const course::Dataset none;
    const auto visible =
        std::ranges::find_if(exercise.datasets, [](const course::Dataset& d) { return !d.hidden; });
    if (visible != exercise.datasets.end()) return *visible;
    return exercise.datasets.empty() ? none : exercise.datasets.front();
}

CheckResult Check::fails_by_error(CheckContext& context, std::string_view code) {
    for (const bool hidden : {false, true})
        for (const course::Dataset& dataset : context.exercise.datasets) {
            if (dataset.hidden != hidden) continue;
            const GradedRun& run = context.answer.run(dataset);
            if (run.is_done()) continue;
            CheckResult result = error_result(context, run);
            if (result.code == code) result.verdict = Verdict::failed; // what this check looks for
            result.is_on_hidden_data = hidden;
            return result;
        }
    return {};
}

CheckResult Check::error_result(CheckContext& context, const GradedRun& run) {
    CheckResult result;
    if (run.record.stopped != sandbox::StopReason::none) {
        result = failure(run.is_out_of_time() ? "TIME-LIMIT" : "LIMIT",
                         "The answer was stopped: " + sandbox::to_string(run.record.stopped) + ".");
        result.hidden_message = result.message;
        // The clock and a Stop find it somewhere else each time.
        const sandbox::SourceSpan& at = run.record.stopped_at;
        const bool by_chance = run.record.stopped == sandbox::StopReason::wall_time || run.record.stopped == sandbox::StopReason::cancelled;
        if (!by_chance && std::ranges::find(context.exercise.editable, at.file) != context.exercise.editable.end()) {
            result.message.pop_back();
            result.message += place_text(at) + ".";
            result.file = at.file;
            result.line = at.line;
        }
    } else if (run.lacks_entry) {
        const course::Exercise& e = context.exercise;
        const std::string path = module_path(e.entry_module);
        result = failure("NO-ENTRY", path + " defines no function " + e.entry_function + "." + similar_function(context.answer.files(), path, e.entry_function));
        result.file = path;
        result.hidden_message = result.message;
    } else if (run.error) {
        result = explain_error(run);
        if (run.phase == GradedRun::Phase::seed)
            result.message = "The rows of this exercise cannot be stored in the tables of these models: " + result.message;
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
    std::unique_ptr<Check> check = known->make(parameters, spec);
    parameters.refuse_unknown_keys();
    if (problems.size() != before) return nullptr;
    return check;
}

} // namespace relata::grading
