#include "modules/sqlalchemy/asyncio_waits.h"

#include "python/interpreter.h"
#include "support/protocol.h"

namespace relata::modules {

Value AsyncioWaits::function(std::string_view name) {
    auto& interpreter = static_cast<python::Interpreter&>(m_runtime);
    return interpreter.import_module("asyncio").find(interpreter, name);
}

Value AsyncioWaits::make_future() {
    return call_method(m_runtime, call(m_runtime, function("get_running_loop"), {}), "create_future");
}

void AsyncioWaits::set_result(const Value& future, const Value& result) {
    call_method(m_runtime, future, "set_result", {result});
}

bool AsyncioWaits::is_done(const Value& future) { return call_method(m_runtime, future, "done").is_true(); }

Value AsyncioWaits::wait_for(const Value& future, std::chrono::nanoseconds timeout) {
    const double seconds = std::chrono::duration<double>(timeout).count();
    return call(m_runtime, function("wait_for"), {future, Value(m_runtime.make_float(seconds))});
}

} // namespace relata::modules
