#include "grading/checks/rows_fetched.h"

#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

namespace {

/// "Team.heroes" of "joinedload(Team.heroes)" where that is a collection; empty otherwise.
std::string joined_collection(const GradedRun& run, const std::string& option) {
    constexpr std::string_view begin = "joinedload(";
    const size_t at = option.rfind(begin);
    if (at == std::string::npos) return "";
    const size_t name = at + begin.size();
    const std::string path = option.substr(name, option.find_first_of(",)", name) - name);
    const sandbox::RelationshipRecord* relationship = find_relationship(run.record, path);
    return relationship && relationship->uselist ? path : "";
}

} // namespace

RowsFetched::RowsFetched(course::ManifestReader& parameters) {
    if (parameters.find("max_per_object")) m_max_per_object = parameters.number("max_per_object");
    if (parameters.find("max")) m_max = uint64_t(std::max<int64_t>(parameters.integer("max"), 0));
    if (!m_max_per_object && !m_max)
        parameters.problem(nullptr, "rows_fetched needs a bound", "for example  max_per_object: 3");
}

CheckResult RowsFetched::explosion(const GradedRun& run, const sandbox::ResultRecord& result) const {
    const uint64_t objects = std::max<uint64_t>(result.objects_returned, 1);
    CheckResult made = failure(
        "ROW-EXPLOSION", "The query" + place_text(result.span) + " fetches " + counted(result.rows_fetched, "row") + " for " +
                             counted(result.objects_returned, "object") + ": " +
                             number_text(double(result.rows_fetched) / double(objects)) + " for each, at most " +
                             number_text(*m_max_per_object) + ".");
    std::vector<std::string> joined;
    for (const std::string& option : result.options)
        if (std::string path = joined_collection(run, option); !path.empty()) joined.push_back(std::move(path));
    if (joined.size() > 1)
        made.notes.push_back("Two collections in one join multiply: each row of " + joined.front() +
                             " comes once with each row of " + joined[1] + ".");
    const auto unread = std::ranges::find_if(joined, [&](const std::string& path) {
        return std::ranges::any_of(run.record.eager_loads, [&](const auto& load) {
                   return load.step == run.step && load.relationship == path && load.is_unused();
               }) &&
               std::ranges::none_of(run.record.relationship_reads, [&](const auto& read) { return read.step == run.step && read.relationship == path; });
    });
    if (unread != joined.end()) {
        made.notes.push_back("Nothing reads " + *unread + ": leave joinedload(" + *unread + ") out.");
    } else if (!joined.empty()) {
        made.fix = "selectinload(" + joined.back() + ")";
        made.fix_place = "instead of joinedload(" + joined.back() + ")" + place_text(result.span);
    }
    made.expected = "at most " + number_text(*m_max_per_object) + " rows for each object";
    made.actual = counted(result.rows_fetched, "row") + " for " + counted(result.objects_returned, "object");
    made.file = result.span.file;
    made.line = result.span.line;
    made.hidden_message = "On data that you do not see, the query" + place_text(result.span) + " fetches too many rows for each object.";
    return made;
}

CheckResult RowsFetched::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset&) {
        for (const sandbox::ResultRecord& result : run.record.results)
            if (m_max_per_object && result.step == run.step && !result.span.file.empty() &&
                double(result.rows_fetched) > *m_max_per_object * double(std::max<uint64_t>(result.objects_returned, 1)))
                return explosion(run, result);
        uint64_t rows = 0, most = 0;
        const sandbox::StatementRecord* worst = nullptr;
        for (const sandbox::StatementRecord* s : run.statements()) {
            if (s->kind != sandbox::StatementKind::select && !is_reading_change(*s)) continue;
            rows += s->rows;
            if (s->rows > most) {
                most = s->rows;
                worst = s;
            }
        }
        if (!m_max || rows <= *m_max) return CheckResult{};
        CheckResult made = failure("TOO-MANY-ROWS", counted(rows, "row") + " fetched, at most " + std::to_string(*m_max) + ": " +
                                                        std::to_string(most) + " of them" + place_text(worst->span) + ".");
        made.expected = "at most " + std::to_string(*m_max);
        made.actual = std::to_string(rows);
        made.file = worst->span.file;
        made.line = worst->span.line;
        made.hidden_message = "On data that you do not see, the answer fetches too many rows" + place_text(worst->span) + ".";
        return made;
    });
}

} // namespace relata::grading
