// UnreadObjects: the objects of which one relationship was loaded eagerly and not read since.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace relata::sandbox {

/// A hash table by address with open addressing: a load of many objects allocates a few times, not once for each.
class UnreadObjects {
  public:
    /// `load` filled the object; an earlier load of it is forgotten.
    void add(const void* object, uint32_t load) {
        if ((m_used + 1) * 4 > m_places.size() * 3) grow();
        Place& place = find(object);
        if (place.object != object) ++m_used;
        place = {object, load + 1};
    }
    /// The load that filled the object, once.
    std::optional<uint32_t> take(const void* object) {
        if (m_places.empty()) return {};
        Place& place = find(object);
        if (place.object != object || !place.load) return {};
        const uint32_t load = place.load - 1;
        place.load = 0; // the place stays taken, so that others are still found
        return load;
    }

  private:
    struct Place {
        const void* object = nullptr;
        uint32_t load = 0; ///< 0: taken
    };
    Place& find(const void* object) {
        const size_t mask = m_places.size() - 1;
        size_t at = (uintptr_t(object) / alignof(std::max_align_t)) & mask; // neighbours stay neighbours
        while (m_places[at].object && m_places[at].object != object) at = (at + 1) & mask;
        return m_places[at];
    }
    /// Leaves out what was taken; twice as large where half of it is unread.
    void grow() {
        const auto unread = size_t(std::ranges::count_if(m_places, [](const Place& place) { return place.load != 0; }));
        const size_t size = unread * 2 < m_places.size() ? m_places.size() : m_places.size() * 2;
        std::vector<Place> old(std::max<size_t>(64, size));
        old.swap(m_places);
        m_used = 0;
        for (const Place& place : old)
            if (place.load) {
                find(place.object) = place;
                ++m_used;
            }
    }
    std::vector<Place> m_places;
    size_t m_used = 0;
};

} // namespace relata::sandbox
