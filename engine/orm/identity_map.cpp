#include "orm/identity_map.h"

#include "orm/mapper.h"
#include "support/protocol.h"

namespace relata::orm {

InstanceState* IdentityMap::get(const IdentityKey& key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? nullptr : found->second;
}

bool IdentityMap::contains_state(const InstanceState& state) const {
    return state.key.is_set() && get(state.key) == &state;
}

bool IdentityMap::add(InstanceState& state) {
    const auto [at, added] = m_index.emplace(state.key, &state);
    if (!added) {
        if (at->second == &state) return false;
        throw Error(Exc::InvalidRequestError,
                    "Can't attach instance " + state.text() + "; another instance with key " +
                        identity_key_text(m_runtime, state.key) + " is already present in this session.");
    }
    manage_incoming(state);
    return true;
}

InstanceState* IdentityMap::replace(InstanceState& state) {
    const auto [at, added] = m_index.emplace(state.key, &state);
    InstanceState* existing = nullptr;
    if (!added) {
        if (at->second == &state) return nullptr;
        existing = at->second;
        at->second = &state;
        manage_removed(*existing);
    }
    manage_incoming(state);
    return existing;
}

void IdentityMap::add_unpresent(InstanceState& state) {
    m_index.insert_or_assign(state.key, &state);
    m_states.add(state);
}

void IdentityMap::discard(InstanceState& state) {
    if (!state.key.is_set()) return;
    const auto found = m_index.find(state.key);
    if (found == m_index.end() || found->second != &state) return;
    m_index.erase(found);
    manage_removed(state);
}

void IdentityMap::forget(InstanceState& state) {
    if (!m_states.remove(state)) return;
    const auto found = m_index.find(state.key);
    if (found != m_index.end() && found->second == &state) m_index.erase(found);
}

std::vector<Ref<Instance>> IdentityMap::objects() const {
    return m_states.objects();
}

void IdentityMap::clear() {
    m_index.clear();
    m_states.clear();
    m_modified.clear();
}

void IdentityMap::manage_incoming(InstanceState& state) {
    m_states.add(state);
    if (state.modified) m_modified.add(state);
}

void IdentityMap::manage_removed(InstanceState& state) {
    m_states.remove(state);
    m_modified.remove(state);
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
