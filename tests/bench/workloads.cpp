#include "workloads.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace relata::bench {

namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// In memory where the system has such a place: W6 writes.
fs::path scratch_folder() {
    std::error_code error;
    return fs::is_directory("/dev/shm", error) && access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm")
                                                                               : fs::temp_directory_path();
}

} // namespace

Workloads::Workloads(const DataSize& size)
    : m_folder(scratch_folder() / ("relata-bench-" + std::to_string(getpid()))), m_inserts(size.tasks / size.divisor) {
    fs::create_directories(m_folder);
    write_databases(m_folder, size);
    const fs::path programs = fs::path(RELATA_BENCH_DIR) / "programs";
    const std::string models = read_file(programs / "models.py");
    for (const char* workload : all)
        std::ofstream(program(workload)) << models << "COUNT = " << m_inserts << "\n"
                                         << read_file(programs / (std::string(workload) + ".py"));
}

Workloads::~Workloads() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

const char* Workloads::database(const std::string& workload) {
    return workload == "W5" ? "n1.db" : workload == "W6" ? "w6.db" : "bench.db";
}

void Workloads::fresh_copy(const char* name) const {
    fs::copy_file(m_folder / "empty.db", m_folder / name, fs::copy_options::overwrite_existing);
}

Outcome Workloads::raw(const std::string& workload) const {
    if (workload == "W6") fresh_copy("raw_w6.db");
    return run({RELATA_BENCH_RAW, workload, m_folder, std::to_string(m_inserts)});
}

Outcome Workloads::relata(const std::string& workload) const {
    if (workload == "W6") fresh_copy("w6.db");
    // A million rows are more than a run may have by default.
    std::vector<std::string> command{RELATA_PROGRAM, "run", program(workload), "--statements", "0", "--memory", "0", "--timeout", "0"};
    if (workload != "W8") {
        const std::string name = database(workload);
        command.insert(command.end(), {"--db", name + "=" + (m_folder / name).string()});
    }
    return run(command);
}

Outcome Workloads::sqlmodel(const std::string& workload, const std::string& python) const {
    if (workload == "W6") fresh_copy("w6.db");
    return run({python, program(workload)}, m_folder);
}

std::string Workloads::find_sqlmodel() {
    for (const char* python : {"/usr/bin/python3", "/usr/local/bin/python3"})
        if (fs::exists(python) && run({python, "-c", "try:\n import sqlmodel; print(1)\nexcept ImportError: pass"}).output == "1\n")
            return python;
    return {};
}

} // namespace relata::bench
