// KillScore: how many of the wrong answers that can be derived from the solutions an exercise finds.
#pragma once

#include "grading/authoring/mutation.h"
#include "grading/grader.h"

#include <functional>

namespace relata::grading {

struct KillScore {
    struct Survivor {
        std::string solution;
        Mutant mutant;
        std::string because; ///< what the manifest says of it; empty: nothing
    };
    size_t killed = 0;
    size_t equivalent = 0; ///< mutants that send, return and map exactly what the solution does: no mistakes
    std::vector<Survivor> survivors;
    std::vector<course::ExplainedSurvivor> idle_explanations; ///< of the manifest: nothing survives that they could be of
    std::vector<std::string> killing_checks; ///< ids of the checks that failed for one of them at least
    size_t total() const { return killed + survivors.size(); }
    size_t unexplained() const;
    /// One mistake that survives in one solution or several: "solutions/plain/models.py:9 (and in text:12, lambdas:10)".
    struct Mistake {
        const Survivor* first;
        std::string places;
    };
    std::vector<Mistake> mistakes() const;
    double share() const { return total() ? double(killed) / double(total()) : 1; }
};

/// Grades the mutants of every solution, checks whose needs failed included. `progress` is told after each.
KillScore kill_score(const course::Exercise& exercise, const std::function<void(size_t done, size_t all)>& progress = {});

} // namespace relata::grading
