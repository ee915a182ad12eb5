#include "grading/lazy_loads.h"

#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>
#include <set>

namespace relata::grading {

using sandbox::CauseKind;
using sandbox::StatementRecord;

namespace {

std::string owner_of(const std::string& relationship) {
    return relationship.substr(0, relationship.find('.'));
}

/// The table that a statement selects from first; empty where it cannot be told.
std::string first_table(const StatementRecord& statement) {
    const size_t from = statement.folded.find(" FROM ");
    if (from == std::string::npos) return "";
    const std::string rest = statement.folded.substr(from + 6);
    return rest.substr(0, rest.find_first_of(" ,("));
}

/// The relationships that lead from what the program queried to `model`, outermost first; false where none is
/// known.
bool chain_to(const GradedRun& run, const std::string& model, std::vector<std::string>& chain,
              std::set<std::string> seen) {
    const sandbox::EntityRecord* entity = find_entity(run.record, model);
    if (!entity || !seen.insert(model).second) return false;
    for (const StatementRecord* s : run.statements())
        if ((s->cause == CauseKind::query || s->cause == CauseKind::get) && first_table(*s) == entity->table)
            return true;
    std::set<std::string> followed;
    for (const auto& read : run.record.relationship_reads)
        if (read.step == run.step) followed.insert(read.relationship);
    for (const auto& load : run.record.eager_loads)
        if (load.step == run.step) followed.insert(load.relationship);
    for (const std::string& name : followed) {
        const sandbox::RelationshipRecord* relationship = find_relationship(run.record, name);
        if (!relationship || relationship->target != model) continue;
        std::vector<std::string> before;
        if (!chain_to(run, owner_of(name), before, seen)) continue;
        chain = std::move(before);
        chain.push_back(name);
        return true;
    }
    return false;
}

std::string describe(const Repeated& repeated) {
    const std::string at = place_text(repeated.span);
    switch (repeated.kind) {
    case Repeated::Kind::lazy_load:
        return counted(repeated.count, "lazy load") + " of " + repeated.subject + at;
    case Repeated::Kind::refresh:
        return std::to_string(repeated.count) + (repeated.count == 1 ? " refresh" : " refreshes") +
               " of expired " + repeated.subject + at;
    case Repeated::Kind::query:
        return "the same query " + std::to_string(repeated.count) + " times" + at;
    }
    return "";
}

/// How many objects asked for the relationship in this call, whatever the answer was.
uint64_t askers(const GradedRun& run, const std::string& relationship) {
    uint64_t count = 0;
    for (const auto& read : run.record.relationship_reads)
        if (read.step == run.step && read.relationship == relationship &&
            read.how != sandbox::RelationshipReadRecord::How::already_loaded)
            count += read.count;
    return count;
}

/// Whether a statement of this call carries a loader option for something else than `relationship`.
bool has_option_for_another(const GradedRun& run, const std::string& relationship) {
    bool another = false;
    for (const auto& result : run.record.results) {
        if (result.step != run.step) continue;
        for (const std::string& option : result.options) {
            if (option.find(relationship) != std::string::npos) return false;
            another = another || option.find("load") != std::string::npos;
        }
    }
    return another;
}

} // namespace

std::vector<Repeated> find_repeated(const GradedRun& run) {
    std::vector<Repeated> all;
    for (const StatementRecord* s : run.statements()) {
        if (s->kind != sandbox::StatementKind::select) continue;
        Repeated one{.span = s->span, .count = 1};
        if (s->cause == CauseKind::lazy_load) {
            one.kind = Repeated::Kind::lazy_load;
            one.subject = s->cause_subject;
        } else if (s->cause == CauseKind::refresh_expired) {
            one.kind = Repeated::Kind::refresh;
            one.subject = s->cause_subject;
        } else if (s->cause == CauseKind::query || s->cause == CauseKind::get) {
            one.kind = Repeated::Kind::query;
            one.subject = s->folded;
        } else {
            continue;
        }
        const auto same = std::ranges::find_if(all, [&](const Repeated& r) {
            return r.kind == one.kind && r.subject == one.subject && r.span.file == one.span.file &&
                   r.span.line == one.span.line;
        });
        if (same != all.end())
            ++same->count;
        else
            all.push_back(std::move(one));
    }
    std::erase_if(all, [](const Repeated& r) { return r.kind != Repeated::Kind::lazy_load && r.count < 2; });
    std::ranges::stable_sort(all, [](const Repeated& a, const Repeated& b) { return a.count > b.count; });
    return all;
}

std::string eager_option(const GradedRun& run, const std::string& relationship) {
    std::vector<std::string> chain;
    if (!chain_to(run, owner_of(relationship), chain, {})) chain.clear();
    chain.push_back(relationship);
    std::string out = ".options(";
    for (size_t i = 0; i < chain.size(); ++i)
        out += (i ? ".selectinload(" : "selectinload(") + chain[i] + ")";
    return out + ")";
}

CheckResult explain_count(const GradedRun& run, uint64_t selects, const std::string& limit) {
    std::vector<Repeated> repeated = find_repeated(run);
    if (repeated.empty()) {
        CheckResult result = failure("TOO-MANY", counted(selects, "SELECT") + ", " + limit + ".");
        std::set<int> lines;
        for (const StatementRecord* s : run.statements())
            if (s->kind == sandbox::StatementKind::select && !s->span.file.empty() &&
                lines.insert(s->span.line).second)
                result.notes.push_back(s->span.file + ":" + std::to_string(s->span.line) + " " + s->why);
        result.hidden_message =
            "On data that you do not see, the answer sends more SELECTs than " + limit + ".";
        return result;
    }
    const Repeated& worst = repeated.front();
    uint64_t others = selects;
    std::string parts;
    for (const Repeated& r : repeated) {
        others -= r.count;
        parts += " + " + describe(r);
    }
    std::string total = counted(selects, "SELECT");
    CheckResult result;
    if (worst.kind == Repeated::Kind::lazy_load) {
        total += " for " + counted(askers(run, worst.subject), noun_of(owner_of(worst.subject)));
        result = failure("N1-LAZY", "");
        result.fix = eager_option(run, worst.subject);
        for (const StatementRecord* s : run.statements())
            if (s->cause == CauseKind::query && !s->span.file.empty()) {
                result.fix_place = "to the select of " + s->span.file + ":" + std::to_string(s->span.line);
                break;
            }
        if (has_option_for_another(run, worst.subject)) result.situation = "other-relationship";
    } else if (worst.kind == Repeated::Kind::refresh) {
        result = failure("N1-REFRESH", "");
        result.notes.push_back(
            "A commit expires every object: read what you need before it, or open the session with "
            "expire_on_commit=False.");
    } else {
        result = failure("N1-QUERY", "");
        result.notes.push_back("Ask once, outside the loop, for all rows that the loop needs: "
                               "select(...).where(column.in_(...)).");
    }
    result.message = total + ": " + std::to_string(others) + parts + ".";
    result.hidden_message = "On data that you do not see, the answer sends too many SELECTs (" + limit +
                            "): " +
                            (worst.kind == Repeated::Kind::lazy_load ? "lazy loads of " + worst.subject
                                                                     : "the same ones again and again") +
                            place_text(worst.span) + ".";
    result.file = worst.span.file;
    result.line = worst.span.line;
    return result;
}

} // namespace relata::grading
