#include "modules/sqlalchemy/event_registry.h"

#include "python/function.h"

#include <algorithm>

namespace relata::modules {

namespace {

/// A method is made anew by each read of it. SQLAlchemy: _EventKey, fn_key.
bool same_function(const Value& a, const Value& b) {
    if (a.is(b)) return true;
    const auto* x = a.as<python::Method>();
    const auto* y = b.as<python::Method>();
    return x && y && x->function.is(y->function) && x->self.is(y->self);
}

} // namespace

std::vector<EventRegistry::Entry>::const_iterator EventRegistry::find(const Value& target, std::string_view name,
                                                                      const Value& function) const {
    return std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) {
        return e.target.is(target) && e.name == name && same_function(e.function, function);
    });
}

bool EventRegistry::contains(const Value& target, std::string_view name, const Value& function) const {
    return find(target, name, function) != m_entries.end();
}

void EventRegistry::add(Value target, std::string name, Value function, Undo undo) {
    m_entries.push_back({std::move(target), std::move(name), std::move(function), std::move(undo)});
}

bool EventRegistry::remove(const Value& target, std::string_view name, const Value& function) {
    const auto found = find(target, name, function);
    if (found == m_entries.end()) return false;
    const Undo undo = found->undo;
    m_entries.erase(found);
    undo();
    return true;
}

} // namespace relata::modules
