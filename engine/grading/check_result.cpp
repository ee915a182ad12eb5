#include "grading/check_result.h"

namespace relata::grading {

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed:
        return "passed";
    case Verdict::failed:
        return "failed";
    case Verdict::skipped:
        return "skipped";
    case Verdict::errored:
        return "errored";
    }
    return "";
}

CheckResult failure(std::string code, std::string message) {
    CheckResult result;
    result.verdict = Verdict::failed;
    result.code = std::move(code);
    result.message = std::move(message);
    return result;
}

} // namespace relata::grading
