// relata_parts: what a key press and an answer cost, part by part, on Google Benchmark (its flags: --benchmark_filter=...).
#include "modules/modules.h"
#include "python/completion.h"
#include "python/program_check.h"
#include "sandbox/run.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace relata {

namespace {

std::string program_of(const char* name) {
    std::ostringstream text;
    for (const char* file : {"models", name})
        text << std::ifstream(std::string(RELATA_BENCH_DIR "/programs/") + file + ".py").rdbuf() << "\n";
    return text.str();
}

/// The models and functions over them until the text has `lines` lines.
std::string buffer_of(size_t lines) {
    std::string text = program_of("W0");
    for (size_t n = size_t(std::count(text.begin(), text.end(), '\n')), i = 0; n < lines; n += 7, ++i)
        text += "def titles_" + std::to_string(i) + "(session: Session, least: int = 0) -> list[str]:\n"
                "    found = []\n"
                "    for task in session.exec(select(Task).where(Task.id > least)):\n"
                "        if task.title.startswith('a') and least < 10:\n"
                "            found.append(f'{task.title!r:>20}')\n"
                "    return sorted(found, key=lambda title: title.lower())\n\n";
    return text;
}

void check_buffer(benchmark::State& state) {
    python::Interpreter interpreter{Budgets{}};
    modules::register_modules(interpreter);
    const std::string text = buffer_of(size_t(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(python::check_program(interpreter, python::Source("main.py", text), 50));
}
BENCHMARK(check_buffer)->Arg(100)->Arg(500)->Arg(2'000)->Unit(benchmark::kMillisecond);

void complete_in_buffer(benchmark::State& state) {
    const std::string text = buffer_of(size_t(state.range(0)));
    const python::Program program{.files = {{"main.py", text + "Task.\n"}}, .entry = "main.py"};
    const int line = int(std::count(text.begin(), text.end(), '\n')) + 1;
    python::Interpreter interpreter{Budgets{}};
    modules::register_modules(interpreter);
    for (auto _ : state) benchmark::DoNotOptimize(python::complete(interpreter, program, {"main.py", line, 5}));
}
BENCHMARK(complete_in_buffer)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond);

/// An interpreter made, a program run and its record told: what each run of an answer costs in a grader's process.
void run_small_program(benchmark::State& state) {
    sandbox::RunRequest request;
    request.files.push_back({"main.py", program_of("W8")});
    for (auto _ : state) {
        const sandbox::RunRecord record = sandbox::run(request);
        if (record.error) state.SkipWithError("the program failed");
    }
}
BENCHMARK(run_small_program)->Unit(benchmark::kMillisecond);

/// The same without a program: what a run costs before its first line.
void run_nothing(benchmark::State& state) {
    sandbox::RunRequest request;
    request.files.push_back({"main.py", ""});
    for (auto _ : state) benchmark::DoNotOptimize(sandbox::run(request));
}
BENCHMARK(run_nothing)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace relata

BENCHMARK_MAIN();
