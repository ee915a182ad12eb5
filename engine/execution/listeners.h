// Listeners: functions that a program has hung on an event with `event.listen`. SQLAlchemy: event/.
#pragma once

#include "support/runtime.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::execution {

/// The listeners of one target (an engine, a pool, a session class), by event name, in order of registration.
class Listeners {
  public:
    struct Listener {
        Value function;
        bool once = false;
        bool retval = false; ///< what the function returns is used (before_cursor_execute)
        bool named = false;
    };
    void add(std::string name, Listener listener, bool insert = false);
    /// False where `function` does not listen to `name`.
    bool remove(std::string_view name, const Value& function);
    bool contains(std::string_view name, const Value& function) const;
    bool has(std::string_view name) const;
    bool empty() const { return m_lists.empty(); }
    /// Calls each listener with `arguments`; `f`, where given, sees what a retval listener returned.
    void call(Runtime& runtime, std::string_view name, std::initializer_list<Value> arguments);
    template <class F>
    void call_each(std::string_view name, F&& f) {
        for (const Listener& listener : take(name))
            f(listener);
    }
    void clear() { m_lists.clear(); }

  private:
    std::vector<Listener> take(std::string_view name); ///< a copy, without those that were to run once
    std::vector<std::pair<std::string, std::vector<Listener>>> m_lists;
};

} // namespace relata::execution
