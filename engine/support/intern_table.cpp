#include "support/intern_table.h"

#include <utility>

namespace relata {

size_t InternTable::place(std::string_view text, int64_t hash) const {
    const size_t mask = m_slots.size() - 1;
    for (size_t at = size_t(hash) & mask;; at = (at + 1) & mask) {
        const Str* there = m_slots[at];
        if (!there || (there->hash() == hash && there->view() == text)) return at;
    }
}

void InternTable::add(Str& text) {
    if (++m_count * 4 > m_slots.size() * 3) {
        const std::vector<Str*> old = std::exchange(m_slots, std::vector<Str*>(m_slots.size() * 2));
        for (Str* s : old)
            if (s) m_slots[place(s->view(), s->hash())] = s;
    }
    m_slots[place(text.view(), text.hash())] = &text;
}

std::vector<Str*> InternTable::take_all() {
    std::vector<Str*> all = std::exchange(m_slots, std::vector<Str*>(16));
    m_count = 0;
    std::erase(all, nullptr);
    return all;
}

} // namespace relata
