#include "support/run_stopped.h"

namespace relata {

const char* RunStopped::what() const noexcept {
    switch (m_reason) {
    case Reason::cancelled: return "the run was stopped";
    case Reason::steps: return "the program ran for too many steps: does a loop never end?";
    case Reason::memory: return "the program used more memory than a run may";
    case Reason::wall_time: return "the program ran for too long";
    case Reason::output: return "the program printed more than a run may";
    case Reason::statements: return "the program sent more statements than a run may";
    case Reason::rows: return "the program fetched more rows than a run may";
    case Reason::sql_work: return "one statement made SQLite work for too long";
    case Reason::waits_forever: return "every task of the program waits for something that never happens";
    }
    return "the run was stopped";
}

} // namespace relata
