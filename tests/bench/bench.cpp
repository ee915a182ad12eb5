// relata_bench [W1 ...] [--rounds N] [--divisor N] [--check] [--growth N] [--json FILE]
//
// The workloads on Relata and on raw SQLite, in turn, in one run, so that the ratios mean something on a busy machine. CPU
// time of whole processes; W0 (start, open, one row) is taken off the others, W8 stands whole. Where a Python with SQLModel
// is installed, the same programs run on it once.
//
// --write-data DIR [--tasks N] writes the databases and ends. --check only compares what both print and fails where they differ: that is the test. --growth measures Relata alone with
// 10, 100, ... N tasks: how time and memory grow.
#include "workloads.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>

namespace relata::bench {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    int rounds = 7, divisor = 1, growth = 0;
    bool check_only = false;
    std::string json, data_folder;
    int data_tasks = 100'000;
    std::vector<std::string> chosen{"W0"};
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double rounded(double value, double to) { return double(int64_t(value / to + 0.5)) * to; }

Json machine() {
    std::string model = "unknown";
    std::ifstream cpu("/proc/cpuinfo");
    for (std::string line; std::getline(cpu, line);)
        if (line.starts_with("model name")) {
            model = line.substr(line.find(": ") + 2);
            break;
        }
    return {{"cpu", model}, {"cores", std::thread::hardware_concurrency()}, {"sqlite", sqlite3_libversion()}};
}

int check(const Workloads& workloads) {
    int failures = 0;
    for (const char* workload : Workloads::all) {
        const Outcome raw = workloads.raw(workload), ours = workloads.relata(workload);
        const bool same = raw.status == 0 && ours.status == 0 && raw.output == ours.output;
        std::cout << workload << (same ? ": same\n" : ": DIFFERS\n  raw    " + raw.output + "  relata " + ours.output);
        failures += !same;
    }
    return failures ? 1 : 0;
}

/// The table, printed; an empty array where outputs differ.
Json measure(const Workloads& workloads, const Options& options) {
    std::map<std::string, std::vector<double>> raw_ms, our_ms;
    std::map<std::string, double> sqlmodel_ms;
    std::map<std::string, long> peak;
    const std::string python = Workloads::find_sqlmodel();
    for (int round = 0; round < options.rounds; ++round) {
        std::fprintf(stderr, "\rround %d of %d", round + 1, options.rounds);
        for (const std::string& workload : options.chosen) {
            const Outcome raw = workloads.raw(workload), ours = workloads.relata(workload);
            if (raw.status != 0 || ours.status != 0 || raw.output != ours.output) {
                std::cerr << "\n" << workload << ": raw printed " << raw.output << "relata printed " << ours.output;
                return Json::array();
            }
            raw_ms[workload].push_back(raw.cpu_ms);
            our_ms[workload].push_back(ours.cpu_ms);
            peak[workload] = std::max(peak[workload], ours.peak_kb);
            if (round == 0 && !python.empty()) sqlmodel_ms[workload] = workloads.sqlmodel(workload, python).cpu_ms;
        }
    }
    std::fprintf(stderr, "\n");
    std::printf("%-4s %10s %10s %8s %10s%s\n", "", "raw ms", "relata ms", "ratio", "peak MB",
                python.empty() ? "" : "  sqlmodel ms");
    Json rows = Json::array();
    for (const std::string& workload : options.chosen) {
        const double base = Workloads::stands_whole(workload) ? 0 : 1;
        const double raw = median(raw_ms[workload]) - base * median(raw_ms["W0"]);
        const double ours = median(our_ms[workload]) - base * median(our_ms["W0"]);
        const double megabytes = double(peak[workload]) / 1024, ratio = raw > 0 ? ours / raw : 0.0;
        std::printf("%-4s %10.1f %10.1f %8.2f %10.1f", workload.c_str(), raw, ours, ratio, megabytes);
        Json row{{"name", workload},
                 {"raw_ms", rounded(raw, 0.1)},
                 {"relata_ms", rounded(ours, 0.1)},
                 {"ratio", rounded(ratio, 0.01)},
                 {"peak_mb", rounded(megabytes, 0.1)}};
        if (!python.empty()) {
            row["sqlmodel_ms"] = rounded(sqlmodel_ms[workload] - base * sqlmodel_ms["W0"], 0.1);
            std::printf(" %12.1f", row["sqlmodel_ms"].get<double>());
        }
        std::printf("\n");
        rows.push_back(std::move(row));
    }
    return rows;
}

Json measure_growth(int largest, int rounds) {
    Json points = Json::array();
    std::printf("%-4s %10s %10s %12s %10s\n", "", "tasks", "ms", "us per task", "peak MB");
    for (int tasks = 10; tasks <= largest; tasks *= 10) {
        DataSize size;
        size.tasks = tasks;
        const Workloads workloads(size);
        std::map<std::string, std::vector<double>> ms;
        std::map<std::string, long> peak;
        for (int round = 0; round < rounds; ++round)
            for (const char* workload : {"W0", "W1", "W2", "W3", "W4", "W6"}) {
                const Outcome ours = workloads.relata(workload);
                ms[workload].push_back(ours.cpu_ms);
                peak[workload] = std::max(peak[workload], ours.peak_kb);
            }
        for (const auto& [workload, values] : ms) {
            if (workload == "W0") continue;
            const double spent = std::max(0.0, median(values) - median(ms["W0"])), mb = double(peak[workload]) / 1024;
            std::printf("%-4s %10d %10.1f %12.3f %10.1f\n", workload.c_str(), tasks, spent, spent * 1e3 / tasks, mb);
            points.push_back({{"name", workload}, {"tasks", tasks}, {"ms", rounded(spent, 0.01)}, {"peak_mb", rounded(mb, 0.1)}});
        }
    }
    return points;
}

int bench(const Options& options) {
    if (!options.data_folder.empty()) {
        DataSize size;
        size.tasks = options.data_tasks;
        write_databases(options.data_folder, size);
        return 0;
    }
    DataSize size;
    size.divisor = options.divisor;
    Json report{{"machine", machine()}, {"rounds", options.rounds}, {"tasks", size.tasks / size.divisor}};
    {
        const Workloads workloads(size);
        if (options.check_only) return check(workloads);
        report["workloads"] = measure(workloads, options);
        if (report["workloads"].empty()) return 1;
    }
    if (options.growth) report["growth"] = measure_growth(options.growth, std::min(options.rounds, 3));
    if (!options.json.empty()) std::ofstream(options.json) << report.dump(1) << "\n";
    return 0;
}

} // namespace

} // namespace relata::bench

int main(int count, char** arguments) {
    using namespace relata::bench;
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = arguments[i];
        const auto number = [&](int most) { return std::clamp(std::atoi(arguments[++i]), 1, most); };
        if (word == "--rounds" && i + 1 < count)
            options.rounds = number(1'000);
        else if (word == "--divisor" && i + 1 < count)
            options.divisor = number(1'000);
        else if (word == "--growth" && i + 1 < count)
            options.growth = number(1'000'000);
        else if (word == "--json" && i + 1 < count)
            options.json = arguments[++i];
        else if (word == "--write-data" && i + 1 < count)
            options.data_folder = arguments[++i];
        else if (word == "--tasks" && i + 1 < count)
            options.data_tasks = number(1'000'000);
        else if (word == "--check")
            options.check_only = true;
        else if (std::find(std::begin(Workloads::all), std::end(Workloads::all), word) != std::end(Workloads::all))
            options.chosen.push_back(word);
        else {
            std::cerr << "usage: relata_bench [W1 ... W8] [--rounds N] [--divisor N] [--check] [--growth N] [--json FILE]\n"
                         "       relata_bench --write-data DIR [--tasks N]\n";
            return 2;
        }
    }
    if (options.chosen.size() == 1) options.chosen.assign(std::begin(Workloads::all), std::end(Workloads::all));
    return bench(options);
}
