// ReprGuard: keeps the repr of a container that contains itself from never ending (CPython's Py_ReprEnter).
#pragma once

#include "support/runtime.h"

#include <algorithm>
#include <vector>

namespace relata::python {

/// For the time of one container's repr. `is_recursive()` says that the same object's repr is under way
/// already: it shows itself as "[...]".
class ReprGuard {
  public:
    ReprGuard(Runtime& runtime, const Value& object)
        : m_active(runtime.extension<Active>().objects),
          m_recursive(std::ranges::find(m_active, object.bits()) != m_active.end()) {
        if (!m_recursive) m_active.push_back(object.bits());
    }
    ~ReprGuard() {
        if (!m_recursive) m_active.pop_back();
    }
    ReprGuard(const ReprGuard&) = delete;
    ReprGuard& operator=(const ReprGuard&) = delete;
    bool is_recursive() const { return m_recursive; }

  private:
    struct Active : Runtime::Extension {
        explicit Active(Runtime&) {}
        std::vector<uintptr_t> objects;
    };
    std::vector<uintptr_t>& m_active;
    bool m_recursive;
};

} // namespace relata::python
