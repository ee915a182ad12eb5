#include "grading/checks/query_count.h"

#include "grading/lazy_loads.h"
#include "grading/wording.h"

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

CheckResult QueryCount::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset&) {
        uint64_t selects = 0, changes = 0;
        for (const sandbox::StatementRecord* s : run.statements())
            ++(s->kind == sandbox::StatementKind::select ? selects : changes);
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
        }
        return result;
    });
}

} // namespace relata::grading
