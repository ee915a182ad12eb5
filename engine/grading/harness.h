// Harness: runs an answer on the data of an exercise and keeps what happened. Each run is a fresh interpreter
// with a fresh database in memory; a run with the same data is made once.
#pragma once

#include "course/exercise.h"
#include "sandbox/run.h"

#include <chrono>
#include <map>
#include <memory>

namespace relata::grading {

/// One run of an answer: its modules imported, mappers configured, a database filled, and one graded call.
struct GradedRun {
    enum class Phase : uint8_t { import, configure, seed, call, result, done };

    std::string dataset;
    bool hidden = false;
    int64_t size = 0;
    Phase phase = Phase::import; ///< where it ended; `done`: the call returned and its result is known
    std::optional<sandbox::ErrorRecord> error; ///< what ended it
    sandbox::SourceSpan error_place;           ///< innermost line of the answer in the traceback
    bool is_cut_by_check = false;              ///< stopped since the check that asked had no time left
    bool lacks_entry = false;                  ///< the entry module has no such function
    uint64_t step = 0;                         ///< of the graded call
    sandbox::Datum result;   ///< plain data: objects as their columns, or what `observe` names
    std::string stdout_text; ///< written by the graded call
    sandbox::RunRecord record;

    bool is_done() const { return phase == Phase::done; }
    bool is_out_of_time() const;
    /// SELECT and DML that reached SQLite inside the graded call, in order.
    std::vector<const sandbox::StatementRecord*> statements() const;
};

/// Whether a statement is a change that the program wrote in order to read: with RETURNING, and rows were fetched of it.
bool is_reading_change(const sandbox::StatementRecord& statement);

class Harness {
  public:
    struct Options {
        int64_t seed = 0;   ///< added to the seed of each dataset
        double seconds = 0; ///< 0: as the exercise says
        sandbox::StopToken stop{};
    };
    Harness(const course::Exercise& exercise, std::vector<course::SourceFile> files, Options options);
    Harness(const Harness&) = delete;
    Harness& operator=(const Harness&) = delete;

    const GradedRun& run(const course::Dataset& dataset) { return run(dataset, dataset.size); }
    /// The same data at another size. The reference lives as long as the harness.
    const GradedRun& run(const course::Dataset& dataset, int64_t size);
    /// From now on all runs together may take so long (0: no such limit). A run that this cut short is made again for
    /// whoever has more time, and ends no later one.
    void limit_time(std::chrono::milliseconds left);
    const std::vector<course::SourceFile>& files() const { return m_files; }
    /// Whether a run was ended by the time limit or by its caller: later ones are not begun.
    bool is_out_of_time() const { return m_out_of_time; }
    /// What all runs so far cost; nothing once one was stopped.
    std::optional<uint64_t> work() const { return m_work; }

  private:
    void execute(const course::Dataset& dataset, GradedRun& run);
    /// Whether the dataset needs no file that the answer may change: then it is there before the answer runs.
    bool can_seed_first(const std::string& dataset_text) const;
    /// What the answer's own lines send outside of the graded call, once there is data, is part of it all the same.
    void count_what_was_put_off(GradedRun& graded, size_t statements_before, uint64_t seed_step, uint64_t result_step) const;
    sandbox::SourceSpan place_in_answer(const sandbox::ErrorRecord& error) const;

    const course::Exercise& m_exercise;
    std::vector<course::SourceFile> m_files;
    Options m_options;
    std::map<std::pair<std::string, int64_t>, std::unique_ptr<GradedRun>> m_runs;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;
    bool m_out_of_time = false;
    std::optional<uint64_t> m_work = 0;
};

/// Whether the entry function of these files is a coroutine function.
bool has_coroutine_entry(const course::Exercise& exercise, const std::vector<course::SourceFile>& files);

/// An argument of the manifest as a Python expression: a text is one already ("session", "'Ada'").
std::string argument_expression(const course::Setting& setting);

} // namespace relata::grading
