// StateMap: something known of many states, found by the state's address.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace relata::orm {

class InstanceState;

/// A hash table with linear probing. States that were made one after the other stand one after the other in it, so that
/// a walk over them finds its way in the cache.
template <class V> class StateMap {
  public:
    size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    bool contains(const InstanceState& state) const { return find(state) != nullptr; }
    /// Null where nothing is known. Valid until the next emplace() or erase().
    V* find(const InstanceState& state) {
        if (m_size == 0) return nullptr;
        Slot& slot = m_slots[place_of(state)];
        return slot.state ? &slot.value : nullptr;
    }
    const V* find(const InstanceState& state) const { return const_cast<StateMap*>(this)->find(state); }
    /// The value and whether it is new.
    std::pair<V*, bool> emplace(const InstanceState& state, V value = V()) {
        if ((m_size + 1) * 2 > m_slots.size()) grow();
        Slot& slot = m_slots[place_of(state)];
        const bool is_new = !slot.state;
        if (is_new) {
            slot.state = &state;
            slot.value = std::move(value);
            ++m_size;
        }
        return {&slot.value, is_new};
    }
    bool erase(const InstanceState& state) {
        if (m_size == 0) return false;
        size_t hole = place_of(state);
        if (!m_slots[hole].state) return false;
        // What follows moves up where its place allows it: no markers of deletion are left behind.
        const size_t mask = m_slots.size() - 1;
        for (size_t i = (hole + 1) & mask; m_slots[i].state; i = (i + 1) & mask)
            if (((i - start_of(*m_slots[i].state)) & mask) >= ((i - hole) & mask))
                m_slots[std::exchange(hole, i)] = std::move(m_slots[i]);
        m_slots[hole] = Slot();
        --m_size;
        return true;
    }
    void clear() {
        m_slots.clear();
        m_size = 0;
    }
    /// How many slots stand between the worst placed state and its own place: what a lookup may cost.
    size_t longest_probe() const {
        size_t longest = 0;
        for (size_t i = 0; i < m_slots.size(); ++i)
            if (m_slots[i].state) longest = std::max(longest, (i - start_of(*m_slots[i].state)) & (m_slots.size() - 1));
        return longest;
    }

  private:
    struct Slot {
        const InstanceState* state = nullptr;
        V value{};
    };
    /// Addresses go round the table in laps. Blocks of memory are aligned, so laps that all began at the same place would
    /// put their states on the same slots.
    size_t start_of(const InstanceState& state) const {
        const uint64_t at = reinterpret_cast<uintptr_t>(&state) >> 5, lap = at >> std::countr_zero(m_slots.size());
        return (at + lap * 0x9e3779b97f4a7c15u) & (m_slots.size() - 1);
    }
    /// Where `state` is, or where it would go.
    size_t place_of(const InstanceState& state) const {
        const size_t mask = m_slots.size() - 1;
        size_t i = start_of(state);
        while (m_slots[i].state && m_slots[i].state != &state) i = (i + 1) & mask;
        return i;
    }
    void grow() {
        std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
        old.swap(m_slots);
        for (Slot& slot : old)
            if (slot.state) m_slots[place_of(*slot.state)] = std::move(slot);
    }

    std::vector<Slot> m_slots; ///< a power of two of them, at most half of them in use
    size_t m_size = 0;
};

} // namespace relata::orm
