// IdentityMap: which object stands for which row in one session. SQLAlchemy: orm/identity.py
// WeakInstanceDict.
#pragma once

#include "orm/ordered_states.h"

namespace relata::orm {

/// Refers to objects weakly: a clean object disappears with its last reference. Objects that were changed
/// since the last flush are kept alive. Iterates in the order of insertion.
class IdentityMap {
  public:
    explicit IdentityMap(Runtime& runtime)
        : m_runtime(runtime), m_index(0, Hash{&runtime}, Equal{&runtime}) {}

    size_t size() const { return m_index.size(); }
    InstanceState* get(const IdentityKey& key) const;
    bool contains(const IdentityKey& key) const { return get(key) != nullptr; }
    bool contains_state(const InstanceState& state) const;
    /// False where it was there. Throws InvalidRequestError where another object has the key.
    bool add(InstanceState& state);
    /// Puts `state` in place of whatever has its key; returns what that was.
    InstanceState* replace(InstanceState& state);
    /// The same as add(), where the caller knows that nobody has the key (a row that is being loaded).
    void add_unpresent(InstanceState& state);
    void discard(InstanceState& state);
    /// The object is being destroyed.
    void forget(InstanceState& state);
    std::vector<Ref<Instance>> objects() const;
    void clear();

    // ---- modified
    // -----------------------------------------------------------------------------------------------
    bool has_modified() const { return !m_modified.empty(); }
    const StrongStates& modified() const { return m_modified; }
    void add_modified(InstanceState& state) { m_modified.add(state); }
    void discard_modified(InstanceState& state) { m_modified.remove(state); }
    void clear_modified() { m_modified.clear(); }

  private:
    struct Hash {
        Runtime* runtime;
        size_t operator()(const IdentityKey& key) const { return size_t(key.hash(*runtime)); }
    };
    struct Equal {
        Runtime* runtime;
        bool operator()(const IdentityKey& a, const IdentityKey& b) const { return a.equals(*runtime, b); }
    };
    void manage_incoming(InstanceState& state);
    void manage_removed(InstanceState& state);

    Runtime& m_runtime;
    std::unordered_map<IdentityKey, InstanceState*, Hash, Equal> m_index;
    WeakStates m_states;
    StrongStates m_modified;
};

/// "(<class '__main__.Task'>, (1,), None)", as messages write an identity key.
std::string identity_key_text(Runtime& runtime, const IdentityKey& key);

} // namespace relata::orm
