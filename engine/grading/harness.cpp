#include "grading/harness.h"

#include "course/text_file.h"
#include "grading/harness_program.h"
#include "grading/source_text.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace relata::grading {

using sandbox::Run;
using sandbox::StatementKind;
using sandbox::StopReason;

namespace {

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (char c : text) {
        if (c == '\\' || c == '\'') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + "'";
}

/// `observe` as a list of lists of names.
std::string path_list(const std::vector<std::string>& paths) {
    std::string out = "[";
    for (const std::string& path : paths) {
        out += "[";
        for (size_t at = 0; at <= path.size();) {
            const size_t end = std::min(path.find('.', at), path.size());
            out += quoted(path.substr(at, end - at)) + ", ";
            at = end + 1;
        }
        out += "], ";
    }
    return out + "]";
}

constexpr const char* configure = "from sqlalchemy.orm import configure_mappers\nconfigure_mappers()\n";

/// The harness reads what the answer returns: no line of the answer did that, and no other one is of use.
void forget_own_places(sandbox::RunRecord& record) {
    const std::string own = std::string(harness_module) + ".py";
    const auto forget = [&](sandbox::SourceSpan& span) {
        if (span.file == own) span = {};
    };
    for (auto& s : record.statements) forget(s.span);
    for (auto& r : record.relationship_reads) forget(r.span);
    for (auto& l : record.eager_loads) forget(l.span);
    for (auto& r : record.results) forget(r.span);
    for (auto& w : record.warnings) forget(w.span);
}

} // namespace

std::string argument_expression(const course::Setting& setting) {
    if (const auto* text = setting.as<std::string>()) return *text;
    if (const auto* number = setting.as<int64_t>()) return std::to_string(*number);
    if (const auto* real = setting.as<double>()) return sandbox::to_json({*real, false});
    if (const auto* flag = setting.as<bool>()) return *flag ? "True" : "False";
    std::string out = "[";
    if (const auto* list = setting.as<course::Setting::List>())
        for (const course::Setting& item : *list)
            out += argument_expression(item) + ", ";
    return setting.is_null() ? "None" : out + "]";
}

bool GradedRun::is_out_of_time() const {
    return record.stopped == StopReason::wall_time || record.stopped == StopReason::steps ||
           record.stopped == StopReason::sql_work || record.stopped == StopReason::cancelled;
}

std::vector<const sandbox::StatementRecord*> GradedRun::statements() const {
    std::vector<const sandbox::StatementRecord*> out;
    for (const sandbox::StatementRecord* s : record.queries())
        if (s->step == step) out.push_back(s);
    return out;
}

bool is_reading_change(const sandbox::StatementRecord& statement) {
    return statement.kind != StatementKind::select && statement.rows > 0 &&
           (statement.cause == sandbox::CauseKind::query || statement.cause == sandbox::CauseKind::driver);
}

bool has_coroutine_entry(const course::Exercise& exercise, const std::vector<course::SourceFile>& files) {
    std::string path = exercise.entry_module + ".py";
    std::replace(path.begin(), path.end() - 3, '.', '/');
    const auto file = std::ranges::find(files, path, &course::SourceFile::path);
    if (file == files.end()) return false;
    // A line that begins "async def NAME(", by hand: the text is untrusted, and std::regex recurses.
    const std::string_view text = file->text;
    for (size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
        std::string_view rest = text.substr(at);
        const auto take = [&rest](std::string_view word) {
            if (!rest.starts_with(word)) return false;
            rest.remove_prefix(word.size());
            const size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
            rest.remove_prefix(blanks);
            return true;
        };
        if (take("async") && take("def") && take(exercise.entry_function) && rest.starts_with('('))
            return true;
    }
    return false;
}

Harness::Harness(const course::Exercise& exercise, std::vector<course::SourceFile> files, Options options)
    : m_exercise(exercise), m_files(std::move(files)), m_options(std::move(options)) {}

const GradedRun& Harness::run(const course::Dataset& dataset, int64_t size) {
    std::unique_ptr<GradedRun>& run = m_runs[{dataset.id, size}];
    if (run && !run->is_cut_by_check) return *run;
    run = std::make_unique<GradedRun>();
    run->dataset = dataset.id;
    run->hidden = dataset.hidden;
    run->size = size;
    if (m_out_of_time)
        run->record.stopped = StopReason::wall_time;
    else
        execute(dataset, *run);
    const bool stopped = run->record.stopped == StopReason::wall_time;
    run->is_cut_by_check = stopped && m_deadline && std::chrono::steady_clock::now() >= *m_deadline;
    m_out_of_time = m_out_of_time || (run->is_out_of_time() && !run->is_cut_by_check);
    return *run;
}

void Harness::limit_time(std::chrono::milliseconds left) {
    m_deadline.reset();
    if (left.count() > 0) m_deadline = std::chrono::steady_clock::now() + left;
}

sandbox::SourceSpan Harness::place_in_answer(const sandbox::ErrorRecord& error) const {
    // The innermost frame that is in a file of the answer, an editable one where there is any.
    sandbox::SourceSpan best;
    bool best_editable = false;
    constexpr std::string_view begin = "\n  File \"", middle = "\", line ";
    const std::string_view text = error.traceback;
    for (size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
        const size_t name = at + begin.size(), end = text.find(middle, name);
        if (end == std::string_view::npos) break;
        const std::string_view file = text.substr(name, end - name);
        const bool editable = std::ranges::find(m_exercise.editable, file) != m_exercise.editable.end();
        const bool known =
            editable || std::ranges::find(m_files, file, &course::SourceFile::path) != m_files.end();
        if (!known || (best_editable && !editable)) continue;
        best = {std::string(file), int(std::strtol(text.data() + end + middle.size(), nullptr, 10)), 0, 0, 0};
        best_editable = editable;
    }
    return best;
}

bool Harness::can_seed_first(const std::string& dataset_text) const {
    // From the dataset on through the files of the answer: "models" is models.py or models/__init__.py.
    std::vector<std::string> texts{dataset_text};
    std::set<std::string> seen;
    for (size_t at = 0; at < texts.size(); ++at) {
        const SourceText source(texts[at]);
        for (const SourceText::Import& import : source.imports()) {
            if (import.module.empty() || import.module.starts_with('.')) return false;
            std::string path = import.module;
            std::ranges::replace(path, '.', '/');
            const std::string first = path.substr(0, path.find('/'));
            for (const course::SourceFile& file : m_files) {
                if (file.path != path + ".py" && file.path != first + ".py" && !file.path.starts_with(first + "/")) continue;
                if (std::ranges::find(m_exercise.editable, file.path) != m_exercise.editable.end()) return false;
                if (seen.insert(file.path).second) texts.push_back(file.text);
            }
        }
    }
    return true;
}

void Harness::count_what_was_put_off(GradedRun& graded, size_t statements_before, uint64_t seed_step, uint64_t result_step) const {
    if (!graded.step) return;
    // What is sent while the result is read stands on no line of the answer where builtin functions send it. The harness itself
    // reads columns: that refreshes what has expired, and loads what was deferred.
    const auto is_asked_for = [](sandbox::CauseKind cause) {
        using enum sandbox::CauseKind;
        return cause == query || cause == get || cause == lazy_load || cause == refresh || cause == driver;
    };
    for (auto& statement : graded.record.statements)
        if (result_step && statement.step == result_step && is_asked_for(statement.cause)) statement.step = graded.step;
    const auto is_own = [&](const sandbox::SourceSpan& span) {
        return std::ranges::find(m_exercise.editable, span.file) != m_exercise.editable.end();
    };
    auto& statements = graded.record.statements;
    for (size_t at = 0; at < statements.size(); ++at)
        if (is_own(statements[at].span) && seed_step && (statements[at].step == seed_step || at >= statements_before))
            statements[at].step = graded.step;
    const auto join = [&](auto& list) {
        for (auto& item : list)
            if (result_step && item.step == result_step && is_own(item.span)) item.step = graded.step;
    };
    join(graded.record.relationship_reads);
    join(graded.record.eager_loads);
    join(graded.record.results);
}

void Harness::execute(const course::Dataset& dataset, GradedRun& graded) {
    const int64_t seed_number = dataset.seed + m_options.seed;
    const bool is_async = has_coroutine_entry(m_exercise, m_files);
    sandbox::RunRequest request;
    for (const course::SourceFile& file : m_files)
        if (file.path.ends_with(".py")) request.files.push_back({file.path, file.text});
    request.files.push_back({"dataset.py", course::read_text_file(m_exercise.dataset_file).value_or("")});
    request.files.push_back({std::string(harness_module) + ".py", harness_source(is_async)});
    request.main = std::string(harness_module) + ".py";
    request.seed = uint64_t(seed_number) + 1;
    request.stop = m_options.stop;
    const double seconds = m_options.seconds > 0 ? m_options.seconds : double(m_exercise.limits.seconds);
    request.budgets.wall_time = std::chrono::milliseconds(int64_t(seconds * 1000));
    if (m_deadline) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*m_deadline - std::chrono::steady_clock::now());
        request.budgets.wall_time = std::clamp(left, std::chrono::milliseconds(1), std::chrono::milliseconds(request.budgets.wall_time));
    }
    request.budgets.steps = uint64_t(m_exercise.limits.steps);
    request.budgets.memory_bytes = size_t(m_exercise.limits.memory_mb) << 20;
    request.budgets.statements = uint64_t(m_exercise.limits.statements);
    request.budgets.output_bytes = uint64_t(m_exercise.limits.output_kb) << 10;

    using Phase = GradedRun::Phase;
    Run run(request);
    const auto advance = [&](Phase phase, bool done, const std::optional<sandbox::ErrorRecord>& error) {
        graded.phase = phase;
        if (!done) graded.error = error;
        return done;
    };
    const auto execute = [&](Phase phase, const std::string& source) {
        return advance(phase, run.execute(harness_module, source), run.record().error);
    };
    const auto call = [&](Phase phase, const std::string& function, std::vector<std::string> arguments) {
        const sandbox::CallRecord& made =
            run.call({.module = harness_module, .function = function, .arguments = std::move(arguments)});
        const bool done = !made.error && !run.is_stopped();
        if (phase == Phase::call) {
            graded.step = made.step;
            graded.stdout_text = made.stdout_text;
        }
        if (phase == Phase::result && done && made.result) graded.result = *made.result;
        return advance(phase, done, made.error);
    };
    const std::string& module = m_exercise.entry_module;
    const std::string& function = m_exercise.entry_function;
    std::vector<std::string> arguments{path_list(m_exercise.observe), "session"};
    for (const course::Setting& argument : m_exercise.entry_arguments)
        arguments.push_back(argument_expression(argument));

    const bool seeds_first = !function.empty() && can_seed_first(request.files[request.files.size() - 2].text);
    size_t statements_before = 0; // that were sent before the answer could run on data
    uint64_t seed_step = 0, result_step = 0;
    const auto seed = [&] {
        const bool done = execute(seeds_first ? Phase::import : Phase::seed, "from dataset import build\n") &&
                          (!seeds_first || execute(Phase::configure, configure)) &&
                          call(Phase::seed, "prepare",
                               {"build", std::to_string(graded.size), std::to_string(seed_number), dataset.cold_session ? "True" : "False"});
        statements_before = run.record().statements.size();
        if (!run.record().calls.empty()) seed_step = run.record().calls.back().step;
        return done && execute(Phase::seed, "");
    };
    const auto steps = [&] {
        if (!execute(Phase::import, "")) return false; // the harness itself
        if (seeds_first && !seed()) return false;
        if (!advance(Phase::import, run.import_module(module), run.record().error)) return false;
        if (function.empty()) { // the import was the graded call: it makes engine and tables itself
            graded.stdout_text = run.record().stdout_text;
            return true;
        }
        if (!run.has_function(module, function)) {
            graded.lacks_entry = true;
            return false;
        }
        return execute(Phase::import, "import " + module + "\nentry = " + module + "." + function + "\n") &&
               execute(Phase::configure, configure) && (seeds_first || seed()) && call(Phase::call, "graded", arguments) &&
               call(Phase::result, "plain", {"seen"});
    };
    if (steps()) {
        graded.phase = Phase::done;
        if (!function.empty()) result_step = run.record().calls.back().step;
        if (!function.empty()) run.call({.module = harness_module, .function = "close"});
    }
    graded.record = run.finish();
    forget_own_places(graded.record);
    count_what_was_put_off(graded, statements_before, seed_step, result_step);
    if (graded.record.stopped != StopReason::none) m_work.reset();
    if (m_work) *m_work += graded.record.steps + graded.record.sql_steps;
    if (graded.error) graded.error_place = place_in_answer(*graded.error);
    // A limit that was spent while closing has not hurt the result.
    if (graded.record.stopped != StopReason::none && graded.phase == Phase::done && run.is_stopped())
        graded.phase = Phase::call;
}

} // namespace relata::grading
