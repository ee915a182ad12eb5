#include "orm/identity_map.h"

#include "orm/mapper.h"
#include "support/protocol.h"

namespace relata::orm {

uint32_t IdentityMap::hash_of(const IdentityKey& key) const {
    // Eight consecutive keys share a cache line of the table; groups of eight are scattered, so that two classes with
    // the same keys do not stand in each other's way.
    const bool is_plain = key.identity.is_small_int() && key.identity.as_small_int() >= 0 &&
                          key.identity.as_small_int() < (int64_t(1) << 60); // its own hash
    const auto value = uint64_t(is_plain ? key.identity.as_small_int() : hash(m_runtime, key.identity));
    uint64_t group = ((value >> 3) ^ (uint64_t(reinterpret_cast<uintptr_t>(key.mapper)) << 20)) * 0x9e3779b97f4a7c15u;
    group ^= group >> 32;
    return uint32_t(group << 3 | (value & 7));
}

IdentityMap::Slot* IdentityMap::slot_for(const IdentityKey& key, uint32_t hash) const {
    if (m_slots.empty()) return nullptr;
    for (;;) {
        const size_t mask = m_slots.size() - 1;
        const uint32_t before = m_version;
        for (size_t i = hash & mask;; i = (i + 1) & mask) {
            const Slot& slot = m_slots[i];
            if (slot.position == Slot::empty) return const_cast<Slot*>(&slot);
            if (slot.hash != hash) continue;
            const IdentityKey& other = m_states[slot.position]->key;
            if (other.mapper != key.mapper) continue;
            if (other.identity.is(key.identity)) return const_cast<Slot*>(&slot);
            if (other.identity.is_small_int() && key.identity.is_small_int()) continue;
            // `==` of a program's own type may change this very map: start again when it did.
            const bool same = IdentityKey(other).equals(m_runtime, key);
            if (m_version != before) break;
            if (same) return const_cast<Slot*>(&slot);
        }
        if (m_slots.empty()) return nullptr;
    }
}

InstanceState* IdentityMap::get(const IdentityKey& key, uint32_t hash) const {
    const Slot* slot = slot_for(key, hash);
    return !slot || slot->position == Slot::empty ? nullptr : m_states[slot->position];
}

bool IdentityMap::contains_state(const InstanceState& state) const {
    return state.identity_map_position < m_states.size() && m_states[state.identity_map_position] == &state;
}

bool IdentityMap::add(InstanceState& state) {
    if (const InstanceState* there = get(state.key)) {
        if (there == &state) return false;
        throw Error(Exc::InvalidRequestError,
                    "Can't attach instance " + state.text() + "; another instance with key " +
                        identity_key_text(m_runtime, state.key) + " is already present in this session.");
    }
    manage_incoming(state);
    return true;
}

InstanceState* IdentityMap::replace(InstanceState& state, Modified modified) {
    InstanceState* existing = get(state.key);
    if (existing == &state) return nullptr;
    if (existing) {
        take_out(*existing);
        m_modified.remove(*existing);
    }
    manage_incoming(state, modified);
    return existing;
}

void IdentityMap::discard(InstanceState& state) {
    if (take_out(state)) m_modified.remove(state);
}

void IdentityMap::forget(InstanceState& state) { take_out(state); }

std::vector<Ref<Instance>> IdentityMap::objects() const {
    std::vector<Ref<Instance>> result;
    result.reserve(m_live);
    for (InstanceState* state : m_states)
        if (state) result.emplace_back(state->object());
    return result;
}

void IdentityMap::clear() {
    m_states.clear();
    m_slots.clear();
    m_live = 0;
    ++m_version;
    m_modified.clear();
}

void IdentityMap::manage_incoming(InstanceState& state, Modified modified) {
    const uint32_t hash = hash_of(state.key);
    take_out(state); // it may stand here under a key that it had before
    if (Slot* there = slot_for(state.key, hash); there && there->position != Slot::empty) take_out(*m_states[there->position]);
    append(state, hash);
    if (state.modified && modified == Modified::kept) m_modified.add(state);
}

void IdentityMap::append(InstanceState& state, uint32_t hash) {
    // Keys that follow each other fill their groups: a table that is half full keeps the runs short.
    if ((m_live + 1) * 2 > m_slots.size()) grow();
    if (m_states.size() > 32 && m_live * 2 < m_states.size()) compact();
    const size_t mask = m_slots.size() - 1;
    size_t i = hash & mask;
    while (m_slots[i].position != Slot::empty) i = (i + 1) & mask;
    m_slots[i] = {hash, uint32_t(m_states.size())};
    state.identity_map_position = m_slots[i].position;
    state.identity_map_hash = hash;
    m_states.push_back(&state);
    ++m_live;
    ++m_version;
}

bool IdentityMap::take_out(InstanceState& state) {
    if (!contains_state(state)) return false;
    const size_t mask = m_slots.size() - 1;
    size_t i = state.identity_map_hash & mask;
    while (m_slots[i].position != state.identity_map_position) i = (i + 1) & mask;
    erase_slot(i);
    m_states[state.identity_map_position] = nullptr;
    --m_live;
    ++m_version;
    return true;
}

void IdentityMap::erase_slot(size_t hole) {
    // What follows moves up where its place allows it: no markers of deletion are left behind.
    const size_t mask = m_slots.size() - 1;
    for (size_t i = (hole + 1) & mask; m_slots[i].position != Slot::empty; i = (i + 1) & mask)
        if (((i - m_slots[i].hash) & mask) >= ((i - hole) & mask)) m_slots[std::exchange(hole, i)] = m_slots[i];
    m_slots[hole] = {};
}

void IdentityMap::grow() {
    std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
    old.swap(m_slots);
    const size_t mask = m_slots.size() - 1;
    for (const Slot& slot : old) {
        if (slot.position == Slot::empty) continue;
        size_t i = slot.hash & mask;
        while (m_slots[i].position != Slot::empty) i = (i + 1) & mask;
        m_slots[i] = slot;
    }
}

void IdentityMap::compact() {
    std::vector<uint32_t> moved(m_states.size());
    uint32_t to = 0;
    for (size_t from = 0; from < m_states.size(); ++from) {
        if (!m_states[from]) continue;
        moved[from] = to;
        m_states[from]->identity_map_position = to;
        m_states[to++] = m_states[from];
    }
    m_states.resize(to);
    for (Slot& slot : m_slots)
        if (slot.position != Slot::empty) slot.position = moved[slot.position];
}

std::string identity_key_text(Runtime& runtime, const IdentityKey& key) {
    const auto values = key.values();
    std::string identity;
    for (size_t i = 0; i < values.size(); ++i)
        identity += (i ? ", " : "") + repr_text(runtime, values[i]);
    if (values.size() == 1) identity += ",";
    return "(" + repr_text(runtime, Value(key.mapper->mapped_class())) + ", (" + identity + "), None)";
}

} // namespace relata::orm
