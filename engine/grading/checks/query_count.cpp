#include "grading/checks/query_count.h"

#include "grading/lazy_loads.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

QueryCount::QueryCount(course::ManifestReader& parameters)
    : m_select(read(parameters, "select")), m_dml(read(parameters, "dml")) {
    if (!m_select.max && !m_select.exact && !m_dml.max && !m_dml.exact)
        parameters.problem(nullptr, "query_count needs a bound", "for example  select: {max: 2}");
}

QueryCount::Bound QueryCount::read(course::ManifestReader& parameters, std::string_view key) {
    Bound bound;
    if (!parameters.find(key)) return bound;
    auto map = parameters.map(key);
    if (!map) return bound;
    const auto number = [&](std::string_view name) -> std::optional<uint64_t> {
        if (!map->find(name)) return std::nullopt;
        const int64_t value = map->integer(name);
        if (value < 0) map->problem(map->find(name), "'" + std::string(name) + "' must not be negative");
        return uint64_t(std::max<int64_t>(value, 0));
    };
    bound.max = number("max");
    bound.exact = number("exact");
    map->refuse_unknown_keys();
    return bound;
}

std::string QueryCount::Bound::text() const {
    return exact ? "exactly " + std::to_string(*exact) : "at most " + std::to_string(max.value_or(0));
}

namespace {

/// What is sent besides SELECTs: changes, and tables made and dropped.
std::vector<const sandbox::StatementRecord*> others_of(const GradedRun& run) {
    using Kind = sandbox::StatementKind;
    std::vector<const sandbox::StatementRecord*> others;
    for (const sandbox::StatementRecord& s : run.record.statements)
        if (s.step == run.step && !s.is_refused && (s.kind == Kind::insert || s.kind == Kind::update || s.kind == Kind::delete_ || s.kind == Kind::ddl))
            others.push_back(&s);
    return others;
}

/// Where the solution only reads, an answer may not do its work in statements that are no SELECT.
CheckResult judge_others(const GradedRun& run, uint64_t selects, uint64_t most) {
    const auto others = others_of(run);
    const uint64_t all = selects + uint64_t(std::ranges::count_if(others, [](const auto* s) { return !is_reading_change(*s); }));
    if (others.empty() || all <= most) return {};
    CheckResult result = failure("TOO-MANY", counted(others.size(), "statement") + " that " + (others.size() == 1 ? "is" : "are") +
                                                 " no SELECT" + place_text(others.back()->span) + ", where reading is enough: " +
                                                 std::to_string(all) + " statements in all, at most " + std::to_string(most) + ".");
    result.expected = "at most " + std::to_string(most);
    result.actual = std::to_string(all);
    result.file = others.back()->span.file;
    result.line = others.back()->span.line;
    result.hidden_message = "On data that you do not see, the answer sends too many statements that are no SELECT.";
    return result;
}

} // namespace

CheckResult QueryCount::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset& dataset) {
        // Where changes are free, they are no way to read for nothing.
        const bool changes_are_free = !m_dml.max && !m_dml.exact;
        uint64_t selects = 0, changes = 0;
        for (const sandbox::StatementRecord* s : run.statements())
            ++(s->kind == sandbox::StatementKind::select || (changes_are_free && is_reading_change(*s)) ? selects : changes);
        CheckResult result;
        if (!m_select.holds(selects)) {
            const bool few = m_select.exact && selects < *m_select.exact;
            result = few ? failure("TOO-FEW", counted(selects, "SELECT") + ", " + m_select.text() + ".")
                         : explain_count(run, selects, m_select.text(), m_select.exact.value_or(m_select.max.value_or(0)));
            if (few)
                result.hidden_message =
                    "On data that you do not see, the number of SELECTs is not " + m_select.text() + ".";
            result.expected = m_select.text();
            result.actual = std::to_string(selects);
        } else if (!m_dml.holds(changes)) {
            const bool few = m_dml.exact && changes < *m_dml.exact;
            result =
                failure(few ? "TOO-FEW" : "TOO-MANY",
                        counted(changes, "INSERT, UPDATE or DELETE statement") + ", " + m_dml.text() + ".");
            result.hidden_message =
                "On data that you do not see, the number of changes is not " + m_dml.text() + ".";
            result.expected = m_dml.text();
            result.actual = std::to_string(changes);
        } else if (changes_are_free && m_select.max && others_of(context.reference.run(dataset)).empty()) {
            result = judge_others(run, selects, *m_select.max);
        }
        return result;
    });
}

} // namespace relata::grading
