#include "grading/checks/no_lazy_load.h"

#include "grading/eager_option.h"
#include "grading/lazy_loads.h"
#include "grading/wording.h"

#include <algorithm>

namespace relata::grading {

CheckResult NoLazyLoad::judge(CheckContext& context) const {
    const auto concerns = [this](const std::string& path) {
        return m_paths.empty() || std::ranges::find(m_paths, path) != m_paths.end();
    };
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset&) {
        const auto found = [&](const char* code, const std::string& message, const std::string& path,
                               const sandbox::SourceSpan& span) {
            CheckResult result = failure(code, message + place_text(span) + ".");
            result.fix = eager_option(run, {path});
            result.fix_place = option_place(run, path);
            result.file = span.file;
            result.line = span.line;
            result.hidden_message =
                "On data that you do not see, " + path + " is loaded lazily" + place_text(span) + ".";
            return result;
        };
        for (const Repeated& r : find_repeated(run))
            if (r.kind == Repeated::Kind::lazy_load && concerns(r.subject))
                return found("LAZY-LOAD", counted(r.count, "lazy load") + " of " + r.subject, r.subject,
                             r.span);
        if (m_latent)
            for (const auto& read : run.record.relationship_reads)
                if (read.step == run.step && read.how == sandbox::RelationshipReadRecord::How::identity_map &&
                    concerns(read.relationship) && !leads_back(run, read.relationship))
                    return found("LATENT-LAZY-LOAD",
                                 read.relationship +
                                     " is not loaded by the query: only because its objects were in the "
                                     "session already, " +
                                     counted(read.count, "read") + " sent nothing",
                                 read.relationship, read.span);
        return CheckResult{};
    });
}

} // namespace relata::grading
