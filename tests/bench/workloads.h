// The workloads: their data, their programs, and how each peer runs them.
#pragma once

#include "bench_data.h"
#include "process.h"

namespace relata::bench {

/// The data and the programs of one benchmark run, in a folder that goes with it.
class Workloads {
  public:
    explicit Workloads(const DataSize& size);
    ~Workloads();
    Workloads(const Workloads&) = delete;
    Workloads& operator=(const Workloads&) = delete;

    /// W0 starts, opens and reads one row: it is taken off the others. W8 stands whole.
    static constexpr const char* all[] = {"W0", "W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"};
    static bool stands_whole(const std::string& workload) { return workload == "W0" || workload == "W8"; }

    Outcome raw(const std::string& workload) const;
    Outcome relata(const std::string& workload) const;
    /// The same program on SQLModel itself; `python` has it installed.
    Outcome sqlmodel(const std::string& workload, const std::string& python) const;

    /// A Python that has SQLModel, or empty.
    static std::string find_sqlmodel();

  private:
    std::filesystem::path program(const std::string& workload) const { return m_folder / (workload + ".py"); }
    static const char* database(const std::string& workload);
    void fresh_copy(const char* name) const;

    std::filesystem::path m_folder;
    int m_inserts;
};

} // namespace relata::bench
