#include "grading/eager_option.h"

#include "grading/error_explanation.h"

#include <algorithm>
#include <optional>
#include <set>

namespace relata::grading {

using sandbox::CauseKind;
using sandbox::StatementRecord;

namespace {

/// The table that a statement selects from first; empty where it cannot be told.
std::string first_table(const StatementRecord& statement) {
    const size_t from = statement.folded.find(" FROM ");
    if (from == std::string::npos) return "";
    const std::string rest = statement.folded.substr(from + 6);
    return rest.substr(0, rest.find_first_of(" ,("));
}

/// The way from what the program queried to a model.
struct Way {
    const StatementRecord* query = nullptr;
    std::vector<std::string> relationships; ///< outermost first
};

/// The shortest way that this call's reads and eager loads took to `model`, if there is one.
std::optional<Way> way_to(const GradedRun& run, const std::string& model) {
    std::set<std::string> followed;
    for (const auto& read : run.record.relationship_reads)
        if (read.step == run.step) followed.insert(read.relationship);
    for (const auto& load : run.record.eager_loads)
        if (load.step == run.step) followed.insert(load.relationship);
    std::vector<std::pair<std::string, std::vector<std::string>>> open{{model, {}}}; // model, way from it
    std::set<std::string> seen{model};
    for (size_t at = 0; at < open.size(); ++at) {
        const auto [reached, way] = open[at];
        const sandbox::EntityRecord* entity = find_entity(run.record, reached);
        if (!entity) continue;
        for (const StatementRecord* s : run.statements())
            if ((s->cause == CauseKind::query || s->cause == CauseKind::get) && first_table(*s) == entity->table)
                return Way{s, way};
        for (const std::string& name : followed) {
            const sandbox::RelationshipRecord* relationship = find_relationship(run.record, name);
            if (!relationship || relationship->target != reached || !seen.insert(owner_of(name)).second) continue;
            std::vector<std::string> longer{name};
            longer.insert(longer.end(), way.begin(), way.end());
            open.emplace_back(owner_of(name), std::move(longer));
        }
    }
    return std::nullopt;
}

/// How many levels of `relationship` the options of this call load, one below the other.
size_t loaded_levels(const GradedRun& run, const std::string& relationship) {
    size_t levels = 0;
    for (const auto& result : run.record.results)
        for (const std::string& option : result.options) {
            if (result.step != run.step) continue;
            size_t count = 0;
            for (size_t at = option.find("load(" + relationship); at != std::string::npos;
                 at = option.find("load(" + relationship, at + 1))
                ++count;
            levels = std::max(levels, count);
        }
    return levels;
}

/// The options, outermost first, that load a relationship from what the program queried.
std::vector<std::string> chain_of(const GradedRun& run, const std::string& relationship) {
    const auto way = way_to(run, owner_of(relationship));
    std::vector<std::string> chain = way ? way->relationships : std::vector<std::string>();
    const sandbox::RelationshipRecord* record = find_relationship(run.record, relationship);
    const bool is_tree = record && record->target == owner_of(relationship);
    chain.insert(chain.end(), 1 + (is_tree ? loaded_levels(run, relationship) : 0), relationship);
    return chain;
}

bool is_beginning_of(const std::vector<std::string>& chain, const std::vector<std::string>& longer) {
    return chain.size() < longer.size() && std::equal(chain.begin(), chain.end(), longer.begin());
}

} // namespace

std::string owner_of(const std::string& relationship) {
    return relationship.substr(0, relationship.find('.'));
}

std::string eager_option(const GradedRun& run, const std::vector<std::string>& relationships, bool in_one_statement) {
    std::vector<std::vector<std::string>> chains;
    for (const std::string& relationship : relationships)
        if (auto chain = chain_of(run, relationship); std::ranges::find(chains, chain) == chains.end()) chains.push_back(std::move(chain));
    std::string out;
    for (const auto& chain : chains) {
        if (std::ranges::any_of(chains, [&](const auto& other) { return is_beginning_of(chain, other); })) continue;
        out += out.empty() ? "" : ", ";
        for (size_t i = 0; i < chain.size(); ++i)
            out += std::string(i ? "." : "") + (in_one_statement ? "joinedload(" : "selectinload(") + chain[i] + ")";
    }
    const auto way = relationships.empty() ? std::nullopt : way_to(run, owner_of(relationships.front()));
    return way && way->query->cause == CauseKind::get ? "options=[" + out + "]" : ".options(" + out + ")";
}

sandbox::SourceSpan option_span(const GradedRun& run, const std::string& relationship) {
    const auto way = way_to(run, owner_of(relationship));
    return way ? way->query->span : sandbox::SourceSpan();
}

bool leads_back(const GradedRun& run, const std::string& relationship) {
    const auto way = way_to(run, owner_of(relationship));
    const sandbox::RelationshipRecord* record = find_relationship(run.record, relationship);
    return way && !way->relationships.empty() && record && !record->back_populates.empty() && !record->uselist &&
           way->relationships.back() == record->target + "." + record->back_populates;
}

std::string option_place(const GradedRun& run, const std::string& relationship) {
    const auto way = way_to(run, owner_of(relationship));
    if (!way || way->query->span.file.empty()) return "";
    return std::string(way->query->cause == CauseKind::get ? "to the call of get()" : "to the select") + " of " + way->query->span.file +
           ":" + std::to_string(way->query->span.line);
}

} // namespace relata::grading
