#include "grading/checks/relationship_resolves.h"

#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

constexpr std::array<std::string_view, 3> direction_names{"many-to-one", "one-to-many", "many-to-many"};

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The column pairs, sorted. Through a secondary table: its columns paired with the ones at either end.
Pairs pairs_of(const sandbox::RelationshipRecord& relationship) {
    Pairs out;
    for (const auto& [local, remote] : relationship.pairs)
        out.emplace_back(local, remote);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string words(const Pairs& pairs) {
    std::string out;
    for (const auto& [local, remote] : pairs)
        out += (out.empty() ? "" : " and ") + local + " = " + remote;
    return out;
}

} // namespace

RelationshipResolves::RelationshipResolves(course::ManifestReader& parameters) {
    const course::Setting* all = parameters.find("relationships");
    const auto* map = all ? all->as<course::Setting::Map>() : nullptr;
    if (!map || map->empty()) {
        parameters.problem(all, "'relationships' must be a map",
                           "for example  Task.parent: {direction: many-to-one}");
        return;
    }
    auto reader = parameters.map("relationships");
    for (const auto& [name, unused] : *map) {
        if (name.find('.') == std::string::npos)
            parameters.problem(&unused, "'" + name + "' is not written as Model.attribute");
        auto item = reader->map(name);
        if (!item) continue;
        Wanted wanted{.name = name, .local = item->texts("local"), .remote = item->texts("remote")};
        if (item->find("direction"))
            wanted.direction = direction_names[item->one_of("direction", direction_names)];
        if (item->find("uselist")) wanted.uselist = item->boolean("uselist", false);
        wanted.secondary = item->text("secondary", "");
        if (wanted.local.size() != wanted.remote.size())
            item->problem(nullptr, "'local' and 'remote' must name as many columns as each other");
        item->refuse_unknown_keys();
        m_wanted.push_back(std::move(wanted));
    }
}

CheckResult RelationshipResolves::compare(const Wanted& wanted, const sandbox::RunRecord& answer,
                                          const sandbox::RunRecord& reference) const {
    const std::string model = wanted.name.substr(0, wanted.name.find('.'));
    if (!find_entity(answer, model))
        return failure("MISSING", "There is no model " + model + ", so " + wanted.name + " is missing.");
    const sandbox::RelationshipRecord* found = find_relationship(answer, wanted.name);
    if (!found) return failure("MISSING", "There is no relationship " + wanted.name + ".");
    const std::string direction = direction_words(found->direction);
    const sandbox::EntityRecord* entity = find_entity(answer, model);
    const std::string to_relationship = "to Relationship(...) of " + wanted.name;
    if (!wanted.direction.empty() && direction != wanted.direction) {
        CheckResult result = failure("DIRECTION", wanted.name + " came out " + direction + ", and must be " +
                                                      wanted.direction + ".");
        result.expected = wanted.direction;
        result.actual = direction;
        if (found->target == entity->name && wanted.direction == "many-to-one") {
            result.fix = remote_side_argument(reference, wanted.name);
            result.fix_place = to_relationship;
        } else if (found->target == entity->name) {
            result.message +=
                " On a table that refers to itself, remote_side belongs to the other end alone.";
        }
        return result;
    }
    Pairs expected;
    for (size_t i = 0; i < std::min(wanted.local.size(), wanted.remote.size()); ++i)
        expected.emplace_back(wanted.local[i], wanted.remote[i]);
    std::ranges::sort(expected);
    const Pairs actual = pairs_of(*found);
    if (!expected.empty() && actual != expected) {
        CheckResult result = failure("WRONG-COLUMNS", wanted.name + " follows " + words(actual) +
                                                          ", and must follow " + words(expected) + ".");
        result.expected = words(expected);
        result.actual = words(actual);
        if (wanted.secondary.empty()) {
            result.fix = foreign_keys_argument(reference, wanted.name);
            result.fix_place = to_relationship + ", in place of the columns that it names now";
        }
        return result;
    }
    if (!wanted.secondary.empty() && found->secondary != wanted.secondary) {
        CheckResult result =
            failure("WRONG-SECONDARY", wanted.name +
                                           (found->secondary.empty() ? " goes through no link table"
                                                                     : " goes through " + found->secondary) +
                                           ", and must go through " + wanted.secondary + ".");
        result.expected = wanted.secondary;
        result.actual = found->secondary;
        return result;
    }
    if (wanted.uselist && found->uselist != *wanted.uselist)
        return failure("USELIST",
                       wanted.name + (found->uselist ? " is a list, and must be a single object: its annotation says which."
                                                     : " is a single object, and must be a list: its annotation says which."));
    return {};
}

CheckResult RelationshipResolves::judge(CheckContext& context) const {
    const course::Dataset& dataset = first_dataset(context.exercise);
    const GradedRun& run = context.answer.run(dataset);
    const GradedRun& reference = context.reference.run(dataset);
    if (run.phase == GradedRun::Phase::configure && run.error) {
        CheckResult result = explain_error(run, &reference);
        result.verdict = Verdict::failed; // configuring the mappers is what is judged here
        return result;
    }
    if (run.record.entities.empty()) return error_result(context, run);
    // All of them, the worst first: one wrong argument often shows at both ends.
    CheckResult first;
    for (const Wanted& wanted : m_wanted) {
        CheckResult one = compare(wanted, run.record, reference.record);
        one.subject = wanted.name;
        if (one.verdict == Verdict::passed) continue;
        if (first.verdict == Verdict::passed)
            first = std::move(one);
        else
            first.notes.push_back(one.message);
    }
    return first;
}

} // namespace relata::grading
