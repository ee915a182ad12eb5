#include "grading/checks/loader_for.h"

#include "grading/eager_option.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

constexpr std::array<std::string_view, 6> loaders{"selectinload", "joinedload",     "subqueryload",
                                                  "immediateload", "contains_eager", "lazyload"};

std::string option_of(const std::string& strategy) {
    return strategy == "contains_eager" ? strategy : strategy + "load";
}

std::string alternatives(const std::vector<std::string>& words) {
    std::string out;
    for (size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return out;
}

} // namespace

LoaderFor::LoaderFor(course::ManifestReader& parameters)
    : m_path(parameters.text("path")), m_any_of(parameters.texts("any_of")) {
    if (m_path.find('.') == std::string::npos)
        parameters.problem(parameters.find("path"), "'path' must be written as Model.attribute");
    if (m_any_of.empty())
        parameters.problem(parameters.find("any_of"), "'any_of' must name a loader", "for example  any_of: [selectinload]");
    for (const std::string& word : m_any_of)
        if (std::ranges::find(loaders, word) == loaders.end()) {
            const std::string near = course::nearest_word(word, loaders);
            parameters.problem(parameters.find("any_of"), "there is no loader '" + word + "'",
                               near.empty() ? "" : "did you mean '" + near + "'?");
        }
}

CheckResult LoaderFor::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset&) {
        std::vector<std::string> used;
        sandbox::SourceSpan place;
        const auto note = [&](const std::string& loader, const sandbox::SourceSpan& span) {
            if (used.empty()) place = span;
            if (std::ranges::find(used, loader) == used.end()) used.push_back(loader);
        };
        for (const auto& load : run.record.eager_loads)
            if (load.step == run.step && load.relationship == m_path) note(option_of(load.strategy), load.span);
        if (used.empty())
            for (const auto& read : run.record.relationship_reads)
                if (read.step == run.step && read.relationship == m_path &&
                    read.how != sandbox::RelationshipReadRecord::How::already_loaded)
                    note("lazyload", read.span);
        const bool fits = !used.empty() && std::ranges::all_of(used, [&](const std::string& loader) {
            return std::ranges::find(m_any_of, loader) != m_any_of.end();
        });
        if (fits) return CheckResult{};
        const std::string wanted = alternatives(m_any_of);
        std::string how = used.empty()                 ? m_path + " is not loaded"
                          : used.front() == "lazyload" ? m_path + " is loaded lazily" + place_text(place)
                                                       : m_path + " is loaded by " + alternatives(used) + place_text(place);
        CheckResult result = failure(used.empty() ? "NOT-LOADED" : "OTHER-LOADER", how + ", and must be loaded by " + wanted + ".");
        result.expected = wanted;
        result.actual = alternatives(used);
        if (m_any_of.front() != "lazyload") {
            result.fix = ".options(" + m_any_of.front() + "(" + m_path + "))";
            result.fix_place = option_place(run, m_path);
        }
        if (place.file.empty()) place = option_span(run, m_path); // the caller reads it
        result.file = place.file;
        result.line = place.line;
        result.hidden_message = "On data that you do not see, " + m_path + " is not loaded by " + wanted + ".";
        return result;
    });
}

} // namespace relata::grading
