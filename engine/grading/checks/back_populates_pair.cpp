#include "grading/checks/back_populates_pair.h"

#include "grading/error_explanation.h"

namespace relata::grading {

BackPopulatesPair::BackPopulatesPair(course::ManifestReader& parameters) {
    const course::Setting* all = parameters.find("pairs");
    const auto* list = all ? all->as<course::Setting::List>() : nullptr;
    for (const course::Setting& item : list ? *list : course::Setting::List{}) {
        const auto* pair = item.as<course::Setting::List>();
        const auto* one = pair && pair->size() == 2 ? (*pair)[0].as<std::string>() : nullptr;
        const auto* other = pair && pair->size() == 2 ? (*pair)[1].as<std::string>() : nullptr;
        if (one && other && one->find('.') != std::string::npos && other->find('.') != std::string::npos)
            m_pairs.emplace_back(*one, *other);
        else
            parameters.problem(&item, "a pair is two relationships",
                               "for example  [Task.parent, Task.subtasks]");
    }
    if (m_pairs.empty())
        parameters.problem(all, "'pairs' must be a list of pairs",
                           "for example  pairs: [[Task.parent, Task.subtasks]]");
}

CheckResult BackPopulatesPair::judge(CheckContext& context) const {
    const GradedRun& run = context.answer.run(first_dataset(context.exercise));
    if (run.record.entities.empty()) return error_result(context, run);
    for (const auto& [one, other] : m_pairs) {
        for (const std::string& name : {one, other})
            if (!find_relationship(run.record, name)) {
                CheckResult missing = failure("MISSING", "There is no relationship " + name + ".");
                missing.subject = name;
                return missing;
            }
        for (const bool swapped : {false, true}) {
            const std::string& from = swapped ? other : one;
            const std::string& to = swapped ? one : other;
            const sandbox::RelationshipRecord* relationship = find_relationship(run.record, from);
            const std::string name = to.substr(to.find('.') + 1);
            if (relationship->back_populates == name && relationship->target == to.substr(0, to.find('.')))
                continue;
            CheckResult result = failure("NOT-PAIRED", from +
                                                           (relationship->back_populates.empty()
                                                                ? " is linked to no other relationship"
                                                                : " is linked to " + relationship->target +
                                                                      "." + relationship->back_populates) +
                                                           ", and must be linked to " + to + ".");
            result.subject = from;
            result.fix = "back_populates=\"" + name + "\"";
            result.fix_place = "to Relationship(...) of " + from;
            return result;
        }
    }
    return {};
}

} // namespace relata::grading
