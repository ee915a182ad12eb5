// OrderedStates: a set of objects' states in the order in which they came, as Python's dict keeps them.
#pragma once

#include "orm/instance_state.h"
#include "orm/state_map.h"

#include <vector>

namespace relata::orm {

/// Strong: keeps the objects of its states alive (`session.new`, `session.deleted`, modified objects).
enum class StateReference { weak, strong };

template <StateReference reference>
class OrderedStates {
  public:
    bool empty() const { return m_index.empty(); }
    size_t size() const { return m_index.size(); }
    bool contains(const InstanceState& state) const { return m_index.contains(state); }
    /// False where it was there.
    bool add(InstanceState& state) {
        if (!m_index.emplace(state, m_entries.size()).second) return false;
        m_entries.push_back(&state);
        if constexpr (reference == StateReference::strong) m_objects.emplace_back(state.object());
        return true;
    }
    /// False where it was not there. May destroy the object of a strong entry.
    bool remove(const InstanceState& state) {
        if (m_index.empty()) return false;
        const size_t* found = m_index.find(state);
        if (!found) return false;
        m_entries[*found] = nullptr;
        Ref<Instance> object;
        if constexpr (reference == StateReference::strong) object = std::move(m_objects[*found]);
        m_index.erase(state);
        if (m_entries.size() > 32 && m_index.size() * 2 < m_entries.size()) compact();
        return true;
    }
    void clear() {
        m_index.clear();
        m_entries.clear();
        std::vector<Ref<Instance>> objects = std::move(m_objects);
        m_objects.clear();
    }
    std::vector<InstanceState*> all() const {
        std::vector<InstanceState*> result;
        result.reserve(size());
        for (InstanceState* state : m_entries)
            if (state) result.push_back(state);
        return result;
    }
    /// The objects, kept alive by the result.
    std::vector<Ref<Instance>> objects() const {
        std::vector<Ref<Instance>> result;
        result.reserve(size());
        for (InstanceState* state : m_entries)
            if (state) result.emplace_back(state->object());
        return result;
    }

  private:
    void compact() {
        size_t to = 0;
        for (size_t from = 0; from < m_entries.size(); ++from) {
            if (!m_entries[from]) continue;
            m_entries[to] = m_entries[from];
            if constexpr (reference == StateReference::strong) m_objects[to].swap(m_objects[from]);
            *m_index.find(*m_entries[to]) = to;
            ++to;
        }
        m_entries.resize(to);
        if constexpr (reference == StateReference::strong) m_objects.resize(to);
    }

    StateMap<size_t> m_index;
    std::vector<InstanceState*> m_entries; ///< null: removed
    std::vector<Ref<Instance>> m_objects;  ///< strong only: one for each entry
};

using WeakStates = OrderedStates<StateReference::weak>;
using StrongStates = OrderedStates<StateReference::strong>;

/// The states of objects that the caller keeps alive.
inline std::vector<InstanceState*> states_of(const std::vector<Ref<Instance>>& objects) {
    std::vector<InstanceState*> result;
    result.reserve(objects.size());
    for (const auto& object : objects)
        result.push_back(static_cast<InstanceState*>(object->extension()));
    return result;
}

} // namespace relata::orm
