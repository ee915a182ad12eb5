#include "grading/checks/eager_used.h"

#include "grading/wording.h"

#include <algorithm>
#include <map>

namespace relata::grading {

CheckResult EagerUsed::judge(CheckContext& context) const {
    struct Load {
        std::string strategy;
        sandbox::SourceSpan span;
        uint64_t objects = 0;
        bool is_read = false;
    };
    std::map<std::string, Load> loads; // what no dataset reads is unused; what one does not reach may be needed on others
    for (const course::Dataset& dataset : context.exercise.datasets) {
        const GradedRun& run = context.answer.run(dataset);
        if (!run.is_done()) return error_result(context, run);
        for (const auto& made : run.record.eager_loads) {
            if (made.step != run.step || (!m_paths.empty() && std::ranges::find(m_paths, made.relationship) == m_paths.end())) continue;
            Load& load = loads[made.relationship];
            if (!load.objects) load = {made.strategy, made.span, 0, load.is_read};
            load.objects += made.objects;
            load.is_read = load.is_read || made.read > 0;
        }
        for (const auto& read : run.record.relationship_reads)
            if (read.step == run.step && loads.contains(read.relationship)) loads[read.relationship].is_read = true;
    }
    for (const auto& [relationship, load] : loads) {
        if (load.is_read || !load.objects) continue;
        const std::string option = load.strategy == "contains_eager" ? load.strategy : load.strategy + "load";
        CheckResult result = failure("EAGER-UNUSED", option + "(" + relationship + ")" + place_text(load.span) + " fills the attribute of " +
                                                         counted(load.objects, "object") + ", and nothing reads it: leave it out.");
        result.file = load.span.file;
        result.line = load.span.line;
        result.hidden_message = result.message;
        return result;
    }
    return {};
}

} // namespace relata::grading
