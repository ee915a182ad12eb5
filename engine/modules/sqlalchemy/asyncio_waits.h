// How the pool of an asynchronous engine waits: through asyncio, which the layers below do not know.
#pragma once

#include "execution/run_state.h"

namespace relata::modules {

/// Waits on futures of asyncio's running loop. SQLAlchemy: util.queue.AsyncAdaptedQueue.
class AsyncioWaits final : public execution::EventLoop {
  public:
    explicit AsyncioWaits(Runtime& runtime) : m_runtime(runtime) {}
    Value make_future() override;
    void set_result(const Value& future, const Value& result) override;
    bool is_done(const Value& future) override;
    Value wait_for(const Value& future, std::chrono::nanoseconds timeout) override;

  private:
    Value function(std::string_view name);
    Runtime& m_runtime;
};

} // namespace relata::modules
