// Run: one program, run once, with budgets, captured output and a record. Usable from any thread; no globals.
#pragma once

#include "sandbox/run_record.h"
#include "support/runtime.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace relata::sandbox {

/// Stops a run from another thread.
class StopToken {
  public:
    StopToken() : m_state(std::make_shared<State>()) {}
    void stop() const;
    bool is_stopped() const { return m_state->stopped.load(std::memory_order_relaxed); }

  private:
    friend class Run;
    struct State {
        std::atomic<bool> stopped{false};
        std::atomic<Runtime*> runtime{nullptr};
        std::atomic_flag busy = ATOMIC_FLAG_INIT; ///< the runtime may not go while it is told to stop
    };
    std::shared_ptr<State> m_state;
};

struct ProgramFile {
    std::string name; ///< "main.py", "models.py", "app/models.py"
    std::string text;
};
struct DatabaseImage {
    std::string name;                         ///< "shop.db": what the program's URL names
    std::shared_ptr<const std::string> bytes; ///< a SQLite file; runs share it
};

struct RunRequest {
    std::vector<ProgramFile> files;
    std::string main = "main.py"; ///< the file that runs as `__main__`; others are imported
    std::vector<DatabaseImage> databases;
    Budgets budgets;
    uint64_t seed = 0;
    StopToken stop;
    /// Called on the run's thread with each piece of output as it is written (already counted against the
    /// budget).
    std::function<void(std::string_view)> on_output;
    std::function<void(std::string_view)> on_error_output;
    /// Whether anybody reads the record's statements, sessions, results, ...: without, only output and error are kept.
    bool record_events = true;
    /// Data for the charts and the object view that costs time to collect.
    bool record_reads = true;
    bool record_objects = false;
};

/// Runs a program from its first line to its last.
RunRecord run(const RunRequest& request);

/// A run in steps, for the grader: import the answer's modules, then call its functions, inside one
/// interpreter. Nothing throws but misuse: errors of the program and spent budgets stand in the record. After
/// a spent budget every further step does nothing.
class Run {
  public:
    explicit Run(const RunRequest& request);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    /// Runs the main file as `__main__`. False where it raised or was stopped.
    bool run_main();
    /// Imports a module by its dotted name. False where it raised or was stopped.
    bool import_module(const std::string& module);
    /// True where `module` (imported) has a callable `function`.
    bool has_function(const std::string& module, const std::string& function) const;
    /// An argument: an expression in Python, evaluated in the module's namespace ("engine", "[1, 2]",
    /// "'Ada'"), so that models and engines can be given.
    struct Call {
        std::string module, function;
        std::vector<std::string> arguments;                        ///< expressions
        std::vector<std::pair<std::string, std::string>> keywords; ///< name, expression
        /// A coroutine is run to its end by asyncio.run.
        bool run_coroutine = true;
        /// Applied to the result before it is recorded (an expression that names it `result`); empty: the
        /// result.
        std::string projection;
    };
    /// Calls and records; the statements of this call carry its step. The reference lives until the next
    /// step.
    const CallRecord& call(const Call& call);
    /// Runs statements of ours (seeding, fixtures) in the namespace of `module`; they belong to step 0.
    bool execute(const std::string& module, const std::string& source);
    bool is_stopped() const;
    /// Ends the program (open generators, `atexit`, warnings about coroutines) and gives the record.
    RunRecord finish() &;
    RunRecord finish() &&; ///< hands the record over
    const RunRecord& record() const;

  private:
    struct Impl;
    RunRecord& complete();
    std::unique_ptr<Impl> m_impl;
};

} // namespace relata::sandbox
