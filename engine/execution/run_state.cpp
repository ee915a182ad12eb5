#include "execution/run_state.h"

namespace relata::execution {

void RunState::clear_references() {
    m_loop.reset();
}

std::string to_string(const Cause& cause) {
    auto of = [&](const char* what) { return std::string(what) + " of " + cause.subject; };
    switch (cause.kind) {
    case Cause::Kind::query:
        return "query";
    case Cause::Kind::get:
        return cause.subject.empty() ? "get" : of("get");
    case Cause::Kind::lazy_load:
        return of("lazy load");
    case Cause::Kind::selectin_load:
        return of("selectin load");
    case Cause::Kind::subquery_load:
        return of("subquery load");
    case Cause::Kind::immediate_load:
        return of("immediate load");
    case Cause::Kind::deferred_load:
        return of("load of deferred columns");
    case Cause::Kind::refresh:
        return of("refresh");
    case Cause::Kind::refresh_expired:
        return "refresh of expired " + cause.subject;
    case Cause::Kind::flush:
        return cause.subject.empty() ? "flush" : of("flush");
    case Cause::Kind::schema:
        return "schema";
    case Cause::Kind::reflection:
        return "reflection";
    case Cause::Kind::savepoint:
        return "savepoint";
    case Cause::Kind::default_value:
        return "default value";
    case Cause::Kind::driver:
        return "driver";
    }
    return {};
}

} // namespace relata::execution
