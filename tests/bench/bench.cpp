// relata_bench [--rounds N] [--divisor N] [--check] [W1 ...]: the workloads on Relata and on raw SQLite, in turn, in one
// run, so that the ratios mean something on a busy machine. CPU time of whole processes; W0 (start, open, one row) is
// taken off the others, W8 stands whole.
//
// --check only compares what both print and fails where they differ: that is the test.
#include "bench_data.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Outcome {
    std::string output;
    double cpu_ms = 0;
    long peak_kb = 0;
    int status = -1;
};

/// Runs a command to its end, its standard output captured.
Outcome run(const std::vector<std::string>& command) {
    int channel[2];
    if (pipe(channel) != 0) std::exit(5);
    const pid_t child = fork();
    if (child == 0) {
        dup2(channel[1], STDOUT_FILENO);
        close(channel[0]), close(channel[1]);
        std::vector<char*> words;
        for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        execv(words[0], words.data());
        _exit(127);
    }
    close(channel[1]);
    Outcome outcome;
    char buffer[4096];
    for (ssize_t n; (n = read(channel[0], buffer, sizeof buffer)) > 0;) outcome.output.append(buffer, size_t(n));
    close(channel[0]);
    rusage usage{};
    int status = 0;
    wait4(child, &status, 0, &usage);
    const auto ms = [](const timeval& t) { return double(t.tv_sec) * 1e3 + double(t.tv_usec) / 1e3; };
    outcome.cpu_ms = ms(usage.ru_utime) + ms(usage.ru_stime);
    outcome.peak_kb = usage.ru_maxrss;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::string read_file(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// The data, the programs and the commands of one benchmark run; its folder goes with it.
class Bench {
  public:
    explicit Bench(int divisor) : m_folder(fs::temp_directory_path() / ("relata-bench-" + std::to_string(getpid()))) {
        fs::create_directories(m_folder);
        relata::bench::DataSize size;
        size.divisor = divisor;
        relata::bench::write_bench_database(m_folder / "bench.db", size);
        relata::bench::write_lazy_database(m_folder / "n1.db", size);
        const std::string models = read_file(fs::path(RELATA_BENCH_DIR) / "programs/models.py");
        for (const char* workload : workloads)
            std::ofstream(program(workload))
                << models << read_file(fs::path(RELATA_BENCH_DIR) / "programs" / (std::string(workload) + ".py"));
    }
    ~Bench() { fs::remove_all(m_folder); }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    static constexpr const char* workloads[] = {"W0", "W1", "W2", "W5", "W8"};

    Outcome raw(const std::string& workload) const { return run({RELATA_BENCH_RAW, workload, m_folder}); }
    Outcome relata(const std::string& workload) const {
        const std::string database = workload == "W5" ? "n1.db" : "bench.db";
        std::vector<std::string> command{RELATA_PROGRAM, "run", program(workload)};
        if (workload != "W8") command.insert(command.end(), {"--db", database + "=" + (m_folder / database).string()});
        return run(command);
    }

  private:
    fs::path program(const std::string& workload) const { return m_folder / (workload + ".py"); }
    fs::path m_folder;
};

int check(const Bench& bench) {
    int failures = 0;
    for (const char* workload : Bench::workloads) {
        const Outcome raw = bench.raw(workload), ours = bench.relata(workload);
        const bool same = raw.status == 0 && ours.status == 0 && raw.output == ours.output;
        std::cout << workload << (same ? ": same\n" : ": DIFFERS\n  raw    " + raw.output + "  relata " + ours.output);
        failures += !same;
    }
    return failures ? 1 : 0;
}

int measure(const Bench& bench, const std::vector<std::string>& chosen, int rounds) {
    std::map<std::string, std::vector<double>> raw_ms, our_ms;
    std::map<std::string, long> peak;
    for (int round = 0; round < rounds; ++round) {
        std::fprintf(stderr, "\rround %d of %d", round + 1, rounds);
        for (const std::string& workload : chosen) {
            const Outcome raw = bench.raw(workload), ours = bench.relata(workload);
            if (raw.status != 0 || ours.status != 0 || raw.output != ours.output) {
                std::cerr << "\n" << workload << ": raw printed " << raw.output << "relata printed " << ours.output;
                return 1;
            }
            raw_ms[workload].push_back(raw.cpu_ms);
            our_ms[workload].push_back(ours.cpu_ms);
            peak[workload] = std::max(peak[workload], ours.peak_kb);
        }
    }
    std::fprintf(stderr, "\n");
    std::printf("%-4s %10s %10s %8s %10s\n", "", "raw ms", "relata ms", "ratio", "peak MB");
    for (const std::string& workload : chosen) {
        double raw = median(raw_ms[workload]), ours = median(our_ms[workload]);
        if (workload != "W0" && workload != "W8") {
            raw -= median(raw_ms["W0"]);
            ours -= median(our_ms["W0"]);
        }
        std::printf("%-4s %10.1f %10.1f %8.2f %10.1f\n", workload.c_str(), raw, ours, raw > 0 ? ours / raw : 0.0,
                    double(peak[workload]) / 1024);
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    int rounds = 7, divisor = 1;
    bool check_only = false;
    std::vector<std::string> chosen{"W0"};
    for (int i = 1; i < count; ++i) {
        const std::string word = arguments[i];
        if (word == "--rounds" && i + 1 < count)
            rounds = std::max(1, std::atoi(arguments[++i]));
        else if (word == "--divisor" && i + 1 < count)
            divisor = std::clamp(std::atoi(arguments[++i]), 1, 1'000);
        else if (word == "--check")
            check_only = true;
        else if (std::find(std::begin(Bench::workloads), std::end(Bench::workloads), word) != std::end(Bench::workloads))
            chosen.push_back(word);
        else {
            std::cerr << "usage: relata_bench [--rounds N] [--divisor N] [--check] [W1 W2 W5 W8]\n";
            return 2;
        }
    }
    if (chosen.size() == 1) chosen.insert(chosen.end(), {"W1", "W2", "W5", "W8"});
    const Bench bench(divisor);
    return check_only ? check(bench) : measure(bench, chosen, rounds);
}
