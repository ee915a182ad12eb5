#include "grading/lazy_loads.h"

#include "grading/eager_option.h"
#include "grading/error_explanation.h"
#include "grading/wording.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

namespace relata::grading {

using sandbox::CauseKind;
using sandbox::StatementRecord;

namespace {

/// The SQL without its values, and with one mark for all that stand in an IN.
std::string without_values(const std::string& sql) {
    std::string out;
    for (size_t at = 0; at < sql.size();) {
        const char c = sql[at];
        const char before = out.empty() ? ' ' : out.back();
        if (c == '\'') {
            for (++at; at < sql.size() && (sql[at] != '\'' || (at + 1 < sql.size() && sql[at + 1] == '\'')); ++at)
                if (sql[at] == '\'') ++at;
            ++at;
            out += '?';
        } else if (std::isdigit(uint8_t(c)) && !std::isalnum(uint8_t(before)) && before != '_') {
            while (at < sql.size() && (std::isalnum(uint8_t(sql[at])) || sql[at] == '.'))
                ++at;
            out += '?';
        } else {
            out += sql[at++];
        }
        if (out.ends_with("?, ?")) out.resize(out.size() - 3);
    }
    return out;
}

std::string describe(const Repeated& repeated) {
    // Of what the caller reads of the result, no line of the answer is to blame.
    const std::string at = repeated.span.file.empty() ? " where the result is read" : place_text(repeated.span);
    switch (repeated.kind) {
    case Repeated::Kind::lazy_load:
        return counted(repeated.count, "lazy load") + " of " + repeated.subject + at;
    case Repeated::Kind::refresh:
        return counted(repeated.count, "refresh") + " of " + repeated.subject + at;
    case Repeated::Kind::expired:
        return counted(repeated.count, "refresh") + " of expired " + repeated.subject + at;
    case Repeated::Kind::immediate:
        return counted(repeated.count, "immediate load") + " of " + repeated.subject + at;
    case Repeated::Kind::deferred:
        return counted(repeated.count, "load") + " of the deferred " + repeated.subject + at;
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

/// Statements of eager loads that nobody read: the ones to leave out.
const sandbox::EagerLoadRecord* find_unread(const GradedRun& run) {
    for (const auto& load : run.record.eager_loads) {
        if (load.step != run.step || !load.is_unused() || load.strategy == "joined" || load.strategy == "contains_eager") continue;
        const bool read = std::ranges::any_of(run.record.relationship_reads, [&](const auto& r) {
            return r.step == run.step && r.relationship == load.relationship;
        });
        const bool leads_on = std::ranges::any_of(run.record.results, [&](const auto& result) {
            return result.step == run.step && std::ranges::any_of(result.options, [&](const std::string& option) {
                       return option.find("(" + load.relationship + ").") != std::string::npos;
                   });
        });
        if (!read && !leads_on) return &load;
    }
    return nullptr;
}

/// Too many, and none of them again and again.
CheckResult explain_sum(const GradedRun& run, uint64_t selects, const std::string& limit) {
    CheckResult result = failure("TOO-MANY", counted(selects, "SELECT") + ", " + limit + ".");
    std::set<std::pair<std::string, int>> places;
    for (const StatementRecord* s : run.statements()) {
        if ((s->kind != sandbox::StatementKind::select && !is_reading_change(*s)) || s->span.file.empty()) continue;
        places.insert({s->span.file, s->span.line});
        const std::string note = s->span.file + ":" + std::to_string(s->span.line) + " " + s->why;
        if (std::ranges::find(result.notes, note) == result.notes.end()) result.notes.push_back(note);
    }
    if (const sandbox::EagerLoadRecord* unread = find_unread(run)) {
        result.message += " " + unread->strategy + "load(" + unread->relationship + ")" + place_text(unread->span) +
                          " sends one of them, and nothing reads what it loads.";
        result.file = unread->span.file;
        result.line = unread->span.line;
    } else if (places.size() == 1) {
        std::tie(result.file, result.line) = *places.begin();
    }
    result.hidden_message = "On data that you do not see, the answer sends more SELECTs than " + limit + ".";
    return result;
}

} // namespace

std::vector<Repeated> find_repeated(const GradedRun& run) {
    std::vector<Repeated> all;
    const auto statements = run.statements();
    std::set<std::pair<std::string, int>> refreshes;
    for (const StatementRecord* s : statements)
        if (s->cause == CauseKind::refresh) refreshes.insert({s->span.file, s->span.line});
    std::map<std::tuple<Repeated::Kind, std::string, std::string, int>, size_t> index;
    for (const StatementRecord* s : statements) {
        if (s->kind != sandbox::StatementKind::select && !is_reading_change(*s)) continue;
        Repeated one{.subject = s->cause_subject, .span = s->span, .count = 1};
        switch (s->cause) {
        case CauseKind::lazy_load:
            one.kind = Repeated::Kind::lazy_load;
            break;
        case CauseKind::refresh:
            one.kind = Repeated::Kind::refresh;
            break;
        case CauseKind::refresh_expired:
            one.kind = Repeated::Kind::expired;
            break;
        case CauseKind::immediate_load: // Session.refresh(task, ["assignee"]) loads the relationship so
            one.kind = refreshes.contains({s->span.file, s->span.line}) ? Repeated::Kind::refresh : Repeated::Kind::immediate;
            break;
        case CauseKind::deferred_load:
            one.kind = Repeated::Kind::deferred;
            break;
        case CauseKind::query:
        case CauseKind::get:
        case CauseKind::driver:
            one.kind = Repeated::Kind::query;
            one.subject = without_values(s->folded);
            break;
        default:
            continue;
        }
        const auto [same, added] = index.try_emplace({one.kind, one.subject, one.span.file, one.span.line}, all.size());
        if (added)
            all.push_back(std::move(one));
        else
            ++all[same->second].count;
    }
    std::erase_if(all, [](const Repeated& r) { return r.kind != Repeated::Kind::lazy_load && r.count < 2; });
    std::ranges::stable_sort(all, [](const Repeated& a, const Repeated& b) { return a.count > b.count; });
    // Of a refresh and what it loads, the relationship is the one to talk about.
    if (!all.empty() && all.front().kind == Repeated::Kind::refresh) {
        const auto named = std::ranges::find_if(all, [&](const Repeated& r) {
            return r.kind == Repeated::Kind::refresh && r.span == all.front().span && r.subject.find('.') != std::string::npos;
        });
        if (named != all.end()) std::rotate(all.begin(), named, named + 1);
    }
    return all;
}

CheckResult explain_count(const GradedRun& run, uint64_t selects, const std::string& limit, uint64_t most) {
    std::vector<Repeated> repeated = find_repeated(run);
    if (repeated.empty()) return explain_sum(run, selects, limit);
    using Kind = Repeated::Kind;
    const Repeated& worst = repeated.front();
    uint64_t others = selects;
    std::string parts;
    for (const Repeated& r : repeated) {
        others -= r.count;
        parts += " + " + describe(r);
    }
    std::string total = counted(selects, "SELECT");
    CheckResult result;
    const auto names_relationship = [](const Repeated& r) {
        return r.kind != Kind::query && r.kind != Kind::deferred && r.subject.find('.') != std::string::npos;
    };
    if (names_relationship(worst)) {
        // All that one query leads to, so that the fix is one.
        const auto root = option_span(run, worst.subject);
        std::vector<std::string> together;
        for (const Repeated& r : repeated)
            if (names_relationship(r) && option_span(run, r.subject) == root && std::ranges::find(together, r.subject) == together.end())
                together.push_back(r.subject);
        const bool in_one_statement = others + together.size() > most && others <= most;
        result.fix = eager_option(run, together, in_one_statement);
        result.fix_place = option_place(run, worst.subject);
    }
    switch (worst.kind) {
    case Kind::lazy_load:
        total += " for " + counted(askers(run, worst.subject), noun_of(owner_of(worst.subject)));
        result.code = "N1-LAZY";
        if (has_option_for_another(run, worst.subject)) result.situation = "other-relationship";
        break;
    case Kind::immediate:
        result.code = "N1-IMMEDIATE";
        result.notes.push_back("immediateload saves no statement: it sends one for each object, only earlier.");
        break;
    case Kind::deferred:
        result.code = "N1-DEFERRED";
        result.notes.push_back("What the loop reads must not be deferred: leave out defer() or load_only(), or add undefer().");
        break;
    case Kind::refresh:
        result.code = "N1-REFRESH";
        result.notes.push_back("refresh() asks for one object. Query once, with everything that the loop reads.");
        break;
    case Kind::expired:
        result.code = "N1-REFRESH";
        result.notes.push_back("commit(), rollback() and expire_all() expire every object, and each is then fetched alone. Read "
                               "what you need before that, query all of them again in one statement, or open the session with "
                               "expire_on_commit=False.");
        break;
    case Kind::query:
        result.code = "N1-QUERY";
        result.notes.push_back("Ask once, outside the loop, for all rows that the loop needs: "
                               "select(...).where(column.in_(...)).");
        break;
    }
    result.verdict = Verdict::failed;
    result.message = total + ": " + std::to_string(others) + parts + ".";
    result.hidden_message = "On data that you do not see, the answer sends too many SELECTs (" + limit +
                            "): " +
                            (worst.kind == Kind::lazy_load ? "lazy loads of " + worst.subject
                                                           : "the same ones again and again") +
                            place_text(worst.span) + ".";
    result.file = worst.span.file;
    result.line = worst.span.line;
    return result;
}

} // namespace relata::grading
