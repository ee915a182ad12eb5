// Bytes as a program that somebody types: tokenizer, parser, symtable, compiler, and the words for what is wrong.
#include "fuzz/program_mutator.h"
#include "python/interpreter.h"
#include "python/program_check.h"

#include <cstdlib>
#include <optional>

using namespace relata;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static std::optional<python::Interpreter> interpreter; // one for many inputs: it keeps the warnings shown
    static int left = 0;
    if (left-- == 0) {
        interpreter.emplace(fuzz::small_budgets());
        interpreter->set_stderr([](std::string_view) {});
        left = 100;
    }
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const python::ProgramProblem& problem : python::check_program(*interpreter, python::Source("main.py", text), 3))
        if (problem.message.empty() && problem.cls != Exc::MemoryError) std::abort();
    return 0;
}
