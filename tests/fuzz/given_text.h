// A target whose input is a text: a fixed program, loaded once for many inputs, has a function `check(text)`.
#pragma once

#include "fuzz/vocabulary.h"

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace relata::fuzz {

class TextProgram {
  public:
    explicit TextProgram(const char* program) : m_program(program) {}

    /// Calls it. Ends the process where it raises; a spent budget only begins a new run.
    void check(std::string_view text) {
        if (!run().execute("main", "check(" + literal(text) + ")\n") && run().record().error) {
            std::fputs(run().record().error->traceback.c_str(), stderr);
            std::abort();
        }
        next();
    }
    /// Runs a text as statements of the program, which may fail.
    void execute(const std::string& source) {
        run().execute("main", source);
        next();
    }

  private:
    static constexpr int inputs_of_a_run = 100;
    /// The bytes as an expression of Python.
    static std::string literal(std::string_view text) {
        std::string made = "b'";
        for (const unsigned char c : text) {
            char escape[5];
            std::snprintf(escape, sizeof escape, "\\x%02x", c);
            made += escape;
        }
        return made + "'.decode('utf-8', 'replace')";
    }
    sandbox::Run& run() {
        if (m_run) return *m_run;
        sandbox::RunRequest request;
        request.budgets = small_budgets();
        request.budgets.steps *= inputs_of_a_run;
        request.budgets.output_bytes *= inputs_of_a_run;
        request.budgets.wall_time = {}; // libFuzzer's own limit
        request.budgets.memory_bytes = 16u << 20; // many values in many ways: texts of millions of characters take too long
        request.files.push_back({"main.py", m_program});
        m_run.emplace(request);
        if (!m_run->import_module("main")) std::abort();
        m_left = inputs_of_a_run;
        return *m_run;
    }
    void next() {
        if (run().is_stopped() || --m_left == 0) m_run.reset();
    }

    const char* m_program;
    std::optional<sandbox::Run> m_run;
    int m_left = 0;
};

} // namespace relata::fuzz
