#include "sandbox/run.h"

#include "execution/run_state.h"
#include "modules/modules.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "sandbox/record_builder.h"
#include "support/protocol.h"

#include <thread>

namespace relata::sandbox {

void StopToken::stop() const {
    m_state->stopped.store(true, std::memory_order_relaxed);
    while (m_state->busy.test_and_set(std::memory_order_acquire))
        std::this_thread::yield();
    if (Runtime* runtime = m_state->runtime.load()) runtime->cancel();
    m_state->busy.clear(std::memory_order_release);
}

namespace {

StopReason stop_reason(RunStopped::Reason reason) {
    switch (reason) {
    case RunStopped::Reason::cancelled:
        return StopReason::cancelled;
    case RunStopped::Reason::steps:
        return StopReason::steps;
    case RunStopped::Reason::memory:
        return StopReason::memory;
    case RunStopped::Reason::wall_time:
        return StopReason::wall_time;
    case RunStopped::Reason::output:
        return StopReason::output;
    case RunStopped::Reason::statements:
        return StopReason::statements;
    case RunStopped::Reason::rows:
        return StopReason::rows;
    case RunStopped::Reason::waits_forever: return StopReason::waits_forever;
    case RunStopped::Reason::sql_work:
        return StopReason::sql_work;
    }
    return StopReason::none;
}

} // namespace

struct Run::Impl {
    explicit Impl(const RunRequest& given)
        : request(given), interpreter(std::make_unique<python::Interpreter>(given.budgets)),
          builder(*interpreter, {.reads = given.record_reads, .objects = given.record_objects}) {
        python::Interpreter& run = *interpreter;
        run.random().seed(given.seed ? given.seed : 0x5eed);
        run.set_stdout([this](std::string_view text) {
            builder.record().stdout_text += text;
            if (request.on_output) request.on_output(text);
        });
        run.set_stderr([this](std::string_view text) {
            builder.record().stderr_text += text;
            if (request.on_error_output) request.on_error_output(text);
        });
        execution::RunState& state = execution::RunState::of(run);
        if (given.record_events) state.set_sink(&builder);
        state.files().set_limit(given.budgets.memory_bytes ? given.budgets.memory_bytes : uint64_t(1) << 40);
        state.set_log([&run](const std::string& line) {
            run.write_stdout("2025-01-01 00:00:00,000 INFO sqlalchemy.engine.Engine " + line + "\n");
        });
        for (const DatabaseImage& image : given.databases)
            state.files().put(image.name, image.bytes);
        modules::register_modules(run);
        python::Program program;
        for (const ProgramFile& file : given.files)
            program.files.push_back({file.name, file.text});
        program.entry = given.main;
        run.load(program);
        auto& token = *given.stop.m_state;
        while (token.busy.test_and_set(std::memory_order_acquire))
            std::this_thread::yield();
        token.runtime.store(&run);
        token.busy.clear(std::memory_order_release);
        if (given.stop.is_stopped()) run.cancel();
    }
    ~Impl() {
        auto& token = *request.stop.m_state;
        while (token.busy.test_and_set(std::memory_order_acquire))
            std::this_thread::yield();
        token.runtime.store(nullptr);
        token.busy.clear(std::memory_order_release);
        execution::RunState::of(*interpreter).set_sink(nullptr);
    }

    std::optional<ErrorRecord> error_of(const python::Outcome& outcome) const {
        if (outcome.type.empty()) return std::nullopt;
        return ErrorRecord{outcome.type,       outcome.message,   outcome.where.line,
                           outcome.where.file, outcome.traceback, {}};
    }
    /// Runs one step; false where it raised or was stopped.
    bool step(const std::function<void()>& work, std::optional<ErrorRecord>& error) {
        RunRecord& record = builder.record();
        if (record.stopped != StopReason::none) return false;
        const python::Outcome outcome = interpreter->guard(work);
        error = error_of(outcome);
        record.exit_status = outcome.exit_code;
        if (outcome.stopped) {
            record.stopped = stop_reason(*outcome.stopped);
            record.stopped_at = {outcome.where.file, outcome.where.line, 0, 0, 0};
        }
        return !error && !outcome.stopped;
    }

    RunRequest request;
    std::unique_ptr<python::Interpreter> interpreter;
    RecordBuilder builder;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    uint64_t texts = 0; ///< pieces of our own source so far
    bool finished = false;
    CallRecord refused; ///< what call() gives once the run is stopped
};

Run::Run(const RunRequest& request) : m_impl(std::make_unique<Impl>(request)) {}
Run::~Run() = default;

bool Run::run_main() {
    return m_impl->step([this] { m_impl->interpreter->run_entry(); }, m_impl->builder.record().error);
}

bool Run::import_module(const std::string& module) {
    return m_impl->step([&] { m_impl->interpreter->import_module(module); }, m_impl->builder.record().error);
}

bool Run::has_function(const std::string& module, const std::string& function) const {
    python::Module* found = m_impl->interpreter->find_module(module);
    if (!found) return false;
    const Value* value = found->dict().find(std::string_view(function));
    return value && is_callable(*m_impl->interpreter, *value);
}

bool Run::execute(const std::string& module, const std::string& source) {
    m_impl->builder.set_step(0);
    return m_impl->step(
        [&] {
            python::Interpreter& run = *m_impl->interpreter;
            run.run_in(run.import_module(module),
                       {"<setup " + std::to_string(++m_impl->texts) + ">", source});
        },
        m_impl->builder.record().error);
}

const CallRecord& Run::call(const Call& call) {
    RunRecord& record = m_impl->builder.record();
    if (record.stopped != StopReason::none) return m_impl->refused;
    python::Interpreter& run = *m_impl->interpreter;
    CallRecord made;
    made.step = record.calls.size() + 1;
    made.function = call.function;
    m_impl->builder.set_step(made.step);
    const size_t output_before = record.stdout_text.size();
    std::string source = "_relata_result = " + call.function + "(";
    for (const std::string& argument : call.arguments)
        source += argument + ", ";
    for (const auto& [name, value] : call.keywords)
        source += name + "=" + value + ", ";
    source += ")\n";
    const auto began = std::chrono::steady_clock::now();
    m_impl->step(
        [&] {
            python::Module& module = run.import_module(call.module);
            const std::string number = std::to_string(++m_impl->texts);
            run.run_in(module, {"<call " + number + ">", source});
            const Value* result = module.dict().find(std::string_view("_relata_result"));
            if (call.run_coroutine && result && python::is_coroutine(*result))
                run.run_in(module, {"<await " + number + ">",
                                    "import asyncio as _relata_asyncio\n"
                                    "_relata_result = _relata_asyncio.run(_relata_result)\n"});
            if (!call.projection.empty())
                run.run_in(module, {"<result " + number + ">", "_relata_result = (lambda result: " +
                                                                   call.projection + ")(_relata_result)\n"});
            result = module.dict().find(std::string_view("_relata_result"));
            made.result = to_datum(run, result ? *result : Value::none());
            made.result_repr = result ? repr_text(run, *result) : "None";
            run.run_in(module, {"<end " + number + ">", "del _relata_result\n"});
        },
        made.error);
    made.duration =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - began)
            .count();
    if (made.error) made.result.reset();
    made.stdout_text = record.stdout_text.substr(output_before);
    m_impl->builder.set_step(0);
    return record.calls.emplace_back(std::move(made));
}

bool Run::is_stopped() const {
    return m_impl->builder.record().stopped != StopReason::none;
}
const RunRecord& Run::record() const {
    return m_impl->builder.record();
}

RunRecord& Run::complete() {
    RunRecord& record = m_impl->builder.record();
    python::Interpreter& run = *m_impl->interpreter;
    if (!m_impl->finished && record.stopped == StopReason::none) {
        python::Outcome outcome;
        m_impl->builder.stop_objects();
        run.finish(outcome);
        if (outcome.stopped) record.stopped = stop_reason(*outcome.stopped);
    }
    m_impl->finished = true;
    record.warnings.clear();
    for (const python::WarningRecord& w : run.warnings())
        record.warnings.push_back({w.category, w.message, {w.where.file, w.where.line, 0, 0, 0}});
    record.steps = run.steps_taken();
    record.sql_steps = execution::RunState::of(run).meter().sql_steps;
    record.peak_memory = run.heap().peak();
    record.duration =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - m_impl->began)
            .count();
    record.virtual_duration = run.now().count();
    return record;
}

RunRecord Run::finish() & { return complete(); }
RunRecord Run::finish() && { return std::move(complete()); }

RunRecord run(const RunRequest& request) {
    Run steps(request);
    steps.run_main();
    return std::move(steps).finish();
}

} // namespace relata::sandbox
