#include "grading/checks/output_equals.h"

#include "grading/wording.h"

namespace relata::grading {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        line.erase(line.find_last_not_of(" \t\r") + 1);
        lines.push_back(std::move(line));
        at = end + 1;
    }
    while (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

} // namespace

CheckResult OutputEquals::judge(CheckContext& context) const {
    return for_each_dataset(context, [&](const GradedRun& run, const course::Dataset& dataset) {
        const std::vector<std::string> actual = lines_of(run.stdout_text);
        const std::vector<std::string> expected = lines_of(context.reference.run(dataset).stdout_text);
        if (actual == expected) return CheckResult{};
        size_t at = 0;
        while (at < actual.size() && at < expected.size() && actual[at] == expected[at])
            ++at;
        std::string message;
        if (at == actual.size())
            message = "The output ends after " + counted(at, "line") + ", and should have " +
                      std::to_string(expected.size()) + ".";
        else if (at == expected.size())
            message = "The output goes on after line " + std::to_string(at) + ", where it should end.";
        else
            message = "Line " + std::to_string(at + 1) + " of the output differs.";
        CheckResult result = failure("OUTPUT-DIFFERS", message);
        if (at < expected.size()) result.expected = shortened(expected[at], 200);
        if (at < actual.size()) result.actual = shortened(actual[at], 200);
        result.hidden_message = "On data that you do not see, the output is not the right one.";
        return result;
    });
}

} // namespace relata::grading
