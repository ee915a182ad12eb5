#include "grading/authoring/kill_score.h"

#include <algorithm>
#include <set>

namespace relata::grading {

namespace {

/// Everything of the runs that any check could look at.
std::string behaviour(const course::Exercise& exercise, const std::vector<course::SourceFile>& files) {
    Harness harness(exercise, files, {});
    std::string out;
    for (const course::SourceFile& file : files)
        if (!file.path.ends_with(".py")) out += file.text;
    for (const course::Dataset& dataset : exercise.datasets) {
        const GradedRun& run = harness.run(dataset);
        out += sandbox::to_json(run.result) + run.stdout_text + (run.error ? run.error->type + run.error->message : "");
        for (const sandbox::StatementRecord* s : run.statements()) {
            out += s->folded;
            for (const sandbox::Datum& parameter : s->parameters)
                out += sandbox::to_json(parameter);
        }
        for (const auto& session : run.record.sessions)
            out += session.is_closed ? "closed" : "open";
        for (const auto& entity : run.record.entities) {
            out += entity.table;
            for (const auto& column : entity.columns)
                out += column.name + column.type + column.foreign_key + char('0' + column.primary_key * 8 + column.nullable * 4 + column.unique * 2 + column.index);
            for (const auto& relationship : entity.relationships) {
                out += relationship.name + relationship.target + relationship.direction + relationship.back_populates + relationship.cascade +
                       relationship.lazy + (relationship.uselist ? "list" : "one");
                for (const auto& [local, remote] : relationship.pairs)
                    out += local + remote;
            }
        }
    }
    return out;
}

} // namespace

size_t KillScore::unexplained() const {
    return size_t(std::ranges::count(survivors, "", &Survivor::because));
}

std::vector<KillScore::Mistake> KillScore::mistakes() const {
    std::vector<Mistake> found;
    const auto is_same = [](const Survivor& a, const Survivor& b) {
        return a.mutant.mistake == b.mutant.mistake && a.mutant.file == b.mutant.file && a.mutant.before == b.mutant.before &&
               a.mutant.after == b.mutant.after && a.because == b.because;
    };
    for (const Survivor& survivor : survivors) {
        const std::string line = ":" + std::to_string(survivor.mutant.line);
        const auto known = std::ranges::find_if(found, [&](const Mistake& mistake) { return is_same(*mistake.first, survivor); });
        if (known == found.end()) {
            found.push_back({&survivor, "solutions/" + survivor.solution + "/" + survivor.mutant.file + line});
        } else {
            if (known->places.ends_with(')')) known->places.pop_back(), known->places += ", ";
            else known->places += " (and in ";
            known->places += survivor.solution + line + ")";
        }
    }
    return found;
}

KillScore kill_score(const course::Exercise& exercise, const std::function<void(size_t, size_t)>& progress) {
    KillScore score;
    Grader grader(exercise, {.ignore_needs = true});
    struct Candidate {
        std::string solution;
        Mutant mutant;
    };
    std::vector<Candidate> candidates;
    std::set<std::string> seen;
    std::vector<std::string> behaviours;
    for (const std::string& name : exercise.solution_names()) {
        const auto files = exercise.read_answer(exercise.folder / "solutions" / name);
        if (!files) continue;
        behaviours.push_back(behaviour(exercise, *files));
        for (Mutant& mutant : mutants_of(exercise, *files)) {
            std::string all;
            for (const course::SourceFile& file : mutant.files)
                all += file.text + '\0';
            if (seen.insert(std::move(all)).second) candidates.push_back({name, std::move(mutant)});
        }
    }
    std::set<std::string> killing;
    for (size_t i = 0; i < candidates.size(); ++i) {
        Candidate& candidate = candidates[i];
        const Report report = grader.grade(candidate.mutant.files, candidate.mutant.mistake);
        if (!report.passed || report.points < report.max_points) {
            ++score.killed;
            for (const CheckResult& check : report.checks)
                if (check.verdict == Verdict::failed || check.verdict == Verdict::errored) killing.insert(check.id);
        } else if (std::ranges::find(behaviours, behaviour(exercise, candidate.mutant.files)) != behaviours.end()) {
            ++score.equivalent;
        } else {
            score.survivors.push_back({candidate.solution, std::move(candidate.mutant), ""});
        }
        if (progress) progress(i + 1, candidates.size());
    }
    for (const course::ExplainedSurvivor& explained : exercise.survivors) {
        bool met = false;
        for (KillScore::Survivor& survivor : score.survivors) {
            if (survivor.mutant.mistake != explained.mistake || survivor.mutant.file != explained.file ||
                survivor.mutant.before.find(explained.text) == std::string::npos)
                continue;
            survivor.because = explained.because;
            met = true;
        }
        if (!met) score.idle_explanations.push_back(explained);
    }
    score.killing_checks.assign(killing.begin(), killing.end());
    return score;
}

} // namespace relata::grading
