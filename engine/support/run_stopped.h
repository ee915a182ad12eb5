// RunStopped: a budget is spent or somebody pressed Stop. No `except` of the program can catch it.
#pragma once

#include <exception>

namespace relata {

class RunStopped : public std::exception {
  public:
    enum class Reason { cancelled, steps, memory, wall_time, output, statements, rows, sql_work, waits_forever };
    explicit RunStopped(Reason reason) : m_reason(reason) {}
    Reason reason() const { return m_reason; }
    const char* what() const noexcept override;

  private:
    Reason m_reason;
};

} // namespace relata
