// Programs that are nearly right, run to their end under small budgets.
#include "fuzz/program_mutator.h"

#include <cstdlib>

using namespace relata;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    sandbox::RunRequest request;
    request.budgets = fuzz::small_budgets();
    request.files.push_back({"main.py", std::string(reinterpret_cast<const char*>(data), size)});
    const sandbox::RunRecord record = sandbox::run(request);
    if (!fuzz::has_ended(record) || sandbox::to_trace_json(record).empty()) std::abort();
    return 0;
}
