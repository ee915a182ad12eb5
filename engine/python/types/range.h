// Range: Python's range.
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// start, stop and step fit in 63 bits; a range beyond that is refused (OverflowError), which CPython would take.
class Range final : public Object {
  public:
    Range(Type& type, int64_t its_start, int64_t its_stop, int64_t its_step);
    int64_t item(int64_t index) const { return start + index * step; }
    const int64_t start, stop, step;
    int64_t length;
};

/// The iterator behind `for i in range(n)`; the evaluation loop steps it without a call.
class RangeIterator final : public Object {
  public:
    RangeIterator(Type& type, int64_t start, int64_t its_step, int64_t count)
        : Object(type), m_at(start), m_step(its_step), m_left(count) {}
    Value next() {
        if (m_left == 0) return {};
        --m_left;
        const Value v = Value::small_int(m_at);
        m_at += m_left ? m_step : 0;
        return v;
    }
    int64_t left() const { return m_left; }

  private:
    int64_t m_at, m_step, m_left;
};

void make_range_type(Runtime& runtime);

} // namespace relata::python
