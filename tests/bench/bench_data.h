// The data of the workloads, written with SQLite alone: the same rows each time.
#pragma once

#include <filesystem>

namespace relata::bench {

/// Sizes of the standard data; `divisor` takes that share of the tasks (10: for a quick look).
struct DataSize {
    int projects = 100, workers = 1'000, tasks = 100'000;
    int divisor = 1;
};

/// bench.db: 100 projects, 1,000 workers, 100,000 tasks, each 25th without assignee, half of them roots.
void write_bench_database(const std::filesystem::path& file, const DataSize& size);
/// n1.db: 10,000 workers and a tenth as many tasks as `size` has (10,000), each with an assignee of its own: 10,000 lazy loads.
void write_lazy_database(const std::filesystem::path& file, const DataSize& size);
/// Both, and empty.db, which has no tasks.
void write_databases(const std::filesystem::path& folder, const DataSize& size);

} // namespace relata::bench
