#include "grading/grader.h"

#include "course/pasted_code.h"
#include "grading/error_explanation.h"
#include "grading/model_place.h"
#include "grading/wording.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <random>

namespace relata::grading {

using course::SourceFile;

namespace {

bool is_dotted_name(std::string_view name) {
    bool begins = true;
    for (char c : name) {
        const bool letter = std::isalpha(uint8_t(c)) || c == '_';
        if (c == '.' ? begins : !(letter || (!begins && std::isdigit(uint8_t(c))))) return false;
        begins = c == '.';
    }
    return !begins;
}

/// Whether the run ended because a file of the answer is not Python.
bool is_not_python(const GradedRun& run) {
    if (run.phase != GradedRun::Phase::import || !run.error) return false;
    const std::string name = class_name(*run.error);
    return name == "SyntaxError" || name == "IndentationError" || name == "TabError";
}

/// A syntax error's text ends in " (query.py, line 7)", which is said beside it.
std::string without_place(const sandbox::ErrorRecord& error) {
    const std::string place = " (" + error.file + ", line " + std::to_string(error.line) + ")";
    return error.message.ends_with(place) ? error.message.substr(0, error.message.size() - place.size()) : error.message;
}

} // namespace

std::string answer_hash(const std::vector<SourceFile>& files) {
    std::string all;
    for (const SourceFile& file : files)
        all += file.path + '\0' + file.text + '\0';
    return course::content_hash(all);
}

std::string engine_version() {
    return RELATA_VERSION;
}

Grader::Grader(course::Exercise exercise, Options options)
    : m_exercise(std::move(exercise)), m_options(std::move(options)) {
    const std::string file = (m_exercise.folder / "exercise.yaml").string();
    if (!is_dotted_name(m_exercise.entry_module) ||
        (!m_exercise.entry_function.empty() && (!is_dotted_name(m_exercise.entry_function) ||
                                                m_exercise.entry_function.find('.') != std::string::npos)))
        m_problems.push_back({.message = "'entry' must name a module and a function",
                              .file = file,
                              .hint = "for example  entry: query:get_tasks"});
    for (const course::CheckSpec& spec : m_exercise.checks)
        m_checks.push_back(make_check(m_exercise, spec, m_problems));
    if (m_problems.empty()) test_reference();
}

void Grader::test_reference() {
    const auto names = m_exercise.solution_names();
    if (names.empty())
        return m_problems.push_back({.message = "there is no solution", .file = m_exercise.folder.string()});
    const auto folder = m_exercise.folder / "solutions" / names.front();
    auto files = m_exercise.read_answer(folder);
    if (!files) return m_problems.push_back(files.error());
    m_reference =
        std::make_unique<Harness>(m_exercise, *files, Harness::Options{m_options.seed, 0, m_options.stop});
    // An exercise may ask for an exception; any other reference must return.
    const bool may_raise =
        std::ranges::any_of(m_exercise.checks, [](const course::CheckSpec& c) { return c.type == "raises" || c.type == "prediction_equals"; });
    for (const course::Dataset& dataset : m_exercise.datasets) {
        const GradedRun& run = m_reference->run(dataset);
        if (run.is_done() || (may_raise && run.phase == GradedRun::Phase::call && run.error)) continue;
        std::string why = run.lacks_entry ? "it lacks " + m_exercise.entry_function
                                          : sandbox::to_string(run.record.stopped);
        if (run.error)
            why = class_name(*run.error) + place_text(run.error_place) + ": " +
                  shortened(run.error->message, 300);
        return m_problems.push_back({.message = "the solution '" + names.front() +
                                                "' fails on the dataset '" + dataset.id + "': " + why,
                                     .file = folder.string()});
    }
}

Report Grader::not_finished(const std::string& submission) const {
    Report report;
    report.submission = submission;
    report.exercise = m_exercise.id;
    report.title = m_exercise.title;
    report.engine_version = engine_version();
    report.manifest_hash = m_exercise.manifest_hash;
    report.seed = m_options.seed;
    report.max_points = m_exercise.total_points();
    return report;
}

Report Grader::grade(const std::filesystem::path& folder, const std::string& submission) {
    auto files = m_exercise.read_answer(folder);
    if (files) return grade(std::move(*files), submission);
    Report report = not_finished(submission);
    report.status = Status::not_gradable;
    report.problems.push_back({.message = files.error().message, .hint = files.error().hint});
    return report;
}

CheckResult Grader::judge(size_t at, CheckContext& context, const std::vector<CheckResult>& above) const {
    const course::CheckSpec& spec = m_exercise.checks[at];
    CheckResult result;
    std::string missing;
    for (const std::string& need : spec.needs) {
        const auto found = std::ranges::find(above, need, &CheckResult::id);
        if (found != above.end() && found->verdict != Verdict::passed)
            missing += (missing.empty() ? "" : ", ") + need;
    }
    if (!missing.empty() && !m_options.ignore_needs) {
        result.verdict = Verdict::skipped;
        result.message = "needs " + missing;
        result.hidden_message = result.message;
    } else if (m_options.skip_slow && m_checks[at]->is_slow()) {
        result.verdict = Verdict::skipped;
        result.message = "only when graded";
        result.hidden_message = result.message;
    } else {
        context.answer.limit_time(std::chrono::milliseconds(spec.timeout_ms));
        // The first check answers for the run that found out whether there is anything to grade.
        const auto before = at == 0 ? std::optional<uint64_t>(0) : context.answer.work();
        result = m_checks[at]->judge(context);
        if (const auto after = context.answer.work(); before && after) result.work = *after - *before;
        context.answer.limit_time({});
    }
    result.id = spec.id;
    result.type = spec.type;
    result.required = spec.required;
    result.visibility = spec.visibility;
    result.max_points = spec.points;
    result.points = result.verdict == Verdict::passed ? spec.points : 0;
    if (result.verdict == Verdict::failed || result.verdict == Verdict::errored) {
        if (const sandbox::SourceSpan place = place_of(context.answer.files(), result.subject); !result.line && place.line) {
            result.file = place.file;
            result.line = place.line;
        }
        result.advice = spec.student_message;
        if (!spec.staff_message.empty())
            result.staff_message = spec.staff_message + (result.staff_message.empty() ? "" : "\n" + result.staff_message);
        for (const course::Misconception& m : m_exercise.misconceptions)
            if (m.code == result.code && (m.when.empty() || m.when == result.situation))
                result.advice = m.message;
    }
    return result;
}

Report Grader::grade(std::vector<SourceFile> files, const std::string& submission) {
    Report report = not_finished(submission);
    report.answer_hash = relata::grading::answer_hash(files);
    if (!m_problems.empty()) {
        report.status = Status::exercise_invalid;
        report.problems = m_problems;
        return report;
    }
    for (SourceFile& file : files) {
        if (m_exercise.kind == course::ExerciseKind::skill_test && file.path.ends_with(".py"))
            file.text = course::code_of_pasted_text(file.text);
        if (!file.path.ends_with(".yaml")) continue;
        if (const auto yaml = course::parse_yaml(file.text, file.path); !yaml) {
            report.status = Status::not_gradable;
            report.problems.push_back(yaml.error());
            return report;
        }
    }
    Harness answer(m_exercise, std::move(files), {m_options.seed, m_options.seconds, m_options.stop});
    if (!m_exercise.datasets.empty()) {
        const GradedRun& first = answer.run(m_exercise.datasets.front());
        if (is_not_python(first)) {
            report.status = Status::not_gradable;
            report.problems.push_back({.message = class_name(*first.error) + ": " + without_place(*first.error),
                                       .file = first.error->file,
                                       .line = first.error->line});
            return report;
        }
    }
    CheckContext context{m_exercise, answer, *m_reference};
    if (m_options.order_seed) {
        std::vector<size_t> order(m_checks.size());
        std::iota(order.begin(), order.end(), size_t(0));
        std::ranges::shuffle(order, std::mt19937_64(m_options.order_seed));
        for (const size_t at : order)
            (void)m_checks[at]->judge(context);
    }
    bool all_required = true;
    for (size_t i = 0; i < m_checks.size(); ++i) {
        report.checks.push_back(judge(i, context, report.checks));
        const CheckResult& result = report.checks.back();
        report.points += result.points;
        const bool left_out = m_options.skip_slow && m_checks[i]->is_slow();
        all_required = all_required && (!result.required || result.verdict == Verdict::passed || left_out);
    }
    report.status = answer.is_out_of_time() ? Status::time_limit : Status::graded;
    // A pass score below 1 lets a share of the points stand for the required checks.
    report.passed = all_required || (m_exercise.pass_score < 1 && report.max_points > 0 &&
                                     report.points / report.max_points >= m_exercise.pass_score);
    if (m_exercise.all_or_nothing) report.points = report.passed ? report.max_points : 0;
    return report;
}

} // namespace relata::grading
