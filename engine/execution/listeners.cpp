#include "execution/listeners.h"

#include "support/protocol.h"

#include <algorithm>

namespace relata::execution {

void Listeners::add(std::string name, Listener listener, bool insert) {
    for (auto& [known, list] : m_lists) {
        if (known != name) continue;
        list.insert(insert ? list.begin() : list.end(), std::move(listener));
        return;
    }
    m_lists.push_back({std::move(name), {std::move(listener)}});
}

bool Listeners::remove(std::string_view name, const Value& function) {
    for (auto& [known, list] : m_lists)
        if (known == name)
            return std::erase_if(list, [&](const Listener& l) { return l.function.is(function); }) > 0;
    return false;
}

bool Listeners::contains(std::string_view name, const Value& function) const {
    for (const auto& [known, list] : m_lists)
        if (known == name)
            return std::any_of(list.begin(), list.end(),
                               [&](const Listener& l) { return l.function.is(function); });
    return false;
}

bool Listeners::has(std::string_view name) const {
    for (const auto& [known, list] : m_lists)
        if (known == name) return !list.empty();
    return false;
}

std::vector<Listeners::Listener> Listeners::take(std::string_view name) {
    for (auto& [known, list] : m_lists) {
        if (known != name) continue;
        std::vector<Listener> copy = list;
        std::erase_if(list, [](const Listener& l) { return l.once; });
        return copy;
    }
    return {};
}

void Listeners::call(Runtime& runtime, std::string_view name, std::initializer_list<Value> arguments) {
    call_each(name, [&](const Listener& listener) { relata::call(runtime, listener.function, arguments); });
}

} // namespace relata::execution
