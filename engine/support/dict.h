// Dict: Python's dict, in insertion order. Also the namespace of modules, classes and plain instances.
#pragma once

#include "support/heap.h"
#include "support/object.h"
#include "support/str.h"

namespace relata {

/// A hash table with entries in insertion order (CPython's compact dict). Keys compare by identity, then by hash and
/// `==`. Looking up a Str runs no Python code; any other key may, so those calls take the runtime and can throw.
class Dict : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::dict;
    struct Entry {
        int64_t hash;
        Value key; ///< unset: deleted
        Value value;
    };
    explicit Dict(Type& type);
    void clear_references() override { clear(); }

    size_t size() const { return m_live; }
    bool empty() const { return m_live == 0; }
    void clear();

    const Value* find(const Str& key) const;
    const Value* find(std::string_view key) const;
    void set(Str& key, Value value);
    bool erase(const Str& key);

    const Value* find(Runtime& runtime, const Value& key) const;
    void set(Runtime& runtime, const Value& key, Value value);
    /// The value that `key` had; unset where it had none.
    Value pop(Runtime& runtime, const Value& key);

    /// All entries in order; skip those whose key is unset. Positions stay valid until the dict grows or is cleared:
    /// iterate by index and compare `version()`.
    std::span<const Entry> entries() const { return {m_entries.data(), m_entries.size()}; }
    /// Counts changes of the key set; an iterator that sees it move raises RuntimeError.
    uint32_t version() const { return m_version; }
    /// Index into entries() of `key`, or -1: an inline cache of LOAD_GLOBAL keeps it with `version()`.
    int64_t index_of(const Str& key) const;
    Value& value_at(size_t index) { return m_entries[index].value; }

    template <class F> void for_each(F&& f) const {
        for (size_t i = 0; i < m_entries.size(); ++i)
            if (m_entries[i].key.is_set()) f(m_entries[i].key, m_entries[i].value);
    }

  private:
    static constexpr int32_t slot_empty = -1;
    static constexpr int32_t slot_deleted = -2;
    template <class Same> int64_t probe(int64_t hash, Same&& same) const;
    int64_t locate(Runtime& runtime, const Value& key, int64_t hash) const;
    void insert(int64_t hash, Value key, Value value);
    void erase_at(int64_t index);
    void rebuild(size_t capacity);

    std::vector<Entry, HeapAllocator<Entry>> m_entries;
    std::vector<int32_t, HeapAllocator<int32_t>> m_slots; ///< index into m_entries; a power of two, or none at all
    size_t m_live = 0;
    uint32_t m_version = 1;
};

} // namespace relata
