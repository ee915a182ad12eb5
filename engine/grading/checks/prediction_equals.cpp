#include "grading/checks/prediction_equals.h"

#include "course/manifest_reader.h"
#include "grading/error_explanation.h"
#include "grading/lazy_loads.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace relata::grading {

namespace {

using course::Setting;
using sandbox::Datum;

constexpr std::array<std::string_view, 9> of_words{"selects", "changes", "statements", "rows",  "lazy_loads",
                                                   "line",    "result",  "output",     "raises"};

Datum to_datum(const Setting& setting, int depth = 0) {
    if (const auto* flag = setting.as<bool>()) return {*flag};
    if (const auto* number = setting.as<int64_t>()) return {*number};
    if (const auto* real = setting.as<double>()) return {*real};
    if (const auto* text = setting.as<std::string>()) return {*text};
    if (const auto* list = setting.as<Setting::List>()) {
        Datum::List out;
        for (const Setting& item : *list)
            out.push_back(to_datum(item, depth + 1));
        return {std::move(out)};
    }
    if (const auto* map = setting.as<Setting::Map>()) {
        Datum::Members out;
        for (const auto& [key, value] : *map)
            out.emplace_back(key, to_datum(value, depth + 1));
        return {std::move(out)};
    }
    return {};
}

/// Without the blanks that an editor leaves: at the ends of lines, and at both ends.
std::string trimmed_lines(const std::string& text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        line.erase(line.find_last_not_of(" \t\r") + 1);
        out += line + "\n";
        at = end + 1;
    }
    out.erase(out.find_last_not_of('\n') + 1);
    return out.substr(std::min(out.find_first_not_of('\n'), out.size()));
}

bool is_blank(const Datum& prediction) {
    if (std::holds_alternative<std::nullptr_t>(prediction.value)) return true;
    const auto* text = std::get_if<std::string>(&prediction.value);
    return text && (text->empty() || *text == "?" || *text == "..." || *text == "TODO");
}

/// A number that was written in quotes is a number where one is asked for; output is compared by lines.
Datum adapted(Datum prediction, const Datum& truth) {
    auto* text = std::get_if<std::string>(&prediction.value);
    if (text && std::holds_alternative<std::string>(truth.value)) *text = trimmed_lines(*text);
    int64_t number = 0;
    if (text && std::holds_alternative<int64_t>(truth.value)) {
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
        if (error == std::errc() && end == text->data() + text->size()) return {number};
    }
    if (std::holds_alternative<std::string>(truth.value) && !text) return {result_text(prediction)};
    return prediction;
}

} // namespace

PredictionEquals::PredictionEquals(course::ManifestReader& parameters, std::string key)
    : m_key(parameters.text("key", std::move(key))), m_dataset(parameters.text("dataset", "")),
      m_question(parameters.text("question", "")), m_size(parameters.integer("size", 0)),
      m_of(Of(parameters.one_of("of", of_words))) {
    if (const Setting* choices = parameters.find("choices")) {
        const auto* list = choices->as<Setting::List>();
        for (const Setting& item : list ? *list : Setting::List{})
            m_choices.push_back(result_text(to_datum(item)));
        if (m_choices.size() < 2) parameters.problem(choices, "'choices' must list at least two answers");
    }
    if (m_size < 0 || m_size > 100'000) parameters.problem(parameters.find("size"), "'size' must lie between 0 and 100000");
}

Datum PredictionEquals::observed(const GradedRun& run, Of of) {
    int64_t selects = 0, changes = 0, rows = 0, lazy = 0;
    for (const sandbox::StatementRecord* s : run.statements()) {
        ++(s->kind == sandbox::StatementKind::select ? selects : changes);
        if (s->kind == sandbox::StatementKind::select) rows += int64_t(s->rows);
        if (s->cause == sandbox::CauseKind::lazy_load) ++lazy;
    }
    switch (of) {
    case Of::selects:
        return {selects};
    case Of::changes:
        return {changes};
    case Of::statements:
        return {selects + changes};
    case Of::rows:
        return {rows};
    case Of::lazy_loads:
        return {lazy};
    case Of::line: {
        const std::vector<Repeated> repeated = find_repeated(run);
        return {int64_t(repeated.empty() ? 0 : repeated.front().span.line)};
    }
    case Of::result:
        return run.result;
    case Of::output:
        return {trimmed_lines(run.stdout_text)};
    case Of::raises:
        return {run.error ? class_name(*run.error) : std::string("nothing")};
    }
    return {};
}

CheckResult PredictionEquals::judge(CheckContext& context) const {
    const auto wanted = std::ranges::find(context.exercise.datasets, m_dataset, &course::Dataset::id);
    const course::Dataset& dataset =
        wanted == context.exercise.datasets.end() ? first_dataset(context.exercise) : *wanted;
    const std::string& path = context.exercise.editable.front();
    const auto file = std::ranges::find(context.answer.files(), path, &course::SourceFile::path);
    const auto yaml = course::parse_yaml(file == context.answer.files().end() ? "" : file->text, path);
    const auto* map = yaml ? yaml->as<Setting::Map>() : nullptr;
    const auto entry = map ? map->find(m_key) : Setting::Map::const_iterator();
    CheckResult result;
    result.file = path;
    if (!map || entry == map->end() || is_blank(to_datum(entry->second))) {
        result = failure("NOT-ANSWERED", "There is no prediction for '" + m_key + "' yet.");
        if (map && entry != map->end()) result.line = entry->second.line();
        result.file = path;
        result.hidden_message = result.message;
        return result;
    }
    const GradedRun& run = context.reference.run(dataset, m_size > 0 ? m_size : dataset.size);
    const Datum truth = observed(run, m_of);
    const Datum prediction = adapted(to_datum(entry->second), truth);
    if (equal_results(prediction, truth, true)) return {};
    const std::string said = shortened(result_text(prediction), 200);
    std::string more;
    const auto *guess = std::get_if<int64_t>(&prediction.value), *number = std::get_if<int64_t>(&truth.value);
    if (guess && number && m_of != Of::line) more = *number > *guess ? " There are more." : " There are fewer.";
    result = failure("PREDICTION-WRONG", "You predict " + said + " for '" + m_key + "'; that is not what happens." + more);
    result.actual = said;
    result.file = path;
    result.line = entry->second.line();
    result.staff_message = "What happens: " + result_text(truth);
    result.hidden_message = "The prediction for '" + m_key + "' is not what happens.";
    return result;
}

} // namespace relata::grading
