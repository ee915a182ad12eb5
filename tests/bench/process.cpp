#include "process.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace relata::bench {

Outcome run(const std::vector<std::string>& command, const std::filesystem::path& folder) {
    int channel[2];
    if (pipe(channel) != 0) std::exit(5);
    const pid_t child = fork();
    if (child == 0) {
        dup2(channel[1], STDOUT_FILENO);
        close(channel[0]), close(channel[1]);
        if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
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

} // namespace relata::bench
