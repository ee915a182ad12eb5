// IdentityMap: which object stands for which row in one session. SQLAlchemy: orm/identity.py
// WeakInstanceDict.
#pragma once

#include "orm/ordered_states.h"

namespace relata::orm {

/// Refers to objects weakly: a clean object disappears with its last reference. Objects that were changed
/// since the last flush are kept alive. Iterates in the order of insertion.
class IdentityMap {
  public:
    explicit IdentityMap(Runtime& runtime) : m_runtime(runtime) {}

    size_t size() const { return m_live; }
    InstanceState* get(const IdentityKey& key) const { return get(key, hash_of(key)); }
    /// The same, where the caller goes on with the key's hash.
    InstanceState* get(const IdentityKey& key, uint32_t hash) const;
    uint32_t hash_of(const IdentityKey& key) const;
    bool contains(const IdentityKey& key) const { return get(key) != nullptr; }
    bool contains_state(const InstanceState& state) const;
    /// False where it was there. Throws InvalidRequestError where another object has the key.
    bool add(InstanceState& state);
    /// Puts `state` in place of whatever has its key; returns what that was.
    /// committed_next: the caller commits the state, so that it need not stand among the modified ones until then.
    enum class Modified : uint8_t { kept, committed_next };
    InstanceState* replace(InstanceState& state, Modified modified = Modified::kept);
    /// The same as add(), where the caller knows that nobody has the key (a row that is being loaded).
    void add_unpresent(InstanceState& state, uint32_t hash) { append(state, hash); }
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
    /// Laid out as CPython's dict: the states in their order, and a table of positions among them, found by linear
    /// probing. A state knows its position and the hash that it went in with.
    struct Slot {
        uint32_t hash = 0;
        uint32_t position = empty;
        static constexpr uint32_t empty = UINT32_MAX;
    };
    /// The slot that holds `key`, or where it would go; null where there is no table.
    Slot* slot_for(const IdentityKey& key, uint32_t hash) const;
    /// Puts `state`, which is not there and whose key nobody has, at the end of the order.
    void append(InstanceState& state, uint32_t hash);
    /// Takes `state` out. False where it was not there.
    bool take_out(InstanceState& state);
    void erase_slot(size_t hole);
    void grow();
    void compact();
    void manage_incoming(InstanceState& state, Modified modified = Modified::kept);

    Runtime& m_runtime;
    std::vector<InstanceState*> m_states; ///< null: removed
    std::vector<Slot> m_slots;            ///< a power of two of them, at most half of them in use
    size_t m_live = 0;
    uint32_t m_version = 0; ///< moves with every change
    StrongStates m_modified;
};

/// "(<class '__main__.Task'>, (1,), None)", as messages write an identity key.
std::string identity_key_text(Runtime& runtime, const IdentityKey& key);

} // namespace relata::orm
